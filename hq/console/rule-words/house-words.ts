import { formatTwd } from '../../../app/domain/money.ts';
import type { LocalizedText } from '../../../app/domain/program-text.ts';
import type {
  ExpiryRule,
  Policies,
  Program,
  Redemption,
  Tier,
} from '../../../app/domain/program.ts';
import { both, countEn, pointsEn, shareOf, timesWords } from './words.ts';

/** A tier as sentences. */
export function tierWords(tier: Tier): LocalizedText[] {
  const times = timesWords(tier.multiplierBps);
  const amount = formatTwd(tier.thresholdMinor);
  return [
    tier.thresholdMinor === 0
      ? both('入會就有', 'from joining on')
      : both(`累積消費滿 ${amount}`, `from ${amount} spent`),
    both(`點數 ${times['zh-TW']}`, `points ${times.en}`),
  ];
}

/** How tiers are reached and kept. */
export function tierRuleWords({ tierRules, tiers }: Program): LocalizedText[] {
  if (tiers.length === 1) return [both('只有一個等級', 'There is one tier')];
  const { windowMonths, validMonths, graceDays, renewal, multiplierOf } = tierRules;
  return [
    both(
      `看最近 ${windowMonths} 個月的消費（扣掉退貨），達到就立刻升級`,
      `Spend of the last ${countEn(windowMonths, 'month')} net of refunds counts; a tier comes at once`,
    ),
    both(
      `等級保留 ${validMonths} 個月${graceDays === 0 ? '' : `，再寬限 ${graceDays} 天`}`,
      `A tier stays ${countEn(validMonths, 'month')}${graceDays === 0 ? '' : ` and ${countEn(graceDays, 'day')} more`}`,
    ),
    renewal === 'spend-again'
      ? both('期間內再達到門檻就續等', 'Reaching the threshold again renews it')
      : both('到期時才重新計算', 'It is judged anew only at its end'),
    multiplierOf === 'tier-before'
      ? both('升級的那筆用原等級的倍數', 'The sale that raises it counts with the tier before')
      : both('升級的那筆就用新等級的倍數', 'The sale that raises it counts with the new tier'),
  ];
}

const periodEnds = {
  month: both('月底', 'month'),
  quarter: both('季底', 'quarter'),
  'half-year': both('半年底', 'half-year'),
  year: both('年底', 'year'),
} as const;

/** When points end. */
export function expiryWords(expiry: ExpiryRule): LocalizedText {
  switch (expiry.kind) {
    case 'months': {
      const { months, roundUp } = expiry;
      if (roundUp === null) return both(`${months} 個月`, `${countEn(months, 'month')}`);
      const end = periodEnds[roundUp];
      return both(
        `${months} 個月，到當期${end['zh-TW']}`,
        `${countEn(months, 'month')}, then until the end of the ${end.en}`,
      );
    }
    case 'days':
      return both(`${expiry.days} 天`, countEn(expiry.days, 'day'));
    case 'end-of-next-year':
      return both('到隔年年底', 'until the end of next year');
    case 'sliding':
      return both(
        `最後一次消費後 ${expiry.months} 個月`,
        `${countEn(expiry.months, 'month')} after the last sale`,
      );
    case 'none':
      return both('沒有期限', 'without end');
  }
}

/** Paying with points, as sentences. */
export function redemptionWords(redemption: Redemption): LocalizedText[] {
  const { pointsPerStep, minorPerStep, pointsMin, cartMinMinor, shareMaxBps, block } = redemption;
  const value = formatTwd(minorPerStep);
  const share = shareOf(shareMaxBps, 100);
  return [
    both(
      `${pointsPerStep} 點抵 ${value}`,
      `${pointsEn(pointsPerStep)} ${pointsPerStep === 1 ? 'pays' : 'pay'} ${value}`,
    ),
    ...(pointsMin > 1 ? [both(`至少用 ${pointsMin} 點`, `at least ${pointsEn(pointsMin)}`)] : []),
    ...(cartMinMinor > 0
      ? [both(`消費滿 ${formatTwd(cartMinMinor)} 才能用`, `from ${formatTwd(cartMinMinor)}`)]
      : []),
    shareMaxBps >= 10_000
      ? both('可以全額折抵', 'they may pay all of it')
      : both(`最多折抵 ${share}%`, `at most ${share}% of the sale`),
    ...(block === null
      ? []
      : [
          both(
            `每滿 ${formatTwd(block.perSpendMinor)} 最多用 ${block.pointsMax} 點`,
            `at most ${pointsEn(block.pointsMax)} for each full ${formatTwd(block.perSpendMinor)}`,
          ),
        ]),
  ];
}

