import type { AdminAct } from '../../../app/contract/hq-admin-acts.ts';
import { formatTwd } from '../../../app/domain/money.ts';
import type { Texts } from '../i18n/texts.ts';
import { formatWhole } from '../i18n/time-words.ts';

type Words = Readonly<Record<string, string>>;

/** What was done, in words; of a later version's deeds that it was something. */
export function doneWords({ acts }: Texts, { act }: Pick<AdminAct, 'act'>): string {
  return (acts.whats as Words)[act.what] ?? acts.unknown;
}

/** About whom, which sale, how and why, with the parts that are known. */
export function aboutWords({ acts }: Texts, { act }: Pick<AdminAct, 'act'>): string {
  const { about, by, permission, reason, detail } = act;
  const { how, why, saleNo, moneyMinor, report, rows, sales, paidMinor } = detail;
  const named = (words: Words, code: unknown): string[] =>
    typeof code === 'string' && code in words ? [words[code] ?? ''] : [];
  return [
    ...named(acts.permissions, permission),
    ...(by === null ? [] : [acts.allowedBy(by.name)]),
    ...(about === null ? [] : [acts.aboutPerson(about.name)]),
    ...(typeof saleNo === 'string' ? [acts.sale(saleNo)] : []),
    ...(typeof moneyMinor === 'number' ? [formatTwd(moneyMinor)] : []),
    ...named(acts.reports, report),
    ...(typeof rows === 'number' ? [acts.rows(formatWhole(rows))] : []),
    ...(typeof sales === 'number' && typeof paidMinor === 'number'
      ? [acts.shift(formatWhole(sales), formatTwd(paidMinor))]
      : []),
    ...named(acts.hows, how ?? (act.what === 'locked' ? why : null)),
    ...named(acts.reasons, reason ?? (act.what === 'locked' ? null : why)),
  ].join(' · ');
}
