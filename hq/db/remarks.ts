import { sql } from 'kysely';
import type { RemarkRow } from '../../app/contract/remarks.ts';
import type { InstallId, MemberId, RemarkId } from '../../app/domain/ids.ts';
import type { HqHandle, HqTrx } from './hq-db.ts';
import { insertMany } from './insert-many.ts';

/** A remark as HQ keeps it; `text` is '' once it was taken off. */
export type HqRemark = RemarkRow & {
  readonly inst: InstallId;
  readonly storeName: string;
  readonly toldPos: number | null;
};

/** Those of these remarks that HQ has, also taken off. */
export async function listRemarksById(
  db: HqHandle,
  remarkIds: readonly RemarkId[],
): Promise<Map<RemarkId, HqRemark>> {
  if (remarkIds.length === 0) return new Map();
  const rows = await selectRemarks(db).where('remark_id', 'in', remarkIds).execute();
  return new Map(rows.map((row) => [row.remarkId, readRow(row)]));
}

/** What stands about a member under any of these ids, oldest first. */
export async function listRemarksOf(
  db: HqHandle,
  memberIds: readonly MemberId[],
  limit: number,
): Promise<HqRemark[]> {
  const rows = await selectRemarks(db)
    .where('member_id', 'in', memberIds)
    .where('removed_at_ms', 'is', null)
    .orderBy('at_ms')
    .orderBy('remark_id')
    .limit(limit)
    .execute();
  return rows.map(readRow);
}

/** The same, newest first. */
export async function listNewestRemarks(
  db: HqHandle,
  memberIds: readonly MemberId[],
  limit: number,
): Promise<HqRemark[]> {
  if (memberIds.length === 0) return [];
  const rows = await selectRemarks(db)
    .where('member_id', 'in', memberIds)
    .where('removed_at_ms', 'is', null)
    .orderBy('at_ms', 'desc')
    .orderBy('remark_id', 'desc')
    .limit(limit)
    .execute();
  return rows.map(readRow);
}

function selectRemarks(db: HqHandle) {
  return db
    .selectFrom('remark')
    .select([
      'remark_id as remarkId',
      'member_id as memberId',
      'kind',
      'text',
      'at_ms as atMs',
      'staff_id as staffId',
      'staff_name as staffName',
      'inst',
      'store_name as storeName',
      'removed_at_ms as removedAtMs',
      'told_pos as toldPos',
    ]);
}

type Selected = Awaited<ReturnType<ReturnType<typeof selectRemarks>['execute']>>[number];

function readRow({ staffId, staffName, ...row }: Selected): HqRemark {
  const by = staffId === null || staffName === null ? null : { staffId, name: staffName };
  return { ...row, by };
}

/** How many remarks stand about each of these members. */
export async function countRemarks(
  db: HqHandle,
  memberIds: readonly MemberId[],
): Promise<Map<MemberId, number>> {
  if (memberIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('remark')
    .select(({ fn }) => ['member_id', fn.countAll<number>().as('n')])
    .where('member_id', 'in', memberIds)
    .where('removed_at_ms', 'is', null)
    .groupBy('member_id')
    .execute();
  return new Map(rows.map(({ member_id, n }) => [member_id, Number(n)]));
}

/** Which of these members were erased: nothing may be kept about them. */
export async function listErased(
  db: HqHandle,
  memberIds: readonly MemberId[],
): Promise<Set<MemberId>> {
  if (memberIds.length === 0) return new Set();
  const rows = await db
    .selectFrom('member')
    .select('member_id')
    .where('member_id', 'in', memberIds)
    .where('erased', '=', true)
    .execute();
  return new Set(rows.map((row) => row.member_id));
}

export async function insertRemarks(trx: HqTrx, remarks: readonly HqRemark[]): Promise<void> {
  const rows = remarks.map((one) => ({
    remark_id: one.remarkId,
    member_id: one.memberId,
    kind: one.kind,
    text: one.text,
    at_ms: one.atMs,
    staff_id: one.by?.staffId ?? null,
    staff_name: one.by?.name ?? null,
    inst: one.inst,
    store_name: one.storeName,
    removed_at_ms: one.removedAtMs,
    told_pos: one.toldPos,
  }));
  await insertMany(trx, 'remark', rows);
}

/** Taken off for ever, its words forgotten, also in what counters were told. */
export async function markRemarkRemoved(
  trx: HqTrx,
  { remarkId, toldPos }: HqRemark,
  removedAtMs: number,
): Promise<void> {
  await trx
    .updateTable('remark')
    .set({ text: '', removed_at_ms: removedAtMs })
    .where('remark_id', '=', remarkId)
    .execute();
  await blankTold(trx, toldPos === null ? [] : [toldPos]);
}

/** Where in the stream counters are told of these. */
export async function markRemarksTold(
  trx: HqTrx,
  told: readonly { readonly remarkId: RemarkId; readonly toldPos: number }[],
): Promise<void> {
  if (told.length === 0) return;
  // One statement: the lock of the stream's positions is held already, and everybody's pushes wait for it.
  const first = told[0]?.toldPos ?? 0;
  const remarkIds = told.map(({ remarkId }) => remarkId);
  await sql`UPDATE remark SET told_pos = ${first} + place.nth - 1
    FROM unnest(${remarkIds}::uuid[]) WITH ORDINALITY AS place (remark_id, nth)
    WHERE remark.remark_id = place.remark_id`.execute(trx);
}

/** Of a person who is erased: rows and words go, also out of what counters were told. */
export async function deleteRemarksOf(trx: HqTrx, memberIds: readonly MemberId[]): Promise<void> {
  const gone = await trx
    .deleteFrom('remark')
    .where('member_id', 'in', memberIds)
    .returning('told_pos')
    .execute();
  await blankTold(
    trx,
    gone.flatMap(({ told_pos: pos }) => (pos === null ? [] : [pos])),
  );
}

/** Whoever reads the stream from its start finds a remark that was taken off. */
async function blankTold(trx: HqTrx, positions: readonly number[]): Promise<void> {
  if (positions.length === 0) return;
  await sql`UPDATE change SET payload = jsonb_set(payload, '{remark}', (payload->'remark')
      || jsonb_build_object('text', '', 'by', NULL, 'removedAtMs', coalesce(
        nullif(payload->'remark'->'removedAtMs', 'null'::jsonb), payload->'remark'->'atMs')))
    WHERE kind = 'remark' AND pos IN (${sql.join(positions)})`.execute(trx);
}
