import { hash as hashOf } from 'node:crypto';
import { v5 } from 'uuid';
import { chainHash } from '../../app/db/chain-hash.ts';
import type { PushAnswer, PushRequest } from '../../app/contract/sync.ts';
import type { MemberId } from '../../app/domain/ids.ts';
import { getBrand } from '../db/brand.ts';
import type { Brand } from '../db/brand.ts';
import { insertChanges } from '../db/changes.ts';
import type { NewChange } from '../db/changes.ts';
import { classifyDbError, isUniqueViolation, withSavepoint } from '../db/db-errors.ts';
import { listHashes, listKnownEvents } from '../db/events.ts';
import { insertExceptions } from '../db/exceptions.ts';
import type { HqDb, HqTrx } from '../db/hq-db.ts';
import { lockInstalls, markInstallHead } from '../db/installs.ts';
import type { HqInstall } from '../db/installs.ts';
import { listMembersById, lockMembers } from '../db/members.ts';
import type { LineChannel } from '../line/line-channel.ts';
import { memberPageUrl } from '../line/member-page-url.ts';
import { applyEvent, quarantine } from './apply-event.ts';
import type { BatchState, Effects, PushedEvent } from './batch-state.ts';
import { forgetErased } from './forget-erased.ts';
import { gatherBatch } from './gather-batch.ts';
import { derivedIdNamespace } from './make-effects.ts';
import { readEvent } from './read-event.ts';
import { isRevokedFull } from './revoked-limit.ts';
import { writeEffects } from './write-effects.ts';

/**
 * What became of a push. `busy`: nothing of it was kept, send it again later. `revoked-full`: nothing either, of a
 * revoked install of which HQ keeps no more today.
 */
export type PushOutcome =
  | { readonly kind: 'accepted'; readonly answer: PushAnswer }
  | { readonly kind: 'gap' | 'fork'; readonly last: number; readonly head: string | null }
  | { readonly kind: 'unknown-install' | 'busy' | 'revoked-full' };

/**
 * Ways to apply a batch: all at once; each event by itself, so that one the database will never take
 * stands alone; and at last also taking a unique key that is still in the way for poison.
 */
type Mode = 'together' | 'one-by-one' | 'last-try';
const attempts: readonly Mode[] = ['together', 'together', 'one-by-one', 'last-try'];

/** What taking pushes needs. */
export type AcceptDeps = {
  readonly db: HqDb;
  readonly nowMs: () => number;
  readonly giveWay?: GiveWay;
  readonly lineChannel?: LineChannel;
  /** A counter sends them: of a revoked one only so many a day (`isRevokedFull`). Left out = a person brings them. */
  readonly limitsRevoked?: boolean;
};

/**
 * Takes a push (sync-and-reliability §2.4): one transaction with the install's row locked. Known
 * events are skipped, new ones applied and chained (those of a revoked install into quarantine), a
 * break in the chain is answered and changes nothing. Work that lost against another writer is done
 * again, and so is what HQ itself failed at, each event alone: the one it fails at goes into quarantine.
 * A database that is away gives `busy`.
 */
export async function acceptPush(deps: AcceptDeps, push: PushRequest): Promise<PushOutcome> {
  let sawPoison = false;
  let bug: Error | null = null;
  for (const planned of attempts) {
    const mode = sawPoison && planned === 'together' ? 'one-by-one' : planned;
    try {
      const [outcome] = await accept(deps, [push], mode);
      if (outcome !== undefined) return outcome;
    } catch (error) {
      const kind = classifyDbError(error);
      if (kind === 'transient') return { kind: 'busy' };
      // Not the events' fault, and no better when tried again.
      if (kind === 'misconfigured') throw error;
      // A fault of our own is tried again too: with each event by itself only the one it fails at stands still.
      if (kind === 'not-a-db-error')
        bug = error instanceof Error ? error : new Error(String(error));
      if (kind !== 'conflict') sawPoison = true;
    }
  }
  if (bug !== null) throw bug;
  return { kind: 'busy' };
}

/**
 * Takes pushes of different installs in one transaction, so that they share its statements and its flush
 * to disk; each gets the outcome it would get alone. Whatever goes wrong throws and nothing is kept: then
 * each is to be taken alone (`acceptPush`), so that nobody pays for another's events.
 */
export async function acceptPushes(
  deps: AcceptDeps,
  pushes: readonly PushRequest[],
): Promise<PushOutcome[]> {
  return await accept(deps, pushes, 'together');
}

async function accept(
  deps: AcceptDeps,
  pushes: readonly PushRequest[],
  mode: Mode,
): Promise<PushOutcome[]> {
  const { giveWay = async () => undefined, lineChannel, limitsRevoked = false } = deps;
  const pageUrl = lineChannel === undefined ? null : memberPageUrl(lineChannel);
  const input = { pushes, mode, giveWay, memberPageUrl: pageUrl, limitsRevoked };
  return await deps.db
    .transaction()
    .execute((trx) => acceptInTransaction(trx, { ...input, nowMs: deps.nowMs() }));
}

