import { sql } from 'kysely';
import type { MemberConsent } from '../contract/remarks.ts';
import { codesPerRowMax, type MemberRow } from '../contract/sync.ts';
import type { MemberId } from '../domain/ids.ts';
import type { Trx } from './handles.ts';
import { absorbMerged, listMerged } from './member-aliases.ts';
import { reverseDigits } from './members.ts';
import { nameKey } from './name-grams.ts';
import { dropRemarksOf } from './remarks.ts';
import { deleteGrams, insertGrams } from './stored-grams.ts';

/**
 * Stores members, new or known, with their codes and name grams. `cardCodes[0]` is the card's.
 * A code that moved to another member (a merge at HQ) follows the newest word. One call takes a
 * whole page: a fixed number of statements whatever its size; a member nothing is new about costs
 * one look.
 */
export async function upsertMembers(
  trx: Trx,
  {
    members,
    source,
  }: { readonly members: readonly MemberRow[]; readonly source: 'hq' | 'counter' },
): Promise<void> {
  if (members.length === 0) return;
  const given = await dropMerged(trx, members);
  const known = await listKnown(
    trx,
    given.map((member) => member.memberId),
  );
  const latest = given.map((member) => withTierSince(withConsent(member, known), known));
  const isNews = (member: MemberRow): boolean =>
    known.get(member.memberId)?.facts !== factsOf(member, source);
  await writeMembers(trx, latest.filter(isNews), source);
  const isRecoded = (member: MemberRow): boolean =>
    known.get(member.memberId)?.codes !== codesOf(weighedCodes(member));
  const claimed = new Set(latest.filter(isRecoded).flatMap((member) => member.cardCodes));
  // Whoever claims a code that moves in this page has a say in whose it is, also unchanged.
  const isClaimant = (member: MemberRow): boolean =>
    isRecoded(member) || member.cardCodes.some((code) => claimed.has(code));
  await writeCodes(trx, latest.filter(isClaimant));
  const renamed = latest.filter(
    (member) => known.get(member.memberId)?.nameKey !== nameKey(member.name),
  );
  await deleteGrams(
    trx,
    renamed.flatMap(({ memberId }) => {
      const before = known.get(memberId);
      return before === undefined ? [] : [{ memberId, nameKey: before.nameKey }];
    }),
  );
  await insertGrams(
    trx,
    renamed.map(({ memberId, name }) => ({ memberId, nameKey: nameKey(name) })),
  );
  await absorbMerged(
    trx,
    latest.map((member) => member.memberId),
  );
  await dropRemarksOf(
    trx,
    members.flatMap(({ memberId, erased }) => (erased === true ? [memberId] : [])),
  );
}

/** Whoever does not say what the member agreed to (an older HQ) changes nothing about it. */
function withConsent(member: MemberRow, known: ReadonlyMap<MemberId, Known>): MemberRow {
  if (member.erased === true) return { ...member, consent: null };
  if (member.consent !== undefined) return member;
  const stored = known.get(member.memberId)?.consent ?? null;
  return { ...member, consent: stored === null ? null : (JSON.parse(stored) as MemberConsent) };
}

/** Whoever does not say since when a tier is (an older HQ) changes it only together with the tier. */
function withTierSince(member: MemberRow, known: ReadonlyMap<MemberId, Known>): MemberRow {
  if (member.tierSince !== undefined) return member;
  const stored = known.get(member.memberId);
  const isSame = stored?.tierId === member.tierId && stored.tierUntil === member.tierUntil;
  return { ...member, tierSince: isSame ? stored.tierSince : null };
}

/** The last word about each member; members that were merged into a known one stay merged. */
async function dropMerged(trx: Trx, members: readonly MemberRow[]): Promise<readonly MemberRow[]> {
  const latest = new Map(members.map((member) => [member.memberId, member]));
  for (const memberId of await listMerged(trx, [...latest.keys()])) latest.delete(memberId);
  return [...latest.values()];
}

type Known = {
  readonly nameKey: string;
  readonly facts: string;
  readonly codes: string;
  readonly consent: string | null;
  readonly tierId: string;
  readonly tierUntil: string | null;
  readonly tierSince: string | null;
};

/** What is stored of members, in a form that compares at once. */
async function listKnown(
  trx: Trx,
  memberIds: readonly MemberId[],
): Promise<ReadonlyMap<MemberId, Known>> {
  const { rows } = await sql<{
    member_id: MemberId;
    name_key: string;
    facts: string;
    codes: string;
    consent: string | null;
    tier_id: string;
    tier_until: string | null;
    tier_since: string | null;
  }>`
    SELECT member_id, name_key, consent, tier_id, tier_until, tier_since,
           json_array(name, mobile, birthday, tier_id, card_code, line_state, joined_on, source,
                      tier_until, inviter_id, consent, tier_since) AS facts,
           (SELECT json_group_array(json_array(code, weak)) FROM member_code
            WHERE member_code.member_no = member.member_no) AS codes
    FROM member WHERE member_id IN (SELECT value FROM json_each(${JSON.stringify(memberIds)}))`.execute(
    trx,
  );
  return new Map(
    rows.map((row) => {
      const codes = codesOf(JSON.parse(row.codes) as WeighedCode[]);
      const { name_key: key, facts, consent, tier_id: tierId } = row;
      const { tier_until: tierUntil, tier_since: tierSince } = row;
      const tier = { tierId, tierUntil, tierSince };
      return [row.member_id, { nameKey: key, facts, codes, consent, ...tier }];
    }),
  );
}

