import {
  hqErrorSchema,
  remarksAnswerSchema,
  remarksRequestSchema,
} from '../../app/contract/sync.ts';
import { acceptRemarks } from '../apply/accept-remarks.ts';
import { againOnConflict } from '../member/again-on-conflict.ts';
import type { HqApp, HqDeps } from './hq-deps.ts';
import { refuse } from './hq-errors.ts';
import { createPushGate } from './push-gate.ts';
import { sendRefusal } from './signed-routes.ts';
import type { Signed } from './signed-routes.ts';

/** After a restore of HQ all counters offer theirs at one moment: sales and spending must not wait for them. */
const gateLimits = { runningMax: 2, waitingMax: 30 };

/** What counters remark about members: no event, so that it can be erased. */
export function addRemarkRoutes(
  app: HqApp,
  deps: HqDeps,
  { preValidation, getInstall }: Signed,
): void {
  const gate = createPushGate({ ...gateLimits, nowMs: deps.nowMs });
  app.route({
    method: 'POST',
    url: '/v1/sync/remarks',
    preValidation,
    schema: {
      summary: 'Tags and notes about members, made or taken off at one install',
      body: remarksRequestSchema,
      response: { 200: remarksAnswerSchema, '4xx': hqErrorSchema, '5xx': hqErrorSchema },
    },
    handler: async (request, reply) => {
      const install = getInstall(request);
      const { inst, remarks } = request.body;
      if (inst !== install.installId)
        return sendRefusal(reply, refuse('bad-signature', 'signed by another install'));
      const leave = await gate.enter();
      if (leave === null) {
        const seconds = gate.sendAway({ nowMs: deps.nowMs(), random: deps.random() });
        void reply.header('retry-after', String(seconds));
        return reply.code(429).send(refuse('busy', 'many counters at once, come again').body);
      }
      const outcomes = await againOnConflict(deps.db, (trx) =>
        acceptRemarks(trx, install, remarks),
      ).finally(leave);
      return reply.send({ inst, outcomes, tl: install.timeline, serverTimeMs: deps.nowMs() });
    },
  });
}
