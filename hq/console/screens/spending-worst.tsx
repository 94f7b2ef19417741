import type { SpendingAnswer } from '../../../app/contract/hq-admin-spending.ts';
import { worstCase } from '../../../app/domain/spend-policy.ts';
import type { SpendPolicy } from '../../../app/domain/spend-policy.ts';
import { Panel } from '../controls/panel.tsx';
import { useLanguage } from '../i18n/language-context.tsx';
import { formatWhole } from '../i18n/time-words.ts';
import css from './spending.module.css';

/** What the figures in the form can cost at most; dashes while they make no policy. */
export function SpendingWorst({
  policy,
  chain,
}: {
  readonly policy: SpendPolicy | null;
  readonly chain: Pick<SpendingAnswer, 'installs' | 'redemption'>;
}) {
  const { t } = useLanguage();
  const words = t.spending;
  const worst = policy === null ? null : worstCase(policy, chain);
  const worth = (points: number, minor: number): string =>
    chain.redemption === null
      ? words.noWorth(formatWhole(points))
      : words.worth(formatWhole(points), `NT$${formatWhole(minor)}`);
  const figures: readonly (readonly [title: string, value: string | null, most?: boolean])[] = [
    [words.worstMember, worst && worth(worst.memberPoints, worst.memberMinor)],
    [words.worstCounter, worst && worth(worst.counterPoints, worst.counterMinor)],
    [words.worstChain, worst && worth(worst.chainPoints, worst.chainMinor), true],
    [words.worstLeased, worst && t.common.points(formatWhole(worst.leasedPoints))],
  ];
  return (
    <div className={css['worst']}>
      <Panel title={words.worst}>
        <dl className={css['figures']} aria-live="polite">
          {figures.map(([title, value, isMost]) => (
            <div key={title} className={isMost === true ? css['most'] : undefined}>
              <dt>{title}</dt>
              <dd>{value ?? t.common.none}</dd>
            </div>
          ))}
        </dl>
        <p className={css['hint']}>{words.worstHint(formatWhole(chain.installs))}</p>
      </Panel>
    </div>
  );
}
