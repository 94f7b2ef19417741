import type { Contact } from './call-hq.ts';
import type { StoredConnection } from './find-connection.ts';
import type { HqFailure } from './network-state.ts';
import { pushEvents } from './push-events.ts';
import type { SyncDeps } from './push-events.ts';
import type { BatchSize } from './batch-size.ts';

/** `again`: nothing else may be fetched yet; look again. */
export type SnapshotTurn = { readonly kind: 'go-on' } | { readonly kind: 'again' } | HqFailure;

/** The part of a round that a snapshot takes, where there is one: a bit of it, then what waits to be sent. */
export async function stepSnapshot(
  deps: SyncDeps,
  connection: StoredConnection,
  given: {
    readonly size: BatchSize;
    readonly deadlineMs: number;
    readonly onHeard: (contact: Contact, working: boolean) => Promise<void>;
    readonly onDataChanged: () => void;
  },
): Promise<SnapshotTurn> {
  const step = (await deps.snapshots?.step(deps, connection)) ?? ({ kind: 'over' } as const);
  if (step.kind === 'failed') return step;
  if (step.kind === 'over') return { kind: 'go-on' };
  given.onDataChanged();
  if (step.kind === 'swapped') return { kind: 'again' };
  if (step.contact !== null) await given.onHeard(step.contact, true);
  if (step.mayPush) {
    const { size, deadlineMs } = given;
    const push = await pushEvents(deps, connection, { size, deadlineMs });
    if (push.kind === 'failed') return push;
  }
  return { kind: 'again' };
}
