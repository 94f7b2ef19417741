import { installCertificateSchema, reinstallAnswerSchema } from '../contract/install.ts';
import type { ReinstallAnswer, ReinstallReason, ReinstallRequest } from '../contract/install.ts';
import { protocolVersion } from '../contract/sync.ts';
import { inTransaction } from '../db/handles.ts';
import type { Trx } from '../db/handles.ts';
import { learnHqKeys, listHqKeys } from '../db/hq-keys.ts';
import { findCurrentInstall, startInstall } from '../db/installs.ts';
import { dropNextInstall, keepNextInstall } from '../db/next-install.ts';
import type { NextInstall } from '../db/next-install.ts';
import { verifyDocument } from '../db/sign-document.ts';
import { markHealed, setOfferDue, setSyncProblem } from '../db/sync-state.ts';
import { callHq } from './call-hq.ts';
import type { StoredConnection } from './find-connection.ts';
import { failure } from './network-state.ts';
import type { HqFailure } from './network-state.ts';
import type { SyncDeps } from './push-events.ts';
import { createInstallKey } from './request-signer.ts';

export type ReinstallOutcome =
  | { readonly kind: 'reinstalled'; readonly reemitted: number }
  | { readonly kind: 'superseded' }
  | HqFailure;

/**
 * This counter's install cannot go on: it asks HQ for a new one by itself, signed with the old key, and
 * offers everything HQ is not known to hold again under it, same eids, same bytes. The new key is kept
 * before it is sent, so that a lost answer does not make a second install. Sales go on all the while.
 */
export async function reinstallCounter(
  deps: SyncDeps,
  connection: StoredConnection,
  given: { readonly reason: ReinstallReason; readonly deadlineMs: number },
): Promise<ReinstallOutcome> {
  const prepared = await inTransaction(deps.db, (trx) =>
    prepare(deps, trx, connection, given.reason),
  );
  if (prepared === null) return { kind: 'superseded' };
  const { next, body } = prepared;
  const request = {
    method: 'POST',
    path: '/v1/reinstall',
    body,
    deadlineMs: given.deadlineMs,
  } as const;
  const exchange = await callHq(deps, connection, request, reinstallAnswerSchema);
  if (exchange.kind === 'failed') return exchange;
  if (exchange.kind === 'refused') return exchange.failure;
  const { value: answer, contact } = exchange;
  if (answer.replaces !== connection.installId) return failure('not-hq', 'reinstall-of-another');
  return await inTransaction(deps.db, (trx) =>
    begin(trx, { answer, next, reason: given.reason, nowMs: contact.atMs }),
  );
}

async function prepare(
  deps: SyncDeps,
  trx: Trx,
  connection: StoredConnection,
  reason: ReinstallReason,
): Promise<{ readonly next: NextInstall; readonly body: ReinstallRequest } | null> {
  const install = await findCurrentInstall(trx);
  if (install?.installId !== connection.installId) return null;
  const { installId: replaces, lastSeq, headHash, ackedSeq, certificate } = install;
  const nowMs = deps.nowMs();
  const next = await keepNextInstall(trx, { replaces, reason, nowMs, ...createInstallKey() });
  const body: ReinstallRequest = {
    proto: protocolVersion,
    publicKey: next.publicKey,
    reason,
    hostName: (deps.host?.hostName ?? '').slice(0, 120),
    appVersion: (deps.host?.appVersion ?? '').slice(0, 32),
    lastSeq,
    head: headHash === '' ? null : headHash,
    unsent: lastSeq - ackedSeq,
    certificate,
  };
  return { next, body };
}

/** Starts the new install, if it is truly ours and truly HQ's word. */
async function begin(
  trx: Trx,
  given: {
    readonly answer: ReinstallAnswer;
    readonly next: NextInstall;
    readonly reason: ReinstallReason;
    readonly nowMs: number;
  },
): Promise<ReinstallOutcome> {
  const { answer, next, reason, nowMs } = given;
  const install = await findCurrentInstall(trx);
  if (install?.installId !== next.replaces) return { kind: 'superseded' };
  const learned = await learnHqKeys(trx, { document: answer.keys, nowMs, afresh: false });
  const keys = await listHqKeys(trx);
  const certified = verifyDocument(
    keys,
    'install-certificate',
    answer.certificate,
    installCertificateSchema,
  );
  const isOurs =
    learned.kind !== 'not-trusted' &&
    certified.kind === 'verified' &&
    certified.value.inst === answer.inst &&
    certified.value.publicKey === next.publicKey;
  if (!isOurs) return failure('not-hq', 'reinstall-papers');
  const { reemitted } = await startInstall(trx, {
    installId: answer.inst,
    kind: 'hq',
    signingKey: next.signingKey,
    certificate: answer.certificate,
    confirmed: answer.confirmed,
    nowMs,
    offer: 'unacked',
  });
  await dropNextInstall(trx);
  // What was acked before may be gone too: the stream, read to its end, will tell.
  await setOfferDue(trx);
  await setSyncProblem(trx, 'timeline');
  await markHealed(trx, { kind: reason, atMs: nowMs });
  return { kind: 'reinstalled', reemitted };
}
