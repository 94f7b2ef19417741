import { earnBaseOf, proRataShare } from './earn-base.ts';
import { itemAt, numberAt } from './item-at.ts';
import type { PaidSale } from './pay-sale.ts';
import { combineFactors, pointsFrom, salePointsMax, weighed, weighedSum } from './point-factors.ts';
import type { LineWeight, PointFactors } from './point-factors.ts';
import type {
  CombineMode,
  EarnBase,
  EarnGive,
  EarnRule,
  LocalizedText,
  Program,
} from './program.ts';
import type { SaleReason } from './sale-reason.ts';
import { isEveryLine, placesIfMet, saleContext } from './sale-conditions.ts';
import type { SaleContext } from './sale-conditions.ts';

/** What the earn rules give for a sale. */
export type Earned = {
  readonly points: number;
  /** The program's base over the lines of the rules that hold. */
  readonly baseMinor: number;
  readonly reasons: readonly SaleReason[];
};

type AskedSale = {
  readonly lines: PaidSale['lines'];
  readonly qtyByLine: readonly number[];
  readonly multiplierTierId: string;
};

/** The sale as the rules see it: only the lines of which something is left, with what is left of them. */
type Measured = {
  readonly context: SaleContext;
  readonly lines: PaidSale['lines'];
  readonly qtyByLine: readonly number[];
  readonly discountByLine: readonly number[];
  /** The program's base of each line, for rules that name goods and for those about the whole sale. */
  readonly tiedBases: readonly number[];
  readonly wholeBases: readonly number[];
};

/**
 * Points of the earn rules and multipliers (gifts are apart). `lines` are what the sale came to, with
 * quantities in `qtyByLine`: a refund asks again with what is left of each line, and a line of which 0
 * units are left does not count, neither for amounts nor for conditions. `multiplierTierId` is the tier
 * whose multiplier counts.
 *
 * Order: each rule whose conditions hold measures its lines (NT$, units or lines), multiplied rules
 * with the line multipliers, and rounds once; then pro rata, then the rule's maximum. The points of
 * all multiplied rules together are multiplied by tier and sale multipliers and rounded once; those of
 * the other rules are added.
 */
export function earnPoints(context: SaleContext, asked: AskedSale): Earned {
  const sale = measuredSale(context, asked);
  const weights = lineWeights(sale);
  const { combine } = context.program;
  const factors =
    weights.list.length === 0 ? null : combineFactors(weights.list, combine, sale.lines.length);
  const counted = sale.lines.map(() => 0);
  const reasons: SaleReason[] = [];
  let multiplied = 0;
  let flat = 0;
  for (const rule of context.program.earn) {
    const places = placesIfMet(sale.context, rule, sale.discountByLine);
    if (places === null) continue;
    const reason = earnByRule(sale, rule, places, rule.multiplied ? factors : null, counted);
    reasons.push(reason);
    if (rule.multiplied) multiplied += reason.points;
    else flat += reason.points;
  }
  const timesTier = multiplyPoints(sale, asked.multiplierTierId, multiplied);
  const baseMinor = counted.reduce((sum, minor) => sum + minor, 0);
  return {
    points: Math.min(timesTier.points + flat, salePointsMax),
    baseMinor,
    reasons: baseReason(sale, baseMinor).concat(weights.reasons, reasons, timesTier.reasons),
  };
}

function measuredSale(context: SaleContext, { lines, qtyByLine }: AskedSale): Measured {
  const { grossByLine, program, sale, state, tierId } = context;
  const isWhole = sale.lines.every(
    ({ qty }, place) =>
      qty > 0 && qty === qtyByLine[place] && lines[place]?.grossMinor === grossByLine[place],
  );
  // All of the sale is left, as always at the till: there is nothing to copy.
  if (isWhole) return measured(context, lines, qtyByLine);
  const places: number[] = [];
  qtyByLine.forEach((qty, place) => {
    if (qty > 0) places.push(place);
  });
  const left = places.map((place) => itemAt(lines, place));
  const goods = places.map((place) => {
    return { ...itemAt(sale.lines, place), qty: itemAt(qtyByLine, place) };
  });
  const rest = saleContext({
    program,
    state,
    sale: { ...sale, lines: goods },
    grossByLine: left.map((line) => line.grossMinor),
    tierId,
  });
  return measured(
    rest,
    left,
    goods.map((line) => line.qty),
  );
}

