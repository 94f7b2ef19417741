import type { Program } from './program.ts';
import type { SaleInput } from './sale.ts';

/** How strongly a member was identified: found by number or name, card read, code of this minute read. */
const strengths = { search: 0, scan: 1, token: 2 } as const;
const needed = { any: 0, scan: 1, token: 2 } as const;

/** Whether a member identified in this way may spend points, use vouchers and take rewards. */
export function mayRedeem(
  { redeemNeeds }: Pick<Program, 'redeemNeeds'>,
  identifiedBy: SaleInput['identifiedBy'],
): boolean {
  return strengths[identifiedBy] >= needed[redeemNeeds];
}

/** What must be scanned before anything of the member's is used; null = the member is known well enough. */
export function strongerNeed({
  program,
  sale,
}: {
  readonly program: Pick<Program, 'redeemNeeds'>;
  readonly sale: Pick<SaleInput, 'identifiedBy'>;
}): 'scan' | 'token' | null {
  if (mayRedeem(program, sale.identifiedBy)) return null;
  return program.redeemNeeds === 'token' ? 'token' : 'scan';
}

/** The stronger of two ways in which the same member was identified. */
export function strongerOf(
  one: SaleInput['identifiedBy'],
  other: SaleInput['identifiedBy'],
): SaleInput['identifiedBy'] {
  return strengths[one] >= strengths[other] ? one : other;
}
