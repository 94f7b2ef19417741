import type { InstallId, StoreId } from '../../app/domain/ids.ts';
import type { HqHandle, HqTrx } from './hq-db.ts';

export type HqInstall = {
  readonly installId: InstallId;
  readonly storeId: StoreId;
  readonly storeName: string;
  readonly counterLabel: string;
  readonly publicKey: string | null;
  /** Everything up to here is held, without gaps. */
  readonly lastSeq: number;
  /** The hash at `lastSeq`; '' before the first event. */
  readonly headHash: string;
  readonly revokedAtMs: number | null;
};

function selectInstall(db: HqHandle) {
  return db
    .selectFrom('install')
    .innerJoin('store', 'store.store_id', 'install.store_id')
    .select([
      'install_id as installId',
      'install.store_id as storeId',
      'store.name as storeName',
      'counter_label as counterLabel',
      'public_key as publicKey',
      'last_seq as lastSeq',
      'head_hash as headHash',
      'revoked_at_ms as revokedAtMs',
    ]);
}

export async function findInstall(db: HqHandle, installId: InstallId): Promise<HqInstall | null> {
  const row = await selectInstall(db).where('install_id', '=', installId).executeTakeFirst();
  return row ?? null;
}

/** As `findInstall`, and no other transaction can push for this install until ours ends. */
export async function lockInstall(trx: HqTrx, installId: InstallId): Promise<HqInstall | null> {
  const row = await selectInstall(trx)
    .where('install_id', '=', installId)
    .forUpdate('install')
    .executeTakeFirst();
  return row ?? null;
}

export async function insertInstall(
  db: HqHandle,
  install: {
    readonly installId: InstallId;
    readonly storeId: StoreId;
    readonly counterLabel: string;
    readonly publicKey: string | null;
    readonly hostName: string;
    readonly appVersion: string;
    readonly nowMs: number;
  },
): Promise<void> {
  await db
    .insertInto('install')
    .values({
      install_id: install.installId,
      store_id: install.storeId,
      counter_label: install.counterLabel,
      public_key: install.publicKey,
      last_seq: 0,
      head_hash: '',
      host_name: install.hostName,
      app_version: install.appVersion,
      created_at_ms: install.nowMs,
      last_seen_ms: install.nowMs,
      revoked_at_ms: null,
    })
    .execute();
}

/** The chain of this install now ends here. */
export async function markInstallHead(
  trx: HqTrx,
  head: {
    readonly installId: InstallId;
    readonly lastSeq: number;
    readonly headHash: string;
    readonly nowMs: number;
  },
): Promise<void> {
  await trx
    .updateTable('install')
    .set({ last_seq: head.lastSeq, head_hash: head.headHash, last_seen_ms: head.nowMs })
    .where('install_id', '=', head.installId)
    .execute();
}

/** Remembers the contact, at most once per `everyMs`: a pull must not cost a write each time. */
export async function markInstallSeen(
  db: HqHandle,
  seen: { readonly installId: InstallId; readonly nowMs: number; readonly everyMs: number },
): Promise<void> {
  await db
    .updateTable('install')
    .set({ last_seen_ms: seen.nowMs })
    .where('install_id', '=', seen.installId)
    .where((eb) =>
      eb.or([eb('last_seen_ms', 'is', null), eb('last_seen_ms', '<', seen.nowMs - seen.everyMs)]),
    )
    .execute();
}

/** From now on this install is refused. */
export async function markInstallRevoked(
  db: HqHandle,
  installId: InstallId,
  nowMs: number,
): Promise<boolean> {
  const result = await db
    .updateTable('install')
    .set({ revoked_at_ms: nowMs })
    .where('install_id', '=', installId)
    .where('revoked_at_ms', 'is', null)
    .executeTakeFirst();
  return Number(result.numUpdatedRows) === 1;
}

export type InstallOverview = {
  readonly installId: InstallId;
  readonly storeId: StoreId;
  readonly counterLabel: string;
  readonly hostName: string;
  readonly appVersion: string;
  readonly lastSeq: number;
  readonly lastSeenMs: number | null;
  readonly revokedAtMs: number | null;
  readonly createdAtMs: number;
};

/** Every real counter (not the closed `history` installs), newest contact first. */
export async function listInstalls(db: HqHandle): Promise<InstallOverview[]> {
  return await db
    .selectFrom('install')
    .select([
      'install_id as installId',
      'store_id as storeId',
      'counter_label as counterLabel',
      'host_name as hostName',
      'app_version as appVersion',
      'last_seq as lastSeq',
      'last_seen_ms as lastSeenMs',
      'revoked_at_ms as revokedAtMs',
      'created_at_ms as createdAtMs',
    ])
    .where('public_key', 'is not', null)
    .orderBy('last_seen_ms', (o) => o.desc().nullsLast())
    .limit(1_000)
    .execute();
}
