import {
  lineMemberAnswerSchema,
  lineMemberRequestSchema,
  ticketAnswerSchema,
  ticketRequestSchema,
} from '../../app/contract/line-binding.ts';
import type { LineMemberAnswer, TicketAnswer } from '../../app/contract/line-binding.ts';
import { hqErrorSchema } from '../../app/contract/sync.ts';
import type { InstallId, MemberId } from '../../app/domain/ids.ts';
import { lockPerson } from '../apply/reserve-rights.ts';
import { findLastAccepted, listLineAccounts } from '../db/line-accounts.ts';
import { countOpenTickets, findLineTicket, insertLineTicket } from '../db/line-tickets.ts';
import { listAliases } from '../db/member-aliases.ts';
import { hashTicket } from '../member/bind-member.ts';
import { liffUrl } from '../member/read-referral.ts';
import type { HqApp, HqDeps } from './hq-deps.ts';
import { refuse } from './hq-errors.ts';
import { sendRefusal } from './signed-routes.ts';
import type { Signed } from './signed-routes.ts';

const failures = { '4xx': hqErrorSchema, '5xx': hqErrorSchema };

/** How long a code that a counter shows can be scanned. */
const ticketMs = 10 * 60_000;
/** 128 bits: nobody guesses one in ten minutes. */
const ticketBytes = 16;
/** Codes one counter may have open; a cashier shows one at a time. */
const openTicketsMax = 40;

/** What counters ask so that a member's LINE is bound while the member stands there. */
export function addLineBindingRoutes(app: HqApp, deps: HqDeps, signed: Signed): void {
  const { preValidation, getInstall } = signed;
  const stranger = refuse('bad-signature', 'signed by another install');
  app.route({
    method: 'POST',
    url: '/v1/line/tickets',
    preValidation,
    schema: {
      summary: 'A one-time code with which a member’s LINE is bound',
      body: ticketRequestSchema,
      response: { 200: ticketAnswerSchema, ...failures },
    },
    handler: async (request, reply) => {
      const { inst, memberId } = request.body;
      const install = getInstall(request);
      if (inst !== install.installId) return sendRefusal(reply, stranger);
      // A copied disk speaks for its counter until a person looks: it must not hand members to its own phone.
      if (install.confirmedAtMs === null)
        return reply.send({ outcome: { kind: 'not-confirmed' }, serverTimeMs: deps.nowMs() });
      const outcome = await makeTicket(deps, { inst, memberId });
      if (outcome === null)
        return sendRefusal(reply, refuse('too-many-tries', 'too many open codes; wait 10 minutes'));
      return reply.send({ outcome, serverTimeMs: deps.nowMs() });
    },
  });
  app.route({
    method: 'POST',
    url: '/v1/line/members',
    preValidation,
    schema: {
      summary: 'How LINE stands with one member, and what became of a code',
      body: lineMemberRequestSchema,
      response: { 200: lineMemberAnswerSchema, ...failures },
    },
    handler: async (request, reply) => {
      const { inst, memberId, ticket } = request.body;
      if (inst !== getInstall(request).installId) return sendRefusal(reply, stranger);
      return reply.send(await tellOfLine(deps, { inst, memberId, ticket }));
    },
  });
}

/** Null when this counter has too many codes open. */
async function makeTicket(
  deps: HqDeps,
  asked: { readonly inst: InstallId; readonly memberId: MemberId },
): Promise<TicketAnswer['outcome'] | null> {
  const { liffId } = deps.lineChannel.current();
  if (liffId === null) return { kind: 'no-channel' };
  const nowMs = deps.nowMs();
  const { inst, memberId } = asked;
  return await deps.db.transaction().execute(async (trx) => {
    const person = await lockPerson(trx, memberId);
    if (person === null) return { kind: 'member-unknown' };
    if ((await listLineAccounts(trx, person.ids)).length > 0) return { kind: 'bound-already' };
    if ((await countOpenTickets(trx, { inst, nowMs })) >= openTicketsMax) return null;
    const ticket = Buffer.from(deps.randomBytes(ticketBytes)).toString('base64url');
    const expiresAtMs = nowMs + ticketMs;
    await insertLineTicket(trx, {
      ticketHash: hashTicket(ticket),
      memberId: person.root,
      inst,
      createdAtMs: nowMs,
      expiresAtMs,
      usedAtMs: null,
    });
    return { kind: 'made', ticket, url: `${liffUrl(liffId)}?t=${ticket}`, expiresAtMs };
  });
}

/** Nothing that names the person in LINE. A code is told of only to the counter that shows it. */
async function tellOfLine(
  deps: HqDeps,
  asked: {
    readonly inst: InstallId;
    readonly memberId: MemberId;
    readonly ticket: string | null;
  },
): Promise<LineMemberAnswer> {
  const { db } = deps;
  const { inst, memberId } = asked;
  const nowMs = deps.nowMs();
  const aliases = await listAliases(db, [memberId]);
  const root = aliases.rootOf.get(memberId) ?? memberId;
  const ids = aliases.idsOf.get(root) ?? [root];
  const accounts = await listLineAccounts(db, ids);
  // What counters are told with the member's row: the survivor's own account counts.
  const account = accounts.find((one) => one.memberId === root) ?? accounts[0];
  const ticket = asked.ticket === null ? null : await findLineTicket(db, hashTicket(asked.ticket));
  const isOurs = ticket !== null && ticket.inst === inst;
  const { liffId } = deps.lineChannel.current();
  return {
    lineState: account?.state ?? 'none',
    ticket:
      asked.ticket === null
        ? null
        : !isOurs
          ? 'unknown'
          : ticket.usedAtMs !== null
            ? 'used'
            : ticket.expiresAtMs <= nowMs
              ? 'expired'
              : 'open',
    lastAcceptedAtMs: await findLastAccepted(db, ids),
    joinUrl: liffId === null ? null : liffUrl(liffId),
    serverTimeMs: nowMs,
  };
}
