import type { EventId, InstallId, StoreId } from '../../app/domain/ids.ts';
import type { HqHandle, HqTrx } from './hq-db.ts';

/** An event as it was stored when it came, with the counter that sent it. */
export type StoredEvent = {
  readonly eid: EventId;
  readonly inst: InstallId;
  readonly seq: number;
  readonly type: string;
  readonly status: 'applied' | 'duplicate' | 'quarantined' | 'awaiting';
  readonly firstOfEid: boolean;
  readonly atMs: number;
  readonly receivedAtMs: number;
  readonly storeId: StoreId;
  readonly storeName: string;
  readonly counterLabel: string;
  readonly rawBody: string;
};

/** The events these ids name, each at the place where it came first. */
export async function listEventsById(
  db: HqHandle,
  eids: readonly EventId[],
): Promise<Map<EventId, StoredEvent>> {
  if (eids.length === 0) return new Map();
  const rows = await selectEvents(db)
    .where('event.eid', 'in', eids)
    .where('event.first_of_eid', '=', true)
    .execute();
  return new Map(rows.map((row) => [row.eid, readRow(row)]));
}

/** The event at a place of a chain. */
export async function findEventAt(
  db: HqHandle,
  place: { readonly inst: InstallId; readonly seq: number },
): Promise<StoredEvent | null> {
  const row = await selectEvents(db)
    .where('event.inst', '=', place.inst)
    .where('event.seq', '=', place.seq)
    .executeTakeFirst();
  return row === undefined ? null : readRow(row);
}

function selectEvents(db: HqHandle) {
  return db
    .selectFrom('event')
    .innerJoin('install', 'install.install_id', 'event.inst')
    .innerJoin('store', 'store.store_id', 'install.store_id')
    .select([
      'event.eid',
      'event.inst',
      'event.seq',
      'event.type',
      'event.status',
      'event.first_of_eid as firstOfEid',
      'event.at_ms as atMs',
      'event.received_at_ms as receivedAtMs',
      'store.store_id as storeId',
      'store.name as storeName',
      'install.counter_label as counterLabel',
      'event.raw_body',
    ]);
}

function readRow({
  raw_body,
  ...event
}: Omit<StoredEvent, 'rawBody'> & { readonly raw_body: Uint8Array }): StoredEvent {
  return { ...event, rawBody: Buffer.from(raw_body).toString('utf8') };
}

/** Of these events: those that were judged again with success, and what became of them. */
export async function listRedriven(
  db: HqHandle,
  eids: readonly EventId[],
): Promise<Map<EventId, 'applied' | 'duplicate' | 'awaiting'>> {
  if (eids.length === 0) return new Map();
  const rows = await db
    .selectFrom('redrive')
    .select(['eid', 'status'])
    .where('eid', 'in', eids)
    .execute();
  return new Map(rows.map((row) => [row.eid, row.status]));
}

/** Once for each event: a second time is a unique violation. */
export async function insertRedrive(
  trx: HqTrx,
  redriven: Pick<StoredEvent, 'eid' | 'inst' | 'seq'> & {
    readonly status: 'applied' | 'duplicate' | 'awaiting';
    readonly nowMs: number;
  },
): Promise<void> {
  const { eid, inst, seq, status, nowMs } = redriven;
  await trx.insertInto('redrive').values({ eid, inst, seq, status, at_ms: nowMs }).execute();
}

export type StatusCounts = Readonly<Partial<Record<StoredEvent['status'], number>>>;

/** What HQ made of a stretch of a chain (both ends included), by number of events. */
export async function countStatuses(
  db: HqHandle,
  {
    inst,
    fromSeq,
    toSeq,
  }: { readonly inst: InstallId; readonly fromSeq: number; readonly toSeq: number },
): Promise<StatusCounts> {
  const rows = await db
    .selectFrom('event')
    .select(({ fn }) => ['status', fn.countAll<number>().as('n')])
    .where('inst', '=', inst)
    .where('seq', '>=', fromSeq)
    .where('seq', '<=', toSeq)
    .groupBy('status')
    .execute();
  return Object.fromEntries(rows.map(({ status, n }) => [status, Number(n)]));
}
