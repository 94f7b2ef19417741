import type {
  CounterView,
  MemberView,
  Notice,
  ReadyView,
} from '../../app/contract/counter-view.ts';
import type {
  CouponId,
  DeviceId,
  MemberId,
  SaleId,
  StoreId,
  VoucherId,
} from '../../app/domain/ids.ts';
import { deskViews } from './sample-desk.ts';
import { preview, rich } from './sample-previews.ts';
import { scanViews } from './sample-scans.ts';

/** Views to look at while working on the screens; nothing of this is in the product. */
const atMs = Date.UTC(2026, 10, 22, 6, 32);

const couponNames = [
  ['生日禮券 NT$100', 'Birthday NT$100'],
  ['秋季感恩 95 折券（上限 NT$300）', 'Autumn 5% off, up to NT$300'],
  ['滿千折百', 'NT$100 off from NT$1,000'],
  ['咖啡買一送一', 'Coffee two for one'],
  ['白金會員專屬九折', 'Platinum 10% off'],
] as const;

type Block = readonly [code: string, zh: string, en: string];

const blocks = {
  minSpend: ['min-spend', '需消費滿 NT$1,500，還差 NT$220', 'From NT$1,500, NT$220 missing'],
  expired: ['voucher-expired', '已於 2026/11/20 到期', 'Expired on 2026/11/20'],
  better: [
    'better-one-used',
    '已用「白金會員專屬九折」，不能並用',
    '“Platinum 10% off” is used; they cannot go together',
  ],
  needsCard: [
    'voucher-needs-scan',
    '需掃描會員條碼才能用券',
    'Scan the member’s code to use vouchers',
  ],
} as const satisfies Record<string, Block>;

function vouchers(blocked: Readonly<Record<number, Block>>, attached = 0): MemberView['vouchers'] {
  return couponNames.map(([zh, en], index) => {
    const [code, zhWhy, enWhy] = blocked[index] ?? [null, '', ''];
    return {
      voucherId: `01970000-0000-7000-8000-0000000001${index}0` as VoucherId,
      couponId: `01970000-0000-7000-8000-0000000002${index}0` as CouponId,
      code: `V${index}`,
      name: { 'zh-TW': zh, en },
      validUntil: '2026-12-31',
      minSpendMinor: index * 500,
      usesLeft: index === 1 ? 3 : 1,
      attached: index === attached,
      best: index === 1 || index === 4,
      savesMinor: code === null ? ([100, 64, 0, 0, 128][index] ?? 0) : null,
      blockedBy: code,
      blockedWords: code === null ? null : { 'zh-TW': zhWhy, en: enWhy },
    };
  });
}

const member: MemberView = {
  memberId: '01970000-0000-7000-8000-000000000010' as MemberId,
  nameMasked: '王○明',
  mobileMasked: '0912***678',
  cardCode: '2712345678903',
  tier: { tierId: 'gold', name: { 'zh-TW': '金卡', en: 'Gold' }, multiplierBps: 15_000 },
  birthdayMonth: true,
  activity: 'regular',
  lineState: 'bound',
  points: 12_480,
  expiringNext: { points: 320, expiresOn: '2026-12-31' },
  identifiedBy: 'scan',
  vouchers: vouchers({ 2: blocks.minSpend, 3: blocks.expired }),
  tierUntil: '2027-11-30',
  stamps: [
    {
      cardId: 'coffee',
      name: { 'zh-TW': '咖啡集點', en: 'Coffee card' },
      cardNo: 2,
      stamps: 6,
      goal: 10,
    },
  ],
  nextSteps: [
    {
      code: 'next-tier',
      words: {
        'zh-TW': '再消費 NT$5,200 可升等為鑽石卡',
        en: 'NT$5,200 more to become Diamond',
      },
    },
    {
      code: 'next-stamp',
      words: { 'zh-TW': '「咖啡集點」再 4 格集滿', en: '“Coffee card”: 4 stamps to go' },
    },
  ],
};

