import fc from 'fast-check';
import type { LotId, MemberId, VoucherId } from '../../app/domain/ids.ts';
import type { Lot } from '../../app/domain/lots.ts';
import type { Program } from '../../app/domain/program.ts';
import type { MemberState, OfferedVoucher, SaleInput, SaleLine } from '../../app/domain/sale.ts';
import {
  categories,
  codes,
  couponIds,
  labels,
  skus,
  storeIds,
  tierIds,
} from './arbitrary-program.ts';

export const buyer = '01970003-0000-7000-8000-000000000001' as MemberId;
const stranger = '01970003-0000-7000-8000-000000000002' as MemberId;

const idAt = <T>(kind: string, n: number) =>
  `019700${kind}-0000-7000-8000-${String(n).padStart(12, '0')}` as T;
const nullable = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { freq: 3 });

const line: fc.Arbitrary<SaleLine> = fc.record({
  sku: nullable(fc.constantFrom(...skus)),
  name: fc.constant(null),
  qty: fc.integer({ min: 1, max: 5 }),
  unitMinor: fc.oneof(fc.nat(800), fc.constantFrom(0, 1, 99, 100, 333)),
  category: nullable(fc.constantFrom(...categories)),
  labels: fc.subarray(labels),
  kind: fc.constantFrom('goods' as const, 'goods', 'goods', 'goods', 'delivery', 'stored-value'),
});

const lots = (kind: string): fc.Arbitrary<Lot[]> =>
  fc
    .array(
      fc.record({
        points: fc.oneof(
          { weight: 9, arbitrary: fc.integer({ min: 1, max: 120 }) },
          { weight: 1, arbitrary: fc.integer({ min: -40, max: -1 }) },
        ),
        expiresOn: fc.constantFrom('2026-10-31', '2026-11-22', '2026-12-31', '2027-12-31', null),
      }),
      { maxLength: 5 },
    )
    .map((all) => all.map((lot, i) => ({ ...lot, lotId: idAt<LotId>(kind, i) })));

const useCount = fc.record({
  id: fc.constantFrom<string>(...couponIds, 'x-0', 'x-1'),
  program: fc.nat(3),
  day: fc.nat(2),
  storeDay: fc.nat(2),
  member: fc.nat(2),
  memberDay: fc.nat(1),
});

/** Any member the schema accepts. */
export const anyMember: fc.Arbitrary<MemberState> = fc.record({
  memberId: fc.constant(buyer),
  tierId: fc.constantFrom(...tierIds),
  tierUntil: fc.constantFrom(null, '2026-09-30', '2026-11-22', '2027-06-30'),
  joinedOn: fc.constantFrom(null, '2020-02-29', '2026-11-01', '2026-11-22'),
  birthday: fc.constantFrom('no' as const, 'month' as const, 'day' as const),
  spentMinor: fc.nat(8_000),
  spentSinceTierMinor: fc.nat(6_000),
  saleCount: fc.nat(3),
  inviterId: fc.constantFrom(null, stranger),
  lots: lots('04'),
  storedValue: lots('05').map((all) => all.filter((lot) => lot.points > 0)),
  stamps: fc.constantFrom(
    [],
    [{ cardId: 'x-0', cardNo: 1, stamps: 0, lastAtMs: null }],
    [{ cardId: 'x-0', cardNo: 2, stamps: 1, lastAtMs: Date.UTC(2026, 10, 22, 2) }],
  ),
  useCounts: fc.uniqueArray(useCount, { maxLength: 4, selector: (one) => one.id }),
});

const voucher: fc.Arbitrary<Omit<OfferedVoucher, 'voucherId'>> = fc.record({
  couponId: fc.constantFrom(...couponIds),
  memberId: fc.constantFrom(buyer, buyer, buyer, stranger),
  validFrom: fc.constantFrom('2026-01-01', '2026-11-22', '2026-12-01'),
  validUntil: fc.constantFrom('2026-11-21', '2026-11-22', '2027-01-31'),
  usesLeft: fc.constantFrom(1, 1, 1, 0, 3),
  uses: fc.constantFrom(1, 1, 1, 2),
});

/** Any sale the schema accepts, asked of a program. */
export const anySale: fc.Arbitrary<SaleInput> = fc.record({
  date: fc.constantFrom('2026-11-22', '2026-11-22', '2026-11-22', '2026-12-31', '2025-12-31'),
  time: fc.constantFrom('00:00', '11:30', '13:59', '14:00', '23:59'),
  atMs: fc.constant(Date.UTC(2026, 10, 22, 4)),
  storeId: fc.constantFrom(null, ...storeIds),
  channel: fc.constantFrom('counter', 'web'),
  identifiedBy: fc.constantFrom('scan' as const, 'scan', 'search', 'token', 'token'),
  lines: fc.array(line, { minLength: 1, maxLength: 6 }),
  vouchers: fc
    .array(voucher, { maxLength: 5 })
    .map((all) => all.map((one, i) => ({ ...one, voucherId: idAt<VoucherId>('06', i) }))),
  codes: fc.array(fc.constantFrom(...codes, 'hello', 'NONE'), { maxLength: 2 }),
  rewards: fc.oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    {
      weight: 1,
      arbitrary: fc.array(
        fc.record({
          rewardId: fc.constantFrom('x-0', 'x-1', 'x-9'),
          units: fc.integer({ min: 1, max: 3 }),
        }),
        { maxLength: 2 },
      ),
    },
  ),
  spendPoints: fc.oneof(
    { weight: 3, arbitrary: fc.constant(0) },
    { weight: 2, arbitrary: fc.nat(150) },
  ),
  storedValueMinor: fc.oneof(
    { weight: 4, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.nat(200) },
  ),
  giftCards: fc.oneof(
    { weight: 4, arbitrary: fc.constant([]) },
    {
      weight: 1,
      arbitrary: fc.array(
        fc.record({
          cardId: fc.constantFrom('card-1', 'card-2'),
          balanceMinor: fc.nat(300),
          useMinor: fc.nat(200),
        }),
        { maxLength: 2 },
      ),
    },
  ),
  lotIds: fc.constant(Array.from({ length: 6 }, (_, i) => idAt<LotId>('07', i))),
});

/** A program, a member of it and a sale asked of it. */
export type AnyCase = {
  readonly program: Program;
  readonly state: MemberState;
  readonly sale: SaleInput;
};
