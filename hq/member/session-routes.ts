import {
  memberApiRoot,
  memberConfigSchema,
  memberSessionRequestSchema,
  memberSessionSchema,
} from '../../app/contract/member-pages.ts';
import { getBrand } from '../db/brand.ts';
import { findLineAccount, markLineLanguage } from '../db/line-accounts.ts';
import type { HqApp } from '../server/hq-deps.ts';
import { memberConsentVersion } from './consent-version.ts';
import { refuseMember } from './member-errors.ts';
import { sendMemberRefusal } from './member-guard.ts';
import { memberFailures } from './member-pages-deps.ts';
import type { MemberPagesDeps } from './member-pages-deps.ts';
import { memberSessionMs } from './member-session.ts';
import type { MemberSessions } from './member-session.ts';
import { verifyIdToken } from './verify-id-token.ts';

/** How often LINE is asked at one moment: whoever sends nonsense cannot make HQ ask it without end. */
const askingMax = 40;

/** What a page needs before it knows who is there, and how it comes to know. */
export function addSessionRoutes(
  app: HqApp,
  deps: MemberPagesDeps,
  sessions: MemberSessions,
): void {
  const { guard } = deps;
  app.route({
    method: 'GET',
    url: `${memberApiRoot}/config`,
    ...guard.open,
    schema: { response: { 200: memberConfigSchema, ...memberFailures } },
    handler: async () => ({
      brandName: (await getBrand(deps.db)).brandName.slice(0, 60),
      liffId: deps.lineChannel.current().liffId,
      consentVersion: memberConsentVersion,
    }),
  });
  let asking = 0;
  app.route({
    method: 'POST',
    url: `${memberApiRoot}/session`,
    ...guard.open,
    schema: {
      body: memberSessionRequestSchema,
      response: { 200: memberSessionSchema, ...memberFailures },
    },
    handler: async (request, reply) => {
      const { loginChannelId, apiOrigin } = deps.lineChannel.current();
      if (loginChannelId === null)
        return sendMemberRefusal(reply, refuseMember('line-unreachable', 'no LINE Login channel'));
      if (asking >= askingMax) return sendMemberRefusal(reply, refuseMember('busy'));
      const { idToken, language } = request.body;
      asking += 1;
      const verified = await verifyIdToken(
        idToken,
        { apiOrigin, loginChannelId },
        deps.nowMs(),
      ).finally(() => {
        asking -= 1;
      });
      if (verified.kind === 'refused')
        return sendMemberRefusal(reply, refuseMember('not-signed-in', verified.why));
      if (verified.kind === 'unreachable')
        return sendMemberRefusal(reply, refuseMember('line-unreachable', verified.why));
      const { lineUserId } = verified;
      const account = await findLineAccount(deps.db, lineUserId);
      if (account !== null && account.language !== language)
        await markLineLanguage(deps.db, { lineUserId, language });
      const serverTimeMs = deps.nowMs();
      const expiresAtMs = serverTimeMs + memberSessionMs;
      const session = sessions.sign({ lineUserId, language, expiresAtMs });
      return reply.send({ session, expiresAtMs, bound: account !== null, serverTimeMs });
    },
  });
}
