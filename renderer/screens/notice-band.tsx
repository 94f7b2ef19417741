import { useTranslation } from 'react-i18next';
import type { Notice, ReadyView } from '../../app/contract/counter-view.ts';
import { Button } from '../controls/button.tsx';
import { Icon, type IconName } from '../controls/icon.tsx';
import { formatWhole } from '../i18n/format.ts';
import { noticeSentence } from '../i18n/notice-words.ts';
import { LineOffer } from './line-offer.tsx';
import styles from './ready-screen.module.css';
import type { RunCommand } from './use-commands.ts';

const toneIcons: Readonly<Record<Notice['tone'] | 'idle', IconName>> = {
  ok: 'ok',
  warn: 'warn',
  deny: 'deny',
  idle: 'scan',
};

/** What to do next while there is nothing to tell. */
function idleKey(view: ReadyView): 'band' | 'bandMember' | 'bandAmount' | 'bandReady' {
  const hasAmount = view.sale.amountText !== '';
  if (!view.member) return hasAmount ? 'bandAmount' : 'band';
  return hasAmount ? 'bandReady' : 'bandMember';
}

type NoticeBandProps = {
  readonly view: ReadyView;
  /** What to do at the refund desk while it is open; good news of the sale would mislead there. */
  readonly deskWords: 'bandChoose' | 'bandRefund' | null;
  /** What made a scan unreadable just now; it is told before all else. */
  readonly swallowedBy: 'ime' | 'alt-numpad' | null;
  /** Enter's meaning while a denial stands: it closes. */
  readonly onClose: () => void;
  readonly onCommand: RunCommand;
};

/**
 * The answer to the last thing done, always in the same place and never in the way: colour, shape
 * and word say how it went. A denial is read out at once, the others when there is time.
 */
export function NoticeBand(props: NoticeBandProps) {
  const { view, deskWords, swallowedBy, onClose, onCommand } = props;
  const { t } = useTranslation();
  const shown = deskWords === null || view.notice?.tone === 'deny' ? view.notice : null;
  const tone = swallowedBy ? 'deny' : (shown?.tone ?? 'idle');
  const sentence = swallowedBy
    ? t(swallowedBy === 'ime' ? 'notice.ime-swallowed' : 'wedge.altNumpad')
    : shown
      ? noticeSentence(t, shown, view.language)
      : t(`idle.${deskWords ?? idleKey(view)}`);
  const denied = tone === 'deny';
  const desk = tone === 'idle' && deskWords !== null;
  return (
    <div
      className={styles['notice']}
      data-tone={tone}
      data-code={swallowedBy ? `swallowed-${swallowedBy}` : shown?.code}
      // Two names of one animation: changing it starts it anew for each notice.
      data-turn={(shown?.id ?? 0) % 2}
    >
      <span className={styles['toneWord']}>
        <Icon name={desk ? 'returned' : toneIcons[tone]} size="1.75rem" />
        {desk ? t('refund.title') : t(`tone.${tone}`)}
      </span>
      <p className={styles['sentence']}>{sentence}</p>
      <ScanMarks marks={view.scanMarks} code={shown?.code} />
      {shown === null || swallowedBy ? null : <LineOffer view={view} onCommand={onCommand} />}
      {denied ? (
        <Button size="small" keyName="Enter" onClick={onClose}>
          {t('common.close')}
        </Button>
      ) : null}
      <span className="visually-hidden" aria-live="assertive">
        {/* A node of its own for each notice: the same words told again are read again. */}
        {denied ? <span key={shown?.id}>{sentence}</span> : null}
      </span>
      <span className="visually-hidden" aria-live="polite">
        {denied ? null : <span key={shown?.id}>{sentence}</span>}
      </span>
    </div>
  );
}

/** Scans that were not acted upon, beside whatever the notice says. */
function ScanMarks(props: {
  readonly marks: ReadyView['scanMarks'];
  readonly code: string | undefined;
}) {
  const { marks, code } = props;
  const { t } = useTranslation();
  if (marks === undefined) return null;
  const { repeated, lost } = marks;
  return (
    <>
      {repeated > 0 ? (
        <span className={styles['mark']} data-repeated={repeated} role="status">
          {t('scans.repeated', { n: formatWhole(repeated) })}
        </span>
      ) : null}
      {/* The notice itself says it first. */}
      {lost > 0 && code !== 'queue-full' ? (
        <span className={styles['mark']} data-lost={lost} role="alert">
          {t('scans.lost', { n: formatWhole(lost) })}
        </span>
      ) : null}
    </>
  );
}
