import { installCertificateSchema } from '../contract/install.ts';
import { safeParse } from '../contract/safe-parse.ts';
import { enrolAnswerSchema, protocolVersion } from '../contract/sync.ts';
import type { EnrolAnswer, EnrolRequest, HqError } from '../contract/sync.ts';
import { startDropping } from '../db/drop-view.ts';
import { inTransaction } from '../db/handles.ts';
import type { Db } from '../db/handles.ts';
import { learnHqKeys } from '../db/hq-keys.ts';
import { startInstall } from '../db/installs.ts';
import { putSettings } from '../db/settings.ts';
import { deleteSpendPolicies } from '../db/spend-policy.ts';
import { upsertStore } from '../db/stores.ts';
import { getSyncState, markContact, resetCursor, setSyncProblem } from '../db/sync-state.ts';
import { callHq } from './call-hq.ts';
import type { Contact, HqExchange } from './call-hq.ts';
import type { FailureReason } from './network-state.ts';
import { normaliseHqAddress } from './normalise-hq-address.ts';
import type { HqDeps } from './ports.ts';
import { createInstallKey } from './request-signer.ts';
import type { InstallKey } from './request-signer.ts';

export type EnrolInput = {
  /** As typed; see `normaliseHqAddress`. */
  readonly addressText: string;
  /** As typed: lower case, blanks and hyphens are taken. */
  readonly codeText: string;
  readonly hostName: string;
  readonly appVersion: string;
  /** The same for every try with one code; left out = a new one. See `enrolCounter`. */
  readonly key?: InstallKey;
};

/** Why a counter was not connected; nothing was changed. */
export type EnrolRefusal =
  | 'bad-address'
  | 'code-unknown'
  | 'code-expired'
  | 'too-many-tries'
  | 'hq-unreachable'
  | 'not-hq'
  | 'hq-failing'
  | 'clock';

export type EnrolOutcome =
  | { readonly kind: 'connected'; readonly answer: EnrolAnswer; readonly reemitted: number }
  | { readonly kind: 'refused'; readonly code: EnrolRefusal };

const deadlineMs = 15_000;
const codePattern = /^[BCDFGHJKLMNPQRSTVWXZ]{8}$/;

/**
 * Connects this counter to HQ by the code that HQ shows. Makes the key here, sends its public half,
 * and on success writes everything in one transaction: the new install with all events HQ is not
 * known to hold (same eids, same bytes), where HQ is, the store and the counter's name. The stream
 * is then read from its start; nothing local is dropped. A code counts once, but HQ answers a
 * repeat with the same key again; so a lost answer does not cost the shop its code.
 */
export async function enrolCounter(
  deps: HqDeps & { readonly db: Db },
  input: EnrolInput,
): Promise<EnrolOutcome> {
  const address = normaliseHqAddress(input.addressText);
  if (address.kind === 'bad-address') return { kind: 'refused', code: 'bad-address' };
  const code = input.codeText.normalize('NFKC').toUpperCase().replace(/[\s-]/g, '');
  if (!codePattern.test(code)) return { kind: 'refused', code: 'code-unknown' };
  const key = input.key ?? createInstallKey();
  const body: EnrolRequest = {
    proto: protocolVersion,
    code,
    publicKey: key.publicKey,
    hostName: input.hostName.slice(0, 120),
    appVersion: input.appVersion.slice(0, 32),
  };
  const connection = { origin: address.origin, signer: null };
  const request = { method: 'POST', path: '/v1/enrol', body, deadlineMs } as const;
  const ask = () => callHq(deps, connection, request, enrolAnswerSchema);
  let exchange = await ask();
  // The answer may have been lost after HQ used up the code: the same key gets it once more.
  if (exchange.kind === 'failed' && exchange.reason === 'unreachable') exchange = await ask();
  if (exchange.kind !== 'answer') return { kind: 'refused', code: readRefusal(exchange) };
  const { value: answer, contact } = exchange;
  // An answer to another try, held up on the way, names an install that our key cannot sign for.
  if (!isForKey(answer, key)) return { kind: 'refused', code: 'not-hq' };
  return await storeConnection(deps.db, { origin: address.origin, key, answer, contact });
}

/** HQ's certificate names the key it took; HQ before 0.3 gave none. */
function isForKey({ certificate }: EnrolAnswer, { publicKey }: InstallKey): boolean {
  if (certificate === undefined) return true;
  const read = safeParse(installCertificateSchema, parseJson(certificate.payload));
  return read.success && read.data.publicKey === publicKey;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

async function storeConnection(
  db: Db,
  given: {
    readonly origin: string;
    readonly key: InstallKey;
    readonly answer: EnrolAnswer;
    readonly contact: Contact;
  },
): Promise<EnrolOutcome> {
  const { origin, key, answer, contact } = given;
  return await inTransaction(db, async (trx): Promise<EnrolOutcome> => {
    const before = await getSyncState(trx);
    const sameHq = before.timeline === null || before.timeline === answer.tl;
    const { reemitted } = await startInstall(trx, {
      installId: answer.inst,
      kind: 'hq',
      signingKey: key.signingKey,
      certificate: answer.certificate ?? null,
      nowMs: contact.atMs,
      // Another HQ, or one that came back from a backup, may lack what was acked before.
      offer: sameHq ? 'unacked' : 'all',
    });
    // Whoever typed the code saw which HQ it is: its keys are believed as they come.
    if (answer.keys !== undefined)
      await learnHqKeys(trx, { document: answer.keys, nowMs: contact.atMs, afresh: true });
    await upsertStore(trx, answer.store);
    await putSettings(trx, {
      mode: 'hq',
      hqUrl: origin,
      brandName: answer.brandName,
      counterLabel: answer.counterLabel,
      storeId: answer.store.storeId,
    });
    await deleteSpendPolicies(trx);
    // What another HQ told is dropped; of the one we know, only the place in its stream is.
    if (sameHq) await resetCursor(trx, answer.tl);
    else await startDropping(trx, answer.tl);
    await setSyncProblem(trx, null);
    await markContact(trx, {
      serverTimeMs: contact.atMs + contact.hqOffsetMs,
      wallMs: contact.atMs,
    });
    return { kind: 'connected', answer, reemitted };
  });
}

function readRefusal(exchange: Exclude<HqExchange<EnrolAnswer>, { kind: 'answer' }>): EnrolRefusal {
  if (exchange.kind === 'failed') return failureCodes[exchange.reason];
  return errorCodes[exchange.error.error] ?? failureCodes[exchange.failure.reason];
}

const failureCodes: { readonly [R in FailureReason]: EnrolRefusal } = {
  unreachable: 'hq-unreachable',
  'not-hq': 'not-hq',
  'hq-failing': 'hq-failing',
  'hq-misconfigured': 'hq-failing',
  // HQ understands us and says no to something that is no matter of the code: its fault or ours.
  refused: 'hq-failing',
  clock: 'clock',
  'hq-certificate': 'hq-failing',
};

const errorCodes: { readonly [E in HqError['error']]?: EnrolRefusal } = {
  'code-unknown': 'code-unknown',
  'code-expired': 'code-expired',
  'too-many-tries': 'too-many-tries',
};
