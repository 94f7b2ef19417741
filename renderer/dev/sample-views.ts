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

/** Views to look at while working on the screens; nothing of this is in the product. */
const atMs = Date.UTC(2026, 10, 22, 6, 32);

const couponNames = [
  ['生日禮券 NT$100', 'Birthday NT$100'],
  ['秋季感恩 95 折券（上限 NT$300）', 'Autumn 5% off, up to NT$300'],
  ['滿千折百', 'NT$100 off from NT$1,000'],
  ['咖啡買一送一', 'Coffee two for one'],
  ['白金會員專屬九折', 'Platinum 10% off'],
] as const;

function vouchers(blocked: Readonly<Record<number, string>>): MemberView['vouchers'] {
  return couponNames.map(([zh, en], index) => ({
    voucherId: `01970000-0000-7000-8000-0000000001${index}0` as VoucherId,
    couponId: `01970000-0000-7000-8000-0000000002${index}0` as CouponId,
    code: `V${index}`,
    name: { 'zh-TW': zh, en },
    validUntil: '2026-12-31',
    minSpendMinor: index * 500,
    attached: index === 0,
    blockedBy: blocked[index] ?? null,
  }));
}

const member: MemberView = {
  memberId: '01970000-0000-7000-8000-000000000010' as MemberId,
  nameMasked: '王○明',
  mobileMasked: '0912***678',
  cardCode: '2712345678903',
  tier: { tierId: 'gold', name: { 'zh-TW': '金卡', en: 'Gold' }, multiplierBps: 15_000 },
  birthdayMonth: true,
  lineState: 'bound',
  points: 12_480,
  expiringNext: { points: 320, expiresOn: '2026-12-31' },
  identifiedBy: 'scan',
  vouchers: vouchers({ 2: 'voucher-min-spend', 3: 'voucher-expired' }),
};

const sales: ReadyView['lastSales'] = (
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
  reasons: [],
}));

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
  sale: { amountText: '', invoice: null, preview: null },
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
  scanCompletedAtMs: null,
};

function notice(tone: Notice['tone'], code: string, params: Notice['params'] = {}): Notice {
  return { id: 1, tone, code, params, atMs };
}

const preview: ReadyView['sale']['preview'] = {
  kind: 'evaluated',
  discountMinor: 100,
  paidMinor: 1_180,
  points: 16,
  reasons: [
    {
      code: 'voucher',
      words: {
        'zh-TW': '券「生日禮券 NT$100」折 NT$100',
        en: 'Voucher “Birthday NT$100”: NT$100 off',
      },
    },
    {
      code: 'earn-per-amount',
      words: {
        'zh-TW': 'NT$1,180 每滿 NT$100 送 1 點：11 點',
        en: 'NT$1,180, 1 point per full NT$100: 11 points',
      },
    },
    {
      code: 'tier-multiplier',
      words: { 'zh-TW': '金卡 1.5 倍：11 → 16 點', en: 'Gold ×1.5: 11 → 16 points' },
    },
    {
      code: 'expires',
      words: { 'zh-TW': '點數可用到 2027/12/31', en: 'Points can be used until 2027-12-31' },
    },
  ],
};

const busy: ReadyView = {
  ...idle,
  member,
  sale: { amountText: '1280', invoice: null, preview },
  notice: notice('ok', 'voucher-attached', {
    name: { 'zh-TW': '生日禮券 NT$100', en: 'Birthday NT$100' },
  }),
  lastSales: sales,
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
    vouchers: vouchers({
      0: 'voucher-needs-card',
      1: 'voucher-needs-card',
      2: 'voucher-needs-card',
    }),
  },
  sale: {
    amountText: '9999999',
    invoice: { number: 'AB12345678', date: '2026-11-22', sellerTaxId: '12345675' },
    preview,
  },
  notice: notice('warn', 'invoice-scan-left'),
  sync: {
    ...idle.sync,
    state: 'offline',
    reason: 'not-hq',
    unsentCount: 1_204,
    oldestUnsentAtMs: atMs - 9_000_000,
    clockOffsetMs: -540_000,
  },
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

/** By the name after `#` in the address of the page. */
export const sampleViews: Readonly<Record<string, CounterView>> = {
  idle,
  busy,
  deny: { ...busy, notice: deny },
  offline,
  local: {
    ...idle,
    mode: 'local',
    hqUrl: null,
    sync: { ...idle.sync, state: 'local', lastContactAtMs: null },
    lastSales: sales.slice(0, 2),
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
