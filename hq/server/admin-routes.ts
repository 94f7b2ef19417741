import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { hqErrorSchema } from '../../app/contract/sync.ts';
import type { InstallId, StoreId } from '../../app/domain/ids.ts';
import { getBrand, insertStore, listStores, markBrandName } from '../db/brand.ts';
import { insertChanges } from '../db/changes.ts';
import { listExceptions, markExceptionClosed } from '../db/exceptions.ts';
import { listInstalls, markInstallRevoked } from '../db/installs.ts';
import { listLineOutbox } from '../db/line-outbox.ts';
import { countEverything } from '../db/overview.ts';
import { listLatestSales } from '../db/sales.ts';
import type { LineWorker } from '../line-worker.ts';
import {
  brandNameSchema, closeExceptionSchema, doneSchema, exceptionListSchema, lineOutboxSchema, madeCodeSchema,
  memberListSchema, newCodeSchema, newStoreSchema, overviewSchema, revokeSchema, saleListSchema, signInSchema,
} from './admin-api.ts';
import type { Overview } from './admin-api.ts';
import { isSameOrigin, isSignedIn, signIn, signOut } from './admin-session.ts';
import { makeEnrolmentCode } from './enrol-counter.ts';
import { createFailureLimit } from './failure-limit.ts';
import type { HqApp, HqDeps } from './hq-deps.ts';
import { refuse } from './hq-errors.ts';
import type { Refusal } from './hq-errors.ts';
import { findMembersForPeople, maskForPeople } from './members-for-people.ts';

const failures = { '4xx': hqErrorSchema, '5xx': hqErrorSchema };
const done = { kind: 'done' as const };
const listedMax = 200;
/** Wrong tokens from anywhere within 5 minutes. */
const wrongTokensMax = 10;

function send(reply: FastifyReply, refusal: Refusal) {
  return reply.code(refusal.status).send(refusal.body);
}

/** The console's API: everything but signing in needs the session cookie. */
export function addAdminRoutes(app: HqApp, deps: HqDeps, lineWorker: LineWorker): void {
  addSignInRoutes(app, deps);
  const preValidation = async (request: FastifyRequest, reply: FastifyReply) => {
    if (await isSignedIn(deps, request)) return undefined;
    return send(reply, refuse('bad-signature', 'sign in first'));
  };
  addReadRoutes(app, deps, { lineWorker, preValidation });
  addHouseRoutes(app, deps, preValidation);
  addCareRoutes(app, deps, { lineWorker, preValidation });
}

