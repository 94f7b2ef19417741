import { hqErrorSchema } from '../../app/contract/sync.ts';
import {
  authoriseAnswerSchema,
  authoriseRequestSchema,
  leaseAnswerSchema,
  leaseRequestSchema,
} from '../../app/contract/spend-policy.ts';
import { authoriseSpend, grantLease } from '../apply/reserve-rights.ts';
import type { HqApp, HqDeps } from './hq-deps.ts';
import { refuse } from './hq-errors.ts';
import { sendRefusal } from './signed-routes.ts';
import type { Signed } from './signed-routes.ts';

const failures = { '4xx': hqErrorSchema, '5xx': hqErrorSchema };

/** What counters ask for before points are spent: a reservation for later, or a word for one sale. */
export function addSpendRoutes(app: HqApp, deps: HqDeps, signed: Signed): void {
  const { preValidation, getInstall } = signed;
  const stranger = refuse('bad-signature', 'signed by another install');
  app.route({
    method: 'POST',
    url: '/v1/leases',
    preValidation,
    schema: {
      summary: 'Points of a member, or one voucher, reserved for one install',
      body: leaseRequestSchema,
      response: { 200: leaseAnswerSchema, ...failures },
    },
    handler: async (request, reply) => {
      const install = getInstall(request);
      if (request.body.inst !== install.installId) return sendRefusal(reply, stranger);
      const outcome = await grantLease(deps, install, request.body);
      return reply.send({ outcome, serverTimeMs: deps.nowMs() });
    },
  });
  app.route({
    method: 'POST',
    url: '/v1/spend/authorise',
    preValidation,
    schema: {
      summary: 'HQ’s word for the points and vouchers of one sale',
      body: authoriseRequestSchema,
      response: { 200: authoriseAnswerSchema, ...failures },
    },
    handler: async (request, reply) => {
      const install = getInstall(request);
      if (request.body.inst !== install.installId) return sendRefusal(reply, stranger);
      const outcome = await authoriseSpend(deps, install, request.body);
      return reply.send({ outcome, serverTimeMs: deps.nowMs() });
    },
  });
}
