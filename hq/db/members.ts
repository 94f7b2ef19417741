import { sql, type Selectable } from 'kysely';
import { languageSchema } from '../../app/contract/language.ts';
import type { Language } from '../../app/contract/language.ts';
import type { MemberConsent } from '../../app/contract/remarks.ts';
import { codesPerRowMax } from '../../app/contract/sync.ts';
import type { MemberRow } from '../../app/contract/sync.ts';
import type { EventId, MemberId } from '../../app/domain/ids.ts';
import { lockForBrand } from './brand-lock.ts';
import { groupBy } from './group-by.ts';
import type { HqHandle, HqTrx } from './hq-db.ts';
import { insertMany } from './insert-many.ts';
import type { HqTables } from './schema.ts';

/** A member as HQ keeps it, beyond what the counters are told. `inviterId` stays once known. */
export type HqMember = MemberRow & {
  readonly placeholder: boolean;
  readonly mobileShared: boolean;
  /** The number is only what they typed in LINE: nobody is merged by it until a person at HQ vouches for it. */
  readonly mobileFromLine: boolean;
  /** Only where a LINE account is bound and not blocked. */
  readonly lineUserId: string | null;
  /** The language they read in LINE. */
  readonly lineLanguage: Language;
  /** Whether they agreed to news in LINE; receipts are no news. */
  readonly lineNews: boolean;
  /** The day the tier was reached; null for the lowest. */
  readonly tierSince: string | null;
  /** The sale for which both sides of an invitation got their reward; null while it is due. */
  readonly referralEid: EventId | null;
  readonly mergedInto: MemberId | null;
};

/** A member HQ has nothing to say of beyond the row. */
export function newHqMember(row: MemberRow, lineUserId: string | null = null): HqMember {
  return {
    ...row,
    placeholder: false,
    mobileShared: false,
    mobileFromLine: false,
    lineUserId,
    lineLanguage: 'zh-TW',
    lineNews: false,
    tierSince: null,
    referralEid: null,
    mergedInto: null,
  };
}

/** What the counters are told of a member. The inviter only while the reward is due. */
export function publicMember(member: HqMember): MemberRow {
  const { memberId, name, mobile, birthday, tierId, lineState, joinedOn, tierUntil } = member;
  const { consent, erased, tierSince } = member;
  const cardCodes = member.cardCodes.slice(0, codesPerRowMax);
  return {
    memberId,
    name,
    mobile,
    birthday,
    tierId,
    cardCodes,
    lineState,
    joinedOn,
    tierUntil,
    ...(tierSince === null ? {} : { tierSince }),
    inviterId: member.referralEid === null ? member.inviterId : null,
    weakCodes: member.weakCodes.filter((code) => cardCodes.includes(code)),
    // An erased member's counters must drop theirs; of others nothing is said where nothing is known.
    ...(erased === true ? { consent: null } : consent == null ? {} : { consent }),
    ...(erased === undefined ? {} : { erased }),
  };
}

/**
 * Locks these members, always in the same order, so that no two pushes wait for each other. One who
 * has no row yet is held by the id: a sale and its refund by somebody unknown, told at one moment by
 * two counters, must not pass each other unseen. Returns those who have a row, with whom each was merged
 * into (null = nobody).
 */
export async function lockMembers(
  trx: HqTrx,
  memberIds: readonly MemberId[],
): Promise<ReadonlyMap<MemberId, MemberId | null>> {
  if (memberIds.length === 0) return new Map();
  const locked = await trx
    .selectFrom('member')
    .select(['member_id', 'merged_into'])
    .where('member_id', 'in', memberIds)
    .orderBy('member_id')
    .forUpdate()
    .execute();
  const known = new Map(locked.map((row) => [row.member_id, row.merged_into]));
  const unknown = new Set(memberIds.filter((memberId) => !known.has(memberId)));
  for (const memberId of [...unknown].toSorted()) {
    await lockForBrand(trx, 'member', memberId);
  }
  return known;
}

