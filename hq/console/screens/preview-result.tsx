import type {
  PreviewResult,
  PreviewSale,
  PreviewSide,
} from '../../../app/contract/hq-admin-programs.ts';
import { previewSalesMax } from '../../../app/contract/hq-admin-programs.ts';
import { formatTwd } from '../../../app/domain/money.ts';
import { StateText } from '../controls/panel.tsx';
import { useHqNow } from '../hq-context.tsx';
import { useLanguage } from '../i18n/language-context.tsx';
import { formatDay, formatRecent, formatWhole } from '../i18n/time-words.ts';
import css from './draft.module.css';
import { gainText, perSaleText, previewFigures } from './preview-figures.ts';
import { Sentences } from './rules-view.tsx';

/** What the draft would have done to real sales, next to what the rules in force do. */
export function PreviewView({ result }: { readonly result: PreviewResult }) {
  const { t } = useLanguage();
  const words = t.programs.preview;
  const range = words.range(
    formatDay(result.from),
    formatDay(result.until),
    formatWhole(result.salesCount),
  );
  if (result.salesCount === 0) {
    return (
      <>
        <p className={css['note']}>{range}</p>
        <StateText>{words.empty}</StateText>
      </>
    );
  }
  const hasRefused = result.after.refused + result.before.totals.refused > 0;
  return (
    <div className={css['preview']}>
      <p className={css['quiet']}>
        {range}
        {result.isCut && ` ${words.cut(formatWhole(previewSalesMax))}`}
      </p>
      <Affected result={result} />
      <Figures result={result} />
      <p className={css['quiet']}>{words.note}</p>
      {hasRefused && <p className={css['quiet']}>{words.refusedNote}</p>}
      <h3>{words.most}</h3>
      {result.most.length === 0 ? <p>{words.same}</p> : <Most sales={result.most} />}
    </div>
  );
}

function Affected({ result }: { readonly result: PreviewResult }) {
  const { t } = useLanguage();
  const words = t.programs.preview;
  const { members, salesAffected, salesCount } = result;
  const facts = [
    [words.affected, words.of(formatWhole(salesAffected), formatWhole(salesCount))],
    [words.better, words.of(formatWhole(members.better), formatWhole(members.all))],
    [words.worse, words.of(formatWhole(members.worse), formatWhole(members.all))],
    [words.perSale, perSaleText(result.differenceMinor, salesCount)],
  ] as const;
  return (
    <dl className={css['affected']}>
      {facts.map(([title, value]) => (
        <div key={title}>
          <dt>{title}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Figures({ result }: { readonly result: PreviewResult }) {
  const { t } = useLanguage();
  const words = t.programs.preview;
  return (
    <table className={css['figures']}>
      <thead>
        <tr>
          <th scope="col">{words.measure}</th>
          <th scope="col">{words.now(String(result.before.version))}</th>
          <th scope="col">{words.draft}</th>
          <th scope="col">{words.difference}</th>
        </tr>
      </thead>
      <tbody>
        {previewFigures(t, result).map((figure) => (
          <tr key={figure.key}>
            <th scope="row">{figure.title}</th>
            <td>{figure.before}</td>
            <td>{figure.after}</td>
            <td>
              <strong>{figure.difference}</strong>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Most({ sales }: { readonly sales: readonly PreviewSale[] }) {
  const { t } = useLanguage();
  const nowMs = useHqNow(60_000);
  const words = t.programs.preview;
  return (
    <ol className={css['most']}>
      {sales.map((sale, at) => (
        <li key={`${sale.atMs} ${at}`}>
          <details>
            <summary>
              <span>
                {[
                  formatRecent(sale.atMs, nowMs),
                  sale.storeName,
                  sale.memberName || t.common.nameless,
                  words.amount(formatTwd(sale.amountMinor)),
                ]
                  .filter((part) => part !== '')
                  .join(' · ')}
              </span>
              <strong>{gainText(t, sale.differenceMinor)}</strong>
            </summary>
            <div className={css['beforeAfter']}>
              <Side title={t.programs.edit.before} side={sale.before} />
              <Side title={t.programs.edit.after} side={sale.after} />
            </div>
          </details>
        </li>
      ))}
    </ol>
  );
}

function Side(props: { readonly title: string; readonly side: PreviewSide }) {
  const { t, language } = useLanguage();
  const words = t.programs.preview;
  const { side } = props;
  const facts = [
    words.sidePaid(formatTwd(side.paidMinor)),
    words.sidePoints(formatWhole(side.points)),
    ...(side.vouchersIssued === 0 ? [] : [words.sideVouchers(formatWhole(side.vouchersIssued))]),
    ...(side.tierName === null ? [] : [side.tierName[language]]),
  ];
  return (
    <div>
      <p className={css['quiet']}>{props.title}</p>
      <p>
        <strong>{facts.join(' · ')}</strong>
      </p>
      {side.reasons.length === 0 ? <p>{words.noReasons}</p> : <Sentences words={side.reasons} />}
    </div>
  );
}
