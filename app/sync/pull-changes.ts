import { safeParse } from '../contract/safe-parse.ts';
import { changeRowSchema, pullAnswerSchema } from '../contract/sync.ts';
import type { ChangeRow, PullAnswer } from '../contract/sync.ts';
import { applyChanges, isRefusal } from '../db/apply-changes.ts';
import { foldWal } from '../db/fold-wal.ts';
import { inTransaction } from '../db/handles.ts';
import type { Reader, Trx } from '../db/handles.ts';
import { findChainHash } from '../db/events.ts';
import { learnHqKeys, listHqKeys } from '../db/hq-keys.ts';
import { findCurrentInstall, markInstallSaid } from '../db/installs.ts';
import { differFromRights, replaceRights } from '../db/spend-rights.ts';
import { getSyncState, markCaughtUp, markContact, setSyncProblem } from '../db/sync-state.ts';
import type { SyncState } from '../db/sync-state.ts';
import { callHq } from './call-hq.ts';
import type { Contact } from './call-hq.ts';
import type { StoredConnection } from './find-connection.ts';
import { failure } from './network-state.ts';
import type { HqFailure } from './network-state.ts';
import { judgeInstall } from './judge-install.ts';
import { problemOf } from './push-events.ts';
import type { SyncDeps, SyncProblem } from './push-events.ts';

/** What one pull came to. */
export type PullOutcome =
  | {
      readonly kind: 'page';
      readonly rowCount: number;
      readonly skippedCount: number;
      readonly more: boolean;
      readonly contact: Contact;
      /** The longest that applying it kept the till from anything else, in ms. */
      readonly heldMs: number;
    }
  /** The page does not start where this counter stands now; ask again. */
  | { readonly kind: 'superseded' }
  | { readonly kind: 'problem'; readonly problem: SyncProblem }
  | HqFailure;

/** An idle poll is written down at most this often: each write is a flush to disk. */
const contactWriteMs = 30_000;
/** An offset that moved by more is written down at once: a PC's clock was set. */
const offsetJumpMs = 1_000;

/**
 * Fetches one page of HQ's changes after the stored cursor and applies it in one transaction.
 * A row of a kind this version does not know, or of a known kind that does not parse, is remembered
 * and skipped: one odd row must not keep all others from the counter. A newer version reads it again
 * (see `rereadSkipped`).
 */
export async function pullChanges(
  deps: SyncDeps,
  connection: StoredConnection,
  given: { readonly limit: number; readonly deadlineMs: number },
): Promise<PullOutcome> {
  const { cursor, cursorMark } = await getSyncState(deps.db);
  const kid = (await listHqKeys(deps.db)).at(-1)?.kid ?? null;
  const path =
    `/v1/sync/pull?cursor=${cursor}&limit=${given.limit}` +
    (cursorMark === null ? '' : `&mark=${cursorMark}`) +
    (kid === null ? '' : `&kid=${kid}`);
  const request = { method: 'GET', path, deadlineMs: given.deadlineMs } as const;
  const exchange = await callHq(deps, connection, request, pullAnswerSchema);
  if (exchange.kind === 'failed') return exchange;
  if (exchange.kind === 'refused') {
    const problem = problemOf(exchange.error);
    if (problem === null) return exchange.failure;
    return await inTransaction(deps.db, (trx) => noteProblem(trx, connection, problem));
  }
  const { value: answer, contact } = exchange;
  if (!isWellFormed(answer, cursor)) return failure('not-hq', 'page-order');
  const outcome = await applyPage(deps, connection, answer, contact);
  if (outcome.kind !== 'page' || answer.rows.length === 0 || !answer.more) return outcome;
  // Scans that came in the meantime go first.
  await new Promise<void>((resolve) => void deps.timers.setTimer(0, resolve));
  const foldedFromMs = deps.nowMs();
  await foldWal(deps.db);
  return { ...outcome, heldMs: Math.max(outcome.heldMs, deps.nowMs() - foldedFromMs) };
}

