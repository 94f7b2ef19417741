import { invoiceKey } from '../../app/domain/einvoice.ts';
import type { EventId } from '../../app/domain/ids.ts';
import { starterProgram } from '../../app/domain/starter-program.ts';
import type { AwardEvent, MemberStubEvent } from '../../app/contract/events.ts';
import { listKnownEvents } from '../db/events.ts';
import type { HqTrx } from '../db/hq-db.ts';
import type { HqInstall } from '../db/installs.ts';
import { listMemberEntries } from '../db/ledger.ts';
import { listMembersById, listOwners, lockMembers } from '../db/members.ts';
import { listPrograms, programKey } from '../db/programs.ts';
import { listKnownSales } from '../db/sales.ts';
import { listRedemptions, listVouchersById } from '../db/vouchers.ts';
import type { BatchState, PushedEvent } from './batch-state.ts';

/**
 * Locks the members the batch is about and reads everything its events may touch. What is not held
 * by those locks (a voucher, an e-invoice, an eid used elsewhere at this moment) is held by unique
 * keys: the loser's transaction fails and is done again, then seeing the winner.
 */
export async function gatherBatch(
  trx: HqTrx,
  input: {
    readonly install: HqInstall;
    readonly brandName: string;
    readonly events: readonly PushedEvent[];
    readonly receivedAtMs: number;
  },
): Promise<BatchState> {
  const readable = input.events.flatMap(({ read }) => (read.kind === 'event' ? [read.event] : []));
  const awards = readable.filter((event): event is AwardEvent => event.type === 'award');
  const stubs = readable.filter((event): event is MemberStubEvent => event.type === 'member_stub');
  const memberIds = [...new Set(readable.map((event) => event.member))];
  await lockMembers(trx, memberIds);

  const eids = input.events.flatMap(({ read }): EventId[] => (read.eid === null ? [] : [read.eid]));
  const voucherIds = [...new Set(awards.flatMap((a) => a.body.vouchers.map((v) => v.voucherId)))];
  const members = await listMembersById(trx, memberIds);
  const owners = await listOwners(trx, {
    mobiles: stubs.map((stub) => stub.body.mobile),
    codes: stubs.map((stub) => stub.body.cardCode),
  });
  const sales = await listKnownSales(trx, {
    saleIds: awards.map((award) => award.body.saleId),
    invoiceKeys: awards.flatMap(({ body }) =>
      body.invoice === null ? [] : [invoiceKey(body.invoice.number, body.invoice.date)],
    ),
  });
  const told = [...members.values()].filter((m) => m.lineUserId !== null).map((m) => m.memberId);
  const programs = await listPrograms(trx);
  // A shop may have started without HQ, under the rules every counter brings along.
  const starterKey = programKey(starterProgram.programId, starterProgram.version);
  if (!programs.has(starterKey)) programs.set(starterKey, starterProgram);
  return {
    install: input.install,
    brandName: input.brandName,
    receivedAtMs: input.receivedAtMs,
    knownEvents: await listKnownEvents(trx, [...new Set(eids)]),
    members,
    ownerOfMobile: owners.byMobile,
    ownerOfCode: owners.byCode,
    programs,
    vouchers: await listVouchersById(trx, voucherIds),
    redemptions: await listRedemptions(trx, voucherIds),
    sales: sales.bySaleId,
    invoices: sales.byInvoiceKey,
    entries: await listMemberEntries(trx, told),
  };
}
