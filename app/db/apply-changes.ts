import { sql } from 'kysely';
import type { ChangeRow, PostingRow } from '../contract/sync.ts';
import { insertForeignEffects, type ForeignEffect } from './foreign-effects.ts';
import type { Trx } from './handles.ts';
import { mergeMembers } from './member-aliases.ts';
import { insertProgram } from './programs.ts';
import { applyReceipts } from './receipts.ts';
import { applyRemarks } from './remarks.ts';
import { forgetSkipped, noteSkipped, type SkippedChange } from './skipped-changes.ts';
import { storeSpendPolicy } from './spend-policy.ts';
import { upsertStore } from './stores.ts';
import { getSyncState } from './sync-state.ts';
import { markTold } from './untold-members.ts';
import { upsertMembers } from './upsert-members.ts';
import { upsertVouchers } from './vouchers.ts';

export type ChangePage = {
  /** The cursor this page was asked for. */
  readonly from: number;
  /** The cursor after it. */
  readonly to: number;
  /** Names the row at `to`; null when HQ does not say. */
  readonly mark?: string | null;
  /** In the order of `pos`. */
  readonly rows: readonly ChangeRow[];
  /** Rows of a kind or shape this version does not know: remembered, not applied. */
  readonly skipped: readonly SkippedChange[];
  /** The version of the app that reads the page; left out where nothing is skipped. */
  readonly readBy?: string;
  /**
   * One by one, the second time: a row that cannot be stored is remembered like one that cannot be read, and keeps
   * no other out.
   */
  readonly isPicked?: boolean;
};
export type ApplyOutcome =
  | { readonly kind: 'applied' }
  /** The page does not start where this counter stands; nothing was done. */
  | { readonly kind: 'not-at-cursor'; readonly cursor: number };

/**
 * Applies one page of HQ's changes and moves the cursor, all in the given transaction, only if the
 * page starts at the stored cursor. Rows of one kind that follow each other go in together. Throws where the
 * database refuses a row (`isRefusal`), unless the page is picked through.
 */
export async function applyChanges(trx: Trx, page: ChangePage): Promise<ApplyOutcome> {
  const state = await getSyncState(trx);
  if (state.cursor !== page.from) return { kind: 'not-at-cursor', cursor: state.cursor };
  const apply = page.isPicked === true ? applyOneByOne : applyAll;
  const unfit = await apply(trx, page.rows);
  await forgetSkipped(trx, page);
  const untrusted = await applyPolicies(trx, page.rows);
  await noteSkipped(trx, [...page.skipped, ...unfit, ...untrusted], page.readBy ?? '');
  const pulledRows = state.pulledRows + page.rows.length + page.skipped.length;
  await trx
    .updateTable('sync_state')
    .set({ cursor: page.to, cursor_mark: page.mark ?? null, pulled_rows: pulledRows })
    .execute();
  return { kind: 'applied' };
}

/** So many rows that cannot be stored are no odd rows: something is wrong here, and must not pass in silence. */
const unfitMax = 20;

/** Each on its own. Returns those that cannot be stored. */
async function applyOneByOne(trx: Trx, rows: readonly ChangeRow[]): Promise<SkippedChange[]> {
  const unfit: SkippedChange[] = [];
  for (const row of rows) {
    const wrong = await attempt(trx, async () => await applyRun(trx, [row]));
    if (wrong === null) continue;
    unfit.push({ pos: row.pos, kind: row.kind });
    if (unfit.length > unfitMax) throw wrong;
  }
  return unfit;
}

/** Together. */
async function applyAll(trx: Trx, rows: readonly ChangeRow[]): Promise<SkippedChange[]> {
  for (const run of runsOfOneKind(rows)) await applyRun(trx, run);
  return [];
}

/** Does all of it, or nothing where the database refuses what it is given: then answers why. Throws any other error. */
async function attempt(trx: Trx, work: () => Promise<void>): Promise<Error | null> {
  await sql`SAVEPOINT attempt`.execute(trx);
  try {
    await work();
  } catch (error) {
    if (!isRefusal(error)) throw error;
    await sql`ROLLBACK TO attempt`.execute(trx);
    await sql`RELEASE attempt`.execute(trx);
    return error;
  }
  await sql`RELEASE attempt`.execute(trx);
  return null;
}

/** Whether the database refused what it was given: no disk is full, and no file damaged. */
export function isRefusal(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return error instanceof RangeError || /^SQLITE_(CONSTRAINT|MISMATCH|TOOBIG|ERROR)/.test(code);
}

function runsOfOneKind(rows: readonly ChangeRow[]): readonly (readonly ChangeRow[])[] {
  const runs: ChangeRow[][] = [];
  for (const row of rows) {
    const last = runs.at(-1);
    if (last?.[0]?.kind === row.kind) last.push(row);
    else runs.push([row]);
  }
  return runs;
}

async function applyRun(trx: Trx, run: readonly ChangeRow[]): Promise<void> {
  await upsertMembers(trx, {
    members: run.flatMap((row) => (row.kind === 'member' ? [row.member] : [])),
    source: 'hq',
  });
  await markTold(
    trx,
    run.flatMap((row) => {
      if (row.kind === 'member') return [row.member.memberId];
      return row.kind === 'merge' ? [row.merge.memberId] : [];
    }),
  );
  await upsertVouchers(
    trx,
    run.flatMap((row) => (row.kind === 'voucher' ? [row.voucher] : [])),
  );
  for (const row of run) {
    if (row.kind === 'program') await insertProgram(trx, { program: row.program, origin: 'hq' });
    if (row.kind === 'store') await upsertStore(trx, row.store);
  }
  await mergeMembers(
    trx,
    run.flatMap((row) => (row.kind === 'merge' ? [row.merge] : [])),
  );
  await insertForeignEffects(
    trx,
    run.flatMap((row) => (row.kind === 'posting' ? [postingEffect(row.pos, row.posting)] : [])),
  );
  await applyReceipts(
    trx,
    run.flatMap((row) => (row.kind === 'receipt' ? [row] : [])),
  );
  await applyRemarks(
    trx,
    run.flatMap((row) => (row.kind === 'remark' ? [row.remark] : [])),
  );
}

/** A policy that HQ did not sign is remembered as skipped; the one that holds stays. */
async function applyPolicies(trx: Trx, rows: readonly ChangeRow[]): Promise<SkippedChange[]> {
  const untrusted: SkippedChange[] = [];
  for (const row of rows) {
    if (row.kind !== 'policy') continue;
    const outcome = await storeSpendPolicy(trx, row.document);
    if (outcome === 'not-trusted') untrusted.push({ pos: row.pos, kind: row.kind });
  }
  return untrusted;
}

/** What HQ entered itself weighs like an event that was recorded nowhere. */
function postingEffect(pos: number, { postingId, ...posting }: PostingRow): ForeignEffect {
  const { atMs, entries, stamps, uses } = posting;
  const memberId = entries[0]?.memberId ?? stamps[0]?.memberId ?? null;
  return { pos, eid: postingId, atMs, entries, stamps, uses, storeName: '', memberId };
}