/** The members among these that exist, by id; merged ones too. */
export async function listMembersById(
  db: HqHandle,
  memberIds: readonly MemberId[],
): Promise<Map<MemberId, HqMember>> {
  if (memberIds.length === 0) return new Map();
  const members = await db
    .selectFrom('member')
    .leftJoin('line_account', 'line_account.member_id', 'member.member_id')
    .selectAll('member')
    .select(['line_user_id', 'state as line_state', 'language', 'marketing'])
    .where('member.member_id', 'in', memberIds)
    .execute();
  const codes = await db
    .selectFrom('member_code')
    .selectAll()
    .where('member_id', 'in', memberIds)
    .orderBy('nth')
    .orderBy('code')
    .execute();
  const codesOf = groupBy(codes, (row) => row.member_id);
  return new Map(
    members.map((row) => {
      const own = codesOf.get(row.member_id) ?? [];
      return [
        row.member_id,
        {
          memberId: row.member_id,
          name: row.name,
          mobile: row.mobile,
          birthday: row.birthday,
          tierId: row.tier_id,
          tierUntil: row.tier_until,
          tierSince: row.tier_since,
          cardCodes: own.map(({ code }) => code),
          weakCodes: own.filter(({ weak }) => weak).map(({ code }) => code),
          lineState: row.line_state ?? 'none',
          joinedOn: row.joined_on,
          placeholder: row.placeholder,
          mobileShared: row.mobile_shared,
          mobileFromLine: row.mobile_from_line,
          lineUserId: row.line_state === 'bound' ? row.line_user_id : null,
          lineLanguage: readLanguage(row.language),
          lineNews: row.line_state === 'bound' && row.marketing === true,
          inviterId: row.inviter_id,
          referralEid: row.referral_eid,
          mergedInto: row.merged_into,
          consent: readConsent(row),
          ...(row.erased ? { erased: true as const } : {}),
        },
      ];
    }),
  );
}

type ConsentColumns = Pick<
  Selectable<HqTables['member']>,
  'consent_on' | 'consent_at' | 'consent_version'
>;

function readConsent(row: ConsentColumns): MemberConsent | null {
  const { consent_on: on, consent_at: at, consent_version: version } = row;
  return on === null || at === null ? null : { on, at, version };
}

function readLanguage(stored: string | null): Language {
  const read = languageSchema.safeParse(stored);
  return read.success ? read.data : 'zh-TW';
}

/** Who has these mobile numbers (the first owner of each) and card codes. */
export async function listOwners(
  db: HqHandle,
  wanted: { readonly mobiles: readonly string[]; readonly codes: readonly string[] },
): Promise<{ readonly byMobile: Map<string, MemberId>; readonly byCode: Map<string, MemberId> }> {
  const mobiles =
    wanted.mobiles.length === 0
      ? []
      : await db
          .selectFrom('member')
          .select(['mobile', 'member_id'])
          .where('mobile', 'in', wanted.mobiles)
          .where('mobile_shared', '=', false)
          .execute();
  const codes =
    wanted.codes.length === 0
      ? []
      : await db.selectFrom('member_code').selectAll().where('code', 'in', wanted.codes).execute();
  return {
    byMobile: new Map(mobiles.map((row) => [row.mobile ?? '', row.member_id])),
    byCode: new Map(codes.map((row) => [row.code, row.member_id])),
  };
}

/** A code that names a member from now on. */
export type NewCode = {
  readonly code: string;
  readonly memberId: MemberId;
  readonly nth: number;
  readonly weak: boolean;
};

/** Stores new members without their codes (`insertCodes`); LINE accounts are bound elsewhere. */
export async function insertMembersOnly(trx: HqTrx, members: readonly HqMember[]): Promise<void> {
  await insertMany(trx, 'member', members.map(memberColumns));
}