function measured(
  context: SaleContext,
  lines: PaidSale['lines'],
  qtyByLine: readonly number[],
): Measured {
  const { earnBase } = context.program;
  const wholeBases = basesOf(context.program, lines, earnBase, false);
  return {
    context,
    lines,
    qtyByLine,
    discountByLine: lines.map((line) => line.discountMinor),
    tiedBases:
      earnBase === 'net-of-tied-discounts'
        ? basesOf(context.program, lines, earnBase, true)
        : wholeBases,
    wholeBases,
  };
}

function basesOf(
  { storedValue }: Program,
  lines: PaidSale['lines'],
  base: EarnBase,
  tied: boolean,
): number[] {
  return lines.map((line) => earnBaseOf(line, base, tied, storedValue.storedValueEarns));
}

/** The line multipliers in effect, and for each a reason with the program's base of its lines. */
function lineWeights(sale: Measured): {
  readonly list: readonly LineWeight[];
  readonly reasons: readonly SaleReason[];
} {
  const list: LineWeight[] = [];
  const reasons: SaleReason[] = [];
  for (const one of sale.context.program.multipliers) {
    if (one.target !== 'lines') continue;
    const places = placesIfMet(sale.context, one, sale.discountByLine);
    if (places === null) continue;
    const { multiplierId, name, factorBps, scope } = one;
    const bases = isEveryLine(scope) ? sale.wholeBases : sale.tiedBases;
    let baseMinor = 0;
    for (const place of places) baseMinor += numberAt(bases, place);
    list.push({ factorBps, places });
    reasons.push({ code: 'line-multiplier', multiplierId, name, factorBps, baseMinor });
  }
  return { list, reasons };
}

type EarnReason = Extract<SaleReason, { readonly code: 'earn' }>;

/** What one rule gives whose conditions hold. Notes in `counted` the program's base of its lines. */
function earnByRule(
  sale: Measured,
  rule: EarnRule,
  places: readonly number[],
  factors: PointFactors | null,
  counted: number[],
): EarnReason {
  const { program } = sale.context;
  const { ruleId, name, give } = rule;
  const base = rule.base ?? program.earnBase;
  const tied = !isEveryLine(rule.scope);
  const ofProgram = tied ? sale.tiedBases : sale.wholeBases;
  const bases = base === program.earnBase ? ofProgram : basesOf(program, sale.lines, base, tied);
  let baseMinor = 0;
  let units = 0;
  for (const place of places) {
    baseMinor += numberAt(bases, place);
    units += numberAt(sale.qtyByLine, place);
    const minor = numberAt(ofProgram, place);
    if (minor > numberAt(counted, place)) counted[place] = minor;
  }
  const full = pointsOf(give, {
    places,
    bases,
    qtyByLine: sale.qtyByLine,
    baseMinor,
    units,
    factors,
  });
  const kept = base === 'pro-rata' && isByAmount(give) ? keptProRata(sale, full) : full;
  const points = Math.min(kept, rule.pointsMax ?? salePointsMax);
  if (give.kind === 'per-line') units = places.length;
  return {
    code: 'earn',
    ruleId,
    name,
    give,
    baseMinor,
    units,
    points,
    beforeShare: kept < full ? full : null,
    capped: points < kept,
  };
}

function isByAmount(give: EarnGive): boolean {
  return give.kind === 'per-amount' || give.kind === 'percent';
}

function keptProRata(sale: Measured, points: number): number {
  const { netMinor, keptMinor } = proRataShare(sale.lines);
  // Also the way around 0 ÷ 0: a sale of which discounts leave nothing has no points to share.
  return netMinor === keptMinor ? points : pointsFrom(points, keptMinor, 1, netMinor, 'floor');
}

/** What a rule looks at: the places of its lines, of all lines their bases and units, and the sums. */
type RuleLines = {
  readonly places: readonly number[];
  readonly bases: readonly number[];
  readonly qtyByLine: readonly number[];
  readonly baseMinor: number;
  readonly units: number;
  /** Null: each line counts once. */
  readonly factors: PointFactors | null;
};