type GiveWay = () => Promise<void>;

/** Events worked through at a stretch, some 2 ms: meanwhile nobody else who asks HQ gets an answer. */
const stretchEvents = 8;

type Input = {
  /** Of different installs. */
  readonly pushes: readonly PushRequest[];
  readonly mode: Mode;
  readonly nowMs: number;
  readonly giveWay: GiveWay;
  readonly memberPageUrl: string | null;
  readonly limitsRevoked: boolean;
};

async function acceptInTransaction(trx: HqTrx, input: Input): Promise<PushOutcome[]> {
  const { pushes, mode, nowMs, giveWay, memberPageUrl: pageUrl } = input;
  const installs = await lockInstalls(
    trx,
    pushes.map(({ inst }) => inst),
  );
  const looked: Looked[] = [];
  for (const push of pushes) {
    const install = installs.get(push.inst);
    looked.push(
      install === undefined
        ? { kind: 'answered', outcome: { kind: 'unknown-install' } }
        : await lookAtPush(trx, { ...input, push, install }),
    );
  }
  const fits = looked.filter((one) => one.kind === 'fits');
  if (fits.length === 0) return looked.map((one) => outcomeOf(one, nowMs, ''));
  const brand = await getBrand(trx);
  const shared = { brand, receivedAtMs: nowMs, giveWay, memberPageUrl: pageUrl };
  const changes = await (mode === 'together'
    ? applyTogether(trx, shared, fits)
    : applyOneByOne(trx, { ...shared, isLastTry: mode === 'last-try' }, fits));
  await forgetErased(
    trx,
    fits.flatMap(({ events }) => events.map(({ read }) => read)),
  );
  for (const { install, events } of fits) {
    const last = events.at(-1);
    if (last === undefined) continue;
    const { seq: lastSeq, hash: headHash } = last;
    await markInstallHead(trx, { installId: install.installId, lastSeq, headHash, nowMs });
  }
  await insertChanges(trx, changes);
  return looked.map((one) => outcomeOf(one, nowMs, brand.timeline));
}

/** The events of one install that are new, in the order of its chain. */
type Fresh = { readonly install: HqInstall; readonly events: readonly PushedEvent[] };
/** A push beside the chain HQ holds: an answer already, or events to apply. */
type Looked =
  | { readonly kind: 'answered'; readonly outcome: PushOutcome }
  | (Fresh & { readonly kind: 'fits'; readonly push: PushRequest });

async function lookAtPush(
  trx: HqTrx,
  given: Pick<Input, 'nowMs' | 'giveWay' | 'limitsRevoked'> & {
    readonly push: PushRequest;
    readonly install: HqInstall;
  },
): Promise<Looked> {
  const { push, install, nowMs, giveWay } = given;
  const { lastSeq } = install;
  const here = { last: lastSeq, head: install.headHash === '' ? null : install.headHash };
  if (push.from > lastSeq + 1) return { kind: 'answered', outcome: { kind: 'gap', ...here } };
  const held = await listHeld(trx, install, push);
  const events = await chainEvents(push, held.get(push.from - 1) ?? '', giveWay);
  const isFork = events.some(({ seq, hash }) => seq <= lastSeq && held.get(seq) !== hash);
  if (isFork || events.at(-1)?.hash !== push.head) {
    await noteFork(trx, { install, push, nowMs });
    return { kind: 'answered', outcome: { kind: 'fork', ...here } };
  }
  const fresh = events.filter(({ seq }) => seq > lastSeq);
  const full = { install, freshCount: fresh.length, nowMs };
  if (given.limitsRevoked && (await isRevokedFull(trx, full)))
    return { kind: 'answered', outcome: { kind: 'revoked-full' } };
  return { kind: 'fits', push, install, events: fresh };
}

function outcomeOf(looked: Looked, nowMs: number, timeline: string): PushOutcome {
  if (looked.kind === 'answered') return looked.outcome;
  const { push, install } = looked;
  const through = push.from + push.events.length - 1;
  const answer: PushAnswer = {
    inst: push.inst,
    through,
    head: push.head,
    hqLast: Math.max(install.lastSeq, through),
    tl: timeline,
    serverTimeMs: nowMs,
  };
  return { kind: 'accepted', answer };
}

/** The hashes held from before the push to its end. All new, as nearly always: the head is the only one. */
async function listHeld(
  trx: HqTrx,
  { installId, lastSeq, headHash }: HqInstall,
  { from, events }: PushRequest,
): Promise<ReadonlyMap<number, string>> {
  if (from === lastSeq + 1) return new Map([[lastSeq, headHash]]);
  return await listHashes(trx, { installId, fromSeq: from - 1, toSeq: from + events.length - 1 });
}

