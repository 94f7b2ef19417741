import { counterEventSchema, type CounterEvent } from '../contract/events.ts';
import { safeParse } from '../contract/safe-parse.ts';
import type { EventId, InstallId } from '../domain/ids.ts';
import { chainHash } from './chain-hash.ts';
import { findRow, fixedQuery, listRows } from './fixed-query.ts';
import type { Reader, Trx } from './handles.ts';
import { findCurrentInstall } from './installs.ts';

/**
 * Records an event and the duty to send it: the event's bytes and its place in the chain of the
 * current install. Throws when there is no install, or when the eid is known already.
 */
export async function appendEvent(
  trx: Trx,
  input: { readonly event: CounterEvent; readonly recordedAtMs: number },
): Promise<{ installId: InstallId; seq: number; hash: string }> {
  const install = await findCurrentInstall(trx);
  if (install === null)
    throw new Error('an event cannot be recorded before the first run is finished');
  const { event } = input;
  const rawBody = JSON.stringify(event);
  const seq = install.lastSeq + 1;
  const prev = install.headHash;
  const hash = chainHash({ prev, install: install.installId, seq, rawBody });
  const { eid, type, member } = event;
  const { installId } = install;
  await findRow(trx, eventAdded, { eid, type, rawBody, member, atMs: input.recordedAtMs });
  await findRow(trx, linkAdded, { installId, seq, eid, prev, hash });
  await findRow(trx, headMoved, { installId, seq, hash });
  return { installId, seq, hash };
}

type NewEvent = Pick<CounterEvent, 'eid' | 'type' | 'member'> & {
  readonly rawBody: string;
  readonly atMs: number;
};

const eventAdded = fixedQuery((db, { eid, type, rawBody, member, atMs }: NewEvent) =>
  db
    .insertInto('event')
    .values({ eid, type, raw_body: rawBody, member_id: member, recorded_at_ms: atMs }),
);

type NewLink = {
  readonly installId: InstallId;
  readonly seq: number;
  readonly eid: EventId;
  readonly prev: string;
  readonly hash: string;
};

const linkAdded = fixedQuery((db, { installId, seq, eid, prev, hash }: NewLink) =>
  db.insertInto('chain').values({ install_id: installId, seq, eid, prev, hash }),
);

const headMoved = fixedQuery((db, { installId, seq, hash }: Omit<NewLink, 'eid' | 'prev'>) =>
  db
    .updateTable('install')
    .set({ last_seq: seq, head_hash: hash })
    .where('install_id', '=', installId),
);

export type UnsentEvent = {
  readonly installId: InstallId;
  readonly seq: number;
  readonly eid: EventId;
  readonly hash: string;
  readonly rawBody: string;
};

/**
 * The outbox, oldest first: events of the current install after its acked seq, at most `limit` and
 * at most `bytesMax` bytes of bodies (UTF-8), but always the first one, so no event can block.
 */
export async function listUnsent(
  db: Reader,
  { limit, bytesMax }: { readonly limit: number; readonly bytesMax: number },
): Promise<readonly UnsentEvent[]> {
  const install = await findCurrentInstall(db);
  if (install === null) return [];
  const { installId, ackedSeq } = install;
  const rows = await listRows(db, afterSeq, { installId, ackedSeq, limit });
  const unsent: UnsentEvent[] = [];
  let bytes = 0;
  for (const row of rows) {
    bytes += Buffer.byteLength(row.raw_body);
    if (unsent.length > 0 && bytes > bytesMax) break;
    unsent.push({
      installId: install.installId,
      seq: row.seq,
      eid: row.eid,
      hash: row.hash,
      rawBody: row.raw_body,
    });
  }
  return unsent;
}

type After = Pick<NewLink, 'installId'> & { readonly ackedSeq: number; readonly limit: number };

const afterSeq = fixedQuery((db, { installId, ackedSeq, limit }: After) =>
  db
    .selectFrom('chain')
    .innerJoin('event', 'event.eid', 'chain.eid')
    .select(['chain.seq', 'chain.eid', 'chain.hash', 'event.raw_body'])
    .where('chain.install_id', '=', installId)
    .where('chain.seq', '>', ackedSeq)
    .orderBy('chain.seq')
    .limit(limit),
);

/** How many events wait for HQ, and since when the oldest of them. */
export async function getUnsentSummary(
  db: Reader,
): Promise<{ count: number; oldestAtMs: number | null }> {
  const install = await findCurrentInstall(db);
  if (install === null || install.lastSeq === install.ackedSeq)
    return { count: 0, oldestAtMs: null };
  const { installId, lastSeq, ackedSeq } = install;
  const oldest = await findRow(db, recordedAt, { installId, seq: ackedSeq + 1 });
  if (oldest === undefined) throw new Error('the chain is shorter than its install says');
  return { count: lastSeq - ackedSeq, oldestAtMs: oldest.recorded_at_ms };
}