type Guard = (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;

function addSignInRoutes(app: HqApp, deps: HqDeps): void {
  const wrongTokens = createFailureLimit(wrongTokensMax, 5 * 60_000);
  app.route({
    method: 'POST',
    url: '/admin/api/sign-in',
    schema: { body: signInSchema, response: { 200: doneSchema, ...failures } },
    handler: async (request, reply) => {
      if (wrongTokens.isReached(deps.nowMs())) {
        return send(reply, refuse('too-many-tries', 'too many wrong tokens; wait 5 minutes'));
      }
      if (isSameOrigin(request) && (await signIn(deps, reply, request.body.token))) return reply.send(done);
      wrongTokens.note(deps.nowMs());
      return send(reply, refuse('bad-signature', 'the token is wrong'));
    },
  });
  app.route({
    method: 'POST',
    url: '/admin/api/sign-out',
    schema: { response: { 200: doneSchema, ...failures } },
    handler: async (request, reply) => {
      await signOut(deps, request, reply);
      return reply.send(done);
    },
  });
}

function addReadRoutes(
  app: HqApp,
  deps: HqDeps,
  { lineWorker, preValidation }: { readonly lineWorker: LineWorker; readonly preValidation: Guard },
): void {
  app.route({
    method: 'GET',
    url: '/admin/api/overview',
    preValidation,
    schema: { response: { 200: overviewSchema, ...failures } },
    handler: async () => await readOverview(deps, lineWorker),
  });
  app.route({
    method: 'GET',
    url: '/admin/api/sales',
    preValidation,
    schema: { response: { 200: saleListSchema, ...failures } },
    handler: async () => {
      const sales = await listLatestSales(deps.db, 100);
      return { sales: sales.map((sale) => ({ ...sale, memberName: maskForPeople(sale.memberName) })) };
    },
  });
  app.route({
    method: 'GET',
    url: '/admin/api/members',
    preValidation,
    schema: {
      querystring: z.object({
        text: z.string().max(64).default(''),
        offset: z.coerce.number().int().min(0).max(10_000_000).default(0),
        limit: z.coerce.number().int().min(1).max(listedMax).default(50),
      }),
      response: { 200: memberListSchema, ...failures },
    },
    handler: async (request) => await findMembersForPeople(deps, request.query),
  });
  app.route({
    method: 'GET',
    url: '/admin/api/exceptions',
    preValidation,
    schema: {
      querystring: z.object({ state: z.enum(['open', 'closed']).default('open') }),
      response: { 200: exceptionListSchema, ...failures },
    },
    handler: async (request) => ({
      exceptions: await listExceptions(deps.db, { state: request.query.state, limit: listedMax }),
    }),
  });
  app.route({
    method: 'GET',
    url: '/admin/api/line',
    preValidation,
    schema: { response: { 200: lineOutboxSchema, ...failures } },
    handler: async () => {
      const { counts, latest } = await listLineOutbox(deps.db, 100);
      const masked = latest.map((message) => ({ ...message, memberName: maskForPeople(message.memberName) }));
      return { state: lineWorker.getState(), counts, latest: masked };
    },
  });
}

async function readOverview(deps: HqDeps, lineWorker: LineWorker): Promise<Overview> {
  const { brandName } = await getBrand(deps.db);
  const { waitingLineCount, ...counts } = await countEverything(deps.db);
  const installs = await listInstalls(deps.db);
  const stores = (await listStores(deps.db)).map((store) => ({
    ...store,
    counters: installs
      .filter((install) => install.storeId === store.storeId)
      .map(({ installId, counterLabel, hostName, appVersion, lastSeq, lastSeenMs, revokedAtMs }) => ({
        inst: installId as string,
        counterLabel,
        hostName,
        appVersion,
        lastSeq,
        lastSeenMs,
        revoked: revokedAtMs !== null,
      })),
  }));
  const line = { state: lineWorker.getState(), waiting: waitingLineCount };
  return { brandName, storeKind: deps.storeKind, serverTimeMs: deps.nowMs(), ...counts, line, stores };
}

function addHouseRoutes(app: HqApp, deps: HqDeps, preValidation: Guard): void {
  app.route({
    method: 'POST',
    url: '/admin/api/brand',
    preValidation,
    schema: { body: brandNameSchema, response: { 200: doneSchema, ...failures } },
    handler: async (request) => {
      await markBrandName(deps.db, request.body.brandName);
      return done;
    },
  });
  app.route({
    method: 'POST',
    url: '/admin/api/stores',
    preValidation,
    schema: { body: newStoreSchema, response: { 200: doneSchema, ...failures } },
    handler: async (request) => {
      const store = { storeId: deps.newId<StoreId>(), ...request.body };
      await deps.db.transaction().execute(async (trx) => {
        await insertStore(trx, store);
        await insertChanges(trx, [{ kind: 'store', store }]);
      });
      return done;
    },
  });
  app.route({
    method: 'POST',
    url: '/admin/api/enrolment-codes',
    preValidation,
    schema: { body: newCodeSchema, response: { 200: madeCodeSchema, ...failures } },
    handler: async (request, reply) => {
      const { storeId, counterLabel } = request.body;
      const made = await makeEnrolmentCode(deps, { storeId: storeId as StoreId, counterLabel });
      if (made.kind === 'unknown-store') return send(reply, refuse('not-found', 'no such store'));
      return reply.send({ code: made.code, expiresAtMs: made.expiresAtMs });
    },
  });
  app.route({
    method: 'POST',
    url: '/admin/api/counters/revoke',
    preValidation,
    schema: { body: revokeSchema, response: { 200: doneSchema, ...failures } },
    handler: async (request, reply) => {
      const revoked = await markInstallRevoked(deps.db, request.body.inst as InstallId, deps.nowMs());
      return revoked ? reply.send(done) : send(reply, refuse('not-found', 'no such counter'));
    },
  });
}

function addCareRoutes(
  app: HqApp,
  deps: HqDeps,
  { lineWorker, preValidation }: { readonly lineWorker: LineWorker; readonly preValidation: Guard },
): void {
  app.route({
    method: 'POST',
    url: '/admin/api/exceptions/close',
    preValidation,
    schema: { body: closeExceptionSchema, response: { 200: doneSchema, ...failures } },
    handler: async (request, reply) => {
      const closed = await markExceptionClosed(deps.db, request.body.exceptionId);
      return closed ? reply.send(done) : send(reply, refuse('not-found', 'no such exception'));
    },
  });
  app.route({
    method: 'POST',
    url: '/admin/api/line/resume',
    preValidation,
    schema: { response: { 200: doneSchema, ...failures } },
    handler: async () => {
      lineWorker.resume();
      return done;
    },
  });
}
