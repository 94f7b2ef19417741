import type { FastifyReply, FastifyRequest } from 'fastify';
import type { HqInstall } from '../db/installs.ts';
import type { HqDeps } from './hq-deps.ts';
import { refuse } from './hq-errors.ts';
import type { Refusal } from './hq-errors.ts';
import type { HqIdentity } from './hq-identity.ts';
import { verifySignature } from './verify-signature.ts';
import type { ArrivedRequest } from './verify-signature.ts';

const retryAfterS = 5;

/** The body's bytes as they arrived. */
export type RawBodies = { readonly get: (request: FastifyRequest) => Uint8Array };

/** What a route for installs needs: who it is, checked before anything else. */
export type Signed = {
  readonly preValidation: (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;
  readonly getInstall: (request: FastifyRequest) => HqInstall;
};

/** `push` also lets a revoked install in: what it had recorded is still taken, into quarantine. */
export type SignedRoutes = (what: 'push' | 'all') => Signed;

export const signatureWords = {
  'bad-signature': 'the request is not signed by its install',
  'unknown-install': 'HQ does not know this install',
  revoked: 'this install was revoked at HQ',
  'use-nonce': 'sign again with the nonce of this answer',
} as const;

/** Lets only requests through that an install signed, lately. */
export function createSignedRoutes(
  deps: HqDeps,
  { rawBodies, identity }: { readonly rawBodies: RawBodies; readonly identity: HqIdentity },
): SignedRoutes {
  const installs = new WeakMap<FastifyRequest, HqInstall>();
  return (what) => ({
    preValidation: async (request, reply) => {
      const check = { nonces: identity.nonces, nowMs: deps.nowMs() };
      const verified = await verifySignature(deps.db, arrivedRequest(request, rawBodies), check);
      const isLetIn =
        verified.kind === 'verified' || (verified.kind === 'revoked' && what === 'push');
      if (!isLetIn) return sendRefusal(reply, refuse(verified.kind, signatureWords[verified.kind]));
      installs.set(request, verified.install);
      return undefined;
    },
    getInstall: (request) => {
      const install = installs.get(request);
      if (install === undefined) throw new Error('a signed route without its install');
      return install;
    },
  });
}

/** A request as its signature is checked. */
export function arrivedRequest(request: FastifyRequest, rawBodies: RawBodies): ArrivedRequest {
  return {
    method: request.method,
    target: request.raw.url ?? '',
    headers: request.headers,
    rawBody: rawBodies.get(request),
  };
}

/** Answers a refusal, with words of patience where there are some. */
export function sendRefusal(reply: FastifyReply, refusal: Refusal) {
  if (refusal.status === 503 || refusal.status === 429)
    void reply.header('retry-after', String(retryAfterS));
  return reply.code(refusal.status).send(refusal.body);
}
