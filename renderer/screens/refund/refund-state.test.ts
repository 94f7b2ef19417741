import { expect, test } from 'vitest';
import type { RefundableSale, RefundPreview } from '../../../app/contract/counter-view.ts';
import type { RefundId, SaleId } from '../../../app/domain/ids.ts';
import {
  askedKey,
  choosing,
  currentPreview,
  onlyScanned,
  orderOf,
  requestOf,
  stepRefund,
  type RefundAction,
  type RefundingSale,
  type RefundState,
} from './refund-state.ts';

const open: RefundableSale = {
  sale: {
    saleId: '01970000-0000-7000-8000-000000000301' as SaleId,
    saleNo: '1122-0047',
    atMs: 0,
    nameMasked: '林○麗',
    paidMinor: 900,
    discountMinor: 100,
    points: 9,
    sync: 'waiting',
    reasons: [],
    pointsSpent: 0,
    refundedMinor: 0,
    undone: false,
    refundable: true,
  },
  lines: [
    { line: 0, name: '茶', qty: 3, qtyLeft: 3, leftMinor: 270 },
    { line: 2, name: '杯', qty: 1, qtyLeft: 1, leftMinor: 630 },
  ],
  refundableMinor: 900,
  voidBlockedBy: null,
};

const answer: RefundPreview = {
  kind: 'evaluated',
  amountMinor: 900,
  moneyMinor: 900,
  clawedBack: 9,
  returned: 0,
  balanceAfter: 100,
  reasons: [],
};

let made = 0;
const newId = (): RefundId => `id-${(made += 1)}` as RefundId;

function opened(...actions: RefundAction[]): RefundingSale {
  const start: RefundState = stepRefund(choosing, { kind: 'opened', open, direct: true });
  return actions.reduce(stepRefund, start) as RefundingSale;
}

function withPreview(state: RefundingSale): RefundingSale {
  return stepRefund(state, { kind: 'previewed', key: askedKey(state), answer }) as RefundingSale;
}

function send(state: RefundingSale): { state: RefundingSale; refundId: RefundId } {
  const order = orderOf(state, newId);
  if (!order) throw new Error('nothing to send');
  const after = stepRefund(state, { kind: 'sent', order }) as RefundingSale;
  return { state: after, refundId: order.refundId };
}

test('a sale opens as a void; digits or units make it a part, and clearing makes it all', () => {
  const asked = (...actions: RefundAction[]) => {
    const state = opened(...actions);
    return [state.mode, state.why, requestOf(state)];
  };
  const five = { kind: 'digits', digits: '5' } as const;
  const more = { kind: 'step', by: 1 } as const;
  const down = { kind: 'move', by: 1 } as const;
  expect([
    asked(),
    asked(five, { kind: 'digits', digits: '00' }),
    asked(five, { kind: 'clear' }),
    asked(more, more, down, more, more),
    asked(more, five),
    asked(five, more, { kind: 'step', by: -1 }),
    asked(five, { kind: 'set-mode', mode: 'void' }),
    asked({ kind: 'why', index: 1 }),
  ]).toEqual([
    ['void', 'mistake', { kind: 'all' }],
    ['refund', 'goods-back', { kind: 'amount', amountMinor: 500 }],
    ['refund', 'goods-back', { kind: 'all' }],
    [
      'refund',
      'goods-back',
      {
        kind: 'lines',
        lines: [
          { line: 0, qty: 2 },
          { line: 2, qty: 1 },
        ],
      },
    ],
    ['refund', 'goods-back', { kind: 'amount', amountMinor: 5 }],
    ['refund', 'goods-back', { kind: 'all' }],
    ['void', 'mistake', { kind: 'all' }],
    ['void', 'wrong-member', { kind: 'all' }],
  ]);
});

