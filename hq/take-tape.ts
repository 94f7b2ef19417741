import { Buffer } from 'node:buffer';
import { chainHash } from '../app/db/chain-hash.ts';
import {
  protocolVersion,
  pushBytesMax,
  pushEventsMax,
  type PushRequest,
} from '../app/contract/sync.ts';
import type { TapeBundle, TapeBundleInstall } from '../app/contract/tape-bundle.ts';
import type { InstallId } from '../app/domain/ids.ts';
import { acceptPush } from './apply/accept-push.ts';
import { hqItself } from './db/admins.ts';
import { insertAudit } from './db/audit.ts';
import { listHashes } from './db/events.ts';
import type { HqDb } from './db/hq-db.ts';
import { findInstall, type HqInstall } from './db/installs.ts';
import { countStatuses, type StatusCounts } from './db/stored-events.ts';

/** Why HQ takes nothing (more) of an install's tape. Everything before that point was taken. */
export type TapeRefusal =
  | { readonly kind: 'unknown-install' }
  /** The tape's own bytes and hashes do not fit each other at this seq. */
  | { readonly kind: 'damaged'; readonly seq: number }
  /** HQ holds up to `hqLast`, and the tape goes on only at `seq`. */
  | { readonly kind: 'gap'; readonly hqLast: number; readonly seq: number }
  /** HQ holds another history of this install from this seq on. */
  | { readonly kind: 'fork'; readonly seq: number }
  /** The database is away or busy: try again, what was taken stays. */
  | { readonly kind: 'busy' };

/** What came of the tape of one install. */
export type TakenInstall = {
  readonly inst: InstallId;
  readonly storeName: string | null;
  readonly counterLabel: string | null;
  /** Refused since: what comes is kept in quarantine for a person to look at. */
  readonly revoked: boolean;
  /** How many events the bundle has. */
  readonly offered: number;
  /** HQ had them before, at the same place. */
  readonly known: number;
  /** New in the chain, by what HQ made of them; with `dryRun`, `new` alone says how many there would be. */
  readonly fresh: number;
  readonly statuses: StatusCounts;
  readonly refused: TapeRefusal | null;
};

type Deps = { readonly db: HqDb; readonly nowMs: () => number };

/**
 * Takes what a counter's tape held as if the counter had sent it: through the same door as every push, its
 * chain checked link by link, each event once whatever came by other ways. For a PC that is gone. With
 * `dryRun` nothing is written, and the answer says what would be.
 */
export async function takeTape(
  deps: Deps,
  given: { readonly bundle: TapeBundle; readonly dryRun: boolean },
): Promise<readonly TakenInstall[]> {
  const taken: TakenInstall[] = [];
  for (const install of given.bundle.installs)
    taken.push(await takeInstall(deps, install, given.dryRun));
  return taken;
}

type Link = TapeBundleInstall['links'][number];

async function takeInstall(
  deps: Deps,
  { inst, links }: TapeBundleInstall,
  dryRun: boolean,
): Promise<TakenInstall> {
  const install = await findInstall(deps.db, inst);
  const offered = links.length;
  const nothing = { inst, offered, known: 0, fresh: 0, statuses: {} };
  if (install === null) {
    const refused = { kind: 'unknown-install' } as const;
    return { ...nothing, storeName: null, counterLabel: null, revoked: false, refused };
  }
  const { storeName, counterLabel, lastSeq } = install;
  const named = { storeName, counterLabel, revoked: install.revokedAtMs !== null };
  const ordered = links.toSorted((a, b) => a.seq - b.seq);
  const fit = await fitToChain(deps.db, install, ordered);
  if (dryRun || fit.fresh.length === 0)
    return {
      ...nothing,
      ...named,
      known: fit.known,
      fresh: fit.fresh.length,
      refused: fit.refused,
    };
  const busy = await pushAll(deps, inst, fit.fresh);
  const after = (await findInstall(deps.db, inst))?.lastSeq ?? lastSeq;
  const through = Math.min(after, fit.fresh.at(-1)?.seq ?? lastSeq);
  const fresh = Math.max(0, through - lastSeq);
  const statuses = await countStatuses(deps.db, { inst, fromSeq: lastSeq + 1, toSeq: through });
  const refused = busy ?? fit.refused;
  await noteTaken(deps, inst, { offered, known: fit.known, fresh, statuses, refused });
  return { ...nothing, ...named, known: fit.known, fresh, statuses, refused };
}

