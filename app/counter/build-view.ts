import type {
  DeviceView,
  MemberView,
  ReadyView,
  SettledSaleView,
  SyncView,
  VoucherView,
} from '../contract/counter-view.ts';
import type { DeviceHealth } from '../contract/raw-scan.ts';
import type { DeviceId } from '../domain/ids.ts';
import { balanceOf } from '../domain/lots.ts';
import { maskName } from '../domain/member-name.ts';
import { maskMobile } from '../domain/mobile-number.ts';
import { reasonWords } from '../domain/reason-words.ts';
import { listDevices } from '../db/devices.ts';
import { getUnsentSummary } from '../db/events.ts';
import type { Reader } from '../db/handles.ts';
import { findCurrentInstall } from '../db/installs.ts';
import { listLots } from '../db/ledger.ts';
import { getMemberCount, type Member } from '../db/members.ts';
import { listLastSales, type LastSale } from '../db/sales.ts';
import { listMemberVouchers, type Voucher } from '../db/vouchers.ts';
import { judgeVoucher } from './judge-voucher.ts';
import type { SyncFacts } from './ports.ts';
import { previewOf, voucherName } from './preview-sale.ts';
import type { Scene } from './scene.ts';

/** Rows the contract allows on the screen. */
const lastSalesMax = 5;
const vouchersMax = 100;

/** The parts of the view that the database and the devices decide. */
export type ReadyFacts = Omit<
  ReadyView,
  'revision' | 'language' | 'appVersion' | 'notice' | 'keyProtection' | 'scanCompletedAtMs'
>;

/** Everything the screen of a working counter shows. `scene` and the rest come from one moment. */
export async function buildReadyView(
  db: Reader,
  input: {
    readonly scene: Scene;
    readonly syncFacts: SyncFacts;
    readonly health: ReadonlyMap<DeviceId, DeviceHealth>;
  },
): Promise<ReadyFacts> {
  const { scene } = input;
  const { settings, store, sale } = scene;
  const mode = settings.mode ?? 'local';
  return {
    kind: 'ready',
    mode,
    brandName: settings.brandName,
    store,
    counterLabel: settings.counterLabel,
    install: (await findCurrentInstall(db))?.installId ?? null,
    hqUrl: settings.hqUrl,
    businessDate: scene.moment.today,
    member: scene.member === null ? null : await memberView(db, scene, scene.member),
    sale: { amountText: sale.amountText, invoice: sale.invoice, preview: previewOf(scene) },
    lastSales: (await listLastSales(db, lastSalesMax)).map((last) => settledView(last, mode)),
    sync: await syncView(db, input.syncFacts),
    devices: (await listDevices(db)).map((device) => ({
      deviceId: device.deviceId,
      name: device.name,
      intake: device.intake,
      path: device.settings?.path ?? null,
      baudRate: device.settings?.baudRate ?? null,
      ...healthView(input.health.get(device.deviceId)),
    })),
    memberCount: await getMemberCount(db),
  };
}

async function memberView(db: Reader, scene: Scene, member: Member): Promise<MemberView> {
  const { program, moment, sale } = scene;
  const { memberId, tierId } = member;
  const tier = program?.tiers.find((t) => t.tierId === tierId);
  const { availablePoints, expiringNext } = balanceOf(await listLots(db, memberId), moment.today);
  const usable = await listMemberVouchers(db, {
    memberId,
    today: moment.today,
    limit: vouchersMax,
  });
  // A voucher on the sale stays visible even if it has just been used elsewhere.
  const gone = scene.vouchers.filter(
    (v) => v.memberId === memberId && !usable.some((u) => u.voucherId === v.voucherId),
  );
  return {
    memberId,
    nameMasked: maskName(member.name),
    mobileMasked: member.mobile === null ? null : maskMobile(member.mobile),
    cardCode: member.cardCode,
    tier: {
      tierId,
      name: tier?.name ?? { 'zh-TW': tierId, en: tierId },
      multiplierBps: tier?.multiplierBps ?? 10_000,
    },
    birthdayMonth: member.birthday?.slice(0, 2) === moment.today.slice(5, 7),
    lineState: member.lineState,
    points: availablePoints,
    expiringNext,
    identifiedBy: sale.identifiedBy ?? 'search',
    vouchers: [...gone, ...usable]
      .slice(0, vouchersMax)
      .map((voucher) => voucherView(scene, voucher)),
  };
}

function voucherView(scene: Scene, voucher: Voucher): VoucherView {
  const { voucherId, couponId, code, validUntil } = voucher;
  return {
    voucherId,
    couponId,
    code,
    name: voucherName(scene.program, voucher),
    validUntil,
    minSpendMinor: scene.program?.coupons.find((c) => c.couponId === couponId)?.minSpendMinor ?? 0,
    attached: scene.sale.voucherIds.includes(voucherId),
    blockedBy: judgeVoucher(scene, voucher)?.code ?? null,
  };
}

function settledView(sale: LastSale, mode: 'local' | 'hq'): SettledSaleView {
  const { saleId, saleNo, atMs, paidMinor, discountMinor, points } = sale;
  return {
    saleId,
    saleNo,
    atMs,
    nameMasked: maskName(sale.memberName),
    paidMinor,
    discountMinor,
    points,
    sync: mode === 'local' && sale.atHq === 'waiting' ? 'local' : sale.atHq,
    reasons: sale.reasons.map((reason) => ({ code: reason.code, words: reasonWords(reason) })),
  };
}

async function syncView(db: Reader, facts: SyncFacts): Promise<SyncView> {
  const { state, reason, lastContactAtMs, clockOffsetMs, pulledRows } = facts;
  const { count, oldestAtMs } = await getUnsentSummary(db);
  return {
    state,
    reason,
    lastContactAtMs,
    clockOffsetMs,
    pulledRows,
    unsentCount: count,
    oldestUnsentAtMs: oldestAtMs,
  };
}

function healthView(health: DeviceHealth | undefined): Pick<DeviceView, 'health' | 'healthReason'> {
  if (health === undefined) return { health: 'connecting', healthReason: null };
  return { health: health.kind, healthReason: health.kind === 'missing' ? health.reason : null };
}
