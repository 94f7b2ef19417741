import type { ExceptionReceipt } from '../../../app/contract/hq-admin-exceptions.ts';
import { formatTwd } from '../../../app/domain/money.ts';
import { Chip } from '../controls/chip.tsx';
import type { Tone } from '../controls/chip.tsx';
import { Panel, StateText } from '../controls/panel.tsx';
import { useHqNow } from '../hq-context.tsx';
import { useLanguage } from '../i18n/language-context.tsx';
import { formatRecent, formatWhole } from '../i18n/time-words.ts';
import css from './case.module.css';
import { MemberLink } from './member-link.tsx';

const toneOf: Readonly<Record<ExceptionReceipt['status'], Tone>> = {
  applied: 'ok',
  duplicate: 'quiet',
  quarantined: 'deny',
  awaiting: 'warn',
};

/** The transactions behind an exception, each as its counter recorded it, next to each other. */
export function CaseReceipts({ receipts }: { readonly receipts: readonly ExceptionReceipt[] }) {
  const { t } = useLanguage();
  return (
    <Panel title={t.workbench.receipts}>
      {receipts.length === 0 ? (
        <StateText>{t.workbench.receiptsNone}</StateText>
      ) : (
        <div className={css['receipts']}>
          {receipts.map((receipt) => (
            <Receipt key={`${receipt.side}.${receipt.eid}`} receipt={receipt} />
          ))}
        </div>
      )}
    </Panel>
  );
}

function Receipt({ receipt }: { readonly receipt: ExceptionReceipt }) {
  const { t } = useLanguage();
  const words = t.workbench;
  const nowMs = useHqNow(30_000);
  const types: Readonly<Record<string, string>> = words.types;
  const type = types[receipt.type] ?? words.unknownType;
  return (
    <article className={css['receipt']}>
      <div className={css['receiptHead']}>
        <h3>{words.sides[receipt.side]}</h3>
        <Chip tone={toneOf[receipt.status]}>{t.exceptions.statuses[receipt.status]}</Chip>
      </div>
      <p>
        {[receipt.storeName, receipt.counterLabel, receipt.staffName]
          .filter((part) => part !== null)
          .join(' · ')}
      </p>
      <p className={css['quiet']}>
        {[type, receipt.saleNo, formatRecent(receipt.atMs, nowMs)]
          .filter((part) => part !== null)
          .join(' · ')}
        <br />
        {words.receivedAt(formatRecent(receipt.receivedAtMs, nowMs))}
      </p>
      {receipt.memberId !== null && (
        <p>
          <MemberLink memberId={receipt.memberId} name={receipt.memberName} />
        </p>
      )}
      <Totals receipt={receipt} />
      {receipt.raw !== null && (
        <details>
          <summary>{words.raw}</summary>
          <pre className={css['raw']} tabIndex={0}>
            {receipt.raw}
          </pre>
        </details>
      )}
    </article>
  );
}

/** Goods by line where there are several, then what was taken off, paid and earned. */
function Totals({ receipt }: { readonly receipt: ExceptionReceipt }) {
  const { t } = useLanguage();
  const words = t.workbench;
  const { totals, lines, voucherCodes } = receipt;
  if (totals === null) return null;
  const { amountMinor, discountMinor, pointsSpent, pointsValueMinor, paidMinor, points } = totals;
  const goods = lines.length > 1 ? lines : [];
  const rows = [
    ...goods.map((line, i) => ({
      key: `line ${i}`,
      name: line.name === '' ? words.line(String(i + 1)) : line.name,
      text: formatTwd(line.amountMinor),
    })),
    { key: 'amount', name: words.amount, text: formatTwd(amountMinor) },
    ...(discountMinor === 0
      ? []
      : [{ key: 'discount', name: words.discount, text: `−${formatTwd(discountMinor)}` }]),
    ...(pointsSpent === 0
      ? []
      : [
          {
            key: 'spent',
            name: words.pointsPaid(formatWhole(pointsSpent)),
            text: `−${formatTwd(pointsValueMinor)}`,
          },
        ]),
    { key: 'paid', name: words.paid, text: formatTwd(paidMinor), isStrong: true },
    { key: 'points', name: words.points, text: formatWhole(points) },
    ...(voucherCodes.length === 0
      ? []
      : [{ key: 'vouchers', name: words.vouchers, text: voucherCodes.join('、') }]),
  ];
  return (
    <dl>
      {rows.map((row) => (
        <div key={row.key} data-strong={'isStrong' in row ? '' : undefined}>
          <dt>{row.name}</dt>
          <dd>{row.text}</dd>
        </div>
      ))}
    </dl>
  );
}
