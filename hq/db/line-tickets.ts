import type { InstallId, MemberId } from '../../app/domain/ids.ts';
import type { HqHandle, HqTrx } from './hq-db.ts';

/** A one-time code a counter shows; only its hash is kept. */
export type LineTicket = {
  readonly ticketHash: string;
  readonly memberId: MemberId;
  readonly inst: InstallId;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
  readonly usedAtMs: number | null;
};

/** How long an ended code is still told apart from one that never was. */
const keptMs = 24 * 3_600_000;

/** Keeps a new code, and forgets those that ended a day ago. */
export async function insertLineTicket(trx: HqTrx, ticket: LineTicket): Promise<void> {
  await trx
    .deleteFrom('line_ticket')
    .where('expires_at_ms', '<', ticket.createdAtMs - keptMs)
    .execute();
  await trx
    .insertInto('line_ticket')
    .values({
      ticket_hash: ticket.ticketHash,
      member_id: ticket.memberId,
      inst: ticket.inst,
      created_at_ms: ticket.createdAtMs,
      expires_at_ms: ticket.expiresAtMs,
      used_at_ms: null,
    })
    .execute();
}

function selectTickets(db: HqHandle) {
  return db
    .selectFrom('line_ticket')
    .select([
      'ticket_hash as ticketHash',
      'member_id as memberId',
      'inst',
      'created_at_ms as createdAtMs',
      'expires_at_ms as expiresAtMs',
      'used_at_ms as usedAtMs',
    ]);
}

export async function findLineTicket(db: HqHandle, ticketHash: string): Promise<LineTicket | null> {
  const row = await selectTickets(db).where('ticket_hash', '=', ticketHash).executeTakeFirst();
  return row ?? null;
}

/** How many codes of an install are open. */
export async function countOpenTickets(
  db: HqHandle,
  { inst, nowMs }: { readonly inst: InstallId; readonly nowMs: number },
): Promise<number> {
  const row = await db
    .selectFrom('line_ticket')
    .select((eb) => eb.fn.countAll<string>().as('n'))
    .where('inst', '=', inst)
    .where('used_at_ms', 'is', null)
    .where('expires_at_ms', '>', nowMs)
    .executeTakeFirst();
  return Number(row?.n ?? 0);
}

/** Uses a code up. False when it was used before, has expired, or never was: then nothing changed. */
export async function markTicketUsed(
  trx: HqTrx,
  { ticketHash, nowMs }: { readonly ticketHash: string; readonly nowMs: number },
): Promise<boolean> {
  const result = await trx
    .updateTable('line_ticket')
    .set({ used_at_ms: nowMs })
    .where('ticket_hash', '=', ticketHash)
    .where('used_at_ms', 'is', null)
    .where('expires_at_ms', '>', nowMs)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}
