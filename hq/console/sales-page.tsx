import { useContext } from 'react';
import type { ReactNode } from 'react';
import type { SaleList } from '../../app/contract/hq-admin.ts';
import { showCount, showInstant, showMoney } from './show.ts';
import { usePolled } from './use-polled.ts';
import { LanguageContext, useSay } from './words.ts';

/** The newest sales of all stores, as they arrive. */
export function SalesPage(): ReactNode {
  const say = useSay();
  const language = useContext(LanguageContext);
  const { value } = usePolled<SaleList>('sales', 2_000);
  if (value === null) return <p className="quiet">{say('loading')}</p>;
  if (value.sales.length === 0) return <p className="empty">{say('sale.none')}</p>;
  return (
    <section className="card">
      <table>
        <thead>
          <tr>
            <th>{say('sale.at')}</th>
            <th>{say('sale.store')}</th>
            <th>{say('sale.counter')}</th>
            <th>{say('sale.no')}</th>
            <th>{say('sale.member')}</th>
            <th className="number">{say('sale.discount')}</th>
            <th className="number">{say('sale.paid')}</th>
            <th className="number">{say('sale.points')}</th>
          </tr>
        </thead>
        <tbody>
          {value.sales.map((sale) => (
            <tr key={sale.saleId} className="arrives">
              <td className="figure">{showInstant(sale.atMs, language)}</td>
              <td>{sale.storeName}</td>
              <td>{sale.counterLabel === 'history' ? '－' : sale.counterLabel}</td>
              <td className="figure">{sale.saleNo}</td>
              <td>{sale.memberName || say('member.placeholder')}</td>
              <td className="number">{sale.discountMinor === 0 ? '' : `−${showMoney(sale.discountMinor)}`}</td>
              <td className="number strong">{showMoney(sale.paidMinor)}</td>
              <td className="number earned">+{showCount(sale.points)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
