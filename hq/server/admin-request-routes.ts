import {
  closeRequestAnswerSchema,
  closeRequestSchema,
  requestsAnswerSchema,
  unlinkLineAnswerSchema,
  unlinkLineRequestSchema,
} from '../../app/contract/hq-admin-requests.ts';
import type {
  AdminRequest,
  CloseRequestAnswer,
  RequestsAnswer,
} from '../../app/contract/hq-admin-requests.ts';
import { adminApiRoot, adminErrorSchema } from '../../app/contract/hq-admin.ts';
import { maskMobile } from '../../app/domain/mobile-number.ts';
import { businessDate, daysBetween } from '../../app/domain/time.ts';
import type { CalendarDate } from '../../app/domain/time.ts';
import { insertAudit, lockAudit } from '../db/audit.ts';
import type { AuditNote } from '../db/audit.ts';
import { classifyDbError } from '../db/db-errors.ts';
import { findMemberRequest, listMemberRequests, markRequestClosed } from '../db/member-requests.ts';
import type { MemberRequest } from '../db/member-requests.ts';
import { listMembersById } from '../db/members.ts';
import type { HqMember } from '../db/members.ts';
import { eraseMember } from '../member/erase-member.ts';
import { unlinkMember } from '../member/unlink-member.ts';
import type { Guard } from './admin-routes.ts';
import { getAdmin } from './admin-session.ts';
import type { HqApp, HqDeps } from './hq-deps.ts';
import { maskForPeople } from './members-for-people.ts';

const failures = { '4xx': adminErrorSchema, '5xx': adminErrorSchema };
const requestsMax = 200;

/** What members ask for of their own data, and a person answers; and LINE taken off who cannot do it. */
export function addAdminRequestRoutes(app: HqApp, deps: HqDeps, guard: Guard): void {
  app.route({
    method: 'GET',
    url: `${adminApiRoot}/requests`,
    preValidation: guard,
    schema: { response: { 200: requestsAnswerSchema, ...failures } },
    handler: async () => await readRequests(deps),
  });
  app.route({
    method: 'POST',
    url: `${adminApiRoot}/requests/close`,
    preValidation: guard,
    schema: { body: closeRequestSchema, response: { 200: closeRequestAnswerSchema, ...failures } },
    handler: async (request) =>
      await closeRequest(deps, { ...request.body, admin: await getAdmin(deps, request) }),
  });
  app.route({
    method: 'POST',
    url: `${adminApiRoot}/members/unlink-line`,
    preValidation: guard,
    schema: {
      body: unlinkLineRequestSchema,
      response: { 200: unlinkLineAnswerSchema, ...failures },
    },
    handler: async (request) => {
      const { memberId } = request.body;
      const admin = await getAdmin(deps, request);
      return await deps.db.transaction().execute(async (trx) => {
        await lockAudit(trx);
        const count = await unlinkMember(trx, memberId);
        if (count === 0) return { kind: 'not-bound' as const };
        const change = { before: { lineAccounts: count }, after: { lineAccounts: 0 } };
        const note = { admin, action: 'member.unlink-line', subject: memberId, ...change };
        await insertAudit(trx, { ...note, atMs: deps.nowMs() });
        return { kind: 'done' as const };
      });
    },
  });
}

async function readRequests(deps: HqDeps): Promise<RequestsAnswer> {
  const rows = await listMemberRequests(deps.db, requestsMax);
  const members = await listMembersById(
    deps.db,
    rows.map(({ memberId }) => memberId),
  );
  const today = businessDate(deps.nowMs());
  return {
    open: rows.filter(({ closedAtMs }) => closedAtMs === null).length,
    rows: rows.map((row) => describe(row, members.get(row.memberId), today)),
  };
}

const noteShape = /^(withdrawn|erased|answered)(?:: (.*))?$/s;

function describe(
  row: MemberRequest,
  member: HqMember | undefined,
  today: CalendarDate,
): AdminRequest {
  const { requestId, memberId, kind, createdAtMs, dueOn, closedAtMs } = row;
  const [, outcome, note = ''] = noteShape.exec(row.note) ?? [];
  const mobile = member?.mobile ?? null;
  return {
    requestId,
    memberId,
    kind,
    createdAtMs,
    dueOn,
    closedAtMs,
    nameMasked: maskForPeople(member?.name ?? ''),
    mobileMasked: mobile === null ? null : maskMobile(mobile),
    daysLeft: daysBetween(today, dueOn),
    outcome: closedAtMs === null ? null : ((outcome ?? 'answered') as AdminRequest['outcome']),
    note,
  };
}

type CloseWish = {
  readonly requestId: string;
  readonly how: 'erase' | 'answer';
  readonly note: string;
  readonly admin: AuditNote['admin'];
};

const triesMax = 3;

/** Somebody who holds the record may want this very member at this moment: then it is done again, after them. */
async function closeRequest(deps: HqDeps, wish: CloseWish): Promise<CloseRequestAnswer> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await tryToClose(deps, wish);
    } catch (error) {
      if (classifyDbError(error) !== 'conflict' || attempt >= triesMax) throw error;
    }
  }
}

/**
 * One step: the data is gone, the request closed, and both in the record. To look through all the stream takes a
 * while in a big brand, so the record is locked after it: everybody who does anything at HQ waits for that lock.
 */
async function tryToClose(deps: HqDeps, wish: CloseWish): Promise<CloseRequestAnswer> {
  const { requestId, how, admin } = wish;
  const atMs = deps.nowMs();
  return await deps.db.transaction().execute(async (trx): Promise<CloseRequestAnswer> => {
    const request = await findMemberRequest(trx, requestId);
    if (request === null) return { kind: 'unknown' };
    if (how === 'erase' && request.kind !== 'delete') return { kind: 'wrong-kind' };
    const { memberId } = request;
    const outcome = how === 'erase' ? 'erased' : 'answered';
    const note = wish.note === '' ? outcome : `${outcome}: ${wish.note}`;
    // First of all: a member who withdraws at this moment must not be erased after it.
    if (!(await markRequestClosed(trx, { requestId, note, atMs })))
      return { kind: 'closed-already' };
    if (how === 'erase') await eraseMember(trx, memberId, async () => await lockAudit(trx));
    // Nothing personal: the record is kept for years.
    const change = { before: { request: request.kind }, after: { outcome } };
    const action = `member.request-${outcome}`;
    await insertAudit(trx, { admin, action, subject: memberId, ...change, atMs });
    return { kind: 'done' };
  });
}
