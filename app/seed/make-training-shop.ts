import type { PracticeItem, PracticeKind } from '../contract/training.ts';
import type { MemberRow, PostingRow, Store, VoucherRow } from '../contract/sync.ts';
import { ean13CheckDigit } from '../domain/check-digit.ts';
import type { EventId, LotId, MemberId, StoreId } from '../domain/ids.ts';
import { makeMemberCardCode, memberCardSerialMax } from '../domain/member-code.ts';
import { maskName } from '../domain/member-name.ts';
import type { Coupon, Program } from '../domain/program.ts';
import { addDays, businessDate, type CalendarDate } from '../domain/time.ts';
import { makeVoucherCode } from '../domain/voucher-code.ts';
import { issueDemoVoucher } from './demo-vouchers.ts';
import { makeDemoProgram } from './demo-program.ts';
import type { DemoMember } from './demo-shop.ts';
import { demoTaxId } from './make-demo-shop.ts';
import { makeEinvoiceLeft } from './make-einvoice-left.ts';
import { makeRandom, type Random } from './random.ts';
import { seededId } from './seeded-id.ts';

/** Everything a training database holds. All of it is invented, and looks so. */
export type TrainingShop = {
  readonly brandName: string;
  readonly store: Store;
  readonly program: Program;
  readonly members: readonly MemberRow[];
  readonly vouchers: readonly VoucherRow[];
  /** The points the members have. */
  readonly postings: readonly PostingRow[];
  readonly practice: readonly PracticeItem[];
};

/** The name of the shop on screens, prints and exports of training. */
export const trainingBrandName = '訓練商店 TRAINING';

/**
 * What makes the members different; all others are like the last. Their names are 練習 with a stem or branch
 * of the old calendar, which nobody is called.
 */
const marks = [...'甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥'];

type Part = { readonly points: number; readonly tierId: string; readonly isOnLine: boolean };

const partOf: Readonly<Record<number, Part>> = {
  0: { points: 1_240, tierId: 'gold', isOnLine: true },
  1: { points: 35, tierId: 'general', isOnLine: false },
  2: { points: 180, tierId: 'silver', isOnLine: true },
};

/** The shop for training of one day: the same but for ids and codes at each making, which `seed` decides. */
export function makeTrainingShop(given: {
  readonly nowMs: number;
  readonly seed: number;
}): TrainingShop {
  const { nowMs, seed } = given;
  const random = makeRandom(seed);
  const today = businessDate(nowMs);
  const openedOn = addDays(today, -365);
  const openedAtMs = Date.parse(openedOn);
  const program = {
    ...makeDemoProgram(random, openedOn, openedAtMs, today),
    name: { 'zh-TW': '訓練用集點規則', en: 'Rules for training' },
  };
  const store = {
    storeId: seededId<StoreId>(random, openedAtMs),
    name: trainingBrandName,
    taxId: demoTaxId,
  };
  const cast = marks.map((mark, index) => makeMember(random, { mark, index, today }));
  const members = cast.map(({ member }) => member);
  const held = giveVouchers(random, program, members, today);
  return {
    brandName: trainingBrandName,
    store,
    program,
    members,
    vouchers: held.map(({ voucher }) => voucher),
    postings: cast.map(({ posting }) => posting),
    practice: practiceItems(random, { members, held, today }),
  };
}

function makeMember(
  random: Random,
  {
    mark,
    index,
    today,
  }: { readonly mark: string; readonly index: number; readonly today: CalendarDate },
): { readonly member: MemberRow; readonly posting: PostingRow } {
  const { points, tierId, isOnLine } = partOf[index] ?? {
    points: random.whole(900),
    tierId: 'general',
    isOnLine: index % 2 === 0,
  };
  const joinedOn = addDays(today, -30 - index * 11);
  const joinedAtMs = Date.parse(joinedOn);
  const memberId = seededId<MemberId>(random, joinedAtMs);
  // 0900-000-1nn: a block of no operator's customers; the tails are told apart by three digits.
  const mobile = `+886900000${String(101 + index)}`;
  const member = {
    memberId,
    name: `練習${mark}`,
    mobile,
    birthday: birthdayOf(index, today),
    tierId,
    // From the end of all numbers, where cards are hardly ever drawn.
    cardCodes: [makeMemberCardCode(memberCardSerialMax - 1_000 - index)],
    lineState: isOnLine ? ('bound' as const) : ('none' as const),
    joinedOn,
    tierUntil: tierId === 'general' ? null : addDays(today, 200),
    inviterId: null,
    weakCodes: [],
  };
  const lot = { lotId: seededId<LotId>(random, joinedAtMs), expiresOn: addDays(today, 120) };
  const entry = { leg: 0, kind: 'earn' as const, memberId, points: Math.max(1, points), ...lot };
  const posting = {
    postingId: seededId<EventId>(random, joinedAtMs),
    why: 'training',
    atMs: joinedAtMs,
    entries: [entry],
    stamps: [],
    uses: [],
  };
  return { member, posting };
}

