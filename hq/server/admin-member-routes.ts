import {
  changeMobileAnswerSchema,
  changeMobileRequestSchema,
  confirmMergeAnswerSchema,
  confirmMergeRequestSchema,
  memberDetailAnswerSchema,
  memberDetailQuerySchema,
  memberTokenAnswerSchema,
  memberTokenRequestSchema,
  mergeAnswerSchema,
  mergeRequestSchema,
} from '../../app/contract/hq-admin-members.ts';
import type { ChangeMobileAnswer, MemberTokenAnswer } from '../../app/contract/hq-admin-members.ts';
import { adminApiRoot, adminErrorSchema } from '../../app/contract/hq-admin.ts';
import type { MemberId } from '../../app/domain/ids.ts';
import { normalizeMobile } from '../../app/domain/mobile-number.ts';
import { changeMobile, confirmMerge, mergeMembers } from '../apply/merge-members.ts';
import { insertAudit, lockAudit } from '../db/audit.ts';
import type { AuditNote } from '../db/audit.ts';
import { listMembersById } from '../db/members.ts';
import type { Guard } from './admin-routes.ts';
import { getAdmin } from './admin-session.ts';
import type { HqApp, HqDeps } from './hq-deps.ts';
import { refuse } from './hq-errors.ts';
import { makeMemberToken } from './make-member-token.ts';
import { readMemberDetail } from './member-detail.ts';
import { maskForPeople } from './members-for-people.ts';

const failures = { '4xx': adminErrorSchema, '5xx': adminErrorSchema };

/** One member's page, and what a person at HQ may change of members. */
export function addAdminMemberRoutes(app: HqApp, deps: HqDeps, guard: Guard): void {
  app.route({
    method: 'GET',
    url: `${adminApiRoot}/members/detail`,
    preValidation: guard,
    schema: {
      querystring: memberDetailQuerySchema,
      response: { 200: memberDetailAnswerSchema, ...failures },
    },
    handler: async (request, reply) => {
      const detail = await readMemberDetail(deps, request.query.memberId);
      if (detail !== null) return reply.send(detail);
      const { status, body } = refuse('not-found', 'no such member');
      return reply.code(status).send(body);
    },
  });
  addMergeRoutes(app, deps, guard);
  app.route({
    method: 'POST',
    url: `${adminApiRoot}/members/token`,
    preValidation: guard,
    schema: {
      body: memberTokenRequestSchema,
      response: { 200: memberTokenAnswerSchema, ...failures },
    },
    handler: async (request) =>
      await giveToken(deps, { ...request.body, admin: await getAdmin(deps, request) }),
  });
  app.route({
    method: 'POST',
    url: `${adminApiRoot}/members/mobile`,
    preValidation: guard,
    schema: {
      body: changeMobileRequestSchema,
      response: { 200: changeMobileAnswerSchema, ...failures },
    },
    handler: async (request) =>
      await setMobile(deps, { ...request.body, admin: await getAdmin(deps, request) }),
  });
}

function addMergeRoutes(app: HqApp, deps: HqDeps, guard: Guard): void {
  app.route({
    method: 'POST',
    url: `${adminApiRoot}/members/merge`,
    preValidation: guard,
    schema: { body: mergeRequestSchema, response: { 200: mergeAnswerSchema, ...failures } },
    handler: async (request) => {
      const { from, into } = request.body;
      const nowMs = deps.nowMs();
      const admin = await getAdmin(deps, request);
      return await deps.db.transaction().execute(async (trx) => {
        await lockAudit(trx);
        const { kind } = await mergeMembers(trx, { from, into, nowMs });
        const change = { before: { memberId: from }, after: { memberId: into } };
        const note = { admin, action: 'member.merge', subject: from, ...change, atMs: nowMs };
        if (kind === 'merged') await insertAudit(trx, note);
        return { kind };
      });
    },
  });
  app.route({
    method: 'POST',
    url: `${adminApiRoot}/members/confirm-merge`,
    preValidation: guard,
    schema: {
      body: confirmMergeRequestSchema,
      response: { 200: confirmMergeAnswerSchema, ...failures },
    },
    handler: async (request) => {
      const { memberId } = request.body;
      const admin = await getAdmin(deps, request);
      const atMs = deps.nowMs();
      const outcome = await deps.db.transaction().execute(async (trx) => {
        await lockAudit(trx);
        const confirmed = await confirmMerge(trx, { memberId });
        const change = { before: { codes: 'weak' }, after: { codes: 'confirmed' } };
        const note = { admin, action: 'member.confirm-merge', subject: memberId, ...change, atMs };
        if (confirmed.kind === 'confirmed') await insertAudit(trx, note);
        return confirmed;
      });
      return outcome.kind === 'confirmed'
        ? { kind: outcome.kind, codes: outcome.codes }
        : { kind: outcome.kind };
    },
  });
}

/** Who has it may spend the member's points: that it was given, and to whom, stands in the record. */
async function giveToken(
  deps: HqDeps,
  given: { readonly memberId: MemberId; readonly admin: AuditNote['admin'] },
): Promise<MemberTokenAnswer> {
  const { memberId, admin } = given;
  const made = await makeMemberToken(deps, memberId);
  if (made === null) return { kind: 'unknown-member' };
  await deps.db.transaction().execute(async (trx) => {
    await lockAudit(trx);
    const change = { before: null, after: { expiresAtMs: made.expiresAtMs } };
    const note = { admin, action: 'member.token', subject: memberId, ...change };
    await insertAudit(trx, { ...note, atMs: made.issuedAtMs });
  });
  return { kind: 'made', ...made };
}

/** Whose cards, points and page a number leads to: that it was changed stands in the record, the number does not. */
async function setMobile(
  deps: HqDeps,
  given: {
    readonly memberId: MemberId;
    readonly mobile: string;
    readonly admin: AuditNote['admin'];
  },
): Promise<ChangeMobileAnswer> {
  const { memberId, mobile: typed, admin } = given;
  const mobile = typed.trim() === '' ? null : normalizeMobile(typed);
  if (mobile === null && typed.trim() !== '') return { kind: 'not-a-mobile' };
  const atMs = deps.nowMs();
  const outcome = await deps.db.transaction().execute(async (trx) => {
    await lockAudit(trx);
    const changed = await changeMobile(trx, { memberId, mobile });
    if (changed.kind !== 'changed') return changed;
    const before = { number: changed.hadNumber ? 'had' : 'none' };
    const after = { number: mobile === null ? 'none' : 'has' };
    await insertAudit(trx, {
      admin,
      action: 'member.mobile',
      subject: memberId,
      before,
      after,
      atMs,
    });
    return changed;
  });
  if (outcome.kind !== 'mobile-taken') return { kind: outcome.kind };
  const { ownerId } = outcome;
  const owner = (await listMembersById(deps.db, [ownerId])).get(ownerId);
  return { kind: 'mobile-taken', ownerId, ownerName: maskForPeople(owner?.name ?? '') };
}
