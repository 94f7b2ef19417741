import { expect, test } from 'vitest';
import type { RefundableSale } from '../../../app/contract/counter-view.ts';
import type { RefundId, SaleId } from '../../../app/domain/ids.ts';
import { createStepStore } from '../../step-store.ts';
import { confirmRefund } from './confirm-refund.ts';
import {
  askedKey,
  choosing,
  requestOf,
  stepRefund,
  type RefundAction,
  type RefundOrder,
  type RefundState,
} from './refund-state.ts';

const open: RefundableSale = {
  sale: {
    saleId: '01970000-0000-7000-8000-000000000301' as SaleId,
    saleNo: '1122-0047',
    atMs: 0,
    nameMasked: '林○麗',
    paidMinor: 900,
    discountMinor: 0,
    points: 9,
    sync: 'waiting',
    reasons: [],
    pointsSpent: 0,
    refundedMinor: 0,
    undone: false,
    refundable: true,
  },
  lines: [{ line: 0, name: '', qty: 1, qtyLeft: 1, leftMinor: 900 }],
  refundableMinor: 900,
  voidBlockedBy: null,
};

/** A desk with one sale open, and a counter that answers when the test says so. */
function openDesk(answers: readonly (string | null | Error)[] = [null]) {
  const store = createStepStore<RefundState, RefundAction>(stepRefund, choosing);
  store.dispatch({ kind: 'opened', open, direct: true });
  const sent: RefundOrder[] = [];
  const state = { done: 0, timeOut: (): void => undefined };
  const type = (digits: string): void => {
    for (const digit of digits) store.dispatch({ kind: 'digits', digits: digit });
  };
  /** The counter's answer to what is asked now. */
  const answer = (): void => {
    const now = store.get();
    if (now.phase !== 'open') throw new Error('no sale is open');
    const request = requestOf(now);
    const moneyMinor = request.kind === 'amount' ? request.amountMinor : 900;
    store.dispatch({
      kind: 'previewed',
      key: askedKey(now),
      answer: {
        kind: 'evaluated',
        amountMinor: moneyMinor,
        moneyMinor,
        clawedBack: 1,
        returned: 0,
        balanceAfter: 0,
        reasons: [],
      },
    });
  };
  const enter = (): Promise<void> =>
    confirmRefund({
      store,
      settle: (order) => {
        const outcome = answers[sent.length] ?? null;
        sent.push(order);
        return outcome instanceof Error ? Promise.reject(outcome) : Promise.resolve(outcome);
      },
      newId: () => `id-${sent.length}` as RefundId,
      setTimer: (run) => {
        state.timeOut = run;
        return () => undefined;
      },
      onDone: () => (state.done += 1),
    });
  return { store, sent, state, type, answer, enter };
}

test('Enter right after the last digit waits for the figures of all digits', async () => {
  const desk = openDesk();
  desk.type('50');
  desk.answer();
  desk.type('0');
  const entered = desk.enter();
  expect(desk.sent).toEqual([]);
  desk.answer();
  await entered;
  expect([
    desk.sent.map((order) => [order.request, order.expectedMoneyMinor]),
    desk.state.done,
  ]).toEqual([[[{ kind: 'amount', amountMinor: 500 }, 500]], 1]);
});

test('an Enter is dropped when what is asked changes, or when no answer comes in time', async () => {
  const changed = openDesk();
  const first = changed.enter();
  changed.type('5');
  await first;
  const silent = openDesk();
  const second = silent.enter();
  silent.state.timeOut();
  await second;
  expect([changed.sent, silent.sent]).toEqual([[], []]);
});

test('a lost answer: the next Enter sends the very same order, whatever was typed', async () => {
  const desk = openDesk([new Error('lost'), 'refund-changed', null]);
  desk.answer();
  await desk.enter();
  desk.type('7');
  await desk.enter();
  expect(desk.sent[1]).toBe(desk.sent[0]);
  // Refused: nothing was recorded, the wish may change and gets new figures.
  expect(desk.store.get()).toMatchObject({ trouble: 'refund-changed', sent: null, preview: null });
  desk.type('7');
  desk.answer();
  await desk.enter();
  expect([desk.sent[2]?.refundId === desk.sent[0]?.refundId, desk.state.done]).toEqual([false, 1]);
});
