import {
  lineMemberAnswerSchema,
  ticketAnswerSchema,
  type TicketAnswer,
} from '../contract/line-binding.ts';
import type { LineMemberWord, LineSilent, LineTicketWord } from '../contract/line-desk.ts';
import type { MemberId } from '../domain/ids.ts';
import { callHq, type HqExchange } from './call-hq.ts';
import { findConnection } from './find-connection.ts';
import { networkWhy, type HqFailure } from './network-state.ts';
import type { SyncDeps } from './push-events.ts';

/** A customer looks at the panel; a link that needs longer is shown as none, and asked again. */
const deadlineMs = 3_000;

const notConnected: LineSilent = { kind: 'silent', why: 'unreachable' };

/**
 * Asks HQ for a one-time code with which this member's LINE is bound. Never throws for anything the
 * network or HQ does; an HQ from before LINE's pages counts as one without.
 */
export async function askLineTicket(deps: SyncDeps, memberId: MemberId): Promise<LineTicketWord> {
  const connection = await findConnection(deps.db);
  if (connection === null) return notConnected;
  const body = { inst: connection.installId, memberId };
  const request = { method: 'POST', path: '/v1/line/tickets', body, deadlineMs } as const;
  const exchange = await callHq(deps, connection, request, ticketAnswerSchema);
  if (exchange.kind === 'answer') return ticketWord(exchange.value);
  if (exchange.kind === 'refused' && exchange.error.error === 'not-found')
    return { kind: 'no-channel' };
  return silentOf(exchange);
}

/** HQ's clock decides when a code ends; the counter only needs how long it still holds. */
function ticketWord({ outcome, serverTimeMs }: TicketAnswer): LineTicketWord {
  if (outcome.kind !== 'made') return outcome;
  const { kind, ticket, url, expiresAtMs } = outcome;
  return { kind, ticket, url, lifeMs: Math.max(0, expiresAtMs - serverTimeMs) };
}

/**
 * Asks HQ how LINE stands with a member, and what became of a code this counter shows (null = none).
 * Never throws for anything the network or HQ does.
 */
export async function askLineMember(
  deps: SyncDeps,
  memberId: MemberId,
  ticket: string | null,
): Promise<LineMemberWord> {
  const connection = await findConnection(deps.db);
  if (connection === null) return notConnected;
  const body = { inst: connection.installId, memberId, ticket };
  const request = { method: 'POST', path: '/v1/line/members', body, deadlineMs } as const;
  const exchange = await callHq(deps, connection, request, lineMemberAnswerSchema);
  return exchange.kind === 'answer'
    ? { kind: 'answer', answer: exchange.value }
    : silentOf(exchange);
}

function silentOf(exchange: Exclude<HqExchange<never>, { kind: 'answer' }>): LineSilent {
  const failed: HqFailure = exchange.kind === 'refused' ? exchange.failure : exchange;
  const why = failed.reason === 'unreachable' ? networkWhy(failed) : null;
  return { kind: 'silent', why: why ?? failed.reason };
}