/** The third member has a birthday this month, nobody else of the first ten. */
function birthdayOf(index: number, today: CalendarDate): string | null {
  if (index === 2) return `${today.slice(5, 7)}-15`;
  return index < 10 ? null : addDays('2024-01-01', index * 15).slice(5);
}

type Held = { readonly part: PracticeKind; readonly voucher: VoucherRow; readonly of: MemberRow };

function giveVouchers(
  random: Random,
  { coupons }: Program,
  members: readonly MemberRow[],
  today: CalendarDate,
): readonly Held[] {
  const amount = must(coupons.find(({ effect }) => effect.kind === 'amount'));
  const percent = must(coupons.find(({ effect }) => effect.kind === 'percent'));
  const give = (part: PracticeKind, place: number, coupon: Coupon, lastDay: number): Held => {
    const of = must(members[place]);
    const holder: DemoMember = { ...of, lineUserId: null };
    const validUntil = addDays(today, lastDay);
    const validFrom = addDays(validUntil, -30);
    const voucher = issueDemoVoucher(random, holder, coupon, { validFrom, validUntil });
    return { part, voucher: { ...voucher, code: makeVoucherCode(random.bytes(16)) }, of };
  };
  return [
    give('voucher', 0, amount, 25),
    give('voucher', 0, percent, 20),
    give('expired-voucher', 0, amount, -3),
    give('others-voucher', 1, amount, 25),
  ];
}

/** What is on the practice card, in the order in which it is best tried. */
function practiceItems(
  random: Random,
  given: {
    readonly members: readonly MemberRow[];
    readonly held: readonly Held[];
    readonly today: CalendarDate;
  },
): readonly PracticeItem[] {
  const { members, held, today } = given;
  const ofMember = (kind: PracticeKind, place: number): PracticeItem => {
    const { name, mobile, cardCodes } = must(members[place]);
    const [code = ''] = cardCodes;
    return { kind, code, nameMasked: maskName(name), phoneTail: (mobile ?? '').slice(-3) };
  };
  const ofVoucher = (kind: PracticeKind): PracticeItem => {
    const { voucher, of } = must(held.find(({ part }) => part === kind));
    return { kind, code: voucher.code, nameMasked: maskName(of.name), phoneTail: null };
  };
  const ofNobody = (kind: PracticeKind, code: string): PracticeItem => ({
    kind,
    code,
    nameMasked: null,
    phoneTail: null,
  });
  const unknown = makeMemberCardCode(memberCardSerialMax);
  const gold = must(must(members[0]).cardCodes[0]);
  const wrongDigit = (Number(gold.at(-1)) + 1) % 10;
  return [
    ofMember('gold-member', 0),
    ofMember('plain-member', 1),
    ofMember('birthday-member', 2),
    ofVoucher('voucher'),
    ofVoucher('expired-voucher'),
    ofVoucher('others-voucher'),
    ofNobody('e-invoice', makeInvoice(random, today)),
    ofNobody('unknown-card', unknown),
    ofNobody('misread-card', `${gold.slice(0, -1)}${wrongDigit}`),
    // GS1 keeps prefix 952 for examples: on no goods anywhere.
    ofNobody('product', `952000000001${ean13CheckDigit('952000000001')}`),
  ];
}

function makeInvoice(random: Random, date: CalendarDate): string {
  const digits = (count: number) =>
    Array.from({ length: count }, () => String(random.whole(10))).join('');
  const items = [
    { name: '練習麵包', quantity: 2, unitPrice: 60 },
    { name: '練習紅茶', quantity: 1, unitPrice: 280 },
  ];
  const number = `ZZ${digits(8)}`;
  const sellerTaxId = demoTaxId;
  return makeEinvoiceLeft({ number, date, random: digits(4), totalMinor: 400, sellerTaxId, items })
    .left;
}

function must<T>(found: T | undefined): T {
  if (found === undefined) throw new Error('the training shop lacks a part');
  return found;
}
