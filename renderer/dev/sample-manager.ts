import type { CounterCallName } from '../../app/contract/counter-calls.ts';
import type {
  Figures,
  MemberStory,
  StorySale,
  StoryVoucher,
} from '../../app/contract/manager-views.ts';
import type { MemberListRow } from '../../app/contract/member-row.ts';
import type { SaleId, StaffId, VoucherId } from '../../app/domain/ids.ts';
import { answerRemarks, sampleRemarks, sampleTags } from './sample-remarks.ts';

type Answers = Partial<Record<CounterCallName, (input: Record<string, unknown>) => unknown>>;

const dayMs = 86_400_000;
const nowMs = Date.parse('2026-11-22T15:30:00+08:00');
const longName = {
  'zh-TW': '周年慶滿額禮加碼送限定聯名保溫瓶兌換券（不得與其他優惠併用）',
  en: 'Anniversary gift with purchase: limited edition thermos, not with other offers',
};

/**
 * The manager's calls on sample data. The member at row 1 has nothing yet, the one at row 2 long names and
 * much of everything; `#empty` in the address makes the figures so, `#export-slow`, `#export-failed` an export.
 */
export function answerManager(
  memberRow: (index: number) => MemberListRow,
  totalRows: number,
): Answers {
  const state = location.hash.slice(1);
  let stopExport: (answer: unknown) => void = () => undefined;
  return {
    'manager:members': ({ text, filter, offset, limit }) => {
      const isFiltered = JSON.stringify(filter) !== noFilter;
      const total = text === '999' ? 0 : text === '678' ? 12 : isFiltered ? 5_000 : totalRows;
      const count = Math.max(0, Math.min(Number(limit), total - Number(offset)));
      const rows = Array.from({ length: count }, (_, i) => rowOf(memberRow(Number(offset) + i)));
      const searchedBy = text === '' ? 'all' : String(text).startsWith('#') ? 'tag' : 'phone-tail';
      return { rows, total, more: isFiltered, searchedBy };
    },
    ...answerRemarks(),
    'manager:tiers': () => ({
      tiers: [
        { tierId: 'general', name: { 'zh-TW': '一般會員', en: 'Member' } },
        { tierId: 'silver', name: { 'zh-TW': '銀卡', en: 'Silver' } },
        { tierId: 'gold', name: { 'zh-TW': '金卡', en: 'Gold' } },
      ],
    }),
    'manager:story': ({ memberId }) => {
      const index = Number(String(memberId).slice(-6));
      const row = rowOf(memberRow(index));
      return {
        kind: 'found',
        story: { ...(index === 1 ? emptyStory(row) : fullStory(row)), ...sampleRemarks(index) },
      };
    },
    'manager:sales': ({ offset, limit }) => ({ sales: salesOf(Number(offset), Number(limit)) }),
    'manager:figures': ({ period }) =>
      state === 'empty' ? figuresOf(0, 1) : figuresOf(1, daysIn(period)),
    'export:progress': () => ({ rows: 3_200 }),
    'export:cancel': () => {
      stopExport({ kind: 'refused', code: 'export-cancelled' });
      return { kind: 'done' };
    },
    'manager:export-figures': () => savedAs('figures-2026-11-22.csv', 61),
    'manager:export-members': () =>
      state === 'export-slow'
        ? new Promise((resolve) => (stopExport = resolve))
        : state === 'export-failed'
          ? { kind: 'refused', code: 'not-saved' }
          : savedAs('members-2026-11-22.csv', 5_000),
  };
}

const noFilter = JSON.stringify({
  tierId: null,
  birthMonth: null,
  lineState: null,
  expiring: false,
  activity: null,
  tag: null,
});

function savedAs(name: string, rows: number): unknown {
  return {
    kind: 'saved',
    path: `C:\\Users\\store\\AppData\\Roaming\\Counterfoil\\reports\\${name}`,
    rows,
  };
}

function rowOf(row: MemberListRow): MemberListRow {
  const index = Number(String(row.memberId).slice(-6));
  const tags = sampleTags(index);
  const tagged = tags.length === 0 ? row : { ...row, tags };
  if (index !== 2) return tagged;
  return {
    ...tagged,
    nameMasked: '亞○○○○○○○○○○○○○○○○○○○○○○○○德',
    cardCode: 'LONG-CARD-2026-000000012345',
  };
}

