import { canHoldTogether, daysOverlap } from './lint-compare.ts';
import { isOrderPercent } from './lint-coupons.ts';
import { lintError, lintWarning, percentText } from './lint-finding.ts';
import type { LintFinding } from './lint-finding.ts';
import { formatTwd, multiplyBpsFloor } from './money.ts';
import type { Coupon, LineScope, Program } from './program.ts';

/** Baskets that are tried, each of one kind of goods; more than any sensible program names. */
const basketsMax = 300;
/** Amounts that are tried for each basket. */
const amountsMax = 100;

/** A sale of one line, of goods that the coupons name. */
type Basket = {
  readonly sku: string | null;
  readonly category: string | null;
  readonly label: string | null;
};

/** Coupons that go together at an amount, in the order they are applied, and what is left to pay. */
type Stack = {
  readonly coupons: readonly Coupon[];
  readonly spendMinor: number;
  readonly leftMinor: number;
};

/**
 * Coupons that together leave nothing, or less than half, to pay. For sales of one kind of goods at
 * each minimum spend, the largest discounts that may go together are put together by the program's own
 * limits. A set that is found is possible; a set that needs two tricks at once may be missed.
 */
export function lintStacking(program: Program): LintFinding[] {
  const found = new Map<string, LintFinding>();
  const seen = new Set<string>();
  for (const basket of listBaskets(program)) {
    const usable = program.coupons.filter((one) => one.stacks && takesBasket(one.scope, basket));
    const key = usable.map((one) => one.couponId).join();
    if (seen.has(key)) continue;
    seen.add(key);
    for (const spendMinor of listAmounts(usable)) {
      const stack = worstStack(program, usable, spendMinor);
      const name = stack.coupons.map((one) => one.couponId).join();
      const known = found.get(name);
      if (stack.coupons.length < 2 || known?.severity === 'error') continue;
      const finding = judge(program, stack);
      if (finding !== null && (known === undefined || finding.severity === 'error')) {
        found.set(name, finding);
      }
    }
  }
  return [...found.values(), ...program.coupons.flatMap((one, i) => lintTwice(program, one, i))];
}

function listBaskets({ coupons }: Program): Basket[] {
  const none: Basket = { sku: null, category: null, label: null };
  const baskets: Basket[] = [none];
  for (const { scope } of coupons) {
    const firsts = <T>(list: readonly T[]): readonly (T | null)[] =>
      list.length === 0 ? [null] : list;
    for (const sku of firsts(scope.skus)) {
      for (const category of firsts(scope.categories)) {
        for (const label of firsts(scope.labels)) {
          if (baskets.length === basketsMax) return baskets;
          baskets.push({ sku, category, label });
        }
      }
    }
  }
  return baskets;
}

function takesBasket(scope: LineScope, { sku, category, label }: Basket): boolean {
  return (
    takes(scope.skus, scope.exceptSkus, sku) &&
    takes(scope.categories, scope.exceptCategories, category) &&
    takes(scope.labels, scope.exceptLabels, label)
  );
}

function takes(only: readonly string[], except: readonly string[], value: string | null): boolean {
  if (value === null) return only.length === 0;
  return !except.includes(value) && (only.length === 0 || only.includes(value));
}

function listAmounts(coupons: readonly Coupon[]): number[] {
  const amounts = coupons.map((one) => Math.max(one.when.minSpendMinor, 1));
  return [...new Set(amounts)].sort((a, b) => a - b).slice(0, amountsMax);
}

function worstStack(program: Program, usable: readonly Coupon[], spendMinor: number): Stack {
  const byDiscount = usable
    .map((coupon) => ({ coupon, off: discountOf(coupon, spendMinor) }))
    .filter(({ coupon, off }) => off > 0 && coupon.when.minSpendMinor <= spendMinor)
    .filter(({ coupon }) => (coupon.when.maxSpendMinor ?? spendMinor) >= spendMinor)
    .sort((a, b) => b.off - a.off);
  const chosen: Coupon[] = [];
  for (const { coupon } of byDiscount) if (fits(program, chosen, coupon)) chosen.push(coupon);
  const coupons = chosen.sort(
    (a, b) => a.priority - b.priority || rankOf(a) - rankOf(b) || indexIn(program, a, b),
  );
  let leftMinor = spendMinor;
  for (const coupon of coupons) leftMinor -= Math.min(leftMinor, discountOf(coupon, leftMinor));
  return { coupons, spendMinor, leftMinor };
}

