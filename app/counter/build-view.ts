import type { MemberView, ReadyView, VoucherView } from '../contract/counter-view.ts';
import type { SyncView } from '../contract/house-views.ts';
import type { DeviceHealth } from '../contract/raw-scan.ts';
import { activeDaysMax, activityClassOf, type ActivityClass } from '../domain/activity-class.ts';
import type { DeviceId } from '../domain/ids.ts';
import { balanceOf } from '../domain/lots.ts';
import { maskName } from '../domain/member-name.ts';
import { maskMobile } from '../domain/mobile-number.ts';
import type { Program } from '../domain/program.ts';
import { strongerNeed } from '../domain/redeem-needs.ts';
import type { MemberState } from '../domain/sale.ts';
import { openCards } from '../domain/stamps.ts';
import { tierOn } from '../domain/tiers.ts';
import { addDays, businessDate, type CalendarDate } from '../domain/time.ts';
import { countVisits } from '../db/count-visits.ts';
import { listDevices } from '../db/devices.ts';
import { getUnsentSummary } from '../db/events.ts';
import { findCurrentInstall } from '../db/installs.ts';
import { countUnreadable } from '../db/skipped-changes.ts';
import { getSyncState } from '../db/sync-state.ts';
import type { Reader } from '../db/handles.ts';
import { getMemberCount, type Member } from '../db/members.ts';
import { listLastSales } from '../db/own-sales.ts';
import { countQueuedPosSales, findLivePosSale } from '../db/pos-sales.ts';
import { findOpenShift } from '../db/shifts.ts';
import { listMemberVouchers, type Voucher } from '../db/vouchers.ts';
import type { SyncFacts } from './ports.ts';
import { deviceViews } from './device-views.ts';
import { clockBehindMsMax, type Moment } from './moment.ts';
import { parkedOnCounter } from './parked-views.ts';
import { findJustSold } from './pick-line-member.ts';
import { outboxWarning } from './outbox-warning.ts';
import { nextStepLines, openSaleView } from './preview-sale.ts';
import type { Scene } from './scene.ts';
import type { StaffSession } from './staff-session.ts';
import { staffOnView } from './staff-view.ts';
import { settledView } from './settled-view.ts';
import { blockWords, voucherName } from './voucher-block.ts';
import { weighVouchers, type WeighedVoucher } from './weigh-vouchers.ts';

/** Rows the contract allows on the screen. */
const lastSalesMax = 5;
const vouchersMax = 100;
const stampCardsMax = 20;

/** The parts of the view that the database and the devices decide. */
export type ReadyFacts = Omit<
  ReadyView,
  | 'revision'
  | 'language'
  | 'appVersion'
  | 'notice'
  | 'line'
  | 'keyProtection'
  | 'tape'
  | 'deskScan'
  | 'scanMarks'
  | 'scanCompletedAtMs'
>;

/** Everything the screen of a working counter shows. `scene` and the rest come from one moment. */
export async function buildReadyView(
  db: Reader,
  input: {
    readonly scene: Scene;
    readonly syncFacts: SyncFacts;
    readonly health: ReadonlyMap<DeviceId, DeviceHealth>;
    /** Left out = nobody signs in here. */
    readonly session?: StaffSession | undefined;
  },
): Promise<ReadyFacts> {
  const { scene } = input;
  const { settings, store, member } = scene;
  const weighed = weighVouchers(scene, member === null ? [] : await listHeld(db, scene, member));
  const mode = settings.mode ?? 'local';
  return {
    kind: 'ready',
    mode,
    brandName: settings.brandName,
    store,
    counterLabel: settings.counterLabel,
    install: (await findCurrentInstall(db))?.installId ?? null,
    hqUrl: settings.hqUrl,
    wedge: settings.wedge,
    appearance: settings.appearance,
    calendar: settings.calendar,
    guide: settings.guide,
    ...customerFacts(settings),
    businessDate: scene.moment.today,
    member: member === null ? null : await memberView(db, scene, member, weighed.vouchers),
    sale: openSaleView(scene, weighed.best),
    ...(await posOnCounter(db, scene)),
    ...(await parkedOnCounter(db, scene.moment.today)),
    lastSales: await lastSalesView(db, scene, mode),
    sync: await syncView(db, input.syncFacts, { mode, moment: scene.moment }),
    devices: deviceViews(await listDevices(db), input.health),
    memberCount: await getMemberCount(db),
    ...(await shiftView(db)),
    ...staffOnView(scene, input.session),
  };
}

/** What the window for the customer needs to know, and whether nothing counts here. */
function customerFacts({
  customerWindow,
  customerLanguage,
  lineJoinUrl,
  training,
}: Scene['settings']) {
  return {
    customerWindow,
    ...(customerLanguage === null ? {} : { customerLanguage }),
    ...(lineJoinUrl === null ? {} : { joinUrl: lineJoinUrl }),
    ...(training === null ? {} : { training: true as const }),
  };
}

async function shiftView(db: Reader): Promise<Pick<ReadyView, 'shift'>> {
  const shift = await findOpenShift(db);
  if (shift === null) return {};
  const { shiftId, openedAtMs, openedBy } = shift;
  return { shift: { shiftId, openedAtMs, openedBy } };
}