/** But for what people remarked. */
type BareStory = Omit<MemberStory, 'tags' | 'notes' | 'consent'>;

function emptyStory(member: MemberListRow): BareStory {
  return {
    member: { ...member, points: 0, lastSaleAtMs: null },
    tierUntil: null,
    birthMonth: null,
    inviterMasked: null,
    source: 'counter',
    lots: [],
    furtherPoints: 0,
    year: { sales: 0, paidMinor: 0 },
    salesEver: 0,
    vouchers: [],
    stamps: [],
    steps: [{ kind: 'joined', atMs: nowMs - dayMs, name: null, n: null, storeName: null }],
  };
}

function fullStory(member: MemberListRow): BareStory {
  const bare = { name: null, n: null, storeName: null };
  const isLong = member.cardCode.startsWith('LONG');
  return {
    member: { ...member, points: 3_480, lastSaleAtMs: nowMs - 2 * dayMs },
    tierUntil: '2027-06-30',
    birthMonth: 5,
    inviterMasked: '林○麗',
    source: 'hq',
    lots: [
      { points: 180, expiresOn: '2026-12-31', earnedAtMs: nowMs - 400 * dayMs },
      { points: 620, expiresOn: '2026-12-31', earnedAtMs: nowMs - 380 * dayMs },
      { points: 1_250, expiresOn: '2027-06-30', earnedAtMs: nowMs - 200 * dayMs },
      { points: 980, expiresOn: '2027-12-31', earnedAtMs: nowMs - 60 * dayMs },
      { points: 450, expiresOn: null, earnedAtMs: null },
    ],
    furtherPoints: 0,
    year: { sales: 38, paidMinor: 41_260 },
    salesEver: 142,
    vouchers: vouchersOf(isLong),
    stamps: [
      {
        cardId: 'a',
        name: isLong ? longName : { 'zh-TW': '十杯送一杯', en: 'Ten cups' },
        goal: 10,
        cardNo: 3,
        stamps: 7,
      },
      { cardId: 'b', name: { 'zh-TW': '便當卡', en: 'Lunch box' }, goal: 8, cardNo: 1, stamps: 2 },
    ],
    steps: [
      { ...bare, kind: 'last-sale', atMs: nowMs - 2 * dayMs },
      {
        ...bare,
        kind: 'voucher-used',
        atMs: nowMs - 9 * dayMs,
        name: isLong ? longName : { 'zh-TW': '滿千折百', en: '100 off 1,000' },
        storeName: '板橋店',
      },
      { ...bare, kind: 'refund', atMs: nowMs - 20 * dayMs, n: 380 },
      {
        ...bare,
        kind: 'card-full',
        atMs: nowMs - 41 * dayMs,
        name: { 'zh-TW': '十杯送一杯', en: 'Ten cups' },
        n: 2,
      },
      { ...bare, kind: 'tier', atMs: nowMs - 140 * dayMs, name: { 'zh-TW': '金卡', en: 'Gold' } },
      { ...bare, kind: 'expired', atMs: nowMs - 326 * dayMs, n: -240 },
      { ...bare, kind: 'first-sale', atMs: nowMs - 900 * dayMs, storeName: '信義店' },
      { ...bare, kind: 'joined', atMs: nowMs - 915 * dayMs },
    ],
  };
}

function vouchersOf(isLong: boolean): StoryVoucher[] {
  const states = ['usable', 'usable', 'not-yet', 'used', 'used', 'expired', 'cancelled'] as const;
  return states.map((state, n) => ({
    voucherId: `01970000-0000-7000-8000-00000000010${n}` as VoucherId,
    name:
      isLong && n === 0 ? longName : { 'zh-TW': `滿${n + 1}千折${n + 1}百`, en: `${n + 1}00 off` },
    codeTail: `7K${n}Q`,
    validFrom: '2026-11-01',
    validUntil: state === 'expired' ? '2026-11-10' : '2026-12-31',
    state,
    usesLeft: state === 'usable' ? n + 1 : 0,
    usedAtMs: state === 'used' ? nowMs - n * dayMs : null,
    usedStoreName: n === 4 ? '板橋店' : null,
  }));
}

