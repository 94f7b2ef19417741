import { dropSome, dropUntold, firstDropPlace } from '../db/drop-view.ts';
import { inTransaction } from '../db/handles.ts';
import { offerAgain } from '../db/offer-again.ts';
import { getSyncState } from '../db/sync-state.ts';
import type { SyncState } from '../db/sync-state.ts';
import { askInstall } from './ask-install.ts';
import type { StoredConnection } from './find-connection.ts';
import type { HqFailure } from './network-state.ts';
import type { SyncDeps } from './push-events.ts';
import { reinstallCounter } from './reinstall-counter.ts';

/** What one step of healing came to. */
export type HealOutcome =
  /** Nothing is the matter. */
  | { readonly kind: 'nothing' }
  /** Something was put right; look again. */
  | { readonly kind: 'healed'; readonly reinstalled: boolean }
  /** Only a person can help. */
  | { readonly kind: 'beyond-us' }
  | HqFailure;

/** What stands in the way of syncing, if anything; told from the stored state alone. */
export function healingDue(state: SyncState): 'ask' | 'drop' | 'offer' | null {
  if (state.problem !== null) return 'ask';
  if (state.isDropping) return 'drop';
  return state.offerAfter !== null && state.caughtUpAtMs !== null ? 'offer' : null;
}

/**
 * One step towards agreeing with HQ again. Each leaves the database in a state from which the next, after
 * whatever crash, goes on; each may be done twice.
 */
export async function heal(
  deps: SyncDeps,
  connection: StoredConnection,
  deadlineMs: number,
): Promise<HealOutcome> {
  switch (healingDue(await getSyncState(deps.db))) {
    case 'ask':
      return await askOrReinstall(deps, connection, deadlineMs);
    case 'drop':
      await dropView(deps);
      return { kind: 'healed', reinstalled: false };
    case 'offer':
      await offerMissing(deps);
      return { kind: 'healed', reinstalled: false };
    case null:
      return { kind: 'nothing' };
  }
}

async function askOrReinstall(
  deps: SyncDeps,
  connection: StoredConnection,
  deadlineMs: number,
): Promise<HealOutcome> {
  const asked = await askInstall(deps, connection, deadlineMs);
  if (asked.kind === 'failed') return asked;
  if (asked.kind === 'cannot-ask') return { kind: 'beyond-us' };
  if (asked.kind !== 'reinstall') return { kind: 'healed', reinstalled: false };
  const { reason } = asked;
  const begun = await reinstallCounter(deps, connection, { reason, deadlineMs });
  if (begun.kind === 'failed') return begun;
  return { kind: 'healed', reinstalled: begun.kind === 'reinstalled' };
}

async function dropView(deps: SyncDeps): Promise<void> {
  for (let place = firstDropPlace; ;) {
    const at = place;
    const next = await inTransaction(deps.db, (trx) => dropSome(trx, at));
    if (next === null) return;
    place = next;
    await breathe(deps);
  }
}

async function offerMissing(deps: SyncDeps): Promise<void> {
  await inTransaction(deps.db, dropUntold);
  for (;;) {
    const { done } = await inTransaction(deps.db, offerAgain);
    if (done) return;
    await breathe(deps);
  }
}

/** Scans that came in the meantime go first. */
async function breathe(deps: SyncDeps): Promise<void> {
  await new Promise<void>((resolve) => void deps.timers.setTimer(0, resolve));
}
