import type { ReadyView } from '../contract/counter-view.ts';
import { counterViewSchema } from '../contract/counter-view.ts';
import type { CounterView, Tone } from '../contract/counter-view.ts';
import type { VoucherRow } from '../contract/sync.ts';
import type {
  AnyId,
  CouponId,
  DeviceId,
  InstallId,
  MemberId,
  NewId,
  ProgramId,
  StoreId,
  VoucherId,
} from '../domain/ids.ts';
import { makeMemberCardCode } from '../domain/member-code.ts';
import { always } from '../domain/program-conditions.ts';
import { couponDefaults, earnPerAmount, programDefaults } from '../domain/program-defaults.ts';
import type { Program } from '../domain/program.ts';
import { makeVoucherCode } from '../domain/voucher-code.ts';
import { inTransaction, type Db } from '../db/handles.ts';
import { startInstall } from '../db/installs.ts';
import { upsertMembers } from '../db/upsert-members.ts';
import { insertProgram } from '../db/programs.ts';
import { putSettings } from '../db/settings.ts';
import { upsertStore } from '../db/stores.ts';
import { markCaughtUp, markContact } from '../db/sync-state.ts';
import { upsertVouchers } from '../db/vouchers.ts';
import { countingIds, testMember } from '../db/test-database.ts';
import { createCounter, type Counter } from './create-counter.ts';
import type { CounterDeps } from './ports.ts';

/** 2026-11-22 09:00 in Taipei. */
export const startMs = Date.parse('2026-11-22T09:00:00+08:00');
export const ownTaxId = '04595257';

const id = <T extends AnyId>(n: number): T =>
  `01970000-0000-7000-8000-${String(n).padStart(12, '0')}` as T;

export const shop = {
  store: { storeId: id<StoreId>(1), name: '信義店', taxId: ownTaxId },
  install: id<InstallId>(2),
  ming: id<MemberId>(11),
  lin: id<MemberId>(12),
  mingCard: makeMemberCardCode(1),
  linCard: makeMemberCardCode(2),
  off50: id<CouponId>(21),
  off10Percent: id<CouponId>(22),
} as const;

/** NT$10 = 1 point, gold ×1.5, NT$50 off from NT$300, 10% off. */
export const shopProgram: Program = {
  ...programDefaults,
  programId: id<ProgramId>(31),
  version: 3,
  name: { 'zh-TW': '會員', en: 'Members' },
  effectiveFrom: '2026-01-01',
  earn: [earnPerAmount(10, 1)],
  tiers: [
    {
      tierId: 'general',
      name: { 'zh-TW': '一般', en: 'General' },
      thresholdMinor: 0,
      multiplierBps: 10_000,
    },
    {
      tierId: 'gold',
      name: { 'zh-TW': '金卡', en: 'Gold' },
      thresholdMinor: 10_000,
      multiplierBps: 15_000,
    },
  ],
  coupons: [
    {
      ...couponDefaults,
      couponId: shop.off50,
      name: { 'zh-TW': '折 50', en: '50 off' },
      effect: { kind: 'amount', amountMinor: 50 },
      when: { ...always, minSpendMinor: 300 },
    },
    {
      ...couponDefaults,
      couponId: shop.off10Percent,
      name: { 'zh-TW': '九折', en: '10% off' },
      effect: { kind: 'percent', offBps: 1000, maxMinor: 100 },
    },
  ],
  vouchersPerSaleMax: 2,
  invoiceAgeDaysMax: 3,
};

/** A voucher of 王小明; `n` makes id and code. */
export function shopVoucher(n: number, changes: Partial<VoucherRow> = {}): VoucherRow {
  return {
    voucherId: id<VoucherId>(100 + n),
    code: makeVoucherCode(new Uint8Array(16).fill(n)),
    couponId: shop.off50,
    memberId: shop.ming,
    validFrom: '2026-11-01',
    validUntil: '2026-11-30',
    state: 'issued',
    uses: 1,
    usesLeft: 1,
    used: null,
    ...changes,
  };
}

/** Fills a fresh database as if HQ had connected it: store, program, two members, given vouchers. */
export async function stockShop(
  db: Db,
  vouchers: readonly VoucherRow[] = [],
  program: Program = shopProgram,
): Promise<void> {
  await inTransaction(db, async (trx) => {
    await upsertStore(trx, shop.store);
    await startInstall(trx, {
      installId: shop.install,
      kind: 'hq',
      signingKey: 'secret',
      nowMs: 1,
      offer: 'unacked',
    });
    await insertProgram(trx, { program, origin: 'hq' });
    const ming = testMember(shop.ming, { cardCodes: [shop.mingCard], tierId: 'gold' });
    const lin = testMember(shop.lin, {
      cardCodes: [shop.linCard],
      name: '林美麗',
      mobile: '+886987654321',
      birthday: null,
    });
    await upsertMembers(trx, { members: [ming, lin], source: 'hq' });
    await upsertVouchers(trx, vouchers);
    await putSettings(trx, {
      mode: 'hq',
      brandName: '王記茶行',
      counterLabel: '1',
      storeId: shop.store.storeId,
      hqUrl: 'http://hq.test',
    });
    // HQ was heard an hour ago, and all it had to say was read.
    const heardAtMs = startMs - 3_600_000;
    await markContact(trx, { serverTimeMs: heardAtMs, wallMs: heardAtMs });
    await markCaughtUp(trx, heardAtMs);
  });
}

