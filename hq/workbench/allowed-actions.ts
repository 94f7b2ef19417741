import type { ExceptionActionKind, ExceptionCost } from '../../app/contract/hq-admin-exceptions.ts';
import { lateInvoiceUsed } from '../db/exceptions.ts';

/** Kinds of an event that HQ keeps without any effect, and may take after all. */
export const quarantineKinds: readonly string[] = [
  'from-revoked',
  'handler-failed',
  'cannot-be-stored',
  'unreadable',
  'unknown-type',
  'unknown-version',
  'bad-body',
];

const duplicateKinds: readonly string[] = [
  'invoice-used-twice',
  'sale-recorded-twice',
  'member-known',
  'eid-conflict',
  'refund-conflict',
];

/**
 * What a person may do about an exception, the likeliest first. `canRedrive`: its event stands in
 * quarantine, under its own name, and was not taken since.
 */
export function allowedActions(about: {
  readonly kind: string;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly cost: ExceptionCost;
  readonly canRedrive: boolean;
  /** Whether it is known whose points, and which store, it is about. */
  readonly hasMember: boolean;
  readonly hasStore: boolean;
}): ExceptionActionKind[] {
  const { kind, detail, cost, canRedrive, hasMember, hasStore } = about;
  const redrive: ExceptionActionKind[] = canRedrive ? ['redrive'] : [];
  if (quarantineKinds.includes(kind)) return [...redrive, 'mark-duplicate', 'close'];
  if (kind === 'refund-of-uncounted-sale') return [...redrive, 'close'];
  if (duplicateKinds.includes(kind)) {
    // Without a cost nobody has to bear it.
    const bear: ExceptionActionKind[] =
      cost.costMinor === 0 ? [] : ['absorb', ...(hasStore ? (['charge-store'] as const) : [])];
    return ['mark-duplicate', ...bear, 'close'];
  }
  if (kind === 'ledger-difference' || cost.costMinor === 0) return ['close'];
  // The policy gave the points back already when it was found.
  if (kind === 'overdraft' && detail['action'] === 'absorb') return ['close'];
  const charge: ExceptionActionKind[] = hasStore ? ['charge-store'] : [];
  if (kind === 'overdraft') return ['absorb', ...charge, 'recover'];
  const clawBack: ExceptionActionKind[] = hasMember ? ['claw-back'] : [];
  // Two purchases may have been told one e-invoice by mistake: then nothing was lost.
  if (kind === lateInvoiceUsed) return ['absorb', ...charge, ...clawBack, 'close'];
  return ['absorb', ...charge, ...clawBack];
}
