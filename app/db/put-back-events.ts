import { sql } from 'kysely';
import { counterEventSchema, type AwardEvent, type CounterEvent } from '../contract/events.ts';
import { safeParse } from '../contract/safe-parse.ts';
import type { EventId, InstallId } from '../domain/ids.ts';
import { parseAmountText } from '../domain/money.ts';
import type { SaleReason } from '../domain/sale-reason.ts';
import { chainHash } from './chain-hash.ts';
import { listKnownEids, traces } from './foreign-effects.ts';
import type { Reader, Trx } from './handles.ts';
import { findCurrentInstall } from './installs.ts';
import { findMember } from './members.ts';
import { emptySale, putOpenSale } from './open-sale.ts';
import { deleteParkedSale, listParkedSales, type ParkedSale } from './parked-sales.ts';
import { deletePosSale } from './pos-sales.ts';
import { insertEffects } from './record-effects.ts';
import type { EventRecord } from './tape-records.ts';
import { upsertVouchers } from './vouchers.ts';

export type PutBack = {
  /** Events the database did not have. */
  readonly events: number;
  /** Links the database did not have, with their own place in the chain. */
  readonly links: number;
  /** Events that could not keep their place and were recorded again at the end of the current chain. */
  readonly moved: number;
};

/**
 * Puts links of a tape back that the database lacks, oldest first, each with its own envelope and, where
 * the event itself was lost, with its effects. A link whose place is taken by another, or that does not
 * follow what is there, cannot stand where it stood: its event, if unknown, is recorded again at the end
 * of the current chain under the same eid, so that HQ counts it once whatever it has already. A sale that is put
 * back is open or parked no more: whoever pressed Enter again would award it twice.
 */
export async function putBackEvents(trx: Trx, records: Iterable<EventRecord>): Promise<PutBack> {
  const heads = await listHeads(trx);
  const parked = [...(await listParkedSales(trx))];
  const strays: EventRecord[] = [];
  const count = { events: 0, links: 0, moved: 0 };
  for (const record of records) {
    const head = heads.get(record.inst);
    if (head !== undefined && record.seq <= head.seq) {
      const isSame = (await findHash(trx, record)) === record.hash;
      if (!isSame && record.seq > head.base) strays.push(record);
      continue;
    }
    const isFirst = head?.seq === 0 && head.base === 0;
    if (isFirst && record.seq > 1) await setBase(trx, record);
    else if (head === undefined || record.seq !== head.seq + 1 || record.prev !== head.hash) {
      strays.push(record);
      continue;
    }
    if (await putBackEvent(trx, record, parked)) count.events += 1;
    await insertLink(trx, record);
    count.links += 1;
    const base = isFirst ? record.seq - 1 : head.base;
    heads.set(record.inst, { seq: record.seq, hash: record.hash, base });
  }
  for (const record of strays) {
    if (!(await putBackEvent(trx, record, parked))) continue;
    await appendAgain(trx, record);
    count.events += 1;
    count.moved += 1;
  }
  // What is on the screen is from before all this.
  if (count.events > 0) await putOpenSale(trx, emptySale);
  return count;
}

type Head = { readonly seq: number; readonly hash: string; readonly base: number };

async function listHeads(trx: Trx): Promise<Map<InstallId, Head>> {
  const rows = await trx
    .selectFrom('install')
    .select(['install_id', 'last_seq', 'head_hash', 'base_seq'])
    .execute();
  return new Map(
    rows.map((row) => [
      row.install_id,
      { seq: row.last_seq, hash: row.head_hash, base: row.base_seq },
    ]),
  );
}

async function findHash(db: Reader, { inst, seq }: EventRecord): Promise<string | null> {
  const row = await db
    .selectFrom('chain')
    .select('hash')
    .where('install_id', '=', inst)
    .where('seq', '=', seq)
    .executeTakeFirst();
  return row?.hash ?? null;
}

/** The older part of this chain is no longer on the tape, because HQ has it. */
async function setBase(trx: Trx, { inst, seq, prev }: EventRecord): Promise<void> {
  await sql`UPDATE install SET base_seq = ${seq - 1}, base_hash = ${prev}, last_seq = ${seq - 1},
    head_hash = ${prev}, acked_seq = ${seq - 1} WHERE install_id = ${inst}`.execute(trx);
}

async function insertLink(trx: Trx, record: EventRecord): Promise<void> {
  const { inst, seq, eid, prev, hash } = record;
  await trx.insertInto('chain').values({ install_id: inst, seq, eid, prev, hash }).execute();
  await trx
    .updateTable('install')
    .set({ last_seq: seq, head_hash: hash })
    .where('install_id', '=', inst)
    .execute();
}

async function appendAgain(trx: Trx, record: EventRecord): Promise<void> {
  const install = await findCurrentInstall(trx);
  if (install === null) throw new Error('the tape has events but no install');
  const { installId, lastSeq, headHash: prev } = install;
  const seq = lastSeq + 1;
  const hash = chainHash({ prev, install: installId, seq, rawBody: record.body });
  await insertLink(trx, { ...record, inst: installId, seq, prev, hash });
}

