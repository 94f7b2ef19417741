import type { FastifyRequest } from 'fastify';
import {
  bindRequestSchema,
  joinRequestSchema,
  memberApiRoot,
  memberHomeSchema,
} from '../../app/contract/member-pages.ts';
import type { MemberError, MemberHome } from '../../app/contract/member-pages.ts';
import type { HqApp } from '../server/hq-deps.ts';
import { bindMember, createBindLimits } from './bind-member.ts';
import { findPerson } from './find-person.ts';
import { joinMember } from './join-member.ts';
import type { JoinOutcome } from './join-member.ts';
import { createKeyedLimit } from './keyed-limit.ts';
import { refuseMember } from './member-errors.ts';
import { sendMemberRefusal } from './member-guard.ts';
import { memberFailures } from './member-pages-deps.ts';
import type { MemberPagesDeps } from './member-pages-deps.ts';
import { readHome } from './read-home.ts';

type Refused = Exclude<JoinOutcome['kind'], 'joined' | 'bound-already'>;
const joinErrors: { readonly [K in Refused]: MemberError['error'] } = {
  'bad-mobile': 'bad-request',
  'bad-birthday': 'bad-request',
  'mobile-known': 'mobile-known',
  'consent-needed': 'consent-needed',
  'no-rules': 'not-available',
};

/** How a LINE user comes to a member: a new one, or one they are already. Both answer the first page. */
export function addJoinRoutes(app: HqApp, deps: MemberPagesDeps): void {
  const { guard } = deps;
  const limits = createBindLimits();
  // Joining tells whether a number is a member's: nobody asks that for many numbers.
  const joinTries = createKeyedLimit({ max: 10, windowMs: 3_600_000, keysMax: 20_000 });
  const homeOf = async (request: FastifyRequest): Promise<MemberHome> => {
    const { lineUserId, language } = guard.getSession(request);
    const person = await findPerson(deps.db, lineUserId);
    if (person === null) throw new Error('who was just bound is bound to nobody');
    return await readHome(deps, person, language);
  };
  app.route({
    method: 'POST',
    url: `${memberApiRoot}/join`,
    ...guard.open,
    ...guard.signedIn,
    schema: { body: joinRequestSchema, response: { 200: memberHomeSchema, ...memberFailures } },
    handler: async (request, reply) => {
      const session = guard.getSession(request);
      if (!joinTries.take(session.lineUserId, deps.nowMs()))
        return sendMemberRefusal(reply, refuseMember('too-many-tries'));
      const outcome = await joinMember(deps, session, request.body);
      if (outcome.kind !== 'joined' && outcome.kind !== 'bound-already')
        return sendMemberRefusal(reply, refuseMember(joinErrors[outcome.kind]));
      const home = await homeOf(request);
      const isAgain = outcome.kind === 'joined' && outcome.giftsHadBefore;
      return reply.send(isAgain ? { ...home, giftsHadBefore: true } : home);
    },
  });
  app.route({
    method: 'POST',
    url: `${memberApiRoot}/bind`,
    ...guard.open,
    ...guard.signedIn,
    schema: { body: bindRequestSchema, response: { 200: memberHomeSchema, ...memberFailures } },
    handler: async (request, reply) => {
      const session = guard.getSession(request);
      const outcome = await bindMember({ ...deps, limits }, session, request.body);
      if (outcome.kind !== 'bound') return sendMemberRefusal(reply, refuseMember(outcome.kind));
      return reply.send(await homeOf(request));
    },
  });
}
