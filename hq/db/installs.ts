import { sql } from 'kysely';
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
  /** When a manager agreed to a re-install; enrolment by code needs nobody more. */
  readonly confirmedAtMs: number | null;
  readonly createdAtMs: number;
  readonly hostName: string;
  /** Its requests carry a nonce; one without is a replay. */
  readonly usesNonce: boolean;
  /** The last contact that was noted. */
  readonly lastSeenMs: number | null;
  /** Of the brand, now; read along because every answer carries it. */
  readonly timeline: string;
  /** Whether HQ reserved something for it that is not closed. */
  readonly holdsRights: boolean;
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
      'confirmed_at_ms as confirmedAtMs',
      'install.created_at_ms as createdAtMs',
      'host_name as hostName',
      'uses_nonce as usesNonce',
      'last_seen_ms as lastSeenMs',
      sql<string>`(SELECT timeline FROM brand)`.as('timeline'),
      sql<boolean>`EXISTS (SELECT 1 FROM spend_right
        WHERE spend_right.inst = install.install_id AND spend_right.state = 'open')`.as(
        'holdsRights',
      ),
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
    .forNoKeyUpdate('install')
    .executeTakeFirst();
  return row ?? null;
}

/** The same for several, always in the same order, so that no two groups of pushes wait for each other. */
export async function lockInstalls(
  trx: HqTrx,
  installIds: readonly InstallId[],
): Promise<ReadonlyMap<InstallId, HqInstall>> {
  const rows = await selectInstall(trx)
    .where('install_id', 'in', installIds)
    .orderBy('install_id')
    .forNoKeyUpdate('install')
    .execute();
  return new Map(rows.map((row) => [row.installId, row]));
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
    /** Left out = enrolled by a person with a code: there is nothing to confirm. */
    readonly replaces?: { readonly installId: InstallId; readonly reason: string };
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
      replaces: install.replaces?.installId ?? null,
      reason: install.replaces?.reason ?? null,
      confirmed_at_ms: install.replaces === undefined ? install.nowMs : null,
      uses_nonce: false,
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

/** From now on a request of this install without a nonce is a replay. */
export async function markUsesNonce(db: HqHandle, installId: InstallId): Promise<void> {
  await db
    .updateTable('install')
    .set({ uses_nonce: true })
    .where('install_id', '=', installId)
    .execute();
}

/** The install that took another's place with this key; null when there is none. */
export async function findReinstall(
  trx: HqTrx,
  { replaces, publicKey }: { readonly replaces: InstallId; readonly publicKey: string },
): Promise<HqInstall | null> {
  const row = await selectInstall(trx)
    .where('replaces', '=', replaces)
    .where('public_key', '=', publicKey)
    .executeTakeFirst();
  return row ?? null;
}

/** How many re-installs in the place of this install no manager has agreed to yet. */
export async function countUnconfirmed(trx: HqTrx, replaces: InstallId): Promise<number> {
  const row = await trx
    .selectFrom('install')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('replaces', '=', replaces)
    .where('confirmed_at_ms', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(row.n);
}

/** A manager agrees to a re-install: it may spend offline again. False when there is none to agree to. */
export async function markInstallConfirmed(
  db: HqHandle,
  installId: InstallId,
  nowMs: number,
): Promise<boolean> {
  const result = await db
    .updateTable('install')
    .set({ confirmed_at_ms: nowMs })
    .where('install_id', '=', installId)
    .where('confirmed_at_ms', 'is', null)
    .executeTakeFirst();
  return Number(result.numUpdatedRows) === 1;
}

/** From now on this install is refused; what it had recorded is still taken, into quarantine. */
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

/** Counters in one list: of a brand with more, the last of its biggest stores are left out. */
const installsMax = 2_000;

/**
 * The real counters (not the closed `history` installs), newest contact first. Where there are too many, those
 * in use stay before those that were revoked, and of each store those heard last: so that a store of which nobody
 * hears is not the first to go.
 */
export async function listInstalls(
  db: HqHandle,
  limit: number = installsMax,
): Promise<InstallOverview[]> {
  const rows = await db
    .with('ranked', (qb) =>
      qb
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
          sql<boolean>`revoked_at_ms IS NOT NULL`.as('isRevoked'),
          sql<number>`row_number() OVER (
            PARTITION BY store_id, revoked_at_ms IS NOT NULL
            ORDER BY last_seen_ms DESC NULLS LAST, install_id)`.as('place'),
        ])
        .where('public_key', 'is not', null),
    )
    .selectFrom('ranked')
    .selectAll()
    .orderBy('isRevoked')
    .orderBy('place')
    .orderBy('installId')
    .limit(limit)
    .execute();
  return rows
    .map(({ isRevoked: _, place: _place, ...install }) => install)
    .toSorted((a, b) => (b.lastSeenMs ?? -1) - (a.lastSeenMs ?? -1));
}