async function applyPage(
  deps: SyncDeps,
  connection: StoredConnection,
  answer: PullAnswer,
  contact: Contact,
): Promise<PullOutcome> {
  const { db, nowMs } = deps;
  const parsedFromMs = nowMs();
  const { rows, skipped } = parseRows(answer);
  const parsedMs = nowMs() - parsedFromMs;
  const state = await getSyncState(db);
  const page: PullOutcome = {
    kind: 'page',
    rowCount: rows.length,
    skippedCount: skipped.length,
    more: answer.more,
    contact,
    heldMs: 0,
  };
  const story = await compareStories(db, answer);
  if (answer.tl === state.timeline && story === 'same' && isIdle(answer, state, contact))
    return page;
  let begunAtMs = 0;
  const apply = async (trx: Trx, isPicked: boolean): Promise<PullOutcome> => {
    // From here on: the wait for a scan's own transaction is not this page's doing.
    begunAtMs = nowMs();
    const install = await findCurrentInstall(trx);
    if (install?.installId !== connection.installId) return { kind: 'superseded' };
    const now = await getSyncState(trx);
    if (answer.tl !== now.timeline) return await noteProblem(trx, connection, 'timeline');
    const told = await compareStories(trx, answer);
    if (told === 'fork' || told === 'timeline') return await noteProblem(trx, connection, told);
    const { keys, confirmed = true } = answer;
    if (keys !== undefined) {
      const learned = await learnHqKeys(trx, {
        document: keys,
        nowMs: contact.atMs,
        afresh: false,
      });
      if (learned.kind === 'not-trusted') return failure('not-hq', 'hq-keys');
    }
    if (install.confirmed !== confirmed)
      await markInstallSaid(trx, { installId: install.installId, confirmed });
    const { rights } = answer;
    if (rights !== undefined)
      await replaceRights(trx, { installId: install.installId, rights, nowMs: contact.atMs });
    const { from, to, mark = null } = answer;
    const readBy = deps.host?.appVersion ?? '';
    const read = { from, to, mark, rows, skipped, readBy, isPicked };
    const applied = await applyChanges(trx, read);
    if (applied.kind === 'not-at-cursor') return { kind: 'superseded' };
    await writeContact(trx, { more: answer.more, contact });
    return page;
  };
  const outcome = await inTransaction(db, (trx) => apply(trx, false)).catch((error: unknown) => {
    if (!isRefusal(error)) throw error;
    return inTransaction(db, (trx) => apply(trx, true));
  });
  if (outcome.kind !== 'page') return outcome;
  return { ...outcome, heldMs: parsedMs + (nowMs() - begunAtMs) };
}

/**
 * What HQ holds of this install beside what was recorded here. More than that, or another hash: somebody
 * else uses our identity, or this disk was put back. Less than it had acked: HQ lost its past. `news`: all
 * is well, but something HQ says must be written down.
 */
async function compareStories(
  db: Reader,
  { hqLast, hqHead, confirmed, keys, rights }: PullAnswer,
): Promise<'same' | 'news' | 'fork' | 'timeline'> {
  const install = await findCurrentInstall(db);
  if (install === null || hqLast === undefined) return 'same';
  const { installId, lastSeq } = install;
  const hashAtLast = await findChainHash(db, { installId, seq: hqLast });
  const held = { last: hqLast, head: hqHead ?? null };
  if (judgeInstall(held, { lastSeq, hashAtLast }) === 'other') return 'fork';
  if (hqLast < install.ackedSeq) return 'timeline';
  const isKnown = keys === undefined && (confirmed ?? true) === install.confirmed;
  if (!isKnown) return 'news';
  const hasNewRights = rights !== undefined && (await differFromRights(db, installId, rights));
  return hasNewRights ? 'news' : 'same';
}

async function noteProblem(
  trx: Trx,
  connection: StoredConnection,
  problem: SyncProblem,
): Promise<PullOutcome> {
  const install = await findCurrentInstall(trx);
  if (install?.installId !== connection.installId) return { kind: 'superseded' };
  await setSyncProblem(trx, problem);
  return { kind: 'problem', problem };
}

/** Nothing new, and what is written down about the contact is still good enough. */
function isIdle(answer: PullAnswer, state: SyncState, contact: Contact): boolean {
  return (
    answer.to === answer.from &&
    state.caughtUpAtMs !== null &&
    Math.abs(contact.atMs - (state.lastContactAtMs ?? 0)) < contactWriteMs &&
    Math.abs(contact.hqOffsetMs - (state.hqOffsetMs ?? Infinity)) < offsetJumpMs
  );
}

async function writeContact(
  trx: Trx,
  given: { readonly more: boolean; readonly contact: Contact },
): Promise<void> {
  const { atMs, hqOffsetMs } = given.contact;
  await markContact(trx, { serverTimeMs: atMs + hqOffsetMs, wallMs: atMs });
  if (!given.more) await markCaughtUp(trx, atMs);
}

/** Positions rise within (from, to], and a page that promises more moves on: else a pull never ends. */
function isWellFormed(answer: PullAnswer, cursor: number): boolean {
  if (answer.from !== cursor || answer.to < answer.from) return false;
  if (answer.more && answer.to === answer.from) return false;
  let at = answer.from;
  for (const row of answer.rows) {
    if (row.pos <= at || row.pos > answer.to) return false;
    at = row.pos;
  }
  return true;
}

function parseRows(answer: PullAnswer): {
  readonly rows: ChangeRow[];
  readonly skipped: { readonly pos: number; readonly kind: string }[];
} {
  const rows: ChangeRow[] = [];
  const skipped: { pos: number; kind: string }[] = [];
  for (const row of answer.rows) {
    const parsed = safeParse(changeRowSchema, row);
    if (parsed.success) rows.push(parsed.data);
    else skipped.push({ pos: row.pos, kind: row.kind });
  }
  return { rows, skipped };
}
