import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import {
  enrolAnswerSchema,
  enrolRequestSchema,
  hqErrorSchema,
  protocolVersion,
  pullAnswerSchema,
  pullQuerySchema,
  pushAnswerSchema,
  pushBytesMax,
  pushRequestSchema,
} from '../../app/contract/sync.ts';
import type { PushRequest } from '../../app/contract/sync.ts';
import { instantMs, wholeNumber } from '../../app/contract/ids.ts';
import { heldRightsMax } from '../../app/contract/spend-policy.ts';
import { acceptPush, acceptPushes } from '../apply/accept-push.ts';
import { acceptedEvents } from '../apply/read-event.ts';
import { getBrand } from '../db/brand.ts';
import { findChanges } from '../db/changes.ts';
import { classifyDbError } from '../db/db-errors.ts';
import { markInstallSeen } from '../db/installs.ts';
import { listHeldRights } from '../db/spend-rights.ts';
import { enrolCounter } from './enrol-counter.ts';
import { callerOf, createFailureLimits } from './failure-limit.ts';
import type { HqApp, HqDeps } from './hq-deps.ts';
import { refuse } from './hq-errors.ts';
import type { Refusal } from './hq-errors.ts';
import type { HqIdentity } from './hq-identity.ts';
import { addLineBindingRoutes } from './line-binding-routes.ts';
import { addInstallRoutes, noteAhead } from './install-routes.ts';
import { addRecoveryRoutes } from './recovery-routes.ts';
import { addRemarkRoutes } from './remark-routes.ts';
import { addSnapshotRoutes } from './snapshot-routes.ts';
import { addSpendRoutes } from './spend-routes.ts';
import { createPushGate } from './push-gate.ts';
import { AskerGone, createPushGroups } from './push-groups.ts';
import { sendRefusal, signatureWords } from './signed-routes.ts';
import type { RawBodies, Signed, SignedRoutes } from './signed-routes.ts';

const failures = { '4xx': hqErrorSchema, '5xx': hqErrorSchema };
const seenEveryMs = 10_000;
/**
 * Wrong codes of one caller within 10 minutes; above, that caller cannot enrol for a while. What keeps a code is
 * that it dies of its own five wrong tries (`enrolCounter`), from however many callers: 5 in 3.2 million.
 */
const wrongCodesMax = 30;

/** Everything a counter says to HQ. */
export function addSyncRoutes(
  app: HqApp,
  deps: HqDeps,
  given: {
    readonly signedRoutes: SignedRoutes;
    readonly rawBodies: RawBodies;
    readonly identity: HqIdentity;
  },
): void {
  addOpenRoutes(app, deps);
  addEnrolRoute(app, deps);
  addPushRoute(app, deps, given.signedRoutes('push'));
  addPullRoute(app, deps, { signed: given.signedRoutes('all'), identity: given.identity });
  addSnapshotRoutes(app, deps, given.signedRoutes('all'));
  addSpendRoutes(app, deps, given.signedRoutes('all'));
  addRemarkRoutes(app, deps, given.signedRoutes('all'));
  addLineBindingRoutes(app, deps, given.signedRoutes('all'));
  addRecoveryRoutes(app, deps, given.signedRoutes('all'));
  addInstallRoutes(app, deps, { ...given, signed: given.signedRoutes('all') });
}

const helloSchema = z.object({
  product: z.literal('counterfoil-hq'),
  protocols: z.array(wholeNumber),
  /** Which versions of which events HQ can apply. */
  events: z.record(z.string(), z.array(wholeNumber)),
  tl: z.uuid(),
  serverTimeMs: instantMs,
});

const healthSchema = z.object({ ok: z.literal(true), store: z.enum(['postgres', 'pglite']) });

