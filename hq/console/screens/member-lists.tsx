import type { ReactNode } from 'react';
import type {
  AdminLot,
  AdminStamps,
  AdminVoucher,
  MemberDetail,
  MemberSale,
} from '../../../app/contract/hq-admin-members.ts';
import { formatTwd } from '../../../app/domain/money.ts';
import { Chip } from '../controls/chip.tsx';
import type { Tone } from '../controls/chip.tsx';
import { DataTable } from '../controls/data-table.tsx';
import { Panel, StateText } from '../controls/panel.tsx';
import { useHqNow } from '../hq-context.tsx';
import { useLanguage } from '../i18n/language-context.tsx';
import { formatDay, formatRecent, formatWhole } from '../i18n/time-words.ts';
import css from './member.module.css';
import { MovementList } from './movement-list.tsx';
import { RefundsTable } from './refunds-table.tsx';
import { SaleState } from './sales-table.tsx';

/** Points, movements, vouchers, stamp cards, sales and refunds of a member. */
export function MemberLists({ detail }: { readonly detail: MemberDetail }) {
  const { t } = useLanguage();
  const words = t.member;
  const { counts } = detail;
  return (
    <div className={css['lists']}>
      <ListPanel title={words.movements} shown={detail.movements.length} all={counts.movements}>
        <MovementList movements={detail.movements} />
      </ListPanel>
      <div className={css['stack']}>
        <ListPanel title={words.lots} shown={detail.lots.length} all={detail.lots.length}>
          <Lots lots={detail.lots} />
        </ListPanel>
        <ListPanel title={words.vouchers} shown={detail.vouchers.length} all={counts.vouchers}>
          <Vouchers vouchers={detail.vouchers} />
        </ListPanel>
        <ListPanel title={words.stamps} shown={detail.stamps.length} all={detail.stamps.length}>
          <Stamps stamps={detail.stamps} />
        </ListPanel>
      </div>
      <ListPanel title={words.sales} shown={detail.sales.length} all={counts.sales}>
        <Sales sales={detail.sales} />
      </ListPanel>
      <ListPanel title={words.refunds} shown={detail.refunds.length} all={counts.refunds}>
        {detail.refunds.length === 0 ? (
          <StateText>{words.noRefunds}</StateText>
        ) : (
          <RefundsTable rows={detail.refunds} isOfOneMember />
        )}
      </ListPanel>
    </div>
  );
}

function ListPanel(props: {
  readonly title: string;
  readonly shown: number;
  readonly all: number;
  readonly children: ReactNode;
}) {
  const { t } = useLanguage();
  const { shown, all } = props;
  return (
    <Panel
      title={props.title}
      beside={
        <span className={css['quiet']}>
          {all > shown
            ? t.member.newest(formatWhole(shown), formatWhole(all))
            : all > 0 && formatWhole(all)}
        </span>
      }
    >
      {props.children}
    </Panel>
  );
}

function Lots({ lots }: { readonly lots: readonly AdminLot[] }) {
  const { t } = useLanguage();
  const words = t.member;
  if (lots.length === 0) return <StateText>{words.noLots}</StateText>;
  return (
    <DataTable<AdminLot>
      caption={words.lots}
      rows={lots}
      rowKey={(lot) => String(lot.expiresOn)}
      columns={[
        {
          key: 'until',
          title: words.expires,
          cell: (lot) => (lot.expiresOn === null ? words.unlimited : formatDay(lot.expiresOn)),
        },
        {
          key: 'state',
          title: '',
          cell: (lot) => lot.isLapsed && <Chip tone="quiet">{words.lapsed}</Chip>,
        },
        {
          key: 'points',
          title: words.movement.points,
          look: 'number',
          cell: (lot) => <strong>{formatWhole(lot.points)}</strong>,
        },
      ]}
    />
  );
}

const voucherTone: Readonly<Record<AdminVoucher['state'], Tone>> = {
  usable: 'ok',
  'not-yet': 'accent',
  over: 'quiet',
  used: 'quiet',
  cancelled: 'quiet',
};

