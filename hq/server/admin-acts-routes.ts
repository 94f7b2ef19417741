import {
  actsAnswerSchema,
  actsQuerySchema,
  type ActsAnswer,
  type AdminAct,
} from '../../app/contract/hq-admin-acts.ts';
import { adminApiRoot, adminErrorSchema } from '../../app/contract/hq-admin.ts';
import { noMember, type CounterEvent } from '../../app/contract/events.ts';
import type { EventId, MemberId } from '../../app/domain/ids.ts';
import { readEvent } from '../apply/read-event.ts';
import { listMembersById } from '../db/members.ts';
import { listStaffActs, type StoredStaffAct } from '../db/staff-acts.ts';
import type { Guard } from './admin-routes.ts';
import type { HqApp, HqDeps } from './hq-deps.ts';
import { maskForPeople } from './members-for-people.ts';

const failures = { '4xx': adminErrorSchema, '5xx': adminErrorSchema };

/** What people did at the counters of the brand. Members are masked before they leave HQ. */
export function addAdminActsRoutes(app: HqApp, deps: HqDeps, guard: Guard): void {
  app.route({
    method: 'GET',
    url: `${adminApiRoot}/acts`,
    preValidation: guard,
    schema: { querystring: actsQuerySchema, response: { 200: actsAnswerSchema, ...failures } },
    handler: async (request): Promise<ActsAnswer> => {
      const { before, limit, storeId = null, staffId = null } = request.query;
      // A place that is none of ours reads as the beginning.
      const place = before === undefined ? null : readPlace(before);
      const stored = await listStaffActs(deps.db, { before: place, limit, storeId, staffId });
      const last = stored.at(-1);
      return {
        rows: await makeRows(deps, stored),
        older: last === undefined || stored.length < limit ? null : `${last.atMs}~${last.eid}`,
      };
    },
  });
}

async function makeRows({ db }: HqDeps, stored: readonly StoredStaffAct[]): Promise<AdminAct[]> {
  const read = stored.flatMap((one) => {
    const event = readEvent(one.rawBody);
    const act = event.kind === 'event' ? actOf(event.event) : null;
    // What cannot be read stands in quarantine, where a person looks at it.
    return event.kind !== 'event' || act === null ? [] : [{ one, event: event.event, act }];
  });
  const members = await listMembersById(
    db,
    read.flatMap(({ event }) => (event.member === noMember ? [] : [event.member])),
  );
  return read.map(({ one, event, act }) => {
    const { rawBody: _rawBody, ...row } = one;
    const memberId: MemberId | null = event.member === noMember ? null : event.member;
    const name = memberId === null ? '' : (members.get(memberId)?.name ?? '');
    const memberName = name === '' ? '' : maskForPeople(name);
    return { ...row, staff: event.staff ?? null, act, memberId, memberName };
  });
}

const nobodyElse = { about: null, by: null, permission: null, reason: null };

function actOf(event: CounterEvent): AdminAct['act'] | null {
  switch (event.type) {
    case 'staff_act':
      return event.body;
    case 'refund': {
      const { saleNo, why, result } = event.body;
      const detail = { saleNo, why, moneyMinor: result.moneyMinor };
      return { what: result.mode, ...nobodyElse, detail };
    }
    case 'shift_close': {
      const { sales, paidMinor, refunds, voids } = event.body.total;
      return {
        what: 'shift-closed',
        ...nobodyElse,
        detail: { sales, paidMinor, refunds, voids },
      };
    }
    default:
      return null;
  }
}

function readPlace(text: string): { readonly atMs: number; readonly eid: EventId } | null {
  const match = /^(-?\d{1,16})~([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(text);
  const [, atMs, eid] = match ?? [];
  return atMs === undefined || eid === undefined
    ? null
    : { atMs: Number(atMs), eid: eid as EventId };
}