/** Inserts the event and what it did here; false when it is known already. */
async function putBackEvent(trx: Trx, record: EventRecord, parked: ParkedSale[]): Promise<boolean> {
  const { eid, body, atMs } = record;
  const known = await trx
    .selectFrom('event')
    .select('eid')
    .where('eid', '=', eid)
    .executeTakeFirst();
  if (known !== undefined) return false;
  const raw = JSON.parse(body) as { readonly type: string; readonly member: string };
  await trx
    .insertInto('event')
    .values({
      eid,
      type: raw.type,
      raw_body: body,
      member_id: raw.member as CounterEvent['member'],
      recorded_at_ms: atMs,
    })
    .execute();
  const parsed = safeParse(counterEventSchema, raw);
  // HQ told of it as of another counter's: then its effects are here already, and stand.
  if (await isTold(trx, eid, parsed.success ? parsed.data : null)) {
    await insertToldReceipt(trx, record);
    return true;
  }
  // Of a version this app does not know: it goes to HQ, and comes back as a receipt.
  if (!parsed.success) return true;
  await insertUsedVouchers(trx, parsed.data, record);
  await insertEffects(trx, {
    event: parsed.data,
    atMs,
    effects: effectsOf(parsed.data, record),
    isPutBack: true,
  });
  if (parsed.data.type === 'award') await forgetUnsettled(trx, parsed.data, parked);
  return true;
}

/**
 * Whether HQ told of the event, which it does only of what counts. A joining without a gift leaves nothing but the member;
 * one whom this counter told HQ of anew was here before.
 */
async function isTold(trx: Trx, eid: EventId, event: CounterEvent | null): Promise<boolean> {
  if ((await listKnownEids(trx, [eid], traces)).has(eid)) return true;
  if (event?.type !== 'member_stub' || event.body.joinedOn !== undefined) return false;
  return (await findMember(trx, event.member)) !== null;
}

/** HQ answers what it has with `duplicate` when it is offered under another install: no word that it has no effect. */
async function insertToldReceipt(trx: Trx, { eid, atMs }: EventRecord): Promise<void> {
  const receipt = { eid, pos: 0, status: 'applied' as const, exceptions: '[]', at_ms: atMs };
  await trx.insertInto('receipt').values(receipt).execute();
}

/**
 * It is not parked any more, and its POS is answered from the log: what the database says is from before. Of parked
 * sales alike (member and amount) one is taken off for each that was settled.
 */
async function forgetUnsettled(
  trx: Trx,
  { member, body }: AwardEvent,
  parked: ParkedSale[],
): Promise<void> {
  const { pos, amountMinor } = body;
  if (pos !== undefined) await deletePosSale(trx, { posName: pos.name, posSaleNo: pos.no });
  const at = parked.findIndex(({ sale }) => {
    const amount = parseAmountText(sale.amountText);
    const isSame = amount.kind === 'amount' && amount.amountMinor === amountMinor;
    return isSame && sale.memberId === member;
  });
  if (at < 0) return;
  for (const { parkedAtMs } of parked.splice(at, 1)) await deleteParkedSale(trx, parkedAtMs);
}

function effectsOf(event: CounterEvent, { effects }: EventRecord) {
  return {
    reasons: (effects.reasons ?? []) as SaleReason[],
    uses: (effects.uses ?? []).map(([id, n, memberId]) =>
      memberId === null ? { id, n } : { id, n, memberId },
    ),
    usesOn: effects.usesOn ?? event.bizDate,
    cancelled: effects.cancelled ?? [],
    inviterId: effects.inviterId,
  };
}

/** Vouchers this database has not heard of, as far as their use tells: HQ's rows about them follow. */
async function insertUsedVouchers(
  trx: Trx,
  event: CounterEvent,
  { effects }: EventRecord,
): Promise<void> {
  if (event.type !== 'award') return;
  const used = event.body.vouchers;
  const { rows } = await sql<{ voucher_id: string }>`
    SELECT voucher_id FROM voucher
    WHERE voucher_id IN (SELECT value FROM json_each(${JSON.stringify(used.map((v) => v.voucherId))}))`.execute(
    trx,
  );
  const known = new Set(rows.map((row) => row.voucher_id));
  await upsertVouchers(
    trx,
    used
      .filter(({ voucherId }) => !known.has(voucherId))
      .map(({ voucherId, couponId, code, validFrom, validUntil, uses: taken }) => {
        const uses = Math.max(effects.voucherUses?.[voucherId] ?? taken, taken);
        const rest = { state: 'issued' as const, uses, usesLeft: uses, used: null };
        return {
          voucherId,
          code,
          couponId,
          memberId: event.member,
          validFrom,
          validUntil,
          ...rest,
        };
      }),
  );
}
