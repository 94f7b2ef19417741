import type { AnyId } from '../../app/domain/ids.ts';

const kinds = ['program', 'member', 'coupon', 'voucher', 'lot', 'store', 'refund'] as const;

/** What a case can name by a word of its own and the engine by a UUID. */
export type IdKind = (typeof kinds)[number];

/** The UUID of the `n`th thing of a kind. Later numbers sort later, as UUIDv7 do by age. */
export function idAt<T extends AnyId>(kind: IdKind, n: number): T {
  const group = (kinds.indexOf(kind) + 1).toString(16).padStart(4, '0');
  return `00000000-${group}-7000-8000-${n.toString(16).padStart(12, '0')}` as T;
}