/** The newest sale also says how LINE stands with its member, while they may still be bound. */
async function lastSalesView(db: Reader, scene: Scene, mode: ReadyView['mode']) {
  const sales = await listLastSales(db, { limit: lastSalesMax, nowMs: scene.moment.nowMs });
  const justSold = await findJustSold(db, scene, sales[0]);
  return sales.map((sale, index) =>
    settledView(sale, mode, index === 0 ? justSold?.lineState : undefined),
  );
}

async function posOnCounter(db: Reader, { sale }: Scene): Promise<Pick<ReadyView, 'pos'>> {
  const waiting = await countQueuedPosSales(db);
  const live = sale.posSaleNo === null ? null : await findLivePosSale(db);
  if (live === null) return waiting === 0 ? {} : { pos: { onSale: null, waiting } };
  const { posName, posSaleNo } = live;
  return { pos: { onSale: { posName, posSaleNo }, waiting } };
}

/** The member's vouchers; one on the sale stays visible even if it has just been used elsewhere. */
async function listHeld(db: Reader, scene: Scene, { memberId }: Member): Promise<Voucher[]> {
  const { today } = scene.moment;
  const usable = await listMemberVouchers(db, { memberId, today, limit: vouchersMax });
  const gone = scene.vouchers.filter(
    (v) => v.memberId === memberId && !usable.some((u) => u.voucherId === v.voucherId),
  );
  return [...gone, ...usable].slice(0, vouchersMax);
}

async function memberView(
  db: Reader,
  scene: Scene,
  member: Member,
  vouchers: readonly WeighedVoucher[],
): Promise<MemberView> {
  const { program, moment, sale, state } = scene;
  const { memberId } = member;
  const { availablePoints, expiringNext } = balanceOf(scene.lots, moment.today);
  const { tierId, tierUntil } = tierToday(program, state, member, moment.today);
  const tier = program?.tiers.find((t) => t.tierId === tierId);
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
    tierUntil,
    birthdayMonth: member.birthday?.slice(0, 2) === moment.today.slice(5, 7),
    activity: await activityOf(db, member, moment.today),
    lineState: member.lineState,
    points: availablePoints,
    expiringNext,
    identifiedBy: sale.identifiedBy ?? 'search',
    ...(program === null
      ? {}
      : {
          redeemNeeds: strongerNeed({
            program,
            sale: { identifiedBy: sale.identifiedBy ?? 'search' },
          }),
        }),
    vouchers: vouchers.map((weighed) => voucherView(scene, weighed)),
    stamps: program === null || state === null ? [] : stampViews(program, state),
    nextSteps: program === null || state === null ? [] : nextStepLines(program, state, null),
  };
}

/** New, regular, long away …: counted at once, because it changes with a sale. */
async function activityOf(
  db: Reader,
  { memberId, joinedOn, lastSaleAtMs }: Member,
  today: CalendarDate,
): Promise<ActivityClass> {
  const visits = await countVisits(db, { memberId, from: addDays(today, -activeDaysMax) });
  const lastSaleOn = lastSaleAtMs === null ? null : businessDate(lastSaleAtMs);
  return activityClassOf({ joinedOn, lastSaleOn, visits, today });
}

/** The tier the rules will count with; the recorded one where there are no rules. */
function tierToday(
  program: Program | null,
  state: MemberState | null,
  member: Member,
  today: string,
): Pick<Member, 'tierId' | 'tierUntil'> {
  return program === null || state === null ? member : tierOn(program, state, today);
}

function stampViews(program: Program, state: MemberState): MemberView['stamps'] {
  return openCards(program, state.stamps)
    .slice(0, stampCardsMax)
    .map(({ card: { cardId, name, goal }, state: { cardNo, stamps } }) => ({
      cardId,
      name,
      goal,
      cardNo,
      stamps,
    }));
}

function voucherView(scene: Scene, weighed: WeighedVoucher): VoucherView {
  const { voucher, block, savesMinor, best } = weighed;
  const { voucherId, couponId, code, validUntil, usesLeft } = voucher;
  const coupon = scene.program?.coupons.find((c) => c.couponId === couponId);
  return {
    voucherId,
    couponId,
    code,
    name: voucherName(scene.program, voucher),
    validUntil,
    minSpendMinor: coupon?.when.minSpendMinor ?? 0,
    usesLeft,
    attached: scene.sale.voucherIds.includes(voucherId),
    best,
    savesMinor,
    blockedBy: block?.code ?? null,
    blockedWords: block === null ? null : blockWords(block, scene.program),
  };
}

async function syncView(
  db: Reader,
  facts: SyncFacts,
  { mode, moment }: { readonly mode: ReadyView['mode']; readonly moment: Moment },
): Promise<SyncView> {
  const { state, reason, lastContactAtMs, clockOffsetMs, pulledRows } = facts;
  const { count, oldestAtMs } = await getUnsentSummary(db);
  const { healed } = await getSyncState(db);
  const unreadCount = await countUnreadable(db);
  const confirmed = (await findCurrentInstall(db))?.confirmed ?? true;
  return {
    healed: healed === null ? null : { ...healed, confirmed },
    state,
    reason,
    lastContactAtMs,
    clockOffsetMs,
    clockBehindMs:
      moment.behindMs > clockBehindMsMax ? Math.round(moment.behindMs / 60_000) * 60_000 : null,
    pulledRows,
    unsentCount: count,
    oldestUnsentAtMs: oldestAtMs,
    outbox: mode === 'hq' ? outboxWarning({ count, oldestAtMs, ...moment }) : null,
    ...(mode === 'hq' && unreadCount > 0 ? { unreadCount } : {}),
  };
}
