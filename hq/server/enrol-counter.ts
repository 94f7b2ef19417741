import { createHash, timingSafeEqual } from 'node:crypto';
import type { EnrolAnswer, EnrolRequest } from '../../app/contract/sync.ts';
import type { InstallId, StoreId } from '../../app/domain/ids.ts';
import { findStore, getBrand } from '../db/brand.ts';
import {
  insertEnrolmentCode,
  lockEnrolmentCode,
  markCodeTried,
  markCodeUsed,
} from '../db/enrolment-codes.ts';
import type { EnrolmentCode } from '../db/enrolment-codes.ts';
import type { HqTrx } from '../db/hq-db.ts';
import { findInstall, insertInstall } from '../db/installs.ts';
import type { HqDeps } from './hq-deps.ts';
import { installPapers } from './install-papers.ts';
import { readPublicKey } from './verify-signature.ts';

/** 20 letters without vowels and without look-alikes: no words, no confusion when read aloud. */
const codeAlphabet = 'BCDFGHJKLMNPQRSTVWXZ';
const codeLength = 8;
/** The first letters find the code, the others (3.2 million) must fit: so tries count per code. */
const selectorLength = 3;
export const codeLifeMs = 10 * 60_000;
const triesMax = 5;

export type MadeCode =
  | { readonly kind: 'made'; readonly code: string; readonly expiresAtMs: number }
  | { readonly kind: 'unknown-store' };

/** Makes a code for one counter of one store: 10 minutes, once. HQ keeps only its hash. */
export async function makeEnrolmentCode(
  deps: HqDeps,
  input: { readonly storeId: StoreId; readonly counterLabel: string },
): Promise<MadeCode> {
  if ((await findStore(deps.db, input.storeId)) === null) return { kind: 'unknown-store' };
  const nowMs = deps.nowMs();
  const expiresAtMs = nowMs + codeLifeMs;
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const code = randomCode(deps);
    const selector = code.slice(0, selectorLength);
    const stored = await insertEnrolmentCode(deps.db, {
      selector,
      codeHash: hashCode(code),
      ...input,
      expiresAtMs,
      nowMs,
    });
    if (stored) return { kind: 'made', code, expiresAtMs };
  }
  throw new Error('too many enrolment codes of one day are kept');
}

export type Enrolment =
  | { readonly kind: 'enrolled'; readonly answer: EnrolAnswer }
  | { readonly kind: 'code-unknown' | 'code-expired' | 'too-many-tries' | 'bad-key' };

/**
 * Turns a code and a public key into an install. A repeat with the same key (its answer was lost)
 * gives the same install again; another key with a used code is refused.
 */
export async function enrolCounter(deps: HqDeps, request: EnrolRequest): Promise<Enrolment> {
  if (readPublicKey(request.publicKey) === null) return { kind: 'bad-key' };
  return await deps.db.transaction().execute(async (trx): Promise<Enrolment> => {
    const nowMs = deps.nowMs();
    const code = await lockEnrolmentCode(trx, request.code.slice(0, selectorLength));
    if (code === null) return { kind: 'code-unknown' };
    if (code.tries >= triesMax) return { kind: 'too-many-tries' };
    if (!isSameHash(code.codeHash, hashCode(request.code))) {
      await markCodeTried(trx, code.selector);
      return { kind: 'code-unknown' };
    }
    if (code.expiresAtMs <= nowMs) return { kind: 'code-expired' };
    const installId = await useCode(deps, trx, { code, request, nowMs });
    if (installId === null) return { kind: 'code-expired' };
    const brand = await getBrand(trx);
    const store = await findStore(trx, code.storeId);
    if (store === null) throw new Error('an enrolment code names no store');
    const answer: EnrolAnswer = {
      inst: installId,
      counterLabel: code.counterLabel,
      brandName: brand.brandName,
      store,
      ...installPapers(brand, {
        inst: installId,
        publicKey: request.publicKey,
        counterLabel: code.counterLabel,
        store,
        issuedAtMs: nowMs,
      }),
      tl: brand.timeline,
      serverTimeMs: nowMs,
    };
    return { kind: 'enrolled', answer };
  });
}

async function useCode(
  deps: HqDeps,
  trx: HqTrx,
  input: { readonly code: EnrolmentCode; readonly request: EnrolRequest; readonly nowMs: number },
): Promise<InstallId | null> {
  const { code, request, nowMs } = input;
  if (code.usedBy !== null) {
    const install = await findInstall(trx, code.usedBy);
    return install?.publicKey === request.publicKey ? install.installId : null;
  }
  const installId = deps.newId<InstallId>();
  await insertInstall(trx, {
    installId,
    storeId: code.storeId,
    counterLabel: code.counterLabel,
    publicKey: request.publicKey,
    hostName: request.hostName,
    appVersion: request.appVersion,
    nowMs,
  });
  await markCodeUsed(trx, { selector: code.selector, installId, nowMs });
  return installId;
}

/** Letters drawn without bias: bytes from 240 on are thrown away (240 = 12 × 20). */
function randomCode(deps: HqDeps): string {
  let code = '';
  while (code.length < codeLength) {
    for (const byte of deps.randomBytes(16)) {
      if (byte < 240 && code.length < codeLength) code += codeAlphabet[byte % codeAlphabet.length];
    }
  }
  return code;
}

function hashCode(code: string): string {
  return createHash('sha256').update(`enrol:${code}`).digest('hex');
}

function isSameHash(a: string, b: string): boolean {
  return timingSafeEqual(Buffer.from(a, 'hex'), Buffer.from(b, 'hex'));
}
