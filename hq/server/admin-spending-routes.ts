import { adminApiRoot, adminErrorSchema } from '../../app/contract/hq-admin.ts';
import {
  publishPolicyAnswerSchema,
  publishPolicyRequestSchema,
  spendingAnswerSchema,
  voucherTokenAnswerSchema,
  voucherTokenQuerySchema,
  writeOffAnswerSchema,
  writeOffRequestSchema,
} from '../../app/contract/hq-admin-spending.ts';
import type { SpendingAnswer } from '../../app/contract/hq-admin-spending.ts';
import { defaultSpendPolicy } from '../../app/domain/spend-policy.ts';
import { businessDate } from '../../app/domain/time.ts';
import { publishPolicy } from '../apply/publish-policy.ts';
import { insertAudit, lockAudit } from '../db/audit.ts';
import { programInForce } from '../db/program-in-force.ts';
import { listPrograms } from '../db/programs.ts';
import { listSpendPolicies } from '../db/spend-policies.ts';
import {
  countSpendingInstalls,
  isGone,
  listHeldByInstall,
  markWrittenOff,
} from '../db/spend-rights.ts';
import type { Guard } from './admin-routes.ts';
import { getAdmin } from './admin-session.ts';
import { briefChange } from './brief-change.ts';
import type { HqApp, HqDeps } from './hq-deps.ts';
import { refuse } from './hq-errors.ts';
import { makeVoucherToken } from './make-voucher-token.ts';

const failures = { '4xx': adminErrorSchema, '5xx': adminErrorSchema };

/** The console's page on spending offline: the policy, its worst case, and what is reserved where. */
export function addAdminSpendingRoutes(app: HqApp, deps: HqDeps, guard: Guard): void {
  addPolicyRoutes(app, deps, guard);
  addCareRoutes(app, deps, guard);
}

function addPolicyRoutes(app: HqApp, deps: HqDeps, guard: Guard): void {
  app.route({
    method: 'GET',
    url: `${adminApiRoot}/spending`,
    preValidation: guard,
    schema: { response: { 200: spendingAnswerSchema, ...failures } },
    handler: async () => await describeSpending(deps),
  });
  app.route({
    method: 'POST',
    url: `${adminApiRoot}/spending/policy`,
    preValidation: guard,
    schema: {
      body: publishPolicyRequestSchema,
      response: { 200: publishPolicyAnswerSchema, ...failures },
    },
    handler: async (request) => {
      const admin = await getAdmin(deps, request);
      const { afterRevision, policy } = request.body;
      const about = { action: 'spending.policy', subject: 'spend-policy', atMs: deps.nowMs() };
      const write: PolicyNote = (trx, { before, after }) =>
        insertAudit(trx, { admin, ...about, ...briefChange(before, after) });
      return await publishPolicy(deps, { policy, afterRevision, note: { lock: lockAudit, write } });
    },
  });
}

type PolicyNote = NonNullable<Parameters<typeof publishPolicy>[1]['note']>['write'];

async function describeSpending(deps: HqDeps): Promise<SpendingAnswer> {
  const [published] = await listSpendPolicies(deps.db, 1);
  const programs = await listPrograms(deps.db);
  const redemption =
    programInForce(programs.values(), businessDate(deps.nowMs()))?.redemption ?? null;
  return {
    policy: published?.policy ?? defaultSpendPolicy,
    publishedAtMs: published?.publishedAtMs ?? 0,
    installs: await countSpendingInstalls(deps.db),
    redemption:
      redemption === null
        ? null
        : { pointsPerStep: redemption.pointsPerStep, minorPerStep: redemption.minorPerStep },
    held: await listHeldByInstall(deps.db),
  };
}

function addCareRoutes(app: HqApp, deps: HqDeps, guard: Guard): void {
  app.route({
    method: 'POST',
    url: `${adminApiRoot}/counters/write-off`,
    preValidation: guard,
    schema: { body: writeOffRequestSchema, response: { 200: writeOffAnswerSchema, ...failures } },
    handler: async (request, reply) => {
      const { inst } = request.body;
      // One that may come back to life could still spend what it holds.
      if (!(await isGone(deps.db, inst))) {
        const { status, body } = refuse('bad-request', 'revoke this counter first');
        return reply.code(status).send(body);
      }
      const admin = await getAdmin(deps, request);
      const rights = await deps.db.transaction().execute(async (trx) => {
        const atMs = deps.nowMs();
        const freed = await markWrittenOff(trx, inst, atMs);
        const change = { before: { rights: freed }, after: { rights: 0 } };
        await insertAudit(trx, { admin, action: 'rights.freed', subject: inst, ...change, atMs });
        return freed;
      });
      return reply.send({ kind: 'written-off' as const, rights });
    },
  });
  app.route({
    method: 'GET',
    url: `${adminApiRoot}/vouchers/token`,
    preValidation: guard,
    schema: {
      querystring: voucherTokenQuerySchema,
      response: { 200: voucherTokenAnswerSchema, ...failures },
    },
    handler: async (request, reply) => {
      const token = await makeVoucherToken(deps, request.query.voucherId);
      if (token !== null) return reply.send({ token });
      const { status, body } = refuse('not-found', 'no voucher that could be used');
      return reply.code(status).send(body);
    },
  });
}
