import { createHash } from 'node:crypto';
import { v5 } from 'uuid';
import { z } from 'zod';
import type { EventId, MemberId } from '../../app/domain/ids.ts';
import { derivedIdNamespace } from '../apply/make-effects.ts';
import { findBrokenAudit } from '../db/audit.ts';
import { insertExceptions } from '../db/exceptions.ts';
import type { NewException } from '../db/exceptions.ts';
import type { HqDb, HqTrx } from '../db/hq-db.ts';
import {
  listBookedLegs,
  countMembers,
  listBrokenChains,
  listToldEffects,
  readAtOneMoment,
  sumLiability,
} from '../db/recheck.ts';
import type { ToldEffect } from '../db/recheck.ts';

/** Rows in memory at a time, members named in one night, and events named for each. */
const rowsPerPage = 1_000;
const membersMax = 200;
/** Beyond, everything is read more than once, so that memory stays below some 60 MB. */
const membersPerPart = 200_000;
const eventsShownMax = 5;

/** Points of a lot that an event moved, by either account of it. */
type Movement = {
  readonly eid: string;
  readonly member: string;
  readonly lot: string;
  readonly points: number;
};

/** A member's movements summed: `mark` tells two sets of movements apart whatever their order. */
type Sum = { points: number; mark: bigint };

/** Our own small reader: the bytes are not read by what wrote the ledger from them. */
const legs = z.array(
  z.object({ memberId: z.string(), lotId: z.string(), points: z.number().int().safe() }),
);
const toldSchema = z.union([
  z.object({ receipt: z.object({ eid: z.string(), entries: legs }) }),
  z.object({ posting: z.object({ postingId: z.string(), entries: legs }) }),
]);
const awardSchema = z.object({ body: z.object({ entries: legs }) });

/**
 * Adds every member's points up anew, from the bytes of the sales as counters sent them (refunds and HQ's own
 * postings as counters were told of them), and compares with the ledger, event by event. Everybody whose
 * points differ, a chain of events with a hole and a changed line in the record of the workbench become
 * exceptions, each difference once. Reads at one moment, changes nothing else. Answers how many were found.
 */
export async function recheckLedger(db: HqDb, nowMs: number): Promise<number> {
  const found = await readAtOneMoment(db, async (trx) => {
    const parts = Math.max(1, Math.ceil((await countMembers(trx)) / membersPerPart));
    const members: Found[] = [];
    let allPoints = 0;
    for (let part = 0; part < parts; part += 1) {
      const isOurs = (member: string) => partOf(member, parts) === part;
      const told = new Map<string, Sum>();
      const booked = new Map<string, Sum>();
      for await (const one of toldMovements(trx)) if (isOurs(one.member)) add(told, one);
      for await (const one of bookedMovements(trx)) {
        if (!isOurs(one.member)) continue;
        allPoints += one.points;
        add(booked, one);
      }
      const differing = [...new Set([...told.keys(), ...booked.keys()])]
        .filter((member) => !isSame(told.get(member), booked.get(member)))
        .toSorted()
        .slice(0, membersMax - members.length);
      members.push(...(await explain(trx, differing, { told, booked })));
    }
    return [...members, ...(await checkWhole(trx, allPoints))];
  });
  const brokenLine = await findBrokenAudit(db);
  if (brokenLine !== null) found.push({ name: `audit:${brokenLine}`, detail: { brokenLine } });
  const exceptions = found.map(({ name, detail }): NewException => ({
    exceptionId: v5(`ledger-difference:${name}`, derivedIdNamespace),
    kind: 'ledger-difference',
    eid: null,
    inst: null,
    detail,
    nowMs,
  }));
  await insertExceptions(db, exceptions);
  return exceptions.length;
}

/** Which part a member's sum is made in. Ids count up in time, so their last digits spread them evenly. */
function partOf(member: string, parts: number): number {
  return Number.parseInt(member.slice(-8), 16) % parts;
}

type Found = { readonly name: string; readonly detail: Record<string, unknown> };

async function* toldMovements(trx: HqTrx): AsyncGenerator<Movement> {
  for (let after = 0; ;) {
    const page = await listToldEffects(trx, { after, limit: rowsPerPage });
    for (const effect of page) yield* movementsOf(effect);
    after = page.at(-1)?.pos ?? after;
    if (page.length < rowsPerPage) return;
  }
}

