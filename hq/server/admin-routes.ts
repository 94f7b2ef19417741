import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import {
  adminApiRoot,
  adminDoneSchema,
  adminErrorSchema,
  resumeLinePath,
  signInAnswerSchema,
  signInRequestSchema,
  signOutAnswerSchema,
} from '../../app/contract/hq-admin.ts';
import { idSchema } from '../../app/contract/ids.ts';
import type { InstallId } from '../../app/domain/ids.ts';
import { insertAudit, lockAudit } from '../db/audit.ts';
import { markExceptionClosed } from '../db/exceptions.ts';
import { findInstall, markInstallConfirmed, markInstallRevoked } from '../db/installs.ts';
import { findStore } from '../db/brand.ts';
import type { HqTrx } from '../db/hq-db.ts';
import type { LineWorker } from '../line/create-line-worker.ts';
import { addAdminHouseRoutes } from './admin-house-routes.ts';
import { addAdminLinePreviewRoutes } from './admin-line-preview-routes.ts';
import { addAdminLineRoutes } from './admin-line-routes.ts';
import { addAdminActsRoutes } from './admin-acts-routes.ts';
import { addAdminListRoutes } from './admin-list-routes.ts';
import { addAdminMemberRoutes } from './admin-member-routes.ts';
import { addAdminProgramRoutes } from './admin-program-routes.ts';
import { addAdminRequestRoutes } from './admin-request-routes.ts';
import { addAdminSpendingRoutes } from './admin-spending-routes.ts';
import { addAdminWorkbenchRoutes } from './admin-workbench-routes.ts';
import { findAdmin, getAdmin, isSameOrigin, signIn, signOut } from './admin-session.ts';
import { createFailureLimit } from './failure-limit.ts';
import type { HqApp, HqDeps } from './hq-deps.ts';
import { refuse } from './hq-errors.ts';
import type { Refusal } from './hq-errors.ts';
import { reinstallExceptionId } from './reinstall-counter.ts';

const failures = { '4xx': adminErrorSchema, '5xx': adminErrorSchema };
const done = { kind: 'done' as const };
/** Wrong tokens from anywhere within 5 minutes. */
const wrongTokensMax = 10;
/**
 * The length of the tokens HQ makes (144 bits): nobody guesses one, and so nobody who guesses keeps its owner out.
 * A shorter one, which somebody chose, waits until the guessing is over.
 */
const guessProofLength = 24;

