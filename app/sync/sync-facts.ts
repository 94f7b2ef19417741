import type { SyncView } from '../contract/house-views.ts';
import type { SyncState } from '../db/sync-state.ts';
import type { Contact } from './call-hq.ts';
import type { RoundResult } from './sync-schedule.ts';

/** What the engine knows for the screen's SyncView; the unsent events are the database's to count. */
export type SyncFacts = Omit<SyncView, 'unsentCount' | 'oldestUnsentAtMs'>;

export type FactsInput = {
  /** There is an HQ to sync with. */
  readonly connected: boolean;
  readonly stored: SyncState | null;
  readonly contact: Contact | null;
  /** How the last round ended, or `ok` as soon as HQ has answered in the running one. */
  readonly last: RoundResult | null;
  /** The running round has more to send or to fetch than fits one exchange. */
  readonly working: boolean;
  /** How much of a snapshot is here, 0 to 100; null or left out = none is fetched. */
  readonly fetchedPercent?: number | null;
};

/** Sync in words. A refusal, a wrong clock and a problem need a person; the rest passes by itself. */
export function syncFacts(input: FactsInput): SyncFacts {
  const { stored, contact } = input;
  return {
    ...stateOf(input),
    lastContactAtMs: contact?.atMs ?? stored?.lastContactAtMs ?? null,
    clockOffsetMs: signedOffsetMs(input) ?? contact?.hqOffsetMs ?? stored?.hqOffsetMs ?? null,
    pulledRows: stored?.pulledRows ?? 0,
    ...(input.fetchedPercent == null ? {} : { fetchedPercent: input.fetchedPercent }),
  };
}

/** How far the clock is off, when that is why HQ cannot be talked to. */
function signedOffsetMs({ last }: FactsInput): number | null {
  return last?.kind === 'failed' ? (last.hqOffsetMs ?? null) : null;
}

function stateOf({
  connected,
  stored,
  last,
  working,
}: FactsInput): Pick<SyncFacts, 'state' | 'reason'> {
  if (!connected) return { state: 'local', reason: null };
  // This counter and HQ tell different stories, and putting it right has not helped.
  if (last?.kind === 'problem') return { state: 'attention', reason: 'fork' };
  if (last?.kind === 'stuck') return { state: 'attention', reason: 'stuck' };
  if (last?.kind === 'failed') {
    if (last.reason === 'broken') return { state: 'attention', reason: null };
    const needsPerson = ['refused', 'clock', 'hq-misconfigured'].includes(last.reason);
    return { state: needsPerson ? 'attention' : 'offline', reason: last.why ?? last.reason };
  }
  // Being put right; see `heal`.
  if (last !== null && stored !== null && (stored.problem !== null || stored.isDropping))
    return { state: 'syncing', reason: null };
  if (last === null || stored === null || stored.caughtUpAtMs === null) {
    return { state: 'starting', reason: null };
  }
  return { state: working ? 'syncing' : 'online', reason: null };
}

/** True when two facts would look different on the screen; the time of contact alone does not. */
export function looksDifferent(a: SyncFacts, b: SyncFacts): boolean {
  const offsetMoved = Math.abs((a.clockOffsetMs ?? 0) - (b.clockOffsetMs ?? 0)) >= 1_000;
  return (
    a.state !== b.state ||
    a.reason !== b.reason ||
    a.pulledRows !== b.pulledRows ||
    a.fetchedPercent !== b.fetchedPercent ||
    offsetMoved
  );
}
