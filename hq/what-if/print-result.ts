import { balanceOf } from '../../app/domain/lots.ts';
import { formatTwd } from '../../app/domain/money.ts';
import type { LocalizedText, RuleLanguage } from '../../app/domain/program-text.ts';
import { reasonWords } from '../../app/domain/reason-words.ts';
import { refusedWords } from '../../app/domain/refused-words.ts';
import type { EvaluatedSale, RefusedVoucher } from '../../app/domain/sale.ts';
import type { CalendarDate } from '../../app/domain/time.ts';
import { refundReasonWords, refundRefusalWords } from '../../app/domain/refund-words.ts';
import type { WhatIfRun } from './run-what-if.ts';

type Say = (chinese: string, en: string) => string;

/** The whole run in words, a line each. */
export function resultLines(run: WhatIfRun, language: RuleLanguage): string[] {
  const say: Say = (chinese, en) => (language === 'zh-TW' ? chinese : en);
  const words = (text: LocalizedText): string => text[language];
  const steps = run.named.steps.flatMap(({ kind, index }) =>
    kind === 'sale' ? saleLines(run, index, say, words) : refundLines(run, index, say, words),
  );
  return [...steps, '', ...totalLines(run, say)];
}

function saleLines(
  { program, named, result }: WhatIfRun,
  index: number,
  say: Say,
  words: (text: LocalizedText) => string,
): string[] {
  const asked = named.scenario.sales[index];
  const done = result.sales[index]?.result;
  if (asked === undefined || done === undefined) return [];
  const { date, time } = asked.sale;
  const who = named.memberNames.get(asked.memberId) ?? '';
  const head = say(
    `第 ${index + 1} 筆  ${date} ${time}  ${who}`,
    `Sale ${index + 1}  ${date} ${time}  ${who}`,
  );
  if (done.kind === 'refused') {
    const why = words(refusedWords(done.refusal, program));
    return [head, `  ${say('不能這樣結帳', 'Not possible')} (${done.refusal.code}): ${why}`];
  }
  const refused = done.refused.map(({ source, why }) => {
    const what = words(sourceName(program, source));
    return `  ${say('未使用', 'Not used')} ${quoted(what, say)} (${why.code}): ${words(refusedWords(why, program))}`;
  });
  const issued = done.issued.map(({ couponId, uses, validFrom, validUntil, memberId }) => {
    const name = program.coupons.find((one) => one.couponId === couponId)?.name;
    const what = name === undefined ? couponId : words(name);
    const times = uses === 1 ? '' : say(`，可用 ${uses} 次`, `, ${uses} uses`);
    const to =
      memberId === asked.memberId ? '' : ` → ${named.memberNames.get(memberId) ?? memberId}`;
    return `  ${say('發券', 'Voucher given')} ${quoted(what, say)} ${validFrom} – ${validUntil}${times}${to}`;
  });
  const goods = done.goods.map(
    ({ name, units }) => `  ${say('贈品', 'Hand over')} ${quoted(words(name), say)} × ${units}`,
  );
  return [
    head,
    `  ${amountsText(done, say)}`,
    ...done.reasons.map((reason) => `  - ${words(reasonWords(reason))}`),
    ...refused,
    ...issued,
    ...goods,
  ];
}

function quoted(name: string, say: Say): string {
  return say(`「${name}」`, `“${name}”`);
}

function amountsText(done: EvaluatedSale, say: Say): string {
  const parts = [
    say(`消費 ${formatTwd(done.amountMinor)}`, `amount ${formatTwd(done.amountMinor)}`),
    done.discountMinor > 0
      ? say(`折 ${formatTwd(done.discountMinor)}`, `discount ${formatTwd(done.discountMinor)}`)
      : '',
    done.pointsValueMinor > 0
      ? say(
          `點數抵 ${formatTwd(done.pointsValueMinor)}`,
          `points pay ${formatTwd(done.pointsValueMinor)}`,
        )
      : '',
    done.valueMinor > 0
      ? say(`儲值付 ${formatTwd(done.valueMinor)}`, `stored value ${formatTwd(done.valueMinor)}`)
      : '',
    say(`實付 ${formatTwd(done.paidMinor)}`, `paid ${formatTwd(done.paidMinor)}`),
    say(`得 ${done.points} 點`, `${done.points} points`),
    done.pointsSpent > 0 ? say(`用 ${done.pointsSpent} 點`, `${done.pointsSpent} spent`) : '',
  ];
  return parts.filter((part) => part !== '').join(say('，', ', '));
}

