import { createHash } from 'node:crypto';
import type { Admin } from './admins.ts';
import { lockForBrand } from './brand-lock.ts';
import type { HqHandle, HqTrx } from './hq-db.ts';

/** Something that was done at HQ. `subject` names what it was done to, by its id. */
export type AuditNote = {
  readonly admin: Admin;
  readonly action: string;
  readonly subject: string;
  readonly before: unknown;
  readonly after: unknown;
  readonly atMs: number;
};

/** A note as it is kept. */
export type AuditLine = Omit<AuditNote, 'admin'> & {
  readonly auditNo: number;
  readonly adminId: string | null;
  readonly adminName: string;
};

/** For work that can only be noted after it holds other locks: taken first, as everywhere. */
export async function lockAudit(trx: HqTrx): Promise<void> {
  await lockForBrand(trx, 'audit');
}

/**
 * Adds a line to the record, hashed with the line before it, in the transaction of what it tells: one
 * does not exist without the other.
 */
export async function insertAudit(trx: HqTrx, note: AuditNote): Promise<void> {
  await lockAudit(trx);
  const last = await trx
    .selectFrom('audit')
    .select(['audit_no', 'hash'])
    .orderBy('audit_no', 'desc')
    .limit(1)
    .executeTakeFirst();
  const { admin, atMs, action, subject, before = null, after = null } = note;
  const line: AuditLine = {
    auditNo: (last?.audit_no ?? 0) + 1,
    adminId: admin.adminId,
    adminName: admin.name,
    atMs,
    action,
    subject,
    before,
    after,
  };
  await trx
    .insertInto('audit')
    .values({
      audit_no: line.auditNo,
      at_ms: atMs,
      admin_id: line.adminId,
      admin_name: line.adminName,
      action,
      subject,
      before: JSON.stringify(before),
      after: JSON.stringify(after),
      hash: hashOf(last?.hash ?? '', line),
    })
    .execute();
}

function hashOf(prev: string, line: AuditLine): string {
  const { auditNo, atMs, adminId, adminName, action, subject, before, after } = line;
  const text = JSON.stringify([auditNo, atMs, adminId, adminName, action, subject, before, after]);
  return createHash('sha256').update(`${prev}\n${text}`).digest('base64url');
}

function selectLines(db: HqHandle) {
  return db
    .selectFrom('audit')
    .select([
      'audit_no as auditNo',
      'at_ms as atMs',
      'admin_id as adminId',
      'admin_name as adminName',
      'action',
      'subject',
      'before',
      'after',
      'hash',
    ]);
}

/** What was done to one thing, oldest first. */
export async function listAudit(
  db: HqHandle,
  { subject, limit }: { readonly subject: string; readonly limit: number },
): Promise<AuditLine[]> {
  const rows = await selectLines(db)
    .where('subject', '=', subject)
    .orderBy('audit_no', 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ hash: _, ...line }) => line).toReversed();
}

/** What was done at all, newest first. */
export async function listLatestAudit(
  db: HqHandle,
  { limit }: { readonly limit: number },
): Promise<AuditLine[]> {
  const rows = await selectLines(db).orderBy('audit_no', 'desc').limit(limit).execute();
  return rows.map(({ hash: _, ...line }) => line);
}

const linesPerPage = 1_000;

/**
 * The number of the first line that was changed, or whose predecessor is gone; null when the record is
 * whole. Lines taken off its end leave no trace here: backups show those.
 */
export async function findBrokenAudit(db: HqHandle): Promise<number | null> {
  let prev = '';
  for (let after = 0; ;) {
    const rows = await selectLines(db)
      .where('audit_no', '>', after)
      .orderBy('audit_no')
      .limit(linesPerPage)
      .execute();
    for (const { hash, ...line } of rows) {
      if (line.auditNo !== after + 1 || hash !== hashOf(prev, line)) return line.auditNo;
      prev = hash;
      after = line.auditNo;
    }
    if (rows.length < linesPerPage) return null;
  }
}
