import { lintConditions } from './lint-conditions.ts';
import { lintCoupons } from './lint-coupons.ts';
import { lintExchange } from './lint-exchange.ts';
import type { LintFinding, LintPath } from './lint-finding.ts';
import { lintGifts } from './lint-gifts.ts';
import { lintMultipliers } from './lint-multipliers.ts';
import { lintNames } from './lint-names.ts';
import { lintPoints } from './lint-points.ts';
import { lintStacking } from './lint-stacking.ts';
import { lintTiersAndPolicies } from './lint-tiers.ts';
import type { Program } from './program.ts';

export type { LintFinding } from './lint-finding.ts';

/** The fields of a program in the order of its type. */
const fieldOrder: readonly (keyof Program)[] = [
  'schema',
  'programId',
  'version',
  'name',
  'effectiveFrom',
  'effectiveUntil',
  'earn',
  'earnBase',
  'multipliers',
  'combine',
  'multiplierRounding',
  'tiers',
  'tierRules',
  'expiry',
  'redemption',
  'rewards',
  'sameSalePoints',
  'redeemNeeds',
  'coupons',
  'vouchersPerSaleMax',
  'orderPercentsMax',
  'gifts',
  'stampCards',
  'referral',
  'storedValue',
  'policies',
  'milestones',
  'invoiceAgeDaysMax',
];

/**
 * Judges a program that passed its schema: rules that contradict themselves, can never hold, or give
 * money away. Findings in the order of the program. An error is what cannot be meant; a warning is
 * what may be. A clean result is no proof that a program earns money.
 */
export function lintProgram(program: Program): LintFinding[] {
  return [
    ...lintTiersAndPolicies(program),
    ...lintConditions(program),
    ...lintMultipliers(program),
    ...lintPoints(program),
    ...lintCoupons(program),
    ...lintExchange(program),
    ...lintStacking(program),
    ...lintGifts(program),
    ...lintNames(program),
  ].sort((a, b) => comparePaths(a.path, b.path));
}

function comparePaths(a: LintPath, b: LintPath): number {
  const byField = placeOf(a[0]) - placeOf(b[0]);
  return byField === 0 ? indexOf(a) - indexOf(b) : byField;
}

function placeOf(field: string | number | undefined): number {
  return fieldOrder.findIndex((one) => one === field);
}

/** The place in a list; 0 for a field that is none. */
function indexOf(path: LintPath): number {
  return typeof path[1] === 'number' ? path[1] : 0;
}
