import type { messagingApi } from '@line/bot-sdk';
import type { LocalizedText } from '../domain/program.ts';
import { addDays, businessDate } from '../domain/time.ts';
import { buildExpiringMessage } from './build-expiring-message.ts';
import { buildExchangeMessage, buildGiftMessage } from './build-gift-message.ts';
import type { GiftOccasion } from './build-gift-message.ts';
import { buildReferralUndoneMessage } from './build-referral-undone-message.ts';
import { buildRefundMessage } from './build-refund-message.ts';
import { buildSaleMessage } from './build-sale-message.ts';
import type { SaleMessageInput } from './build-sale-message.ts';
import { buildTierMessage } from './build-tier-message.ts';
import type { TierStep } from './build-tier-message.ts';
import { buildWelcomeMessage } from './build-welcome-message.ts';
import type { MessageFacts, MessageVoucher } from './message-facts.ts';

/** What HQ can show of each kind of message. `upgrade`: a sale that brought a higher tier. */
export type SampleKind =
  | 'sale'
  | 'upgrade'
  | 'refund'
  | 'void'
  | 'birthday'
  | 'referral'
  | 'referral-undone'
  | 'sign-up'
  | 'exchange'
  | 'vouchers-expiring'
  | 'points-expiring'
  | 'tier-kept'
  | 'tier-lowered'
  | 'welcome';

/** An everyday one, one with names as long as they may be, and one with more lines than are shown. */
export type SampleSize = 'short' | 'long' | 'many';

/** Made-up facts around a real brand; `atMs` is when it is said to have happened. */
export type SampleFacts = MessageFacts & { readonly size: SampleSize };

/** Names may have 80 characters in a program. */
const nameCharsMax = 80;

/** The messages of a sample as the builders make them from real facts. Pure. */
export function sampleMessages(kind: SampleKind, facts: SampleFacts): messagingApi.FlexMessage[] {
  switch (kind) {
    case 'sale':
      return buildSaleMessage(saleOf(facts));
    case 'upgrade':
      return buildSaleMessage(upgradeOf(facts));
    case 'refund':
    case 'void':
      return buildRefundMessage({ ...refundOf(facts), mode: kind });
    case 'birthday':
    case 'referral':
    case 'sign-up':
      return buildGiftMessage(giftOf(facts, kind));
    case 'referral-undone':
      return buildReferralUndoneMessage({
        ...facts,
        points: 100,
        balancePoints: 13_245,
        cancelledVoucherNames: facts.size === 'short' ? [] : vouchersOf(facts).map((v) => v.name),
      });
    case 'exchange':
      return buildExchangeMessage(exchangeOf(facts));
    case 'vouchers-expiring':
    case 'points-expiring':
      return buildExpiringMessage(expiringOf(facts, kind));
    case 'tier-kept':
      return buildTierMessage(tierOf(facts, 'kept'));
    case 'tier-lowered':
      return buildTierMessage(tierOf(facts, 'lowered'));
    case 'welcome':
      return buildWelcomeMessage(welcomeOf(facts));
  }
}

function named(size: SampleSize, zh: string, en: string): LocalizedText {
  if (size !== 'long') return { 'zh-TW': zh, en };
  const stretch = (text: string, by: string) =>
    [...`${text}（${by.repeat(nameCharsMax)}`].slice(0, nameCharsMax - 1).join('') + '）';
  return {
    'zh-TW': stretch(zh, '限指定門市平日使用，不得與其他優惠併用'),
    en: stretch(en, 'weekdays in selected stores only, not with other offers '),
  };
}

/** `count` of them where the sample is one with many. */
function several<T>(size: SampleSize, few: readonly T[], make: (nth: number) => T): T[] {
  return size === 'many' ? Array.from({ length: 24 }, (_, i) => make(i + 1)) : [...few];
}

function vouchersOf({ size, atMs }: SampleFacts): MessageVoucher[] {
  const today = businessDate(atMs);
  const of = (name: LocalizedText, days: number, uses = 1): MessageVoucher => ({
    name,
    validFrom: today,
    validUntil: addDays(today, days),
    uses,
  });
  return several(
    size,
    [
      of(named(size, '飲品折 NT$20', 'NT$20 off a drink'), 30),
      of(named(size, '現泡茶計次券', 'Fresh tea tickets'), 60, 5),
    ],
    (n) => of(named(size, `第 ${n} 張折價券`, `Voucher no. ${n}`), n + 5),
  );
}

const gold = (size: SampleSize) => named(size, '金卡', 'Gold');
const general = (size: SampleSize) => named(size, '一般會員', 'Member');