/** Stores new members with their card codes. */
export async function insertMembers(trx: HqTrx, members: readonly HqMember[]): Promise<void> {
  await insertMembersOnly(trx, members);
  await insertCodes(
    trx,
    members.flatMap(({ memberId, cardCodes, weakCodes }) =>
      cardCodes.map((code, nth) => ({ code, memberId, nth, weak: weakCodes.includes(code) })),
    ),
  );
}

/** Everything of the member but its codes and LINE account is from now on as given. */
export async function markMember(trx: HqTrx, member: HqMember): Promise<void> {
  const { member_id, ...columns } = memberColumns(member);
  await trx.updateTable('member').set(columns).where('member_id', '=', member_id).execute();
}

function memberColumns(member: HqMember) {
  return {
    member_id: member.memberId,
    name: member.name,
    mobile: member.mobile,
    mobile_shared: member.mobileShared,
    mobile_from_line: member.mobileFromLine,
    birthday: member.birthday,
    tier_id: member.tierId,
    tier_until: member.tierUntil,
    tier_since: member.tierSince,
    joined_on: member.joinedOn,
    placeholder: member.placeholder,
    inviter_id: member.inviterId,
    referral_eid: member.referralEid,
    merged_into: member.mergedInto,
    consent_on: member.consent?.on ?? null,
    consent_at: member.consent?.at ?? null,
    consent_version: member.consent?.version ?? null,
  };
}

export async function insertCodes(trx: HqTrx, codes: readonly NewCode[]): Promise<void> {
  const rows = codes.map(({ code, memberId, nth, weak }) => ({
    code,
    member_id: memberId,
    nth,
    weak,
  }));
  await insertMany(trx, 'member_code', rows);
}

export async function insertLineAccounts(
  trx: HqTrx,
  accounts: readonly { readonly memberId: MemberId; readonly lineUserId: string }[],
): Promise<void> {
  await insertMany(
    trx,
    'line_account',
    accounts.map((a) => ({
      member_id: a.memberId,
      line_user_id: a.lineUserId,
      state: 'bound' as const,
    })),
  );
}

/** How a search text of the console is to be read. */
export type MemberSearch =
  | { readonly kind: 'all' }
  | { readonly kind: 'code'; readonly code: string }
  | { readonly kind: 'mobile-tail'; readonly digits: string }
  | { readonly kind: 'name'; readonly part: string };

/** Ids of one page of members, newest first, and how many there are in all. Merged ones are not listed. */
export async function listMemberIds(
  db: HqHandle,
  search: MemberSearch,
  page: { readonly offset: number; readonly limit: number },
): Promise<{ readonly memberIds: MemberId[]; readonly total: number }> {
  const condition = searchCondition(search);
  const ids = await sql<{ member_id: MemberId }>`
    SELECT member_id FROM member WHERE merged_into IS NULL AND ${condition}
    ORDER BY joined_on DESC, member_id DESC OFFSET ${page.offset} LIMIT ${page.limit}`.execute(db);
  const count = await sql<{ n: number }>`
    SELECT count(*)::integer AS n FROM member WHERE merged_into IS NULL AND ${condition}`.execute(
    db,
  );
  return { memberIds: ids.rows.map((row) => row.member_id), total: count.rows[0]?.n ?? 0 };
}

function searchCondition(search: MemberSearch) {
  switch (search.kind) {
    case 'all':
      return sql`true`;
    case 'code':
      return sql`member_id IN (SELECT member_id FROM member_code WHERE code = ${search.code})`;
    case 'mobile-tail':
      // A range instead of LIKE: see the migration `0007-tenants`.
      return sql`mobile_tail COLLATE "C" >= reverse(${search.digits})
        AND mobile_tail COLLATE "C" < reverse(${search.digits}) || ':'`;
    case 'name':
      return sql`position(${search.part} in name) > 0`;
  }
}