function addOpenRoutes(app: HqApp, deps: HqDeps): void {
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
        200: healthSchema,
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
  const wrongCodes = createFailureLimits(wrongCodesMax, 10 * 60_000);
  app.route({
    method: 'POST',
    url: '/v1/enrol',
    schema: {
      summary: 'A counter shows its code and public key and becomes an install',
      body: enrolRequestSchema,
      response: { 200: enrolAnswerSchema, ...failures },
    },
    handler: async (request, reply) => {
      const caller = callerOf(request);
      if (wrongCodes.isReached(caller, deps.nowMs())) {
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
      wrongCodes.note(caller, deps.nowMs());
      return sendRefusal(reply, refuse(enrolment.kind, codeWords[enrolment.kind]));
    },
  });
}

const codeWords = {
  'code-unknown': 'no open code reads like this',
  'code-expired': 'this code is expired or used; make a new one at HQ',
  'too-many-tries': 'this code was tried too often; make a new one at HQ',
} as const;

/**
 * Holds back what HQ cannot work on soon. When the gate is full a push is sent away before it is read and its
 * signature checked, which would cost a good part of taking it. Its place it takes only when the body is in,
 * so that nobody's slow line keeps one.
 */
function holdBack(deps: HqDeps) {
  const { groupsMax, groupPushesMax, waitingMax } = deps.pushesAtOnce;
  // Those that wait do so where groups are made of them.
  const runningMax = groupsMax * groupPushesMax + waitingMax;
  const gate = createPushGate({
    runningMax,
    runningMin: groupsMax,
    waitingMax: 0,
    nowMs: deps.nowMs,
  });
  const sendAway = (reply: FastifyReply) => {
    const seconds = gate.sendAway({ nowMs: deps.nowMs(), random: deps.random() });
    void reply.header('retry-after', String(seconds));
    return reply.code(429).send(refuse('busy', 'many counters at once, come again').body);
  };
  return {
    onRequest: async (_request: FastifyRequest, reply: FastifyReply): Promise<unknown> =>
      gate.isFull() ? sendAway(reply) : undefined,
    preHandler: async (_request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
      const leave = await gate.enter();
      if (leave === null) return sendAway(reply);
      if (reply.raw.destroyed) leave();
      else reply.raw.once('close', leave);
      return undefined;
    },
  };
}

function addPushRoute(app: HqApp, deps: HqDeps, signed: Signed): void {
  const accept = { ...deps, limitsRevoked: true };
  const takePush = createPushGroups(deps.pushesAtOnce, {
    together: (pushes: readonly PushRequest[]) => acceptPushes(accept, pushes),
    alone: (push) => acceptPush(accept, push),
    concernsAll: (error) => classifyDbError(error) === 'misconfigured',
  });
  app.route({
    method: 'POST',
    url: '/v1/sync/push',
    preValidation: signed.preValidation,
    ...holdBack(deps),
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
      const outcome = await takePush(push, () => reply.raw.destroyed).catch(busyWhenGone);
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
        case 'revoked-full':
          return send(refuse('revoked', revokedFullWords));
        case 'unknown-install':
          return send(refuse(outcome.kind, signatureWords[outcome.kind]));
      }
    },
  });
}

const revokedFullWords = `${signatureWords.revoked}; no more of it is kept today`;

/** Said to a line that is gone; what matters is that it is no fault of ours. */
function busyWhenGone(error: unknown): { readonly kind: 'busy' } {
  if (error instanceof AskerGone) return { kind: 'busy' };
  throw error;
}

function addPullRoute(
  app: HqApp,
  deps: HqDeps,
  { signed, identity }: { readonly signed: Signed; readonly identity: HqIdentity },
): void {
  app.route({
    method: 'GET',
    url: '/v1/sync/pull',
    preValidation: signed.preValidation,
    schema: {
      summary: 'Changes after a position, in order',
      querystring: pullQuerySchema,
      response: { 200: pullAnswerSchema, ...failures },
    },
    handler: async (request, reply) => {
      const { cursor, limit, mark = null, kid = null } = request.query;
      const install = signed.getInstall(request);
      const nowMs = deps.nowMs();
      const { installId, lastSeenMs } = install;
      if (lastSeenMs === null || nowMs - lastSeenMs > seenEveryMs)
        await markInstallSeen(deps.db, { installId, nowMs, everyMs: seenEveryMs });
      const page = await findChanges(deps.db, { cursor, mark, limit });
      const { timeline } = install;
      if (page === null) {
        await noteAhead(deps, { timeline, install, cursor, nowMs });
        return sendRefusal(reply, refuse('ahead', 'HQ came back from a backup: read it again'));
      }
      const { rows, more } = page;
      const rights = install.holdsRights ? await listHeldRights(deps.db, installId) : [];
      return reply.send({
        from: cursor,
        to: rows.at(-1)?.pos ?? cursor,
        rows,
        more,
        mark: page.mark,
        // Two words at once may be one too many. Half a list would read as rights that are gone; without
        // one the counter keeps what it knows.
        ...(rights.length > heldRightsMax ? {} : { rights }),
        hqLast: install.lastSeq,
        hqHead: install.headHash === '' ? null : install.headHash,
        confirmed: install.confirmedAtMs !== null,
        ...(kid === identity.key.kid ? {} : { keys: identity.keys }),
        tl: timeline,
        serverTimeMs: nowMs,
      });
    },
  });
}