/** The points of a rule before pro rata and its maximum: one rounding, or one per line where it says so. */
function pointsOf(give: EarnGive, lines: RuleLines): number {
  const { factors, places } = lines;
  const denominator = factors === null ? 1 : factors.denominator;
  switch (give.kind) {
    case 'per-order':
      return give.points;
    case 'per-unit': {
      const value = factors === null ? lines.units : weighedSum(factors, places, lines.qtyByLine);
      return pointsFrom(value, give.points, denominator, 1, 'floor');
    }
    case 'per-line': {
      const value = factors === null ? places.length : weighedSum(factors, places, null);
      return pointsFrom(value, give.points, denominator, 1, 'floor');
    }
    case 'per-amount': {
      const steps = pointsFrom(weighedBase(lines), 1, denominator, give.perMinor, give.rounding);
      return Math.min(steps * give.points, salePointsMax);
    }
    case 'percent': {
      if (give.per === 'sale') {
        return pointsFrom(weighedBase(lines), give.bps, denominator, 10_000, give.rounding);
      }
      let points = 0;
      for (const place of places) {
        const base = numberAt(lines.bases, place);
        const value = factors === null ? base : weighed(factors, place, base);
        points += pointsFrom(value, give.bps, denominator, 10_000, give.rounding);
      }
      return points;
    }
  }
}

function weighedBase({ bases, baseMinor, factors, places }: RuleLines): number | bigint {
  return factors === null ? baseMinor : weighedSum(factors, places, bases);
}

/**
 * The sum of the multiplied rules times tier and sale multipliers. A tier of ×1 is not worth a word,
 * unless it is the largest and so what counts.
 */
function multiplyPoints(
  sale: Measured,
  tierId: string,
  pointsBefore: number,
): { readonly points: number; readonly reasons: readonly SaleReason[] } {
  const { program } = sale.context;
  const parts: FactorPart[] = [];
  const weights: LineWeight[] = [];
  const weigh = (factorBps: number) => weights.push({ factorBps, places: [0] });
  const tier = program.tiers.find((one) => one.tierId === tierId);
  weigh(tier?.multiplierBps ?? 10_000);
  for (const one of program.multipliers) {
    if (one.target !== 'sale') continue;
    if (placesIfMet(sale.context, one, sale.discountByLine) === null) continue;
    const { name, factorBps } = one;
    parts.push({ name, factorBps });
    weigh(factorBps);
  }
  const factor = combineFactors(weights, program.combine, 1);
  const points = pointsFrom(
    weighed(factor, 0, 1),
    pointsBefore,
    factor.denominator,
    1,
    program.multiplierRounding,
  );
  const { combine } = program;
  if (tier !== undefined && isWorthAWord(tier.multiplierBps, combine, parts)) {
    parts.unshift({ name: tier.name, factorBps: tier.multiplierBps });
  }
  if (parts.length === 0 || pointsBefore === 0) return { points, reasons: [] };
  return {
    points,
    reasons: [{ code: 'multiplier', parts, combine, pointsBefore, pointsAfter: points }],
  };
}

type FactorPart = { readonly name: LocalizedText; readonly factorBps: number };

/** `others`: the sale multipliers that take part. */
function isWorthAWord(
  tierBps: number,
  combine: CombineMode,
  others: readonly FactorPart[],
): boolean {
  if (tierBps !== 10_000) return true;
  const isBeaten = others.some((one) => one.factorBps >= tierBps);
  return combine === 'max' && others.length > 0 && !isBeaten;
}

/** Said only where the base is not simply the money paid. */
function baseReason(sale: Measured, baseMinor: number): SaleReason[] {
  let paidMinor = 0;
  for (const line of sale.lines) {
    paidMinor += line.grossMinor - line.discountMinor - line.pointsMinor - line.valueMinor;
  }
  if (baseMinor === paidMinor) return [];
  return [{ code: 'base', baseMinor, excludedMinor: Math.max(paidMinor - baseMinor, 0) }];
}
