import { programSchema } from '../../app/contract/program.ts';
import type { Program } from '../../app/domain/program.ts';
import { bothLanguages, readRounding } from './condition-words.ts';
import type { Names, Written } from './condition-words.ts';
import { readCoupons, type CouponNote } from './coupon-words.ts';
import { readEarn } from './earn-words.ts';
import { readExpiry } from './expiry-words.ts';
import type { Fields } from './fields.ts';
import { fieldsOf, firstOf, isRecord, unsupported } from './fields.ts';
import { idAt } from './ids.ts';
import { readGifts } from './gift-words.ts';
import { readIssueCoupon, readPromo, type IssueWords, type PromoWords } from './promo-words.ts';
import { readReward, type RewardWords } from './reward-words.ts';
import { readStampCard } from './stamp-words.ts';
import { readTiers, type TierWords } from './tier-words.ts';

/** The program of a case and the words by which the case speaks of its parts. */
export type ProgramWords = {
  readonly program: Program;
  readonly tiers: TierWords;
  readonly coupons: readonly CouponNote[];
  readonly reward: RewardWords;
  readonly promo: PromoWords | null;
  readonly issue: IssueWords | null;
};

/** A case that pays with points without saying what they are worth means one unit of money each. */
const noReward: RewardWords = { redemption: {}, rewards: [], unitsPerClaim: 0 };

/** Reads everything `given` says of the rules. What the program schema refuses is unsupported. */
export function readProgram(given: Fields): ProgramWords {
  const earnList = given.list('earn') ?? [];
  const tiers = readTiers(given, bandsOf(given));
  const names: Names = { tierIds: tiers.ids, campaign: readCampaign(given) };
  const rounding = readRounding(given, 'discount_rounding');
  const { earn, multipliers } = readEarn(earnList, names);
  const { coupons, notes } = readCoupons(given.list('coupons') ?? [], names, rounding);
  const rewardFields = given.fields('reward');
  const reward = rewardFields === undefined ? noReward : readReward(rewardFields, names, rounding);
  const promoFields = given.fields('promo');
  const promo = promoFields === undefined ? null : readPromo(promoFields);
  const issueFields = given.fields('issue_coupon');
  const issue = issueFields === undefined ? null : readIssueCoupon(issueFields);
  const stampFields = given.fields('stamp_card');
  const { gifts, referral } = readGifts(given);
  const program = parse({
    ...readFrame(given),
    ...readPolicies(given),
    earn,
    multipliers,
    tiers: tiers.tiers,
    redemption: reward.redemption,
    rewards: reward.rewards,
    coupons: [...coupons, ...(promo?.coupons ?? []), ...(issue === null ? [] : [issue.coupon])],
    gifts: [...gifts, ...(issue === null ? [] : [issue.gift])],
    referral,
    stampCards: stampFields === undefined ? [] : [readStampCard(stampFields)],
    milestones: given.numbers('milestones') ?? [],
  });
  return { program, tiers, coupons: notes, reward, promo, issue };
}

function parse(written: Written): Program {
  const parsed = programSchema.safeParse(written);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  return unsupported(
    `the program schema refuses ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`,
  );
}

/** A `tier_factor` rule names the bands a member can reach; read apart, its own reader checks them. */
function bandsOf(given: Fields): Fields[] {
  const earn = given.any('earn');
  const rules: unknown[] = Array.isArray(earn) ? earn : [];
  const rule = rules.find((one) => isRecord(one) && one['mode'] === 'tier_factor');
  return isRecord(rule) ? (fieldsOf(rule, 'given.earn').list('tiers') ?? []) : [];
}

function readCampaign(given: Fields): Names['campaign'] {
  const found = given.any('campaign') ?? null;
  if (found === null) return [null, null];
  if (Array.isArray(found)) {
    const days = given.texts('campaign') ?? [];
    return [days[0] ?? null, days[1] ?? null];
  }
  const campaign = fieldsOf(found, 'given.campaign');
  const days = [
    firstOf(campaign.text, 'from', 'valid_from') ?? null,
    firstOf(campaign.text, 'to', 'valid_to', 'until') ?? null,
  ] as const;
  campaign.end();
  return days;
}

const earnBases = {
  gross: 'gross',
  gross_before_own_reward: 'net-of-coupons',
  net_of_discounts: 'net-of-discounts',
  net_of_discounts_tied_to_eligible_lines: 'net-of-tied-discounts',
  net_of_points_redeemed: 'paid',
  pro_rata_of_non_point_tender: 'pro-rata',
} as const;

/** Name, days, how multipliers and coupons go together, expiry. */
function readFrame(given: Fields): Written {
  given.text('currency');
  given.word('money', ['int', 'minor2'] as const);
  given.word('timezone', ['Asia/Taipei'] as const);
  const combine = firstOf(
    (key) => given.word(key, ['max', 'add', 'multiply'] as const),
    'multiplier_mode',
    'multipliers_combine',
  );
  const window = given.texts('program_window');
  const expiry = given.fields('expiry');
  return {
    schema: 2,
    programId: idAt('program', 1),
    version: 1,
    name: bothLanguages('conformance'),
    effectiveFrom: window?.[0] ?? '1900-01-01',
    effectiveUntil: window?.[1] ?? null,
    combine: combine ?? 'multiply',
    multiplierRounding: readRounding(given, 'bonus_rounding') ?? 'floor',
    expiry: expiry === undefined ? { kind: 'none' } : readExpiry(expiry),
    vouchersPerSaleMax: 10,
  };
}

/** The policies on which systems differ; what the case does not say is the schema's default. */
function readPolicies(given: Fields): Written {
  const base = given.word('earn_base', Object.keys(earnBases) as (keyof typeof earnBases)[]);
  const needs = given.word('redeem_requires', ['scanned_member_code', 'any'] as const);
  const negative = given.word('negative_balance', ['allow', 'clamp_zero'] as const);
  const rounding = given.word('refund_rounding', [
    'cumulative_remaining',
    'floor_of_refunded_amount',
  ] as const);
  const voids = given.word('void_policy', ['block_if_points_spent', 'always', 'allow'] as const);
  const validMonths = given.number('tier_valid_months');
  const graceDays = given.number('tier_grace_days');
  const windowMonths = given.number('tier_window_months');
  return {
    ...(base === undefined ? {} : { earnBase: earnBases[base] }),
    sameSalePoints: given.flag('same_sale_points_usable') ?? false,
    redeemNeeds: needs === 'scanned_member_code' ? 'scan' : 'any',
    storedValue: { storedValueEarns: given.flag('stored_value_earns') ?? false },
    policies: {
      ...(negative === undefined ? {} : { negativeBalance: negative.replace('_zero', '') }),
      ...(rounding === undefined
        ? {}
        : {
            refundRounding:
              rounding === 'cumulative_remaining' ? 'cumulative' : 'floor-of-refunded',
          }),
      ...(voids === 'block_if_points_spent' ? { voidPolicy: 'block-if-points-spent' } : {}),
    },
    tierRules: {
      ...(validMonths === undefined ? {} : { validMonths }),
      ...(graceDays === undefined ? {} : { graceDays }),
      ...(windowMonths === undefined ? {} : { windowMonths }),
    },
  };
}
