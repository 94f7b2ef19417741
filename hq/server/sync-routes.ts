import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import {
  enrolAnswerSchema,
  enrolRequestSchema,
  hqErrorSchema,
  protocolVersion,
  pullAnswerSchema,
  pullRowsMax,
  pushAnswerSchema,
  pushBytesMax,
  pushRequestSchema,
} from '../../app/contract/sync.ts';
import { instantMs, wholeNumber } from '../../app/contract/ids.ts';
import { acceptPush } from '../apply/accept-push.ts';
import { acceptedEvents } from '../apply/read-event.ts';
import { getBrand } from '../db/brand.ts';
import { listChanges } from '../db/changes.ts';
import { markInstallSeen } from '../db/installs.ts';
import type { HqInstall } from '../db/installs.ts';
import { enrolCounter } from './enrol-counter.ts';
import { createFailureLimit } from './failure-limit.ts';
import type { HqApp, HqDeps } from './hq-deps.ts';
import { refuse } from './hq-errors.ts';
import type { Refusal } from './hq-errors.ts';
import { verifySignature } from './verify-signature.ts';

const failures = { '4xx': hqErrorSchema, '5xx': hqErrorSchema };
const seenEveryMs = 10_000;
const retryAfterS = 5;
/** Wrong codes from anywhere within 10 minutes; above, nobody can enrol for a while. */
const wrongCodesMax = 30;

/** The body's bytes as they arrived. */
export type RawBodies = { readonly get: (request: FastifyRequest) => Uint8Array };

/** Everything a counter says to HQ. */
export function addSyncRoutes(app: HqApp, deps: HqDeps, rawBodies: RawBodies): void {
  addOpenRoutes(app, deps);
  addEnrolRoute(app, deps);
  const installs = new WeakMap<FastifyRequest, HqInstall>();
  const preValidation = async (request: FastifyRequest, reply: FastifyReply) => {
    const verified = await verifySignature(deps.db, {
      method: request.method,
      target: request.raw.url ?? '',
      headers: request.headers,
      rawBody: rawBodies.get(request),
    });
    if (verified.kind !== 'verified') {
      return sendRefusal(reply, refuse(verified.kind, signatureWords[verified.kind]));
    }
    installs.set(request, verified.install);
    return undefined;
  };
  const getInstall = (request: FastifyRequest): HqInstall => {
    const install = installs.get(request);
    if (install === undefined) throw new Error('a signed route without its install');
    return install;
  };
  addPushRoute(app, deps, { preValidation, getInstall });
  addPullRoute(app, deps, { preValidation, getInstall });
}

const signatureWords = {
  'bad-signature': 'the request is not signed by its install',
  'unknown-install': 'HQ does not know this install',
  revoked: 'this install was revoked at HQ',
} as const;

function sendRefusal(reply: FastifyReply, refusal: Refusal) {
  if (refusal.status === 503 || refusal.status === 429)
    void reply.header('retry-after', String(retryAfterS));
  return reply.code(refusal.status).send(refusal.body);
}

function addOpenRoutes(app: HqApp, deps: HqDeps): void {
  const helloSchema = z.object({
    product: z.literal('counterfoil-hq'),
    protocols: z.array(wholeNumber),
    /** Which versions of which events HQ can apply. */
    events: z.record(z.string(), z.array(wholeNumber)),
    tl: z.uuid(),
    serverTimeMs: instantMs,
  });
  app.route({
    method: 'GET',
    url: '/v1/hello',
    schema: { summary: 'What this HQ speaks', response: { 200: helloSchema, ...failures } },
    handler: async () => ({
      product: 'counterfoil-hq' as const,
      protocols: [protocolVersion],
      events: Object.fromEntries(
        Object.entries(acceptedEvents).map(([type, versions]) => [type, [...versions]]),
      ),
      tl: (await getBrand(deps.db)).timeline,
      serverTimeMs: deps.nowMs(),
    }),
  });
  app.route({
    method: 'GET',
    url: '/v1/health',
    schema: {
      summary: 'Whether HQ can reach its database',
      response: {
        200: z.object({ ok: z.literal(true), store: z.enum(['postgres', 'pglite']) }),
        ...failures,
      },
    },
    handler: async () => {
      await getBrand(deps.db);
      return { ok: true as const, store: deps.storeKind };
    },
  });
}

