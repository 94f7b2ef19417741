import type { AuditLine } from '../../../app/contract/hq-admin-exceptions.ts';
import { formatTwd } from '../../../app/domain/money.ts';
import { Panel, StateText } from '../controls/panel.tsx';
import { useHqNow } from '../hq-context.tsx';
import { useLanguage } from '../i18n/language-context.tsx';
import type { Texts } from '../i18n/texts.ts';
import { formatRecent, formatWhole } from '../i18n/time-words.ts';
import css from './case.module.css';
import { isRecord } from './exception-sides.ts';

/** Who did what, when, why, and what it was before and after. Oldest first. */
export function CaseHistory({ lines }: { readonly lines: readonly AuditLine[] }) {
  const { t } = useLanguage();
  const nowMs = useHqNow(10_000);
  return (
    <Panel title={t.workbench.history}>
      {lines.length === 0 ? (
        <StateText>{t.workbench.historyNone}</StateText>
      ) : (
        <ol className={css['history']}>
          {lines.map((line) => (
            <li key={line.auditNo}>
              <strong>{`${personWords(t, line.adminName)} · ${deedWords(t, line)}`}</strong>
              <span>{whatWords(t, line)}</span>
              <span className={css['quiet']}>
                {`${formatRecent(line.atMs, nowMs)} · ${changeWords(t, line)}`}
              </span>
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}

/** A name; the owner and HQ itself have none of their own. */
export function personWords(t: Texts, name: string): string {
  return lookUp(t.workbench.people, name) ?? name;
}

/** What was done, in a word. */
export function deedWords(t: Texts, { action }: AuditLine): string {
  return lookUp(t.workbench.audit, action) ?? action;
}

function lookUp(table: Readonly<Record<string, string>>, key: unknown): string | undefined {
  return typeof key === 'string' && Object.hasOwn(table, key) ? table[key] : undefined;
}

/** The action with its amount and reason, as far as the line has them. */
export function whatWords(t: Texts, { before, after }: AuditLine): string {
  if (!isRecord(after)) return '';
  const { kind, amountMinor, points, note, outcome, name, twoPersonMinor } = after;
  const why = isRecord(outcome) ? outcome['why'] : undefined;
  return [
    lookUp(t.workbench.actions, kind),
    typeof amountMinor === 'number' && amountMinor > 0 ? formatTwd(amountMinor) : undefined,
    typeof points === 'number' && points > 0 ? t.common.points(formatWhole(points)) : undefined,
    typeof twoPersonMinor === 'number' ? formatTwd(twoPersonMinor) : undefined,
    typeof name === 'string' ? name : undefined,
    typeof note === 'string' && note !== '' ? note : undefined,
    typeof why === 'string' ? why : undefined,
    ...fieldWords(t, before, after),
  ]
    .filter((part) => part !== undefined)
    .join(' · ');
}

/** Told in words of their own, or of no use to a reader. */
const toldOtherwise = new Set(
  'kind amountMinor points note outcome name twoPersonMinor state active revoked revision codes expiresAtMs'.split(
    ' ',
  ),
);
const valueMax = 24;

/** Of rules and figures: which of them changed, and how where that is short. */
function fieldWords(t: Texts, before: unknown, after: unknown): string[] {
  if (!isRecord(before) || !isRecord(after)) return [];
  return Object.keys(after)
    .filter((field) => Object.hasOwn(before, field) && !toldOtherwise.has(field))
    .map((field) => {
      const label = lookUp(t.workbench.fields, field) ?? lookUp(t.spending.fields, field) ?? field;
      const [old, young] = [shortWord(before[field]), shortWord(after[field])];
      return old === null || young === null
        ? label
        : `${label} ${t.workbench.statesChange(old, young)}`;
    });
}

function shortWord(value: unknown): string | null {
  if (value === null) return '–';
  if (typeof value === 'number') return formatWhole(value);
  return typeof value === 'string' && value.length <= valueMax && !/^[[{]/.test(value)
    ? value
    : null;
}

function changeWords(t: Texts, { before, after }: AuditLine): string {
  const stateOf = (value: unknown) =>
    isRecord(value) ? (lookUp(t.workbench.states, value['state']) ?? '') : '';
  return t.workbench.statesChange(stateOf(before), stateOf(after));
}