export const sampleSales: ReadyView['lastSales'] = (
  ['waiting', 'waiting', 'at-hq', 'at-hq', 'rejected'] as const
).map((sync, index) => ({
  saleId: `01970000-0000-7000-8000-00000000030${index}` as SaleId,
  saleNo: `1122-004${7 - index}`,
  atMs: atMs - index * 420_000,
  nameMasked: ['林○麗', '歐陽○娜', '陳○', '張○豪', 'M*** S***'][index] ?? '',
  paidMinor: [1_280, 356, 12_900, 88, 4_512][index] ?? 0,
  discountMinor: 0,
  points: [18, 3, 193, 0, 45][index] ?? 0,
  sync,
  reasons: preview.reasons,
  pointsSpent: index === 0 ? 100 : 0,
  refundedMinor: [0, 0, 1_200, 88, 0][index] ?? 0,
  undone: index === 3,
  refundable: index < 3,
}));

const nothing: ReadyView['sale'] = {
  amountText: '',
  invoice: null,
  preview: null,
  spendPoints: 0,
  spendPointsMax: null,
  spendBlockedBy: null,
  best: null,
};

const idle: ReadyView = {
  kind: 'ready',
  revision: 1,
  language: 'zh-TW',
  appVersion: '0.1.0',
  mode: 'hq',
  brandName: '山海選物',
  store: {
    storeId: '01970000-0000-7000-8000-000000000020' as StoreId,
    name: '信義店',
    taxId: '12345675',
  },
  counterLabel: '櫃台 1',
  install: null,
  hqUrl: 'https://hq.example.tw',
  businessDate: '2026-11-22',
  member: null,
  sale: nothing,
  notice: null,
  lastSales: [],
  sync: {
    state: 'online',
    reason: null,
    unsentCount: 0,
    oldestUnsentAtMs: null,
    lastContactAtMs: atMs,
    clockOffsetMs: 12,
    pulledRows: 5_210,
  },
  tape: { state: 'ok', trouble: null, found: null, events: 0 },
  devices: [
    {
      deviceId: '01970000-0000-7000-8000-000000000030' as DeviceId,
      name: '櫃台掃描器',
      intake: 'serial',
      path: 'COM3',
      baudRate: 9600,
      health: 'open',
      healthReason: null,
    },
  ],
  keyProtection: 'os',
  memberCount: 100_000,
  deskScan: null,
  scanCompletedAtMs: null,
};

function notice(tone: Notice['tone'], code: string, params: Notice['params'] = {}): Notice {
  return { id: 1, tone, code, params, atMs };
}

const busy: ReadyView = {
  ...idle,
  member,
  sale: {
    ...nothing,
    amountText: '1280',
    preview,
    spendPointsMax: 1_180,
    best: {
      voucherIds: [member.vouchers[1], member.vouchers[4]].flatMap((v) => (v ? [v.voucherId] : [])),
      savesMinor: 192,
    },
  },
  notice: notice('ok', 'voucher-attached', {
    name: { 'zh-TW': '生日禮券 NT$100', en: 'Birthday NT$100' },
  }),
  lastSales: sampleSales,
};

const offline: ReadyView = {
  ...busy,
  brandName: '山海選物生活百貨股份有限公司',
  store: {
    storeId: '01970000-0000-7000-8000-000000000020' as StoreId,
    name: '台北信義威秀旗艦店二樓',
    taxId: '12345675',
  },
  member: {
    ...member,
    nameMasked: '司○○納·巴○○○○○卡阿美族長名',
    identifiedBy: 'search',
    vouchers: vouchers(
      {
        0: blocks.needsCard,
        1: blocks.needsCard,
        2: blocks.needsCard,
        3: blocks.needsCard,
        4: blocks.needsCard,
      },
      -1,
    ),
    tierUntil: null,
  },
  sale: {
    ...nothing,
    amountText: '9999999',
    invoice: { number: 'AB12345678', date: '2026-11-22', sellerTaxId: '12345675' },
    preview: { ...preview, amountMinor: 9_999_999, paidMinor: 9_999_999, baseMinor: 9_999_999 },
    spendBlockedBy: 'redeem-needs-scan',
  },
  notice: notice('warn', 'invoice-scan-left'),
  sync: {
    ...idle.sync,
    state: 'offline',
    reason: 'not-hq',
    unsentCount: 1_204,
    oldestUnsentAtMs: atMs - 9_000_000,
    clockOffsetMs: -540_000,
    outbox: 'many',
  },
  tape: { state: 'failing', trouble: 'full', found: 'events-put-back', events: 12 },
  keyProtection: 'file',
  devices: idle.devices.map((device) => ({
    ...device,
    health: 'missing',
    healthReason: 'not-found',
  })),
};

