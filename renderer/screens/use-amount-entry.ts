import { useEffect, useReducer, useState } from 'react';
import type { CounterView, ReadyView } from '../../app/contract/counter-view.ts';
import { useCounter } from '../counter-context.tsx';
import { createAmountEntry, type AmountEntry } from './counter/amount-entry.ts';
import { startTimer } from './start-timer.ts';

function amountTextOf(view: CounterView | null): string {
  return view?.kind === 'ready' ? view.sale.amountText : '';
}

function vouchedBy(view: CounterView | null): string | null {
  if (view?.kind !== 'ready') return null;
  const { sale, pos } = view;
  const { posName = '', posSaleNo = '' } = pos?.onSale ?? {};
  const isVouchedFor = sale.invoice !== null || sale.lines !== undefined || posSaleNo !== '';
  return isVouchedFor ? `${posName} ${posSaleNo} ${sale.invoice?.number ?? ''}` : null;
}

/** The amount being typed, tied to the counter process and to this view. */
export function useAmountEntry(view: ReadyView): AmountEntry {
  const { call, store } = useCounter();
  const [, show] = useReducer((count: number) => count + 1, 0);
  const [entry] = useState(() =>
    createAmountEntry({
      send: async (amountText) => (await call('sale:set-amount', { amountText })).kind === 'done',
      pushedText: () => amountTextOf(store.get().view),
      vouchedBy: () => vouchedBy(store.get().view),
      onChange: show,
      setTimer: startTimer,
    }),
  );
  useEffect(() => entry.viewArrived(), [entry, view]);
  return entry;
}
