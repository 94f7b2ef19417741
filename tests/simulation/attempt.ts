import { inTransaction, type Trx } from '../../app/db/handles.ts';
import type { EventId } from '../../app/domain/ids.ts';
import { counterDeps, type Machine } from './machine.ts';
import type { Row } from './memory/tables.ts';
import { demand } from './violation.ts';
import type { World } from './world.ts';

/** What the cashier was told. `stopped`: the machine stopped before anybody was told anything. */
export type Told =
  | { readonly kind: 'done'; readonly events: readonly RecordedEvent[] }
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'stopped'; readonly events: readonly RecordedEvent[] };

/** An event as it stands on the counter's disk. */
export type RecordedEvent = {
  readonly eid: EventId;
  readonly type: string;
  readonly rawBody: string;
};

/** Does something at the till in one transaction, and tells what the cashier saw and the disk holds. */
export async function attempt(
  world: World,
  machine: Machine,
  work: (trx: Trx, deps: ReturnType<typeof counterDeps>) => Promise<string | null>,
): Promise<Told> {
  const { process } = machine;
  const before = lastEventNo(machine);
  const deps = counterDeps(machine, world);
  const told = await Promise.race([
    process.ended.then(() => 'stopped' as const),
    inTransaction(deps.db, (trx) => work(trx, deps)).catch((error: unknown) => {
      if ((error as { code?: unknown }).code === 'SQLITE_FULL') return 'disk-full';
      throw error;
    }),
  ]);
  const events = recordedAfter(machine, before);
  if (told === 'stopped') return { kind: 'stopped', events };
  if (told !== null) {
    demand(
      events.length === 0,
      'I20',
      () => `${told} was said and something recorded all the same`,
    );
    return { kind: 'refused', code: told };
  }
  return { kind: 'done', events };
}

function lastEventNo({ store }: Machine): number {
  return (store.rows('event').at(-1)?.['event_no'] ?? 0) as number;
}

function recordedAfter({ store }: Machine, no: number): RecordedEvent[] {
  return store
    .rows('event')
    .filter((row) => (row['event_no'] as number) > no)
    .map((row: Row) => ({
      eid: row['eid'] as EventId,
      type: row['type'] as string,
      rawBody: row['raw_body'] as string,
    }));
}
