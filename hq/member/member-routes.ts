import { z } from 'zod';
import {
  exchangeAnswerSchema,
  exchangeRequestSchema,
  memberApiRoot,
  memberCodeSchema,
  memberHomeSchema,
  memberPostingsSchema,
  memberReferralSchema,
  memberVouchersSchema,
} from '../../app/contract/member-pages.ts';
import { getBrand } from '../db/brand.ts';
import type { HqApp, HqDeps } from '../server/hq-deps.ts';
import { makeMemberToken, memberTokenShownMs } from '../server/make-member-token.ts';
import { drawCard, drawQr, rememberDrawings } from './draw-code.ts';
import { exchangePoints } from './exchange-points.ts';
import { addJoinRoutes } from './join-routes.ts';
import { refuseMember } from './member-errors.ts';
import { createMemberGuard, sendMemberRefusal } from './member-guard.ts';
import { memberFailures } from './member-pages-deps.ts';
import type { MemberPagesDeps } from './member-pages-deps.ts';
import { createMemberSessions } from './member-session.ts';
import { addOwnDataRoutes } from './own-data-routes.ts';
import { readHome } from './read-home.ts';
import { readPlace, readPostings } from './read-postings.ts';
import { readReferral } from './read-referral.ts';
import { readVouchers } from './read-vouchers.ts';
import { addSessionRoutes } from './session-routes.ts';

/** Drawings kept: of cards and vouchers looked at lately, some 10 KB each. */
const drawingsMax = 500;

/** Everything the member pages in LINE say to HQ. */
export async function addMemberRoutes(app: HqApp, hq: HqDeps): Promise<void> {
  const sessions = createMemberSessions((await getBrand(hq.db)).signingKey);
  const deps: MemberPagesDeps = {
    ...hq,
    guard: createMemberGuard(hq, sessions),
    drawCard: rememberDrawings(drawCard, drawingsMax),
    drawQr: rememberDrawings(drawQr, drawingsMax),
  };
  addSessionRoutes(app, deps, sessions);
  addCardRoutes(app, deps);
  addPointsRoutes(app, deps);
  addJoinRoutes(app, deps);
  addOwnDataRoutes(app, deps);
}

function addCardRoutes(app: HqApp, deps: MemberPagesDeps): void {
  const { guard } = deps;
  app.route({
    method: 'GET',
    url: `${memberApiRoot}/home`,
    ...guard.open,
    ...guard.bound,
    schema: { response: { 200: memberHomeSchema, ...memberFailures } },
    handler: async (request) =>
      await readHome(deps, guard.getPerson(request), guard.getSession(request).language),
  });
  app.route({
    method: 'GET',
    url: `${memberApiRoot}/code`,
    ...guard.open,
    ...guard.bound,
    schema: { response: { 200: memberCodeSchema, ...memberFailures } },
    handler: async (request, reply) => {
      const made = await makeMemberToken(deps, guard.getPerson(request).member.memberId);
      if (made === null) return sendMemberRefusal(reply, refuseMember('not-available'));
      const { text, expiresAtMs } = made;
      // Shown once: not worth remembering.
      const svg = drawQr(text);
      const times = { expiresAtMs, showMs: memberTokenShownMs, serverTimeMs: deps.nowMs() };
      return reply.send({ text, svg, ...times });
    },
  });
  app.route({
    method: 'GET',
    url: `${memberApiRoot}/referral`,
    ...guard.open,
    ...guard.bound,
    schema: { response: { 200: memberReferralSchema, ...memberFailures } },
    handler: async (request) => {
      const { liffId } = deps.lineChannel.current();
      const { language } = guard.getSession(request);
      return await readReferral({ ...deps, liffId }, guard.getPerson(request), language);
    },
  });
}

const pageSchema = z.object({ before: z.string().max(120).optional() });

function addPointsRoutes(app: HqApp, deps: MemberPagesDeps): void {
  const { guard } = deps;
  app.route({
    method: 'GET',
    url: `${memberApiRoot}/postings`,
    ...guard.open,
    ...guard.bound,
    schema: {
      querystring: pageSchema,
      response: { 200: memberPostingsSchema, ...memberFailures },
    },
    handler: async (request, reply) => {
      const { before } = request.query;
      const below = before === undefined ? null : readPlace(before);
      if (below === undefined) return sendMemberRefusal(reply, refuseMember('bad-request'));
      const { language } = guard.getSession(request);
      return reply.send(await readPostings(deps, guard.getPerson(request), { below, language }));
    },
  });
  app.route({
    method: 'GET',
    url: `${memberApiRoot}/vouchers`,
    ...guard.open,
    ...guard.bound,
    schema: { response: { 200: memberVouchersSchema, ...memberFailures } },
    handler: async (request) =>
      await readVouchers(deps, guard.getPerson(request), guard.getSession(request).language),
  });
  app.route({
    method: 'POST',
    url: `${memberApiRoot}/exchange`,
    ...guard.open,
    ...guard.bound,
    schema: {
      body: exchangeRequestSchema,
      response: { 200: exchangeAnswerSchema, ...memberFailures },
    },
    handler: async (request, reply) => {
      const outcome = await exchangePoints(deps, guard.getPerson(request), request.body);
      if (outcome.kind !== 'exchanged') return sendMemberRefusal(reply, refuseMember(outcome.kind));
      return reply.send({ voucherId: outcome.voucherId, points: outcome.points });
    },
  });
}
