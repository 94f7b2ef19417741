import { formatTwd } from './money.ts';
import type { NextStep } from './next-steps.ts';
import type { LocalizedText, Program } from './program.ts';
import type { EvaluatedSale, SaleNotice } from './sale.ts';
import { getTier } from './tiers.ts';
import { dayZh, inBoth, pointsEn } from './word-parts.ts';

/** What cashier and member are told at once, as a sentence. */
export function noticeWords(notice: SaleNotice): LocalizedText {
  switch (notice.code) {
    case 'tier-up':
      return inBoth(`升級為「${notice.name['zh-TW']}」`, `Raised to ${notice.name.en}`);
    case 'milestone':
      return inBoth(
        `點數達到 ${notice.points} 點`,
        `The balance reached ${pointsEn(notice.points)}`,
      );
    case 'voucher-issued':
      return inBoth(`送券「${notice.name['zh-TW']}」`, `Voucher “${notice.name.en}” given`);
    case 'stamp-card-full':
      return inBoth(
        `集點卡「${notice.name['zh-TW']}」集滿了`,
        `Stamp card “${notice.name.en}” is full`,
      );
    case 'hand-over':
      return inBoth(
        `請交給客人：「${notice.name['zh-TW']}」${notice.units} 份`,
        `Hand over: ${notice.units} × “${notice.name.en}”`,
      );
    case 'referral-rewarded':
      return referralWords(notice);
    case 'balance-negative':
      return inBoth(
        `點數還欠 ${-notice.points} 點，之後集的點會先補上`,
        `Owed: ${pointsEn(-notice.points)}; the next points earned repay that`,
      );
  }
}

function referralWords({
  inviter,
  invitee,
}: Extract<SaleNotice, { readonly code: 'referral-rewarded' }>): LocalizedText {
  if (inviter && invitee) {
    return inBoth('推薦禮已送給雙方', 'Both sides of the invitation got their reward');
  }
  return inviter
    ? inBoth('推薦禮已送給推薦人', 'The inviter got the reward for the invitation')
    : inBoth('推薦禮已送給這位會員', 'The member got the reward for being invited');
}

/** What is missing to something better, as the cashier can say it. */
export function nextStepWords(step: NextStep): LocalizedText {
  switch (step.code) {
    case 'next-tier':
      return inBoth(
        `再消費 ${formatTwd(step.missingMinor)} 升級「${step.name['zh-TW']}」`,
        `${formatTwd(step.missingMinor)} more to reach ${step.name.en}`,
      );
    case 'next-voucher':
      return inBoth(
        `再買 ${formatTwd(step.missingMinor)} 可用「${step.name['zh-TW']}」`,
        `${formatTwd(step.missingMinor)} more to use “${step.name.en}”`,
      );
    case 'next-gift':
      return inBoth(
        `再買 ${formatTwd(step.missingMinor)} 可得「${step.name['zh-TW']}」`,
        `${formatTwd(step.missingMinor)} more to get “${step.name.en}”`,
      );
    case 'next-stamp':
      return inBoth(
        `集點卡「${step.name['zh-TW']}」再 ${step.missingStamps} 格集滿`,
        `Stamp card “${step.name.en}”: ${step.missingStamps} more to fill it`,
      );
    case 'next-point':
      return inBoth(
        `再買 ${formatTwd(step.missingMinor)} 多 ${step.points} 點`,
        `${formatTwd(step.missingMinor)} more for ${pointsEn(step.points)} more`,
      );
  }
}

/** One thing a sale brings, ready to show. */
export type BringsLine = { readonly code: string; readonly words: LocalizedText };

/** How many lines `bringsWords` gives at most. */
const bringsMax = 20;

/** What a sale brings beyond points: the tier, what is given and handed over, stamps. At most 20 lines. */
export function bringsWords(program: Program, result: EvaluatedSale): BringsLine[] {
  const told = result.notices
    .filter(({ code }) => code !== 'milestone' && code !== 'balance-negative')
    .map((notice) => ({ code: notice.code, words: noticeWords(notice) }));
  const stamps = result.reasons.flatMap((reason) =>
    reason.code === 'stamps'
      ? [
          {
            code: reason.code,
            words: inBoth(
              `集點卡「${reason.name['zh-TW']}」${reason.stamps}／${reason.goal} 格`,
              `Stamp card “${reason.name.en}”: ${reason.stamps} of ${reason.goal}`,
            ),
          },
        ]
      : [],
  );
  return [...tierBrings(program, result), ...told, ...stamps].slice(0, bringsMax);
}

/** A period that was renewed or had ended; a rise is told as a notice. */
function tierBrings(program: Program, { tier }: EvaluatedSale): BringsLine[] {
  const { name } = getTier(program, tier.tierId);
  const { tierUntil } = tier;
  if (tier.kind === 'lowered') {
    const words = inBoth(
      `原等級期滿，改為「${name['zh-TW']}」`,
      `The earlier tier has ended; now ${name.en}`,
    );
    return [{ code: 'tier-lowered', words }];
  }
  if (tier.kind !== 'renewed' || tierUntil === null) return [];
  const words = inBoth(
    `「${name['zh-TW']}」續到 ${dayZh(tierUntil)}`,
    `${name.en} until ${tierUntil}`,
  );
  return [{ code: 'tier-renewed', words }];
}
