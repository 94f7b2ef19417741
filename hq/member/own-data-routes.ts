import { z } from 'zod';
import {
  marketingRequestSchema,
  memberApiRoot,
  memberCopySchema,
  memberDoneSchema,
} from '../../app/contract/member-pages.ts';
import { markNews } from '../db/line-accounts.ts';
import type { HqApp } from '../server/hq-deps.ts';
import { againOnConflict } from './again-on-conflict.ts';
import { askDeletion, withdrawDeletion } from './ask-deletion.ts';
import { memberFailures } from './member-pages-deps.ts';
import type { MemberPagesDeps } from './member-pages-deps.ts';
import { readCopy } from './read-copy.ts';
import { unlinkLineUser } from './unlink-member.ts';

const emptySchema = z.object({}).strict();
const done = { kind: 'done' as const };

/** What members may say about their own data at any time: no news, no LINE, none of it. */
export function addOwnDataRoutes(app: HqApp, deps: MemberPagesDeps): void {
  const { guard } = deps;
  const response = { 200: memberDoneSchema, ...memberFailures };
  app.route({
    method: 'POST',
    url: `${memberApiRoot}/marketing`,
    ...guard.open,
    ...guard.bound,
    schema: { body: marketingRequestSchema, response },
    handler: async (request) => {
      const { lineUserId } = guard.getSession(request);
      await markNews(deps.db, { lineUserId, on: request.body.on, atMs: deps.nowMs() });
      return done;
    },
  });
  app.route({
    method: 'POST',
    url: `${memberApiRoot}/unlink`,
    ...guard.open,
    // Whoever is bound to nobody any more has what they ask for.
    ...guard.signedIn,
    schema: { body: emptySchema, response },
    handler: async (request) => {
      const { lineUserId } = guard.getSession(request);
      await againOnConflict(deps.db, (trx) => unlinkLineUser(trx, lineUserId));
      return done;
    },
  });
  app.route({
    method: 'POST',
    url: `${memberApiRoot}/delete-request`,
    ...guard.open,
    ...guard.bound,
    schema: { body: emptySchema, response },
    handler: async (request) => {
      const { member, ids } = guard.getPerson(request);
      const requestId: string = deps.newId();
      const wish = { requestId, memberId: member.memberId, ids, nowMs: deps.nowMs() };
      await againOnConflict(deps.db, (trx) => askDeletion(trx, wish));
      return done;
    },
  });
  app.route({
    method: 'POST',
    url: `${memberApiRoot}/delete-withdraw`,
    ...guard.open,
    ...guard.bound,
    schema: { body: emptySchema, response },
    handler: async (request) => {
      const { ids } = guard.getPerson(request);
      const nowMs = deps.nowMs();
      await againOnConflict(deps.db, (trx) => withdrawDeletion(trx, ids, nowMs));
      return done;
    },
  });
  app.route({
    method: 'GET',
    url: `${memberApiRoot}/copy`,
    ...guard.open,
    ...guard.bound,
    schema: { response: { 200: memberCopySchema, ...memberFailures } },
    handler: async (request) => await readCopy(deps.db, guard.getPerson(request), deps.nowMs()),
  });
}
