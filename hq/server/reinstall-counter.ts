import { v5 } from 'uuid';
import { installCertificateSchema } from '../../app/contract/install.ts';
import type {
  InstallCertificate,
  ReinstallAnswer,
  ReinstallRequest,
} from '../../app/contract/install.ts';
import { publicKeyOf, verifyDocument } from '../../app/db/sign-document.ts';
import type { InstallId } from '../../app/domain/ids.ts';
import { derivedIdNamespace } from '../apply/make-effects.ts';
import { findStore, getBrand, insertStore } from '../db/brand.ts';
import type { Brand } from '../db/brand.ts';
import { insertChanges } from '../db/changes.ts';
import { insertExceptions } from '../db/exceptions.ts';
import type { HqTrx } from '../db/hq-db.ts';
import { countUnconfirmed, findReinstall, insertInstall, lockInstall } from '../db/installs.ts';
import type { HqInstall } from '../db/installs.ts';
import type { HqDeps } from './hq-deps.ts';
import { installPapers } from './install-papers.ts';
import { readPublicKey } from './verify-signature.ts';
import type { SignedRequestRead } from './verify-signature.ts';

/** So many re-installs may wait for a manager in the place of one install; a machine gone wild stops there. */
const unconfirmedMax = 50;

export type Reinstallment =
  | { readonly kind: 'reinstalled'; readonly answer: ReinstallAnswer }
  | {
      readonly kind: 'bad-key' | 'bad-signature' | 'unknown-install' | 'revoked' | 'too-many-tries';
    };

/** Whose place is taken, as HQ's own rows or its own certificate say. */
type Replaced = Pick<InstallCertificate, 'counterLabel' | 'store'> & {
  /** Null where HQ has forgotten it. */
  readonly held: HqInstall | null;
};

/**
 * A counter whose install cannot go on (its disk was copied or put back, or this HQ was restored from
 * before the enrolment) becomes a new install of the same store and label by itself. It may award at
 * once; it spends nothing offline until a manager agrees. The old install stays as it is, for the
 * other machine that may use it. A repeat with the same new key gives the same install again.
 */
export async function reinstallCounter(
  deps: Pick<HqDeps, 'db' | 'nowMs' | 'newId'>,
  signed: SignedRequestRead,
  request: ReinstallRequest,
): Promise<Reinstallment> {
  if (readPublicKey(request.publicKey) === null) return { kind: 'bad-key' };
  return await deps.db.transaction().execute(async (trx): Promise<Reinstallment> => {
    const brand = await getBrand(trx);
    const replaced = await findReplaced(trx, brand, signed, request);
    if (replaced.kind !== 'replaced') return replaced;
    const { publicKey } = request;
    const replaces = signed.keyId;
    const nowMs = deps.nowMs();
    const before = await findReinstall(trx, { replaces, publicKey });
    if (before === null && (await countUnconfirmed(trx, replaces)) >= unconfirmedMax)
      return { kind: 'too-many-tries' };
    const inst =
      before?.installId ?? (await insert(trx, { deps, replaced, request, replaces, nowMs }));
    const { counterLabel, store } = replaced;
    const issuedAtMs = before?.createdAtMs ?? nowMs;
    const papers = installPapers(brand, { inst, publicKey, counterLabel, store, issuedAtMs });
    const confirmed = before !== null && before.confirmedAtMs !== null;
    const named = { inst, replaces, counterLabel, confirmed };
    const answer = { ...named, ...papers, tl: brand.timeline, serverTimeMs: nowMs };
    return { kind: 'reinstalled', answer };
  });
}

async function findReplaced(
  trx: HqTrx,
  brand: Brand,
  signed: SignedRequestRead,
  request: ReinstallRequest,
): Promise<
  | ({ readonly kind: 'replaced' } & Replaced)
  | { readonly kind: 'bad-signature' | 'unknown-install' | 'revoked' }
> {
  const held = await lockInstall(trx, signed.keyId);
  if (held !== null) {
    if (held.publicKey === null || !signed.isSignedBy(held.publicKey))
      return { kind: 'bad-signature' };
    if (held.revokedAtMs !== null) return { kind: 'revoked' };
    const store = await findStore(trx, held.storeId);
    if (store === null) throw new Error('an install names no store');
    return { kind: 'replaced', held, counterLabel: held.counterLabel, store };
  }
  const certificate =
    request.certificate === null
      ? null
      : verifyDocument(
          [publicKeyOf(brand.signingKey)],
          'install-certificate',
          request.certificate,
          installCertificateSchema,
        );
  if (certificate?.kind !== 'verified' || certificate.value.inst !== signed.keyId)
    return { kind: 'unknown-install' };
  if (!signed.isSignedBy(certificate.value.publicKey)) return { kind: 'bad-signature' };
  const { counterLabel, store } = certificate.value;
  return { kind: 'replaced', held: null, counterLabel, store };
}

type Insert = {
  readonly deps: Pick<HqDeps, 'newId'>;
  readonly replaced: Replaced;
  readonly request: ReinstallRequest;
  readonly replaces: InstallId;
  readonly nowMs: number;
};

async function insert(trx: HqTrx, input: Insert): Promise<InstallId> {
  const { replaced, request, replaces, nowMs } = input;
  const { counterLabel, store, held } = replaced;
  const isNewStore = (await findStore(trx, store.storeId)) === null;
  if (isNewStore) await insertStore(trx, store);
  const installId = input.deps.newId<InstallId>();
  const { publicKey, hostName, appVersion, reason } = request;
  await insertInstall(trx, {
    installId,
    storeId: store.storeId,
    counterLabel,
    publicKey,
    hostName,
    appVersion,
    nowMs,
    replaces: { installId: replaces, reason },
  });
  await insertExceptions(trx, [
    {
      exceptionId: reinstallExceptionId(installId),
      kind: 'reinstall',
      eid: null,
      inst: installId,
      detail: {
        counterLabel,
        why: reason,
        inst: installId,
        replaces,
        held: {
          hostName: held?.hostName ?? null,
          last: held?.lastSeq ?? null,
          head: held?.headHash ?? null,
        },
        offered: { hostName, last: request.lastSeq, head: request.head, count: request.unsent },
      },
      nowMs,
    },
  ]);
  if (isNewStore) await insertChanges(trx, [{ kind: 'store', store }]);
  return installId;
}

/** The exception that waits for a manager to agree to a re-install. */
export function reinstallExceptionId(installId: InstallId): string {
  return v5(`${installId}:reinstall`, derivedIdNamespace);
}