function addEnrolRoute(app: HqApp, deps: HqDeps): void {
  const wrongCodes = createFailureLimit(wrongCodesMax, 10 * 60_000);
  app.route({
    method: 'POST',
    url: '/v1/enrol',
    schema: {
      summary: 'A counter shows its code and public key and becomes an install',
      body: enrolRequestSchema,
      response: { 200: enrolAnswerSchema, ...failures },
    },
    handler: async (request, reply) => {
      if (wrongCodes.isReached(deps.nowMs())) {
        return sendRefusal(
          reply,
          refuse('too-many-tries', 'too many wrong codes; wait 10 minutes'),
        );
      }
      const enrolment = await enrolCounter(deps, request.body);
      if (enrolment.kind === 'enrolled') return reply.send(enrolment.answer);
      if (enrolment.kind === 'bad-key') {
        return sendRefusal(reply, refuse('bad-request', 'publicKey is no Ed25519 key'));
      }
      wrongCodes.note(deps.nowMs());
      return sendRefusal(reply, refuse(enrolment.kind, codeWords[enrolment.kind]));
    },
  });
}

const codeWords = {
  'code-unknown': 'no open code reads like this',
  'code-expired': 'this code is expired or used; make a new one at HQ',
  'too-many-tries': 'this code was tried too often; make a new one at HQ',
} as const;

type Signed = {
  readonly preValidation: (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;
  readonly getInstall: (request: FastifyRequest) => HqInstall;
};

function addPushRoute(app: HqApp, deps: HqDeps, signed: Signed): void {
  app.route({
    method: 'POST',
    url: '/v1/sync/push',
    preValidation: signed.preValidation,
    schema: {
      summary: 'Events of one install, in the order of its chain',
      body: pushRequestSchema,
      response: { 200: pushAnswerSchema, ...failures },
    },
    handler: async (request, reply) => {
      const push = request.body;
      const send = (refusal: Refusal) => sendRefusal(reply, refusal);
      if (push.inst !== signed.getInstall(request).installId) {
        return send(refuse('bad-signature', 'signed by another install'));
      }
      const bytes = push.events.reduce((sum, raw) => sum + Buffer.byteLength(raw), 0);
      if (bytes > pushBytesMax)
        return send(refuse('too-large', `more than ${pushBytesMax} bytes of events`));
      const outcome = await acceptPush(deps, push);
      switch (outcome.kind) {
        case 'accepted':
          return reply.send(outcome.answer);
        case 'gap':
          return send(
            refuse('gap', `HQ holds up to ${outcome.last}`, {
              last: outcome.last,
              head: outcome.head,
            }),
          );
        case 'fork':
          return send(
            refuse('fork', 'HQ holds another history of this install', {
              last: outcome.last,
              head: outcome.head,
            }),
          );
        case 'busy':
          return send(refuse('busy', 'nothing was kept, send it again'));
        default:
          return send(refuse(outcome.kind, signatureWords[outcome.kind]));
      }
    },
  });
}

function addPullRoute(app: HqApp, deps: HqDeps, signed: Signed): void {
  app.route({
    method: 'GET',
    url: '/v1/sync/pull',
    preValidation: signed.preValidation,
    schema: {
      summary: 'Changes after a position, in order',
      querystring: z.object({
        cursor: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER),
        limit: z.coerce.number().int().min(1).max(pullRowsMax).default(pullRowsMax),
      }),
      response: { 200: pullAnswerSchema, ...failures },
    },
    handler: async (request, reply) => {
      const { cursor, limit } = request.query;
      const install = signed.getInstall(request);
      const nowMs = deps.nowMs();
      await markInstallSeen(deps.db, { installId: install.installId, nowMs, everyMs: seenEveryMs });
      const { rows, more } = await listChanges(deps.db, { cursor, limit });
      const { timeline } = await getBrand(deps.db);
      return reply.send({
        from: cursor,
        to: rows.at(-1)?.pos ?? cursor,
        rows,
        more,
        tl: timeline,
        serverTimeMs: nowMs,
      });
    },
  });
}
