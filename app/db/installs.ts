import { sql, type Selectable } from 'kysely';
import { signedDocumentSchema, type SignedDocument } from '../contract/signed-document.ts';
import type { EventId, InstallId } from '../domain/ids.ts';
import { appendToChain } from './append-to-chain.ts';
import { fixedQuery, readKept } from './fixed-query.ts';
import type { Reader, Trx } from './handles.ts';
import type { Schema } from './schema.ts';

export type Install = {
  readonly installId: InstallId;
  /** `local` = made here, HQ does not know it. */
  readonly kind: 'local' | 'hq';
  readonly lastSeq: number;
  readonly headHash: string;
  /** HQ holds everything up to here, hash for hash; of an earlier install maybe under a later one. */
  readonly ackedSeq: number;
  readonly signingKey: string | null;
  /** What HQ certified at enrolment; null when it never did. */
  readonly certificate: SignedDocument | null;
  /** False while HQ waits for a manager to agree to this re-install: nothing is spent offline until then. */
  readonly confirmed: boolean;
};

/** The install under which this counter records; null before the first run is finished. */
export async function findCurrentInstall(db: Reader): Promise<Install | null> {
  return await readKept(db, currentRow, {}, ([row]) => (row === undefined ? null : installOf(row)));
}

/** The 1 stands in the text: the index holds current installs alone, and SQLite would plan anew at each run. */
const currentRow = fixedQuery((db) =>
  db.selectFrom('install').selectAll().where('is_current', '=', sql.lit(1)),
);

function installOf(row: Selectable<Schema['install']>): Install {
  return {
    installId: row.install_id,
    kind: row.kind,
    lastSeq: row.last_seq,
    headHash: row.head_hash,
    ackedSeq: row.acked_seq,
    signingKey: row.signing_key,
    certificate: row.certificate === null ? null : parseDocument(row.certificate),
    confirmed: row.confirmed === 1,
  };
}

function parseDocument(text: string): SignedDocument {
  return signedDocumentSchema.parse(JSON.parse(text));
}

/** HQ agrees, or no longer agrees, that this install may spend offline; and what it certifies. */
export async function markInstallSaid(
  trx: Trx,
  said: {
    readonly installId: InstallId;
    readonly confirmed: boolean;
    readonly certificate?: SignedDocument;
  },
): Promise<void> {
  const { installId, confirmed, certificate } = said;
  await trx
    .updateTable('install')
    .set({
      confirmed: confirmed ? 1 : 0,
      ...(certificate === undefined ? {} : { certificate: JSON.stringify(certificate) }),
    })
    .where('install_id', '=', installId)
    .execute();
}

export type StartInstallInput = {
  readonly installId: InstallId;
  readonly kind: 'local' | 'hq';
  readonly signingKey: string | null;
  readonly nowMs: number;
  readonly certificate?: SignedDocument | null;
  /** Left out = true. */
  readonly confirmed?: boolean;
  /** `unacked`: what HQ is not known to hold (connecting, fork). `all`: HQ lost its past. */
  readonly offer: 'unacked' | 'all';
};

/**
 * Makes a new current install and records the offered events again under it, from seq 1, in the
 * order they happened, with the same eids and the same bytes: only the envelope is new. Earlier
 * chain rows stay. Returns how many events were offered again.
 */
export async function startInstall(
  trx: Trx,
  input: StartInstallInput,
): Promise<{ reemitted: number }> {
  await trx
    .updateTable('install')
    .set({ is_current: 0 })
    .where('is_current', '=', sql.lit(1))
    .execute();
  await trx
    .insertInto('install')
    .values({
      install_id: input.installId,
      kind: input.kind,
      is_current: 1,
      signing_key: input.signingKey,
      created_at_ms: input.nowMs,
      certificate: input.certificate == null ? null : JSON.stringify(input.certificate),
      confirmed: input.confirmed === false ? 0 : 1,
    })
    .execute();
  const events = await listOffered(trx, input.offer);
  await appendToChain(
    trx,
    { installId: input.installId, lastSeq: 0, headHash: '' },
    events.map(({ eid, raw_body: rawBody }) => ({ eid, rawBody })),
  );
  return { reemitted: events.length };
}

async function listOffered(
  trx: Trx,
  offer: StartInstallInput['offer'],
): Promise<{ eid: EventId; raw_body: string }[]> {
  const all = trx.selectFrom('event').select(['eid', 'raw_body']).orderBy('event_no');
  if (offer === 'all') return await all.execute();
  return await all
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('receipt').select('receipt.pos').whereRef('receipt.eid', '=', 'event.eid'),
        ),
      ),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('chain')
            .innerJoin('install', 'install.install_id', 'chain.install_id')
            .select('chain.seq')
            .whereRef('chain.eid', '=', 'event.eid')
            .where('install.kind', '=', 'hq')
            .whereRef('chain.seq', '<=', 'install.acked_seq'),
        ),
      ),
    )
    .execute();
}