function saleOf(facts: SampleFacts): SampleFacts & SaleMessageInput {
  const { size, atMs } = facts;
  const names = (zh: string, en: string) => named(size, zh, en);
  return {
    ...facts,
    storeName: size === 'long' ? '臺北車站前地下街第一百貨商場二樓東側旗艦門市' : '站前店',
    saleNo: '1122-0042',
    paidMinor: 1_250,
    points: 18,
    pointsSpent: size === 'short' ? 0 : 300,
    balancePoints: 13_345,
    expiring: { points: 1_200, expiresOn: addDays(businessDate(atMs), 39) },
    tier: null,
    progress: { name: gold(size), missingMinor: 3_750, share: 0.625 },
    reasons: several(
      size,
      [
        names(
          '消費集點：NT$1,250 每滿 NT$100 送 1 點，共 12 點',
          'Purchase: NT$1,250, 1 point per full NT$100 = 12 points',
        ),
        names('銀卡 1.5 倍：12 → 18 點', 'Silver ×1.5: 12 → 18 points'),
      ],
      (n) => names(`活動 ${n}：每杯送 1 點，共 2 點`, `Campaign ${n}: 1 point per cup = 2 points`),
    ),
    usedVoucherNames: size === 'short' ? [] : [names('全單 95 折', '5% off the whole sale')],
    issuedVouchers: size === 'short' ? [] : vouchersOf(facts),
    stamps: size === 'short' ? [] : [{ name: names('咖啡集點卡', 'Coffee card'), added: 2 }],
  };
}

function upgradeOf(facts: SampleFacts): SaleMessageInput {
  const sale = saleOf(facts);
  const [voucher] = vouchersOf({ ...facts, size: 'short' });
  const gift = { 'zh-TW': '升級禮：買一送一', en: 'Upgrade gift: buy one get one' };
  return {
    ...sale,
    points: 42,
    tier: {
      kind: 'reached',
      name: gold(facts.size),
      until: addDays(businessDate(facts.atMs), 365),
    },
    progress: {
      name: named(facts.size, '黑卡', 'Black'),
      missingMinor: 50_000,
      share: 0.17,
    },
    issuedVouchers:
      facts.size === 'short' && voucher !== undefined
        ? [{ ...voucher, name: gift }]
        : sale.issuedVouchers,
  };
}

function refundOf(facts: SampleFacts) {
  const { size } = facts;
  const returned = several(size, [named(size, '全單 95 折', '5% off the whole sale')], (n) =>
    named(size, `第 ${n} 張折價券`, `Voucher no. ${n}`),
  );
  return {
    ...facts,
    storeName: '站前店',
    saleNo: '1122-0042',
    moneyMinor: 1_250,
    clawedBack: 18,
    returned: size === 'short' ? 0 : 300,
    balancePoints: 13_327,
    returnedVoucherNames: returned,
    cancelledVoucherNames:
      size === 'short' ? [] : [named(size, '下次折五十', 'NT$50 off next time')],
  };
}

function giftOf(facts: SampleFacts, occasion: GiftOccasion) {
  const vouchers = vouchersOf(facts);
  return {
    ...facts,
    occasion,
    points: occasion === 'referral' ? 100 : 50,
    pointsUntil: addDays(businessDate(facts.atMs), 365),
    pointsSpent: 0,
    balancePoints: 13_395,
    vouchers:
      facts.size !== 'short' ? vouchers : occasion === 'referral' ? [] : vouchers.slice(0, 1),
  };
}

function exchangeOf(facts: SampleFacts) {
  const { size, atMs } = facts;
  const today = businessDate(atMs);
  const name = named(size, '大杯拿鐵兌換券', 'One large latte');
  const voucher = { name, validFrom: today, validUntil: addDays(today, 30), uses: 1 };
  return { ...facts, pointsSpent: 500, balancePoints: 12_845, voucher };
}

function expiringOf(facts: SampleFacts, kind: 'vouchers-expiring' | 'points-expiring') {
  const today = businessDate(facts.atMs);
  const points = { points: 1_200, expiresOn: addDays(today, 30) };
  const soon = (voucher: MessageVoucher, nth: number) => ({
    ...voucher,
    validFrom: today,
    validUntil: addDays(today, Math.min(7, 3 + nth)),
  });
  const isPoints = kind === 'points-expiring';
  return {
    ...facts,
    points: isPoints || facts.size !== 'short' ? points : null,
    vouchers: isPoints && facts.size === 'short' ? [] : vouchersOf(facts).map(soon),
  };
}

function tierOf(facts: SampleFacts, step: TierStep) {
  const { size, atMs } = facts;
  const isKept = step === 'kept';
  return {
    ...facts,
    step,
    tierName: isKept ? gold(size) : general(size),
    until: isKept ? addDays(businessDate(atMs), 365) : null,
    beforeName: gold(size),
    progress: {
      name: isKept ? named(size, '黑卡', 'Black') : gold(size),
      missingMinor: isKept ? 42_000 : 6_200,
      share: isKept ? 0.3 : 0.38,
    },
  };
}

function welcomeOf(facts: SampleFacts) {
  const vouchers = vouchersOf(facts);
  return {
    ...facts,
    balancePoints: 120,
    tierName: general(facts.size),
    vouchers: facts.size === 'short' ? vouchers.slice(0, 1) : vouchers,
    marketing: facts.size !== 'many',
  };
}
