import type { MemberPostings } from '../../app/contract/member-pages.ts';
import type { Language } from '../../app/contract/language.ts';
import { businessDate } from '../../app/domain/time.ts';
import type { HqHandle } from '../db/hq-db.ts';
import { listMemberPostings } from '../db/member-postings.ts';
import type { MemberPosting, PostingPlace } from '../db/member-postings.ts';
import { explainMovement } from '../server/movement-words.ts';
import type { Person } from './find-person.ts';
import { memberWords } from './member-words.ts';
import { inWords, rulesOfToday } from './rules-of-today.ts';
import type { Rules } from './rules-of-today.ts';

const rowsMax = 30;
const reasonsMax = 30;

/** `1763800000000.0198b3a0-…`: the row a page ends with. */
const placeShape = /^(\d{1,15})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** Where a page begins, as it was given out; undefined for what was never given out. */
export function readPlace(text: string): PostingPlace | undefined {
  const [, atMs, eid] = placeShape.exec(text) ?? [];
  if (atMs === undefined || eid === undefined) return undefined;
  return { atMs: Number(atMs), eid: eid as PostingPlace['eid'] };
}

/** A member's history, newest first, also that of ids merged into theirs, with the reasons the rules gave. */
export async function readPostings(
  deps: { readonly db: HqHandle; readonly nowMs: () => number },
  person: Person,
  page: { readonly below: PostingPlace | null; readonly language: Language },
): Promise<MemberPostings> {
  const { db } = deps;
  const rules = await rulesOfToday(db, businessDate(deps.nowMs()));
  const { below, language } = page;
  const found = await listMemberPostings(db, person.ids, { below, limit: rowsMax + 1 });
  const rows = found.slice(0, rowsMax);
  const last = rows.at(-1);
  return {
    rows: rows.map((row) => describe(rules, row, language)),
    older: found.length <= rowsMax || last === undefined ? null : `${last.atMs}.${last.eid}`,
  };
}

type Row = MemberPostings['rows'][number];

function describe(rules: Rules, row: MemberPosting, language: Language): Row {
  const kind = kindOf(row);
  // Somebody else's sale is none of this member's business, though it moved their points.
  const isOwn = row.sale !== null;
  const { sale, refund } = row;
  return {
    id: row.eid,
    atMs: row.atMs,
    kind,
    storeName: isOwn ? row.storeName : null,
    saleNo: sale?.saleNo ?? null,
    // Zero less something would be −0 where nothing was handed back.
    paidMinor: refund === null ? (sale?.paidMinor ?? null) : 0 - refund.moneyMinor,
    points: row.points,
    reasons: (isOwn ? reasonsOf(rules, row, language) : [wordsOf(rules, row, language)]).slice(
      0,
      reasonsMax,
    ),
    expiresOn: lastDayOf(row),
  };
}

function kindOf({ by, sale, refund, points }: MemberPosting): Row['kind'] {
  if (sale !== null) return refund === null ? 'sale' : refund.mode;
  switch (by) {
    case 'expire':
    case 'expire-undone':
      return 'expire';
    case 'birthday':
    case 'joined':
    case 'member_stub':
      return 'gift';
    case 'exchange':
      return 'exchange';
    case 'award':
    case 'refund':
      return points > 0 ? 'gift' : 'adjust';
    default:
      return 'adjust';
  }
}

/** What came can be used until then; of several parts the soonest. */
function lastDayOf({ entries }: MemberPosting): string | null {
  const days = entries.flatMap(({ kind, points, expiresOn }) =>
    points > 0 && kind !== 'spend' && expiresOn !== null ? [expiresOn] : [],
  );
  return days.toSorted()[0] ?? null;
}

function reasonsOf({ byKey }: Rules, row: MemberPosting, language: Language): string[] {
  const { eid, by, atMs, points, storeName, rawBody, entries } = row;
  const movement = { eid, by, atMs, points, storeName, rawBody, entries };
  return explainMovement(byKey, movement).reasons.map((reason) => inWords(reason, language));
}

function wordsOf({ all }: Rules, row: MemberPosting, language: Language): string {
  const words = memberWords(language);
  switch (row.by) {
    case 'expire':
      return words.lapsed;
    case 'expire-undone':
      return words.lapsedBack;
    case 'birthday':
      return words.birthday;
    case 'joined':
    case 'member_stub':
      return words.joined;
    case 'exchange': {
      const coupons = all.flatMap((program) => program.coupons);
      const coupon = coupons.find(({ couponId }) => couponId === row.couponId);
      return words.exchanged(coupon === undefined ? '' : inWords(coupon.name, language));
    }
    case 'award':
      return words.referral;
    case 'refund':
      return words.referralBack;
    case 'overdraft-absorbed':
      return words.debtCancelled;
    case 'absorption-undone':
      return words.debtCancelledBack;
    default:
      return words.corrected;
  }
}
