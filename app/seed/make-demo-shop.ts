import type { Store, VoucherRow } from '../contract/sync.ts';
import type { StoreId } from '../domain/ids.ts';
import type { Program } from '../domain/program.ts';
import { addDays, addMonths, businessDate, daysBetween } from '../domain/time.ts';
import type { CalendarDate } from '../domain/time.ts';
import { castRoleAt, makeDemoMember } from './demo-members.ts';
import type { CastRole } from './demo-members.ts';
import { makeDemoProgram, tierForSpend } from './demo-program.ts';
import { makeMemberHistory } from './demo-sales.ts';
import type { UnnumberedSale } from './demo-sales.ts';
import type { DemoMember, DemoSale, DemoShop } from './demo-shop.ts';
import { issueHeldVouchers } from './demo-vouchers.ts';
import { makeRandom } from './random.ts';
import type { Random } from './random.ts';
import { seededId } from './seeded-id.ts';

export type DemoShopOptions = {
  readonly seed: number;
  readonly memberCount: number;
  readonly nowMs: number;
  /** How far back sales go; 12 unless told. */
  readonly historyMonths?: number;
  /** Sales per member on average; 5 unless told. With 0 tiers are drawn instead of earned. */
  readonly salesPerMember?: number;
};

/** A made-up tax id that only passes the check rule of 2023: no older company can have it. */
export const demoTaxId = '90000006';
const storeNames = ['晴禾烘焙 永康店', '晴禾烘焙 公益店', '晴禾烘焙 駁二店'];

/**
 * A bakery with three stores, its rules, members, vouchers and past sales, from a seed: the same
 * options give the same shop, to the byte, on every machine. The first members play the cast of the
 * demo (`demoCastOf`). All names, numbers and ids are made up.
 */
export function makeDemoShop(options: DemoShopOptions): DemoShop {
  const { seed, memberCount, nowMs, historyMonths = 12, salesPerMember = 5 } = options;
  const today = businessDate(nowMs);
  const historyFrom = addMonths(today, -historyMonths);
  const openedOn = addDays(historyFrom, -1_500);
  const openedAtMs = Date.parse(openedOn);

  const shopRandom = makeRandom(seed);
  const program = makeDemoProgram(shopRandom, openedOn, openedAtMs, today);
  const stores = storeNames.map((name): Store => ({
    storeId: seededId<StoreId>(shopRandom, openedAtMs),
    name,
    taxId: demoTaxId,
  }));
  const historyDays = daysBetween(historyFrom, today);
  const frame = { seed, program, stores, historyFrom, historyDays, today, salesPerMember };

  const members: DemoMember[] = [];
  const vouchers: VoucherRow[] = [];
  const sales: UnnumberedSale[] = [];
  for (let index = 0; index < memberCount; index += 1) {
    const life = makeMemberLife(frame, index);
    members.push(life.member);
    vouchers.push(...life.vouchers);
    sales.push(...life.sales);
  }
  const numbered = numberSales(sales);
  return { brandName: '晴禾烘焙', today, program, stores, members, vouchers, sales: numbered };
}

type Frame = {
  readonly seed: number;
  readonly program: Program;
  readonly stores: readonly Store[];
  readonly historyFrom: CalendarDate;
  readonly historyDays: number;
  readonly today: CalendarDate;
  readonly salesPerMember: number;
};

type MemberLife = {
  readonly member: DemoMember;
  readonly vouchers: readonly VoucherRow[];
  readonly sales: readonly UnnumberedSale[];
};

/** Everything of the nth member, from draws of its own. */
function makeMemberLife(frame: Frame, index: number): MemberLife {
  const { seed, program, historyFrom, historyDays, today, salesPerMember } = frame;
  const random = makeRandom(seed, index + 1);
  const role = castRoleAt(index);
  const newcomerTierId = tierForSpend(program, 0).tierId;
  const drawnTierId = drawTierId(random, role);
  const newcomer = makeDemoMember({
    random,
    seed,
    index,
    historyFrom,
    historyDays,
    tierId: newcomerTierId,
  });
  const history = makeMemberHistory({ ...frame, random, member: newcomer, role });
  const earnedTierId = tierForSpend(program, history.spentMinor).tierId;
  const tierId = salesPerMember === 0 ? drawnTierId : earnedTierId;
  const tierUntil = tierId === newcomerTierId ? null : addMonths(today, 8);
  const member = { ...newcomer, tierId, tierUntil };
  const held = issueHeldVouchers(random, program, member, role, today);
  return { member, vouchers: [...history.usedVouchers, ...held], sales: history.sales };
}

/** A tier by its usual share, for a shop made without sales. */
function drawTierId(random: Random, role: CastRole | null): string {
  const draw = random.uniform();
  if (role === 'gold-on-line') return 'gold';
  if (draw < 0.72) return 'general';
  return draw < 0.9 ? 'silver' : draw < 0.98 ? 'gold' : 'black';
}

/** Oldest first, numbered per store and day as the counters do: `1122-0042`. */
function numberSales(sales: readonly UnnumberedSale[]): DemoSale[] {
  const counts = new Map<string, number>();
  return sales
    .toSorted((a, b) => a.atMs - b.atMs || (a.saleId < b.saleId ? -1 : 1))
    .map((sale) => {
      const key = sale.storeId + sale.bizDate;
      const count = (counts.get(key) ?? 0) + 1;
      counts.set(key, count);
      const day = sale.bizDate.slice(5).replace('-', '');
      return { ...sale, saleNo: `${day}-${String(count).padStart(4, '0')}` };
    });
}