/** Lets only signed-in browsers through. */
export type Guard = (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;

function send(reply: FastifyReply, refusal: Refusal) {
  return reply.code(refusal.status).send(refusal.body);
}

/** The console's API: everything but signing in needs the session cookie. */
export function addAdminRoutes(app: HqApp, deps: HqDeps, lineWorker: LineWorker): void {
  addSessionRoutes(app, deps);
  const guard: Guard = async (request, reply) => {
    if ((await findAdmin(deps, request)) !== null) return undefined;
    return send(reply, refuse('bad-signature', 'sign in first'));
  };
  addAdminListRoutes(app, deps, { lineWorker, guard });
  addAdminActsRoutes(app, deps, guard);
  addAdminProgramRoutes(app, deps, guard);
  addAdminMemberRoutes(app, deps, guard);
  addAdminRequestRoutes(app, deps, guard);
  addAdminSpendingRoutes(app, deps, guard);
  addAdminWorkbenchRoutes(app, deps, guard);
  addAdminHouseRoutes(app, deps, guard);
  addCareRoutes(app, deps, { guard });
  addAdminLineRoutes(app, deps, guard);
  addAdminLinePreviewRoutes(app, deps, guard);
  addResumeRoute(app, { lineWorker, guard });
}

function addSessionRoutes(app: HqApp, deps: HqDeps): void {
  const wrongTokens = createFailureLimit(wrongTokensMax, 5 * 60_000);
  app.route({
    method: 'POST',
    url: `${adminApiRoot}/session`,
    schema: { body: signInRequestSchema, response: { 200: signInAnswerSchema, ...failures } },
    handler: async (request, reply) => {
      const { token } = request.body;
      const isHeldBack = wrongTokens.isReached(deps.nowMs());
      const mayTry = isSameOrigin(request) && (!isHeldBack || token.length >= guessProofLength);
      if (mayTry && (await signIn(deps, { request, reply }, token)))
        return reply.send({ kind: 'signed-in' as const });
      if (isHeldBack)
        return send(reply, refuse('too-many-tries', 'too many wrong tokens; wait 5 minutes'));
      wrongTokens.note(deps.nowMs());
      return send(reply, refuse('bad-signature', 'the token is wrong'));
    },
  });
  app.route({
    method: 'DELETE',
    url: `${adminApiRoot}/session`,
    schema: { response: { 200: signOutAnswerSchema, ...failures } },
    handler: async (request, reply) => {
      await signOut(deps, request, reply);
      return reply.send({ kind: 'signed-out' as const });
    },
  });
}

type Care = { readonly lineWorker: LineWorker; readonly guard: Guard };

function addCareRoutes(app: HqApp, deps: HqDeps, { guard }: Pick<Care, 'guard'>): void {
  app.route({
    method: 'POST',
    url: `${adminApiRoot}/counters/revoke`,
    preValidation: guard,
    schema: {
      body: z.object({ inst: idSchema<InstallId>() }).strict(),
      response: { 200: adminDoneSchema, ...failures },
    },
    handler: async (request, reply) => {
      const admin = await getAdmin(deps, request);
      const { inst } = request.body;
      const atMs = deps.nowMs();
      const revoked = await deps.db.transaction().execute(async (trx) => {
        await lockAudit(trx);
        if (!(await markInstallRevoked(trx, inst, atMs))) return false;
        const name = await counterName(trx, inst);
        const change = { before: { revoked: false }, after: { name, revoked: true } };
        await insertAudit(trx, {
          admin,
          action: 'counter.revoked',
          subject: inst,
          ...change,
          atMs,
        });
        return true;
      });
      return revoked ? reply.send(done) : send(reply, refuse('not-found', 'no such counter'));
    },
  });
  app.route({
    method: 'POST',
    url: `${adminApiRoot}/counters/confirm`,
    preValidation: guard,
    schema: {
      body: z.object({ inst: idSchema<InstallId>() }).strict(),
      response: { 200: adminDoneSchema, ...failures },
    },
    handler: async (request, reply) => {
      const admin = await getAdmin(deps, request);
      const { inst } = request.body;
      const atMs = deps.nowMs();
      const confirmed = await deps.db.transaction().execute(async (trx) => {
        const isConfirmed = await markInstallConfirmed(trx, inst, atMs);
        const exceptionId = reinstallExceptionId(inst);
        if ((await markExceptionClosed(trx, exceptionId)) || isConfirmed) {
          const after = { state: 'closed', kind: 'confirm-reinstall', inst };
          const about = { action: 'exception.done', subject: exceptionId, atMs };
          await insertAudit(trx, { admin, ...about, before: { state: 'open' }, after });
        }
        return isConfirmed;
      });
      return confirmed
        ? reply.send(done)
        : send(reply, refuse('not-found', 'nothing waits to be confirmed'));
    },
  });
}

function addResumeRoute(app: HqApp, { lineWorker, guard }: Care): void {
  app.route({
    method: 'POST',
    url: `${adminApiRoot}${resumeLinePath}`,
    preValidation: guard,
    schema: { response: { 200: adminDoneSchema, ...failures } },
    handler: async () => {
      lineWorker.resume();
      return done;
    },
  });
}

/** Store and label, for the record. */
async function counterName(trx: HqTrx, inst: InstallId): Promise<string> {
  const install = await findInstall(trx, inst);
  const store = install === null ? null : await findStore(trx, install.storeId);
  return `${store?.name ?? ''} ${install?.counterLabel ?? ''}`.trim();
}