const recordedAt = fixedQuery((db, { installId, seq }: Pick<NewLink, 'installId' | 'seq'>) =>
  db
    .selectFrom('chain')
    .innerJoin('event', 'event.eid', 'chain.eid')
    .select('event.recorded_at_ms')
    .where('chain.install_id', '=', installId)
    .where('chain.seq', '=', seq),
);

const hashAt = fixedQuery((db, { installId, seq }: Pick<NewLink, 'installId' | 'seq'>) =>
  db.selectFrom('chain').select('hash').where('install_id', '=', installId).where('seq', '=', seq),
);

/**
 * Our own hash at a seq of an install; '' at seq 0; null when we never recorded that far, or hold the chain
 * only from a later seq on (rebuilt from a tape).
 */
export async function findChainHash(
  db: Reader,
  { installId, seq }: { readonly installId: InstallId; readonly seq: number },
): Promise<string | null> {
  const row = await findRow(db, hashAt, { installId, seq });
  if (row !== undefined) return row.hash;
  const base = await db
    .selectFrom('install')
    .select(['base_seq', 'base_hash'])
    .where('install_id', '=', installId)
    .executeTakeFirst();
  if (base === undefined) return seq === 0 ? '' : null;
  return base.base_seq === seq ? base.base_hash : null;
}

/** Links looked at for damage: as many as one push may carry. */
const linksMax = 200;

/**
 * The first of the next links after a seq whose hash is not the one of its stored bytes, or that is missing;
 * null when they add up.
 */
export async function findBrokenLink(
  db: Reader,
  { installId, afterSeq }: { readonly installId: InstallId; readonly afterSeq: number },
): Promise<number | null> {
  const rows = await db
    .selectFrom('chain')
    .innerJoin('event', 'event.eid', 'chain.eid')
    .select(['chain.seq', 'chain.hash', 'event.raw_body'])
    .where('chain.install_id', '=', installId)
    .where('chain.seq', '>', afterSeq)
    .orderBy('chain.seq')
    .limit(linksMax)
    .execute();
  let prev = await findChainHash(db, { installId, seq: afterSeq });
  for (const [i, row] of rows.entries()) {
    const seq = afterSeq + 1 + i;
    if (prev === null || row.seq !== seq) return seq;
    if (chainHash({ prev, install: installId, seq, rawBody: row.raw_body }) !== row.hash)
      return seq;
    prev = row.hash;
  }
  return null;
}

export type AckInput = {
  readonly installId: InstallId;
  readonly through: number;
  /** The hash HQ says it holds at `through`; null or '' when `through` is 0. */
  readonly head: string | null;
};
export type AckOutcome =
  | { readonly kind: 'acked'; readonly ackedSeq: number }
  /** HQ holds something else, or more than we ever recorded: a fork or a stranger, never an ack. */
  | { readonly kind: 'hash-differs' }
  /** The answer is about an install that is no longer ours. */
  | { readonly kind: 'not-current' };

/** Takes HQ's word for "I have it" only if its hash there is our own. Never moves backwards. */
export async function markAcked(trx: Trx, input: AckInput): Promise<AckOutcome> {
  return await moveAcked(trx, input, (now, through) => Math.max(now, through));
}

/**
 * HQ told what it holds when asked: that much is acked, no more and no less. It may be less than before,
 * when HQ came back from a backup: the rest goes out again.
 */
export async function setAcked(trx: Trx, input: AckInput): Promise<AckOutcome> {
  return await moveAcked(trx, input, (_now, through) => through);
}

async function moveAcked(
  trx: Trx,
  { installId, through, head }: AckInput,
  choose: (now: number, through: number) => number,
): Promise<AckOutcome> {
  const install = await findCurrentInstall(trx);
  if (install?.installId !== installId) return { kind: 'not-current' };
  const own = await findChainHash(trx, { installId, seq: through });
  if (own === null || own !== (head ?? '')) return { kind: 'hash-differs' };
  const ackedSeq = choose(install.ackedSeq, through);
  if (ackedSeq !== install.ackedSeq) {
    await trx
      .updateTable('install')
      .set({ acked_seq: ackedSeq })
      .where('install_id', '=', installId)
      .execute();
  }
  return { kind: 'acked', ackedSeq };
}

/**
 * An event recorded here, read as today's version; null when it is not of this counter, or when a later
 * version recorded it: HQ's word about such a one must not keep all that follows from this counter.
 */
export async function findEvent(db: Reader, eid: EventId): Promise<CounterEvent | null> {
  const row = await db
    .selectFrom('event')
    .select('raw_body')
    .where('eid', '=', eid)
    .executeTakeFirst();
  if (row === undefined) return null;
  const read = safeParse(counterEventSchema, JSON.parse(row.raw_body));
  return read.success ? read.data : null;
}