/** A counter whose clock and devices a test holds in its hands. */
export type TestCounter = {
  readonly counter: Counter;
  readonly clock: { wallMs: number; monoMs: number };
  readonly views: CounterView[];
  readonly tones: Tone[];
  readonly errors: unknown[];
  readonly opened: string[];
  syncRequests: number;
  /** Scans a code as a serial scanner would and waits for what comes of it. */
  readonly scan: (text: string | Uint8Array) => Promise<ReadyView>;
  readonly last: () => ReadyView;
  /** Types an amount and settles with what the screen shows. */
  readonly sell: (amountMinor: number) => Promise<ReadyView>;
};

export const scanner = id<DeviceId>(41);

export function testCounter(
  db: Db,
  deps: Partial<CounterDeps> = {},
  newId: NewId = countingIds(1000),
): TestCounter {
  const clock = { wallMs: startMs, monoMs: 0 };
  const views: CounterView[] = [];
  const rig = {
    clock,
    views,
    tones: [] as Tone[],
    errors: [] as unknown[],
    opened: [] as string[],
    syncRequests: 0,
  };
  let drawn = 0;
  const counter = createCounter({
    db,
    nowMs: () => clock.wallMs,
    monoMs: () => clock.monoMs,
    bootId: '01980000-0000-7000-8000-00000000b007',
    newId,
    randomBytes: (count) => new Uint8Array(count).fill((drawn += 1)),
    appVersion: '0.0.0-test',
    keyProtection: 'file',
    deviceSecret: new Uint8Array(32).fill(7),
    pinCost: { memorySize: 64, iterations: 1, parallelism: 1 },
    // The contract is part of what is tested: every view must be one.
    onChanged: (view) => views.push(counterViewSchema.parse(view)),
    onSound: (tone) => rig.tones.push(tone),
    onError: (error) => rig.errors.push(error),
    syncStatus: () => ({
      state: 'offline',
      reason: 'unreachable',
      lastContactAtMs: null,
      clockOffsetMs: null,
      pulledRows: 0,
    }),
    connectToHq: async () => ({ kind: 'refused', code: 'unreachable' }),
    // An HQ that agrees to everything, once it is heard at all.
    authoriseSpend: async ({ authId }) => ({ kind: 'granted', authId }),
    requestSync: () => void (rig.syncRequests += 1),
    listPorts: async () => [{ path: '/dev/ttyS0', label: 'scanner', identity: null }],
    openDevice: (device) => rig.opened.push(device.settings.path),
    closeDevice: (deviceId) => rig.opened.push(`closed ${deviceId}`),
    ...deps,
  });
  const last = (): ReadyView => {
    const view = views.at(-1);
    if (view?.kind !== 'ready') throw new Error(`not ready: ${view?.kind ?? 'nothing shown'}`);
    return view;
  };
  const scan = async (text: string | Uint8Array): Promise<ReadyView> => {
    clock.monoMs += 1000;
    clock.wallMs += 1000;
    const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
    counter.acceptScan({
      deviceId: scanner,
      intake: 'serial',
      bytes,
      truncated: false,
      completedAtMs: clock.wallMs,
    });
    await counter.settled();
    return last();
  };
  const sell = async (amountMinor: number): Promise<ReadyView> => {
    await counter.handlers['sale:set-amount']({ amountText: String(amountMinor) });
    const { preview } = last().sale;
    if (preview?.kind !== 'evaluated') throw new Error(`no preview: ${JSON.stringify(preview)}`);
    await counter.handlers['sale:settle']({
      expectedPaidMinor: preview.paidMinor,
      expectedPoints: preview.points,
    });
    return last();
  };
  return Object.assign(rig, { counter, last, scan, sell });
}

/** The left QR of an e-invoice of `totalMinor`, dated ROC 115-11-22 unless told otherwise. */
export function invoiceQr(input: {
  number?: string;
  rocDate?: string;
  totalMinor: number;
  seller?: string;
}): string {
  const { number = 'AB12345678', rocDate = '1151122', totalMinor, seller = ownTaxId } = input;
  const hex = (value: number): string => value.toString(16).toUpperCase().padStart(8, '0');
  return `${number}${rocDate}1234${hex(0)}${hex(totalMinor)}00000000${seller}${'A'.repeat(22)}==:**********:1:1:1:茶葉:1:${totalMinor}`;
}