function movementsOf({ payload, type, raw_body }: ToldEffect): Movement[] {
  const told = toldSchema.parse(payload);
  const isReceipt = 'receipt' in told;
  const eid = isReceipt ? told.receipt.eid : told.posting.postingId;
  const entries =
    isReceipt && type === 'award' && raw_body !== null
      ? awardSchema.parse(JSON.parse(Buffer.from(raw_body).toString('utf8'))).body.entries
      : (isReceipt ? told.receipt : told.posting).entries;
  return entries.map(({ memberId, lotId, points }) => ({
    eid: eid.toLowerCase(),
    member: memberId.toLowerCase(),
    lot: lotId.toLowerCase(),
    points,
  }));
}

async function* bookedMovements(trx: HqTrx): AsyncGenerator<Movement> {
  for (let after = { eid: '00000000-0000-0000-0000-000000000000', leg: -1 }; ;) {
    const page = await listBookedLegs(trx, { after, limit: rowsPerPage });
    for (const { eid, member, lot, points } of page) yield { eid, member, lot, points };
    after = page.at(-1) ?? after;
    if (page.length < rowsPerPage) return;
  }
}

function add(sums: Map<string, Sum>, movement: Movement): void {
  const { eid, member, lot, points } = movement;
  if (points === 0) return;
  const sum = sums.get(member) ?? { points: 0, mark: 0n };
  sum.points += points;
  const digest = createHash('sha256').update(`${eid} ${lot} ${points}`).digest();
  sum.mark = BigInt.asUintN(64, sum.mark + digest.readBigUInt64LE());
  sums.set(member, sum);
}

function isSame(one: Sum | undefined, other: Sum | undefined): boolean {
  return (one?.mark ?? 0n) === (other?.mark ?? 0n) && (one?.points ?? 0) === (other?.points ?? 0);
}

/** Goes through everything once more for the few who differ, to name the events that do. */
async function explain(
  trx: HqTrx,
  members: readonly string[],
  sums: Readonly<Record<'told' | 'booked', ReadonlyMap<string, Sum>>>,
): Promise<Found[]> {
  if (members.length === 0) return [];
  const wanted = new Set(members);
  const net = new Map<string, Map<string, { told: number; booked: number }>>();
  const take = ({ eid, member, lot, points }: Movement, side: 'told' | 'booked') => {
    if (!wanted.has(member)) return;
    const ofMember = net.get(member) ?? new Map<string, { told: number; booked: number }>();
    const key = `${eid} ${lot}`;
    const sum = ofMember.get(key) ?? { told: 0, booked: 0 };
    sum[side] += points;
    ofMember.set(key, sum);
    net.set(member, ofMember);
  };
  for await (const one of toldMovements(trx)) take(one, 'told');
  for await (const one of bookedMovements(trx)) take(one, 'booked');
  return members.flatMap((member): Found[] => {
    const differing = [...(net.get(member) ?? [])].filter(([, sum]) => sum.told !== sum.booked);
    // The same movements in other portions are the same.
    if (differing.length === 0) return [];
    const [told, booked] = [
      sums.told.get(member)?.points ?? 0,
      sums.booked.get(member)?.points ?? 0,
    ];
    const events = differing.slice(0, eventsShownMax).map(([key, sum]) => {
      const [eid, lotId] = key.split(' ') as [EventId, string];
      return { eid, lotId, ledgerPoints: sum.booked, recomputedPoints: sum.told };
    });
    const detail = {
      memberId: member as MemberId,
      ledgerPoints: booked,
      recomputedPoints: told,
      differencePoints: booked - told,
      differingEvents: events,
    };
    return [{ name: `${member}:${JSON.stringify(detail)}`, detail }];
  });
}

/** What concerns no single member. */
async function checkWhole(trx: HqTrx, memberPoints: number): Promise<Found[]> {
  const liabilityPoints = await sumLiability(trx);
  const chains = await listBrokenChains(trx);
  const unbalanced =
    liabilityPoints + memberPoints === 0 ? [] : [{ memberPoints, liabilityPoints }];
  return [
    ...unbalanced.map((detail) => ({ name: `liability:${JSON.stringify(detail)}`, detail })),
    ...chains.map((detail) => ({ name: `chain:${JSON.stringify(detail)}`, detail })),
  ];
}