function salesOf(offset: number, limit: number): StorySale[] {
  const count = Math.max(0, Math.min(limit, 142 - offset));
  return Array.from({ length: count }, (_, i) => {
    const n = offset + i;
    const amountMinor = 180 + ((n * 137) % 2_400);
    const isOther = n % 4 === 3;
    return {
      saleId: `01970000-0000-7000-8000-${String(900_000 + n).padStart(12, '0')}` as SaleId,
      saleNo: `1122-${String(142 - n).padStart(4, '0')}`,
      atMs: nowMs - n * 4 * dayMs,
      storeName: isOther ? '台北車站微風廣場旗艦店' : null,
      amountMinor: isOther ? null : amountMinor,
      discountMinor: isOther ? null : n % 3 === 0 ? 50 : 0,
      paidMinor: amountMinor - (n % 3 === 0 ? 50 : 0),
      points: Math.floor(amountMinor / 10),
      pointsSpent: n % 7 === 0 ? 100 : 0,
      refundedMinor: n % 11 === 5 ? 130 : 0,
      pointsTakenBack: n % 11 === 5 ? 13 : 0,
      undone: n % 13 === 6,
      rejected: n % 17 === 9,
    };
  });
}

function daysIn(period: unknown): number {
  return period === '7-days' ? 7 : period === 'this-month' ? 22 : period === 'last-month' ? 31 : 1;
}

function staffLine(name: string, n: number, sales: number): Figures['byStaff'][number] {
  const staff = { staffId: `01990000-0000-7000-8000-00000000000${n}` as StaffId, name };
  const sums = { sales, paidMinor: sales * 412, points: sales * 31 };
  return { staff, ...sums, refunds: n, newMembers: 4 - n };
}

function figuresOf(busy: 0 | 1, dayCount: number): Figures {
  const line = (n: number) => {
    const sales = busy * ((n * 7) % 23);
    return { sales, paidMinor: sales * (310 + n), points: sales * 31 };
  };
  const days = Array.from({ length: dayCount }, (_, n) => ({
    date: new Date(nowMs - (dayCount - 1 - n) * dayMs).toISOString().slice(0, 10),
    ...line(n + 11),
  }));
  const total = (of: 'sales' | 'paidMinor' | 'points') =>
    days.reduce((sum, day) => sum + day[of], 0);
  return {
    from: days[0]?.date ?? '2026-11-22',
    to: '2026-11-22',
    sales: total('sales'),
    amountMinor: total('paidMinor') + busy * 860,
    discountMinor: busy * 860,
    paidMinor: total('paidMinor'),
    rejected: busy * 1,
    refunds: busy * 3,
    voids: busy * 2,
    refundedMinor: busy * 1_240,
    points: {
      earn: total('points'),
      spend: busy * -1_850,
      refund: busy * -96,
      adjust: 0,
      expire: 0,
    },
    newMembers: busy * 9,
    buyers: busy * 64,
    returningBuyers: busy * 41,
    coupons:
      busy === 0
        ? []
        : [
            { id: 'a', name: { 'zh-TW': '滿千折百', en: '100 off 1,000' }, uses: 18 },
            { id: 'b', name: longName, uses: 7 },
            { id: 'c', name: { 'zh-TW': '生日禮', en: 'Birthday gift' }, uses: 3 },
          ],
    couponUses: busy * 28,
    hours: Array.from({ length: 24 }, (_, hour) => ({
      hour,
      ...(hour < 10 || hour > 20 ? { sales: 0, paidMinor: 0, points: 0 } : line(hour)),
    })),
    days,
    byStaff:
      busy === 0
        ? []
        : [
            staffLine('陳小美', 1, 96),
            staffLine('林大同', 2, 71),
            staffLine('亞歷山大・馮・洪堡德斯坦伯格瓦特', 3, 24),
            { ...staffLine('', 0, 6), staff: null },
          ],
    refusals:
      busy === 0
        ? []
        : [
            { code: 'voucher-min-spend', n: 14 },
            { code: 'card-unknown', n: 11 },
            { code: 'voucher-expired', n: 8 },
            { code: 'voucher-needs-card', n: 7 },
            { code: 'scan-product', n: 5 },
            { code: 'points-short', n: 3 },
            { code: 'refund-too-late', n: 1 },
          ],
    unsent: busy * 4,
  };
}