function sourceName(
  program: WhatIfRun['program'],
  source: RefusedVoucher['source'],
): LocalizedText {
  if (source.kind === 'code') return { 'zh-TW': source.code, en: source.code };
  const rule =
    source.kind === 'reward'
      ? program.rewards.find((one) => one.rewardId === source.rewardId)
      : program.coupons.find((one) => one.couponId === source.couponId);
  const id = source.kind === 'reward' ? source.rewardId : source.couponId;
  return rule?.name ?? { 'zh-TW': id, en: id };
}

function refundLines(
  { named, result }: WhatIfRun,
  index: number,
  say: Say,
  words: (text: LocalizedText) => string,
): string[] {
  const asked = named.scenario.refunds?.[index];
  const done = result.refunds[index]?.result;
  if (asked === undefined || done === undefined) return [];
  const what =
    asked.mode === 'void'
      ? say(`作廢第 ${asked.saleIndex + 1} 筆`, `Undo sale ${asked.saleIndex + 1}`)
      : say(`退第 ${asked.saleIndex + 1} 筆`, `Refund of sale ${asked.saleIndex + 1}`);
  const head = `${what}  ${asked.date}`;
  if (done.kind === 'refused') {
    const why = words(refundRefusalWords(done.refusal));
    return [head, `  ${say('不能退', 'Not possible')} (${done.refusal.code}): ${why}`];
  }
  const { moneyMinor, clawedBack, returned } = done.result;
  return [
    head,
    say(
      `  退現 ${formatTwd(moneyMinor)}，收回 ${clawedBack} 點，退還 ${returned} 點`,
      `  money back ${formatTwd(moneyMinor)}, ${clawedBack} points taken back, ${returned} given back`,
    ),
    ...done.reasons.map((reason) => `  - ${words(refundReasonWords(reason))}`),
  ];
}

function totalLines({ named, result, program }: WhatIfRun, say: Say): string[] {
  const { totals } = result;
  const today = lastDayOf(named.scenario);
  const members = result.members.map((member) => {
    const name = named.memberNames.get(member.memberId) ?? member.memberId;
    const tier = program.tiers.find((one) => one.tierId === member.tierId);
    const { availablePoints } = balanceOf(member.lots, today);
    const tierName = tier === undefined ? member.tierId : say(tier.name['zh-TW'], tier.name.en);
    return say(
      `  ${name}：${availablePoints} 點，${tierName}`,
      `  ${name}: ${availablePoints} points, ${tierName}`,
    );
  });
  const row = (chinese: string, en: string, value: string | number): string =>
    `  ${say(chinese, en)} ${value}`;
  return [
    say('合計', 'Totals'),
    row('交易', 'sales', totals.saleCount),
    row('不能結帳', 'not possible', totals.refusedCount),
    row('會員', 'members', totals.memberCount),
    row('消費', 'amount', formatTwd(totals.amountMinor)),
    row('折扣', 'discounts', formatTwd(totals.discountMinor)),
    row('實付', 'paid', formatTwd(totals.paidMinor)),
    row('得點', 'points earned', totals.pointsEarned),
    row('用點', 'points spent', totals.pointsSpent),
    row('發券', 'vouchers given', totals.vouchersIssued),
    row('升等', 'tier rises', totals.tierRises),
    row('退貨', 'refunded', formatTwd(totals.refundedMinor)),
    row('收回點數', 'points taken back', totals.pointsTakenBack),
    row('退還點數', 'points given back', totals.pointsGivenBack),
    say('會員', 'Members'),
    ...members,
  ];
}

/** The day of the last step, on which balances are looked at. */
export function lastDayOf(scenario: WhatIfRun['named']['scenario']): CalendarDate {
  const days = [
    ...scenario.sales.map((one) => one.sale.date),
    ...(scenario.refunds ?? []).map((one) => one.date),
  ];
  return days.toSorted().at(-1) ?? '';
}