function factsOf(member: MemberRow, source: 'hq' | 'counter'): string {
  const { name, mobile, birthday, tierId, cardCodes, lineState, joinedOn } = member;
  const { tierUntil, inviterId, tierSince = null } = member;
  const card = cardCodes[0] ?? '';
  const old = [name, mobile, birthday, tierId, card, lineState, joinedOn, source];
  return JSON.stringify([...old, tierUntil, inviterId, consentText(member), tierSince]);
}

/** As it is stored: with its parts in one order, so that the same is the same. */
function consentText({ consent }: MemberRow): string | null {
  if (consent == null) return null;
  const { on, at, version } = consent;
  return JSON.stringify({ on, at, version });
}

/** A code and whether it is weak (1). */
type WeighedCode = readonly [code: string, weak: 0 | 1];

function weighedCodes(member: MemberRow): readonly WeighedCode[] {
  const weak = new Set(member.weakCodes);
  return member.cardCodes.map((code) => [code, weak.has(code) ? 1 : 0]);
}

function codesOf(codes: readonly WeighedCode[]): string {
  return JSON.stringify(codes.map((code) => JSON.stringify(code)).sort());
}

async function writeMembers(
  trx: Trx,
  members: readonly MemberRow[],
  source: 'hq' | 'counter',
): Promise<void> {
  if (members.length === 0) return;
  // The member of the row and all that were merged into it.
  const sharers = sql`SELECT value->>'memberId' UNION ALL
    SELECT member_id FROM member_alias WHERE into_id = value->>'memberId'`;
  const rows = members.map((member) => ({
    ...member,
    key: nameKey(member.name),
    reversed: member.mobile === null ? null : reverseDigits(member.mobile),
    card: member.cardCodes[0] ?? '',
    consent: consentText(member),
  }));
  await sql`
    INSERT INTO member (member_id, name, name_key, mobile, mobile_reversed, birthday, tier_id, card_code,
                        line_state, joined_on, source, tier_until, inviter_id, consent, tier_since, points,
                        last_sale_at_ms)
    SELECT value->>'memberId', value->>'name', value->>'key', value->>'mobile', value->>'reversed',
           value->>'birthday', value->>'tierId', value->>'card', value->>'lineState', value->>'joinedOn', ${source},
           value->>'tierUntil', value->>'inviterId', value->>'consent', value->>'tierSince',
           coalesce((SELECT sum(points) FROM ledger_entry WHERE ledger_entry.member_id IN (${sharers})), 0),
           (SELECT max(at_ms) FROM sale WHERE sale.member_id IN (${sharers}))
    FROM json_each(${JSON.stringify(rows)}) WHERE true
    ON CONFLICT (member_id) DO UPDATE SET
      name = excluded.name, name_key = excluded.name_key, mobile = excluded.mobile,
      mobile_reversed = excluded.mobile_reversed, birthday = excluded.birthday, tier_id = excluded.tier_id,
      card_code = excluded.card_code, line_state = excluded.line_state, joined_on = excluded.joined_on,
      source = excluded.source, tier_until = excluded.tier_until, inviter_id = excluded.inviter_id,
      consent = excluded.consent, tier_since = excluded.tier_since`.execute(trx);
  await keepPendingTiers(trx, members);
}

/** A tier reached here that HQ has not heard of yet survives HQ's older word about the member. */
async function keepPendingTiers(trx: Trx, members: readonly MemberRow[]): Promise<void> {
  const ids = JSON.stringify(members.map((member) => member.memberId));
  await sql`
    UPDATE member SET tier_id = pending.tier_id_after, tier_until = pending.tier_until_after,
      tier_since = iif(pending.tier_until_after IS NULL, NULL, pending.biz_date)
    FROM (SELECT member_id, tier_id_after, tier_until_after, biz_date, max(at_ms) FROM sale
          WHERE origin = 'own' AND tier_id_after IS NOT NULL
            AND member_id IN (SELECT value FROM json_each(${ids}))
            AND NOT EXISTS (SELECT 1 FROM receipt WHERE receipt.eid = sale.eid)
          GROUP BY member_id) AS pending
    WHERE member.member_id = pending.member_id`.execute(trx);
}

async function writeCodes(trx: Trx, members: readonly MemberRow[]): Promise<void> {
  if (members.length === 0) return;
  // A row that is full may not hold all: what it does not name stays, or the newest card would be unknown here.
  const complete = members.filter(({ cardCodes }) => cardCodes.length < codesPerRowMax);
  const ids = JSON.stringify(complete.map((member) => member.memberId));
  const pairs = members.flatMap((member) =>
    weighedCodes(member).map(([code, weak]) => [code, member.memberId, weak]),
  );
  await sql`
    DELETE FROM member_code WHERE member_no IN
      (SELECT member_no FROM member WHERE member_id IN (SELECT value FROM json_each(${ids})))`.execute(
    trx,
  );
  await sql`
    INSERT INTO member_code (code, member_no, weak)
    SELECT pair.value->>0, member.member_no, pair.value->>2
    FROM json_each(${JSON.stringify(pairs)}) AS pair JOIN member ON member.member_id = pair.value->>1 WHERE true
    ON CONFLICT (code) DO UPDATE SET member_no = excluded.member_no, weak = excluded.weak`.execute(
    trx,
  );
}