type Fit = {
  readonly known: number;
  /** Follow what HQ holds, without a gap. */
  readonly fresh: readonly Link[];
  readonly refused: TapeRefusal | null;
};

/** Compares the tape with what HQ holds of the same chain. */
async function fitToChain(
  db: HqDb,
  { installId, lastSeq, headHash }: HqInstall,
  links: readonly Link[],
): Promise<Fit> {
  const toSeq = Math.min(lastSeq, links.at(-1)?.seq ?? 0);
  const held = await listHashes(db, { installId, fromSeq: links[0]?.seq ?? 1, toSeq });
  const fresh: Link[] = [];
  let known = 0;
  let head = { seq: lastSeq, hash: headHash };
  for (const link of links) {
    const { seq, prev, raw } = link;
    if (chainHash({ prev, install: installId, seq, rawBody: raw }) !== link.hash)
      return { known, fresh, refused: { kind: 'damaged', seq } };
    if (seq <= lastSeq) {
      if (held.get(seq) !== link.hash) return { known, fresh, refused: { kind: 'fork', seq } };
      known += 1;
      continue;
    }
    if (seq !== head.seq + 1)
      return { known, fresh, refused: { kind: 'gap', hqLast: head.seq, seq } };
    if (prev !== head.hash) return { known, fresh, refused: { kind: 'fork', seq } };
    fresh.push(link);
    head = { seq, hash: link.hash };
  }
  return { known, fresh, refused: null };
}

/** In batches as a counter sends them. Null = all were taken. */
async function pushAll(
  deps: Deps,
  inst: InstallId,
  links: readonly Link[],
): Promise<TapeRefusal | null> {
  for (let at = 0; at < links.length;) {
    const batch = batchFrom(links, at);
    const [first, last] = [batch[0], batch.at(-1)];
    if (first === undefined || last === undefined) throw new Error('an empty batch of a tape');
    const push: PushRequest = {
      proto: protocolVersion,
      inst,
      from: first.seq,
      events: batch.map(({ raw }) => raw),
      head: last.hash,
    };
    const outcome = await acceptPush(deps, push);
    if (outcome.kind === 'revoked-full') throw new Error('a tape that is taken has no limit');
    if (outcome.kind === 'busy' || outcome.kind === 'unknown-install')
      return { kind: outcome.kind };
    // The counter itself, or somebody in its name, pushed at this moment.
    if (outcome.kind === 'fork') return { kind: 'fork', seq: first.seq };
    if (outcome.kind === 'gap') return { kind: 'gap', hqLast: outcome.last, seq: first.seq };
    at += batch.length;
  }
  return null;
}

function batchFrom(links: readonly Link[], at: number): readonly Link[] {
  let bytes = 0;
  let end = at;
  for (const { raw } of links.slice(at, at + pushEventsMax)) {
    bytes += Buffer.byteLength(raw);
    if (end > at && bytes > pushBytesMax) break;
    end += 1;
  }
  return links.slice(at, end);
}

async function noteTaken(deps: Deps, inst: InstallId, after: unknown): Promise<void> {
  const atMs = deps.nowMs();
  await deps.db.transaction().execute(async (trx) => {
    const note = { action: 'tape.taken', subject: inst, before: null, after, atMs };
    await insertAudit(trx, { admin: hqItself, ...note });
  });
}