const redeemNeedsWords = {
  any: both('查到會員就能用點、用券', 'A looked-up member may spend too'),
  scan: both('用點、用券要刷會員卡', 'Spending needs the scanned card'),
  token: both(
    '用點、用券要掃會員的動態條碼；刷會員卡只能累點',
    'Spending needs the member’s changing code; the card only earns',
  ),
} as const satisfies Record<Program['redeemNeeds'], LocalizedText>;

/** What the program says of paying beyond the rate. */
export function spendingWords(program: Program): LocalizedText[] {
  const { vouchersPerSaleMax, orderPercentsMax } = program;
  return [
    redeemNeedsWords[program.redeemNeeds],
    program.sameSalePoints
      ? both('當筆得到的點數可以當筆用', 'Points of a sale can be spent in it')
      : both('當筆得到的點數下次才能用', 'Points of a sale can be spent from the next on'),
    both(
      `每筆最多 ${vouchersPerSaleMax} 張券或代碼`,
      `At most ${countEn(vouchersPerSaleMax, 'voucher')} or code${vouchersPerSaleMax === 1 ? '' : 's'} a sale`,
    ),
    both(
      `整筆打折最多併用 ${orderPercentsMax} 個`,
      `At most ${countEn(orderPercentsMax, 'percentage')} off the whole sale together`,
    ),
  ];
}

/** What happens to points when goods come back and balances run out. */
export function policyWords(policies: Policies): LocalizedText[] {
  const { expiredReturn, refundDaysMax } = policies;
  return [
    policies.negativeBalance === 'allow'
      ? both(
          '該收回的點數不夠時記為負數，之後累點抵還',
          'Points that are missing become a debt the next earnings repay',
        )
      : both('該收回的點數不夠時扣到 0 為止', 'Points taken back stop at 0'),
    policies.refundRounding === 'cumulative'
      ? both(
          '部分退貨：只留剩下的金額該有的點數',
          'A partial refund leaves what the rest would earn',
        )
      : both(
          '部分退貨：收回退貨金額該有的點數',
          'A partial refund takes back what its amount earned',
        ),
    policies.voidPolicy === 'always'
      ? both('隨時可以作廢交易', 'A sale can always be undone')
      : both('點數用掉後不可作廢交易', 'A sale cannot be undone once its points are spent'),
    refundDaysMax === null
      ? both('退貨沒有期限', 'Refunds have no deadline')
      : both(`${refundDaysMax} 天內可退貨`, `Refunds within ${countEn(refundDaysMax, 'day')}`),
    expiredReturn.kind === 'lapse'
      ? both('退回的點數已過期就失效', 'Points given back past their day lapse')
      : both(
          `退回的點數已過期時，延長 ${expiredReturn.days} 天`,
          `Points given back past their day last ${countEn(expiredReturn.days, 'day')} more`,
        ),
    policies.refundReturnsVouchers
      ? both('整筆退貨會退回用掉的券', 'A full refund gives used vouchers back')
      : both('退貨不退回用掉的券', 'Used vouchers are not given back'),
  ];
}

/** Referrals, stored value and milestones, as far as there are any. */
export function otherWords(program: Program): LocalizedText[] {
  const { referral, storedValue, milestones } = program;
  const parts: LocalizedText[] = [];
  if (referral !== null) {
    const least = formatTwd(referral.minPaidMinor);
    const days = referral.withinDays;
    parts.push(
      both(
        `好友首次消費付滿 ${least}${days === null ? '' : `、且在加入 ${days} 天內`}，推薦雙方得獎勵`,
        `Both sides of an invitation are rewarded on the first sale of ${least} or more${days === null ? '' : ` within ${countEn(days, 'day')} of joining`}`,
      ),
    );
  }
  const valueEnds = expiryWords(storedValue.expiry);
  parts.push(
    both(
      `儲值${storedValue.storedValueEarns ? '付款也累點' : '付款不累點'}，使用期限：${valueEnds['zh-TW']}`,
      `Stored value ${storedValue.storedValueEarns ? 'earns points too' : 'earns no points'}; it lasts ${valueEnds.en}`,
    ),
  );
  if (milestones.length > 0) {
    parts.push(
      both(
        `點數達到 ${milestones.join('、')} 時通知會員`,
        `The member is told at ${milestones.join(', ')} points`,
      ),
    );
  }
  return parts;
}