async function chainEvents(
  push: PushRequest,
  prevOfFirst: string,
  giveWay: GiveWay,
): Promise<PushedEvent[]> {
  let prev = prevOfFirst;
  const events: PushedEvent[] = [];
  for (const [i, rawBody] of push.events.entries()) {
    if (i % stretchEvents === stretchEvents - 1) await giveWay();
    const seq = push.from + i;
    const hash = chainHash({ prev, install: push.inst, seq, rawBody });
    const bodyHash = hashOf('sha256', rawBody, 'base64url');
    events.push({ seq, rawBody, bodyHash, prev, hash, read: readEvent(rawBody) });
    prev = hash;
  }
  return events;
}

type Shared = {
  readonly brand: Brand;
  readonly receivedAtMs: number;
  readonly giveWay: GiveWay;
  readonly memberPageUrl: string | null;
};

/** What all of them touch is gathered once; each install's events see what those before them did. */
async function applyTogether(
  trx: HqTrx,
  shared: Shared,
  parts: readonly Fresh[],
): Promise<NewChange[]> {
  const [first] = parts;
  const events = parts.flatMap((part) => part.events);
  if (first === undefined || events.length === 0) return [];
  const gathered = await gatherBatch(trx, { ...shared, install: first.install, events });
  const all: Effects[] = [];
  for (const part of parts) {
    const state = { ...gathered, install: part.install };
    for (const [i, event] of part.events.entries()) {
      if (i % stretchEvents === stretchEvents - 1) await shared.giveWay();
      all.push(...applyEvent(state, event));
    }
  }
  await writeEffects(trx, all);
  return all.flatMap((effects) => effects.changes);
}

async function applyOneByOne(
  trx: HqTrx,
  shared: Shared & { readonly isLastTry: boolean },
  parts: readonly Fresh[],
): Promise<NewChange[]> {
  const changes: NewChange[] = [];
  const ones = parts.flatMap(({ install, events }) => events.map((event) => ({ install, event })));
  for (const { install, event } of ones) {
    try {
      const part = { install, events: [event] };
      changes.push(...(await withSavepoint(trx, () => applyTogether(trx, shared, [part]))));
    } catch (error) {
      const kind = classifyDbError(error);
      const isFinal = shared.isLastTry && (isUniqueViolation(error) || kind === 'not-a-db-error');
      if (kind !== 'deterministic' && !isFinal) throw error;
      const state = await gatherForQuarantine(trx, { ...shared, install }, event);
      const why = error instanceof Error ? error.message : '';
      const name = kind === 'not-a-db-error' ? 'handler-failed' : 'cannot-be-stored';
      const effects = quarantine(state, event, name, why);
      await writeEffects(trx, [effects]);
      changes.push(...effects.changes);
    }
  }
  return changes;
}

/** Only what keeping an event needs and who is told of it: whatever else it fails at is not touched again. */
async function gatherForQuarantine(
  trx: HqTrx,
  shared: Shared & Pick<Fresh, 'install'>,
  { read }: PushedEvent,
) {
  const state = await gatherBatch(trx, { ...shared, events: [] });
  const knownEvents = await listKnownEvents(trx, read.eid === null ? [] : [read.eid]);
  const award = read.kind === 'event' && read.event.type === 'award' ? read.event : null;
  const buyer = award === null ? {} : await gatherBuyer(trx, award.member);
  return { ...state, knownEvents, ...buyer };
}

/** Locked, so that no row of the stream is older than one before it; nobody where they cannot be read either. */
async function gatherBuyer(
  trx: HqTrx,
  memberId: MemberId,
): Promise<Partial<Pick<BatchState, 'members' | 'roots'>>> {
  try {
    return await withSavepoint(trx, async () => {
      const named = await lockMembers(trx, [memberId]);
      const root = named.get(memberId) ?? memberId;
      if (root !== memberId) await lockMembers(trx, [root]);
      return {
        members: await listMembersById(trx, [root]),
        roots: new Map([[memberId, root]]),
      };
    });
  } catch (error) {
    const kind = classifyDbError(error);
    if (kind !== 'deterministic' && kind !== 'not-a-db-error') throw error;
    return {};
  }
}

/**
 * Two histories under one identity: noted once per pair of heads, with what each side says. Of a revoked install,
 * whose holder can make up as many as they like, once per head of HQ's.
 */
async function noteFork(
  trx: HqTrx,
  {
    install,
    push,
    nowMs,
  }: { readonly install: HqInstall; readonly push: PushRequest; readonly nowMs: number },
): Promise<void> {
  const { lastSeq, headHash, counterLabel, revokedAtMs } = install;
  const offered = revokedAtMs === null ? `${push.from}:${push.head}` : 'revoked';
  const name = `${install.installId}:fork:${lastSeq}:${offered}`;
  await insertExceptions(trx, [
    {
      exceptionId: v5(name, derivedIdNamespace),
      kind: 'fork',
      eid: null,
      inst: install.installId,
      detail: {
        counterLabel,
        held: { last: lastSeq, head: headHash },
        offered: { from: push.from, count: push.events.length, head: push.head },
      },
      nowMs,
    },
  ]);
}