test('a sale that can no longer be undone opens as a refund and stays one', () => {
  const blocked = { ...open, voidBlockedBy: 'already-refunded' };
  const state = [
    { kind: 'opened', open: blocked, direct: false },
    { kind: 'set-mode', mode: 'void' },
  ] satisfies RefundAction[];
  expect(state.reduce<RefundState>(stepRefund, choosing)).toMatchObject({ mode: 'refund' });
});

test('nothing is sent before the answer to exactly this was seen', () => {
  const state = withPreview(opened());
  const changed = stepRefund(state, { kind: 'digits', digits: '7' }) as RefundingSale;
  const late = stepRefund(changed, {
    kind: 'previewed',
    key: askedKey(state),
    answer,
  }) as RefundingSale;
  expect([
    orderOf(opened(), newId),
    currentPreview(state),
    currentPreview(late),
    orderOf(late, newId),
  ]).toEqual([null, answer, null, null]);
});

test('one intent has one id: sent once, sent again after a lost answer, kept after a refusal', () => {
  const first = send(withPreview(opened()));
  // A second Enter, and keys that would change what was sent.
  expect(orderOf(first.state, newId)).toBeNull();
  const typed = stepRefund(first.state, { kind: 'digits', digits: '9' });
  expect(typed).toBe(first.state);
  const lost = stepRefund(first.state, { kind: 'lost' }) as RefundingSale;
  expect(orderOf(lost, newId)).toEqual(first.state.sent);
  const refused = stepRefund(send(lost).state, {
    kind: 'refused',
    code: 'not-recorded',
  }) as RefundingSale;
  const again = send(withPreview(refused));
  expect([refused.trouble, again.refundId]).toEqual(['not-recorded', first.refundId]);
});

test('another wish gets another id', () => {
  const first = send(withPreview(opened()));
  const refused = stepRefund(first.state, {
    kind: 'refused',
    code: 'preview-changed',
  }) as RefundingSale;
  const part = stepRefund(refused, { kind: 'digits', digits: '9' }) as RefundingSale;
  const why = stepRefund(refused, { kind: 'why', index: 3 }) as RefundingSale;
  const ids = [first.refundId, send(withPreview(part)).refundId, send(withPreview(why)).refundId];
  expect(new Set(ids).size).toBe(3);
});

test('the list: late answers are dropped, the choice stays inside', () => {
  const sales = [open.sale, { ...open.sale, saleNo: '1122-0046' }];
  const actions: RefundAction[] = [
    { kind: 'text', text: '00' },
    { kind: 'found', text: '0', sales: [] },
    { kind: 'found', text: '00', sales },
    { kind: 'move', by: 1 },
    { kind: 'move', by: 1 },
    { kind: 'not-opened', code: 'too-late' },
  ];
  expect(actions.reduce<RefundState>(stepRefund, choosing)).toEqual({
    phase: 'choose',
    text: '00',
    sales,
    chosen: 1,
    scanned: false,
    trouble: 'too-late',
  });
});

test('a scan looks for another sale and opens the only one that can come back; never while an order is out', () => {
  const one = { ...open.sale, refundable: true, undone: false };
  const scan = { kind: 'scanned', text: 'AB12345678' } as const;
  const found = (sales: readonly (typeof one)[]) =>
    stepRefund(stepRefund(opened(), scan), { kind: 'found', text: scan.text, sales });
  const typed = stepRefund(found([one]), { kind: 'text', text: 'AB' });
  const sent = send(withPreview(opened())).state;
  expect([
    stepRefund(opened(), scan),
    onlyScanned(found([one])),
    onlyScanned(found([one, one])),
    onlyScanned(found([{ ...one, undone: true }])),
    onlyScanned(found([])),
    onlyScanned(typed),
    onlyScanned(opened()),
    stepRefund(sent, scan) === sent,
    // The same once more: what was found stands, it is not asked for again.
    onlyScanned(stepRefund(found([one]), scan)),
  ]).toEqual([
    { ...choosing, text: scan.text, scanned: true },
    one.saleId,
    null,
    null,
    null,
    null,
    null,
    true,
    one.saleId,
  ]);
});
