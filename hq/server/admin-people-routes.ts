import type { FastifyRequest } from 'fastify';
import {
  adminsAnswerSchema,
  limitRequestSchema,
  newAdminAnswerSchema,
  newAdminRequestSchema,
  ownerAnswerSchema,
  revokeAdminRequestSchema,
} from '../../app/contract/hq-admin-exceptions.ts';
import type {
  AdminsAnswer,
  NewAdminAnswer,
  OwnerAnswer,
} from '../../app/contract/hq-admin-exceptions.ts';
import { adminApiRoot, adminErrorSchema } from '../../app/contract/hq-admin.ts';
import {
  findTwoPersonLimit,
  insertAdmin,
  listAdmins,
  markAdminRevoked,
  markTwoPersonLimit,
} from '../db/admins.ts';
import type { Admin } from '../db/admins.ts';
import { insertAudit, listLatestAudit } from '../db/audit.ts';
import { classifyDbError } from '../db/db-errors.ts';
import type { HqTrx } from '../db/hq-db.ts';
import type { Guard } from './admin-routes.ts';
import { getAdmin, hashSecret } from './admin-session.ts';
import type { HqApp, HqDeps } from './hq-deps.ts';

const failures = { '4xx': adminErrorSchema, '5xx': adminErrorSchema };
const latestMax = 50;

/** Who may sign in, and above what two of them must agree. Only the owner changes either. */
export function addAdminPeopleRoutes(app: HqApp, deps: HqDeps, guard: Guard): void {
  app.route({
    method: 'GET',
    url: `${adminApiRoot}/admins`,
    preValidation: guard,
    schema: { response: { 200: adminsAnswerSchema, ...failures } },
    handler: async (request) => await readPeople(deps, await getAdmin(deps, request)),
  });
  app.route({
    method: 'POST',
    url: `${adminApiRoot}/admins`,
    preValidation: guard,
    schema: { body: newAdminRequestSchema, response: { 200: newAdminAnswerSchema, ...failures } },
    handler: async (request) => await addAdmin(deps, request, request.body.name),
  });
  app.route({
    method: 'POST',
    url: `${adminApiRoot}/admins/revoke`,
    preValidation: guard,
    schema: { body: revokeAdminRequestSchema, response: { 200: ownerAnswerSchema, ...failures } },
    handler: async (request) =>
      await asOwner(deps, request, async (trx, admin) => {
        const { adminId } = request.body;
        const atMs = deps.nowMs();
        const name = await markAdminRevoked(trx, adminId, atMs);
        if (name === null) return 'not-found';
        const change = { before: { name, active: true }, after: { name, active: false } };
        await insertAudit(trx, {
          admin,
          action: 'admin.revoked',
          subject: adminId,
          ...change,
          atMs,
        });
        return 'done';
      }),
  });
  app.route({
    method: 'POST',
    url: `${adminApiRoot}/admins/limit`,
    preValidation: guard,
    schema: { body: limitRequestSchema, response: { 200: ownerAnswerSchema, ...failures } },
    handler: async (request) =>
      await asOwner(deps, request, async (trx, admin) => {
        const { twoPersonMinor } = request.body;
        const before = { twoPersonMinor: await findTwoPersonLimit(trx) };
        await markTwoPersonLimit(trx, twoPersonMinor);
        await insertAudit(trx, {
          admin,
          action: 'limit.changed',
          subject: 'two-person-limit',
          before,
          after: { twoPersonMinor },
          atMs: deps.nowMs(),
        });
        return 'done';
      }),
  });
}

async function readPeople(deps: HqDeps, admin: Admin): Promise<AdminsAnswer> {
  return {
    me: { isOwner: admin.adminId === null, name: admin.name },
    twoPersonMinor: await findTwoPersonLimit(deps.db),
    rows: await listAdmins(deps.db),
    latest: await listLatestAudit(deps.db, { limit: latestMax }),
  };
}

async function asOwner(
  deps: HqDeps,
  request: FastifyRequest,
  work: (trx: HqTrx, admin: Admin) => Promise<'done' | 'not-found'>,
): Promise<OwnerAnswer> {
  const admin = await getAdmin(deps, request);
  if (admin.adminId !== null) return { kind: 'only-owner' };
  return { kind: await deps.db.transaction().execute((trx) => work(trx, admin)) };
}

/** Nobody who needs a second person may make one up: only the owner adds people. */
async function addAdmin(
  deps: HqDeps,
  request: FastifyRequest,
  name: string,
): Promise<NewAdminAnswer> {
  const admin = await getAdmin(deps, request);
  if (admin.adminId !== null) return { kind: 'only-owner' };
  const adminId: string = deps.newId();
  const token = Buffer.from(deps.randomBytes(18)).toString('base64url');
  const nowMs = deps.nowMs();
  try {
    await deps.db.transaction().execute(async (trx) => {
      await insertAdmin(trx, { adminId, name, tokenHash: hashSecret(token), nowMs });
      await insertAudit(trx, {
        admin,
        action: 'admin.added',
        subject: adminId,
        atMs: nowMs,
        before: null,
        after: { name, active: true },
      });
    });
  } catch (error) {
    if (classifyDbError(error) === 'conflict') return { kind: 'name-taken' };
    throw error;
  }
  return { kind: 'made', adminId, token };
}