const deny = notice('deny', 'voucher-used', {
  name: { 'zh-TW': '生日禮券 NT$100', en: 'Birthday NT$100' },
  date: '2026-11-20',
  time: '18:04',
  store: '信義店',
});

const friendsCoupon = { 'zh-TW': 'LINE 好友專屬折 NT$30', en: 'NT$30 off for friends on LINE' };

const full: ReadyView = {
  ...busy,
  member: {
    ...member,
    nameMasked: '歐陽○娜',
    vouchers: vouchers({ 0: blocks.better, 2: blocks.minSpend, 3: blocks.expired }, 4),
    stamps: [
      ...member.stamps,
      {
        cardId: 'bakery',
        name: { 'zh-TW': '麵包店週年慶二十格大集點卡', en: 'Bakery anniversary card' },
        cardNo: 1,
        stamps: 13,
        goal: 20,
      },
      {
        cardId: 'long',
        name: { 'zh-TW': '長', en: 'Long' },
        cardNo: 1,
        stamps: 13,
        goal: 50,
      },
    ],
  },
  sale: {
    ...busy.sale,
    preview: rich,
    spendPoints: 400,
    best: null,
    codes: [{ code: 'LINE-FRIENDS-30', name: friendsCoupon, savesMinor: 30 }],
    invoice: { number: 'AB12345678', date: '2026-11-22', sellerTaxId: '12345675' },
  },
  notice: notice('ok', 'points-on-sale', { points: 400, valueMinor: 400 }),
};

/** By the name after `#` in the address of the page. */
export const sampleViews: Readonly<Record<string, CounterView>> = {
  idle,
  busy,
  guide: {
    ...idle,
    mode: 'local',
    memberCount: 1,
    lastSales: [],
    guide: { shown: true, scanTried: true, cardPrinted: false },
  },
  deny: { ...busy, notice: deny },
  offline,
  full,
  ...scanViews({ busy, idle, notice }),
  ...deskViews({ busy, idle, notice }),
  'full-english': { ...full, language: 'en' },
  waiting: { ...busy, sale: nothing, notice: notice('ok', 'member-found', { name: '王○明' }) },
  bare: {
    ...busy,
    member: { ...member, vouchers: [], stamps: [], tierUntil: null, birthdayMonth: false },
    sale: {
      ...nothing,
      amountText: '80',
      preview: {
        ...preview,
        discountMinor: 0,
        paidMinor: 80,
        baseMinor: 80,
        points: 0,
        reasons: [],
        brings: [],
      },
      spendBlockedBy: 'redeem-cart-min',
    },
    notice: null,
  },
  settled: {
    ...idle,
    lastSales: sampleSales,
    notice: notice('ok', 'sale-settled-with', {
      name: '林○麗',
      paidMinor: 1_180,
      points: 18,
      balance: 12_496,
      extra: {
        'zh-TW': '升為白金卡，請交付限量帆布袋 1 個',
        en: 'Now Platinum; hand over 1 canvas bag',
      },
    }),
  },
  'refused-sale': {
    ...busy,
    sale: {
      ...nothing,
      amountText: '300',
      preview: { kind: 'refused', code: 'redeem-above-max', params: { maxPoints: 90 } },
      spendPoints: 100,
      spendPointsMax: 90,
    },
  },
  local: {
    ...idle,
    mode: 'local',
    hqUrl: null,
    sync: { ...idle.sync, state: 'local', lastContactAtMs: null },
    lastSales: sampleSales.slice(0, 2),
  },
  'offline-long': {
    ...idle,
    sync: {
      ...idle.sync,
      state: 'offline',
      reason: 'no-name',
      unsentCount: 3_207,
      oldestUnsentAtMs: atMs - 9 * 86_400_000,
      lastContactAtMs: atMs - 9 * 86_400_000,
      outbox: 'old',
    },
  },
  english: { ...busy, language: 'en', notice: { ...deny } },
  'first-run': {
    kind: 'first-run',
    revision: 1,
    language: 'zh-TW',
    appVersion: '0.1.0',
    busy: false,
    notice: null,
  },
  refused: {
    kind: 'refused',
    revision: 1,
    language: 'zh-TW',
    appVersion: '0.1.0',
    code: 'database-newer',
    detail: 'schema 7 > 1',
  },
};
