import { factorText, lintError, lintWarning } from './lint-finding.ts';
import type { LintFinding } from './lint-finding.ts';
import { formatTwd } from './money.ts';
import type { Conditions, ExpiryRule, Program } from './program.ts';

/** A tier that is passed within less than this is rarely seen, NT$. */
const tierGapMinor = 100;

/** Tiers that nobody notices, points that end at once, policies that cost money. */
export function lintTiersAndPolicies(program: Program): LintFinding[] {
  const { effectiveFrom, effectiveUntil } = program;
  const reversed =
    effectiveUntil !== null && effectiveUntil < effectiveFrom
      ? [
          lintError(
            'program-days-reversed',
            ['effectiveUntil'],
            `方案結束日 ${effectiveUntil} 早於開始日 ${effectiveFrom}，永遠不生效。請對調`,
            `The program ends on ${effectiveUntil}, before it starts on ${effectiveFrom}. Swap the days`,
          ),
        ]
      : [];
  return [
    ...reversed,
    ...program.tiers.flatMap((_, i) => lintTier(program, i)),
    ...lintExpiry(program.expiry, 'expiry'),
    ...lintStoredValue(program),
    ...lintPolicies(program),
    ...lintMilestones(program),
  ];
}

function lintTier(program: Program, i: number): LintFinding[] {
  const tier = program.tiers[i];
  const below = program.tiers[i - 1];
  if (tier === undefined || below === undefined) return [];
  const found: LintFinding[] = [];
  const gapMinor = tier.thresholdMinor - below.thresholdMinor;
  if (gapMinor < tierGapMinor) {
    found.push(
      lintWarning(
        'tier-gap-small',
        ['tiers', i, 'thresholdMinor'],
        `「${below.name['zh-TW']}」（${formatTwd(below.thresholdMinor)}）與「${tier.name['zh-TW']}」（${formatTwd(tier.thresholdMinor)}）只差 ${formatTwd(gapMinor)}，前者幾乎沒有人會停留。請拉開門檻`,
        `“${below.name.en}” (${formatTwd(below.thresholdMinor)}) and “${tier.name.en}” (${formatTwd(tier.thresholdMinor)}) are only ${formatTwd(gapMinor)} apart: hardly anyone stays in the former. Move the thresholds apart`,
      ),
    );
  }
  const [own, lower] = [factorText(tier.multiplierBps), factorText(below.multiplierBps)];
  if (tier.multiplierBps < below.multiplierBps) {
    found.push(
      lintWarning(
        'tier-multiplier-falls',
        ['tiers', i, 'multiplierBps'],
        `「${tier.name['zh-TW']}」是 ${own} 倍，低於下一級「${below.name['zh-TW']}」的 ${lower} 倍，升等反而變少。請提高`,
        `“${tier.name.en}” is ×${own}, less than ×${lower} of “${below.name.en}” below it: rising costs points. Raise it`,
      ),
    );
  } else if (tier.multiplierBps === below.multiplierBps && !isTierNamed(program, tier.tierId)) {
    found.push(
      lintWarning(
        'tier-no-benefit',
        ['tiers', i],
        `「${tier.name['zh-TW']}」的倍數與「${below.name['zh-TW']}」相同，也沒有任何規則或贈禮提到它，升等沒有好處。請提高倍數或加入優惠`,
        `“${tier.name.en}” has the multiplier of “${below.name.en}” and no rule or gift names it: rising brings nothing. Raise the multiplier or give it something`,
      ),
    );
  }
  return found;
}

/** Whether a rule, or a gift for rising (to any tier too), makes the tier different. */
function isTierNamed(program: Program, tierId: string): boolean {
  const conditions: readonly { readonly when: Conditions }[] = [
    ...program.earn,
    ...program.multipliers,
    ...program.coupons,
    ...program.rewards,
    ...program.gifts,
    ...program.stampCards,
  ];
  return (
    conditions.some(({ when }) => when.tierIds.length > 0) ||
    program.gifts.some(
      (gift) => gift.on === 'tier-up' && (gift.tierId === null || gift.tierId === tierId),
    )
  );
}

function lintExpiry(expiry: ExpiryRule, key: string): LintFinding[] {
  const ends =
    expiry.kind === 'months' ? expiry.months : expiry.kind === 'days' ? expiry.days : Infinity;
  if (ends > 0) return [];
  if (expiry.kind !== 'months' || expiry.roundUp === null) {
    return [
      lintError(
        'expiry-same-day',
        [key, expiry.kind],
        `點數效期是 0（${expiry.kind}），賺到當天就到期。請填 1 以上`,
        `Points last 0 ${expiry.kind}: they end on the day they are earned. Write at least 1`,
      ),
    ];
  }
  if (expiry.roundUp === 'year') return [];
  return [
    lintWarning(
      'expiry-short',
      [key, 'months'],
      '點數效期是 0 個月並延到期末，期末當天賺到的點數當天就到期。請填 1 以上',
      'Points last 0 months up to the end of the period: those earned on its last day end that day. Write at least 1',
    ),
  ];
}

/**
 * Vouchers and stored value for goods or services may not carry a last day: 商品（服務）禮券定型化契約
 * 不得記載事項, item 1 (Ministry of Economic Affairs).
 */
function lintStoredValue({ storedValue }: Program): LintFinding[] {
  if (storedValue.expiry.kind === 'none') return [];
  return [
    lintWarning(
      'stored-value-ends',
      ['storedValue', 'expiry'],
      '儲值會到期。禮券與儲值的定型化契約不得記載使用期限；若非贈送的金額，請改為 none',
      'Stored value ends. In Taiwan what customers paid for may not carry a last day; unless it is given free, write none',
    ),
  ];
}

function lintPolicies(program: Program): LintFinding[] {
  const { policies } = program;
  const found: LintFinding[] = [];
  if (policies.refundRounding === 'floor-of-refunded') {
    const give = program.earn.map((one) => one.give).find((one) => one.kind === 'per-amount');
    const part = give === undefined || give.perMinor === 1 ? null : give.perMinor - 1;
    found.push(
      lintWarning(
        'refund-leaves-points',
        ['policies', 'refundRounding'],
        part === null
          ? '每次退款只收回該金額所得的點數，分次退完會留下點數。請改為 cumulative'
          : `每次退款只收回該金額所得的點數：每次退 ${formatTwd(part)} 收回 0 點，全部退完點數仍在。請改為 cumulative`,
        part === null
          ? 'Each refund takes back only what its own amount earned, so refunds in parts leave points. Choose cumulative'
          : `Each refund takes back only what its own amount earned: refunds of ${formatTwd(part)} take back 0, and the points stay when all is refunded. Choose cumulative`,
      ),
    );
  }
  const spends = program.redemption !== null || program.rewards.length > 0;
  if (policies.negativeBalance === 'clamp' && spends) {
    found.push(
      lintWarning(
        'clamp-loses-points',
        ['policies', 'negativeBalance'],
        '餘額不低於 0：先用掉點數再退貨，用掉的點數收不回來。請改為 allow，由之後的點數抵回',
        'The balance stops at 0: points spent before the goods come back are lost to the shop. Choose allow, and later earnings repay them',
      ),
    );
  }
  return found;
}

function lintMilestones({ milestones }: Program): LintFinding[] {
  return milestones.flatMap((points, i) =>
    milestones.indexOf(points) === i
      ? []
      : lintWarning(
          'milestone-twice',
          ['milestones', i],
          `里程碑 ${points} 點寫了兩次。請刪除一個`,
          `The milestone ${points} is listed twice. Remove one`,
        ),
  );
}
