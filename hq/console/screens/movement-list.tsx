import type { AdminMovement } from '../../../app/contract/hq-admin-members.ts';
import { StateText } from '../controls/panel.tsx';
import { useHqNow } from '../hq-context.tsx';
import { useLanguage } from '../i18n/language-context.tsx';
import type { Texts } from '../i18n/texts.ts';
import { formatDay, formatRecent, formatWhole } from '../i18n/time-words.ts';
import css from './member.module.css';

/** What moved points, in words; something HQ has no words for goes by its own name. */
export function movementWords(t: Texts, by: string): string {
  const words = t.member.by;
  return Object.hasOwn(words, by) ? words[by as keyof typeof words] : by;
}

/** The point movements of a member, newest first, each with its reasons and last days. */
export function MovementList(props: { readonly movements: readonly AdminMovement[] }) {
  const { t } = useLanguage();
  const nowMs = useHqNow(60_000);
  if (props.movements.length === 0) return <StateText>{t.member.noMovements}</StateText>;
  return (
    <ol className={css['movements']} tabIndex={0} aria-label={t.member.movements}>
      {props.movements.map((movement) => (
        <li key={movement.eid}>
          <Movement movement={movement} nowMs={nowMs} />
        </li>
      ))}
    </ol>
  );
}

function Movement(props: { readonly movement: AdminMovement; readonly nowMs: number }) {
  const { t, language } = useLanguage();
  const { movement, nowMs } = props;
  const about = [movement.saleNo, movement.storeName].filter((part) => part !== null);
  return (
    <>
      <p className={css['moved']}>
        <strong>{movementWords(t, movement.by)}</strong>
        <span className={css['quiet']}>{about.join(' · ')}</span>
        <span className={css['quiet']}>{formatRecent(movement.atMs, nowMs)}</span>
        <strong className={css['points']} data-negative={movement.points < 0 ? '' : undefined}>
          {signed(movement.points)}
        </strong>
      </p>
      {movement.entries.length > 0 && (
        <p className={css['quiet']}>
          {movement.entries.map((entry) => entryText(t, entry)).join(' · ')}
        </p>
      )}
      {movement.reasons.length > 0 && (
        <ul className={css['reasons']}>
          {movement.reasons.map((reason) => (
            <li key={reason.en}>{reason[language]}</li>
          ))}
        </ul>
      )}
    </>
  );
}

function entryText(t: Texts, entry: AdminMovement['entries'][number]): string {
  const until =
    entry.expiresOn === null ? t.member.unlimited : t.member.until(formatDay(entry.expiresOn));
  return t.member.entry(t.member.kinds[entry.kind], signed(entry.points), until);
}

function signed(points: number): string {
  return (points > 0 ? '+' : '') + formatWhole(points);
}