function Vouchers({ vouchers }: { readonly vouchers: readonly AdminVoucher[] }) {
  const { t, language } = useLanguage();
  const words = t.member;
  if (vouchers.length === 0) return <StateText>{words.noVouchers}</StateText>;
  return (
    <DataTable<AdminVoucher>
      caption={words.vouchers}
      rows={vouchers}
      rowKey={(voucher) => voucher.voucherId}
      columns={[
        {
          key: 'name',
          title: words.voucher.name,
          look: 'wide',
          cell: (voucher) => (
            <>
              {voucher.name?.[language] ?? words.unknownCoupon}
              <span className={css['below']}>{voucher.code}</span>
            </>
          ),
        },
        {
          key: 'days',
          title: words.voucher.days,
          look: 'quiet',
          cell: (voucher) => (
            <>
              {formatDay(voucher.validFrom)}
              <span className={css['below']}>{words.until(formatDay(voucher.validUntil))}</span>
            </>
          ),
        },
        {
          key: 'state',
          title: words.voucher.state,
          cell: (voucher) => (
            <>
              <Chip tone={voucherTone[voucher.state]}>{words.voucherStates[voucher.state]}</Chip>
              {voucher.usedStoreName !== null && (
                <span className={css['below']}>{words.usedAt(voucher.usedStoreName)}</span>
              )}
              {voucher.uses > 1 && (
                <span className={css['below']}>
                  {words.uses(formatWhole(voucher.usesLeft), formatWhole(voucher.uses))}
                </span>
              )}
            </>
          ),
        },
      ]}
    />
  );
}

function Stamps({ stamps }: { readonly stamps: readonly AdminStamps[] }) {
  const { t, language } = useLanguage();
  const words = t.member;
  if (stamps.length === 0) return <StateText>{words.noStamps}</StateText>;
  return (
    <ul className={css['stamps']}>
      {stamps.map((card) => (
        <li key={card.cardId}>
          <strong>{card.name?.[language] ?? card.cardId}</strong>
          <span>
            {words.stampsOf(
              formatWhole(card.stamps),
              card.goal === null ? t.common.none : formatWhole(card.goal),
            )}
          </span>
          {card.completed > 0 && (
            <span className={css['quiet']}>{words.completed(formatWhole(card.completed))}</span>
          )}
        </li>
      ))}
    </ul>
  );
}

function Sales({ sales }: { readonly sales: readonly MemberSale[] }) {
  const { t } = useLanguage();
  const nowMs = useHqNow(60_000);
  const none = t.common.none;
  if (sales.length === 0) return <StateText>{t.member.noSales}</StateText>;
  return (
    <DataTable<MemberSale>
      caption={t.member.sales}
      rows={sales}
      rowKey={(sale) => sale.saleId}
      columns={[
        { key: 'at', title: t.sales.at, cell: (sale) => formatRecent(sale.atMs, nowMs) },
        { key: 'store', title: t.exceptions.fields.storeName, cell: (sale) => sale.storeName },
        {
          key: 'no',
          title: t.exceptions.fields.saleNo,
          look: 'quiet',
          cell: (sale) => sale.saleNo,
        },
        {
          key: 'discount',
          title: t.sales.discount,
          look: 'number',
          cell: (sale) => (sale.discountMinor === 0 ? none : formatTwd(-sale.discountMinor)),
        },
        {
          key: 'paid',
          title: t.sales.paid,
          look: 'number',
          cell: (sale) => <strong>{formatTwd(sale.paidMinor)}</strong>,
        },
        {
          key: 'spent',
          title: t.sales.spent,
          look: 'number',
          cell: (sale) => (sale.pointsSpent === 0 ? none : formatWhole(-sale.pointsSpent)),
        },
        {
          key: 'points',
          title: t.sales.points,
          look: 'number',
          cell: (sale) => (sale.points > 0 ? '+' : '') + formatWhole(sale.points),
        },
        { key: 'state', title: t.sales.state, cell: (sale) => <SaleState sale={sale} /> },
      ]}
    />
  );
}
