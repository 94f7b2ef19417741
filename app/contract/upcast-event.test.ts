import fc from 'fast-check';
import { expect, test } from 'vitest';
import { counterEventSchema } from './events.ts';
import { upcastEvent } from './upcast-event.ts';

const id = (digit: number) => `01980000-0000-7000-8000-00000000000${digit}`;
const voucher = {
  voucherId: id(5),
  couponId: id(6),
  code: 'V-1',
  validFrom: '2025-01-01',
  validUntil: '2025-12-31',
  discountMinor: 50,
};
const entry = {
  leg: 0,
  kind: 'earn',
  memberId: id(3),
  lotId: id(7),
  points: 9,
  expiresOn: '2026-12-31',
};

/** An award as version 0.1 recorded it. */
const old = {
  eid: id(1),
  store: id(2),
  bizDate: '2025-03-01',
  t: { wallMs: 1_740_800_000_000, monoMs: 5, boot: id(8), hqOffsetMs: null, hqAgeS: null },
  v: 1,
  type: 'award',
  member: id(3),
  body: {
    saleId: id(4),
    saleNo: '0301-0001',
    amountSource: 'typed',
    invoice: null,
    program: { id: id(9), version: 1 },
    tierId: 'general',
    amountMinor: 1_000,
    discountMinor: 50,
    paidMinor: 950,
    baseMinor: 950,
    points: 9,
    expiresOn: '2026-12-31',
    vouchers: [voucher],
    entries: [entry],
  },
};

test('an award of version 1 reads as one of version 2', () => {
  const event = counterEventSchema.parse(old);
  expect(event).toMatchObject({
    v: 2,
    type: 'award',
    member: id(3),
    body: {
      saleNo: '0301-0001',
      amountMinor: 1_000,
      spentMinor: 950,
      points: 9,
      vouchers: [{ ...voucher, uses: 1 }],
      entries: [entry],
      asked: {
        date: '2025-03-01',
        atMs: 1_740_800_000_000,
        storeId: id(2),
        channel: 'counter',
        identifiedBy: 'scan',
        lines: [{ sku: null, qty: 1, unitMinor: 1_000, kind: 'goods' }],
        vouchers: [{ voucherId: id(5), memberId: id(3), usesLeft: 1, uses: 1 }],
        lotIds: [id(7), id(4), id(4), id(4)],
      },
      facts: { memberId: id(3), tierId: 'general', lots: [] },
      lines: [{ grossMinor: 1_000, discountMinor: 50, pointsMinor: 0 }],
      discounts: [
        {
          source: { kind: 'voucher', voucherId: id(5), couponId: id(6) },
          discountMinor: 50,
          byLine: [50],
        },
      ],
      tier: { tierIdBefore: 'general', tierId: 'general', kind: 'same' },
      values: [],
      stamps: [],
    },
  });
});

test('without vouchers the member may have been looked up', () => {
  const event = counterEventSchema.parse({ ...old, body: { ...old.body, vouchers: [] } });
  expect(event.type === 'award' ? event.body.asked.identifiedBy : null).toBe('search');
});

test('the event that was given is not changed', () => {
  const given = structuredClone(old);
  upcastEvent(given);
  expect(given).toEqual(old);
});

test('what is malformed stays malformed', () => {
  const broken = [
    { ...old, body: null },
    { ...old, body: [] },
    { ...old, t: null },
    { ...old, body: { ...old.body, vouchers: 5, amountMinor: -1 } },
    { ...old, body: { ...old.body, entries: [{ ...entry, lotId: 'x' }] } },
    { ...old, v: 3 },
  ];
  expect(broken.map((one) => counterEventSchema.safeParse(one).success)).toEqual(
    broken.map(() => false),
  );
});

test('anything else passes as it is, and nothing throws', () => {
  const others = [
    { ...old, v: 2 },
    { ...old, type: 'refund' },
    { ...old, body: 1 },
    [old],
    null,
    5,
  ];
  expect(others.map(upcastEvent)).toEqual(others);
  fc.assert(
    fc.property(fc.anything(), (value) => {
      upcastEvent(value);
      upcastEvent({ ...old, body: value });
      upcastEvent({ ...old, t: value, body: { ...old.body, vouchers: [value], entries: value } });
    }),
    { numRuns: 500, seed: 3 },
  );
});