function indexIn({ coupons }: Program, a: Coupon, b: Coupon): number {
  return coupons.indexOf(a) - coupons.indexOf(b);
}

/** Percentages come before the others of their priority. */
function rankOf({ effect }: Coupon): number {
  return effect.kind === 'percent' ? 0 : 1;
}

/** What a coupon takes off this much; only effects that are known without prices count. */
function discountOf({ effect }: Coupon, spendMinor: number): number {
  if (effect.kind === 'amount') return effect.amountMinor;
  if (effect.kind !== 'percent') return 0;
  const off = multiplyBpsFloor(spendMinor, effect.offBps);
  return effect.maxMinor === null ? off : Math.min(off, effect.maxMinor);
}

function fits(program: Program, chosen: readonly Coupon[], coupon: Coupon): boolean {
  const asked = (one: Coupon): boolean => one.trigger !== 'auto';
  if (asked(coupon) && chosen.filter(asked).length >= program.vouchersPerSaleMax) return false;
  const percents = chosen.filter(isOrderPercent).length;
  if (isOrderPercent(coupon) && percents >= program.orderPercentsMax) return false;
  return chosen.every((other) => canGoTogether(other, coupon));
}

function canGoTogether(a: Coupon, b: Coupon): boolean {
  const campaign = (one: Coupon) => ({ from: one.validFrom, until: one.validUntil });
  return (
    (a.group === null || a.group !== b.group) &&
    canHoldTogether(a.when, b.when) &&
    daysOverlap(campaign(a), campaign(b))
  );
}

function judge(program: Program, { coupons, spendMinor, leftMinor }: Stack): LintFinding | null {
  if (leftMinor * 2 >= spendMinor) return null;
  const last = Math.max(...coupons.map((one) => program.coupons.indexOf(one)));
  const chinese = coupons.map((one) => `「${one.name['zh-TW']}」`).join('＋');
  const english = coupons.map((one) => `“${one.name.en}”`).join(' + ');
  const spend = formatTwd(spendMinor);
  if (leftMinor === 0) {
    return lintError(
      'stacking-over-100',
      ['coupons', last],
      `${chinese} 可一起使用，消費 ${spend} 就折抵 100%。請放進同一個 group、設 stacks 為 false，或提高最低消費`,
      `${english} can be used together and take off 100% of a sale of ${spend}. Put them in one group, set stacks to false, or raise the minimum spend`,
    );
  }
  // Where one of them alone takes more than half, the stack is not what is steep.
  if (coupons.some((one) => discountOf(one, spendMinor) * 2 > spendMinor)) return null;
  const share = percentText(Math.floor(((spendMinor - leftMinor) * 100) / spendMinor) * 100);
  return lintWarning(
    'stacking-over-half',
    ['coupons', last],
    `${chinese} 可一起使用，消費 ${spend} 折抵 ${share}，只收 ${formatTwd(leftMinor)}。若不打算如此，請放進同一個 group`,
    `${english} can be used together and take off ${share} of a sale of ${spend}, leaving ${formatTwd(leftMinor)}. If that is not meant, put them in one group`,
  );
}

/** Several vouchers of one coupon that together pay the whole of its minimum spend. */
function lintTwice(program: Program, coupon: Coupon, i: number): LintFinding[] {
  if (coupon.trigger !== 'voucher' || coupon.effect.kind !== 'amount') return [];
  if (!coupon.stacks || coupon.group !== null) return [];
  const { amountMinor } = coupon.effect;
  const { perMember, perMemberPerDay, program: all } = coupon.limits;
  const limits = [perMember, perMemberPerDay, all].filter((limit) => limit !== null);
  const copies = Math.min(program.vouchersPerSaleMax, ...limits);
  const min = coupon.when.minSpendMinor;
  if (amountMinor >= min || amountMinor * copies < min) return [];
  return [
    lintWarning(
      'same-coupon-twice',
      ['coupons', i],
      `一筆交易可用 ${copies} 張「${coupon.name['zh-TW']}」，滿 ${formatTwd(min)} 折 ${formatTwd(amountMinor * copies)}，等於免費。請設定 group 或 limits.perMemberPerDay`,
      `A sale may use ${copies} vouchers “${coupon.name.en}”: ${formatTwd(amountMinor * copies)} off from ${formatTwd(min)} costs nothing. Set a group or limits.perMemberPerDay`,
    ),
  ];
}
