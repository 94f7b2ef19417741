import type { AdminRemark } from '../../../app/contract/hq-admin-remarks.ts';
import { Chip } from '../controls/chip.tsx';
import { Panel } from '../controls/panel.tsx';
import { useHqNow } from '../hq-context.tsx';
import { useLanguage } from '../i18n/language-context.tsx';
import { formatRecent, formatWhole } from '../i18n/time-words.ts';
import css from './remarks-panel.module.css';

/** What shops remarked about members, newest first, to be read only; nothing where there is none. */
export function RemarksPanel(props: {
  readonly remarks: readonly AdminRemark[];
  readonly all: number;
}) {
  const { t } = useLanguage();
  const nowMs = useHqNow(60_000);
  const { remarks, all } = props;
  if (remarks.length === 0) return null;
  const words = t.workbench.remarks;
  const isOfOne = new Set(remarks.map(({ memberId }) => memberId)).size === 1;
  return (
    <Panel
      title={words.title}
      beside={
        all > remarks.length && (
          <span className={css['quiet']}>
            {t.member.newest(formatWhole(remarks.length), formatWhole(all))}
          </span>
        )
      }
    >
      <ol className={css['remarks']} tabIndex={0} aria-label={words.title}>
        {remarks.map((remark) => (
          <li key={remark.remarkId}>
            <p className={css['remark']}>
              {remark.kind === 'tag' && <Chip tone="accent">{words.tag}</Chip>}
              {remark.text}
            </p>
            <span className={css['quiet']}>
              {[
                isOfOne ? null : remark.memberName || t.common.nameless,
                remark.storeName,
                remark.staffName ?? words.nobody,
                formatRecent(remark.atMs, nowMs),
              ]
                .filter((part) => part !== null)
                .join(' · ')}
            </span>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
