import type { InstallId, StoreId } from '../../app/domain/ids.ts';
import type { HqHandle, HqTrx } from './hq-db.ts';

export type EnrolmentCode = {
  readonly selector: string;
  readonly codeHash: string;
  readonly storeId: StoreId;
  readonly counterLabel: string;
  readonly expiresAtMs: number;
  readonly usedAtMs: number | null;
  readonly usedBy: InstallId | null;
  readonly tries: number;
};

/** The code with these first letters, and nobody else may try it until our transaction ends. */
export async function lockEnrolmentCode(
  trx: HqTrx,
  selector: string,
): Promise<EnrolmentCode | null> {
  const row = await trx
    .selectFrom('enrolment_code')
    .select([
      'selector',
      'code_hash as codeHash',
      'store_id as storeId',
      'counter_label as counterLabel',
      'expires_at_ms as expiresAtMs',
      'used_at_ms as usedAtMs',
      'used_by as usedBy',
      'tries',
    ])
    .where('selector', '=', selector)
    .forUpdate()
    .executeTakeFirst();
  return row ?? null;
}

/** Stores a new code; false when an open or used code already begins with these letters. */
export async function insertEnrolmentCode(
  db: HqHandle,
  code: Pick<
    EnrolmentCode,
    'selector' | 'codeHash' | 'storeId' | 'counterLabel' | 'expiresAtMs'
  > & {
    readonly nowMs: number;
  },
): Promise<boolean> {
  // Long dead ones make room, so that the letters can be used again.
  await db
    .deleteFrom('enrolment_code')
    .where('expires_at_ms', '<', code.nowMs - 86_400_000)
    .execute();
  const result = await db
    .insertInto('enrolment_code')
    .values({
      selector: code.selector,
      code_hash: code.codeHash,
      store_id: code.storeId,
      counter_label: code.counterLabel,
      created_at_ms: code.nowMs,
      expires_at_ms: code.expiresAtMs,
      used_at_ms: null,
      used_by: null,
      tries: 0,
    })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'selector']).doNothing())
    .executeTakeFirst();
  return Number(result.numInsertedOrUpdatedRows ?? 0) === 1;
}

export async function markCodeTried(trx: HqTrx, selector: string): Promise<void> {
  await trx
    .updateTable('enrolment_code')
    .set((eb) => ({ tries: eb('tries', '+', 1) }))
    .where('selector', '=', selector)
    .execute();
}

export async function markCodeUsed(
  trx: HqTrx,
  used: { readonly selector: string; readonly installId: InstallId; readonly nowMs: number },
): Promise<void> {
  await trx
    .updateTable('enrolment_code')
    .set({ used_at_ms: used.nowMs, used_by: used.installId })
    .where('selector', '=', used.selector)
    .execute();
}

/** Takes back the codes for a counter that nobody has used and that still hold; answers how many. */
export async function deleteOpenCodes(
  trx: HqTrx,
  of: { readonly storeId: StoreId; readonly counterLabel: string; readonly nowMs: number },
): Promise<number> {
  const result = await trx
    .deleteFrom('enrolment_code')
    .where('store_id', '=', of.storeId)
    .where('counter_label', '=', of.counterLabel)
    .where('used_at_ms', 'is', null)
    .where('expires_at_ms', '>', of.nowMs)
    .executeTakeFirst();
  return Number(result.numDeletedRows);
}
