import { dropView, receipts } from './passages.ts';
import type { PlantedBug } from './planted-bug.ts';

const saleInvoice = 'hq/apply/apply-sale-invoice.ts';

/** Mistakes about e-invoices that are told after their sale. */
export const invoices: readonly PlantedBug[] = [
  {
    id: 'hq-gives-invoice-twice',
    what: 'HQ does not look whether an e-invoice told later is used',
    patches: [
      {
        file: saleInvoice,
        find: 'sale.invoiceKey === null && !state.invoices.has(key);',
        replace: 'sale.invoiceKey === null;',
      },
    ],
  },
  {
    id: 'hq-takes-second-invoice',
    what: 'a sale at HQ that has an e-invoice is given another one',
    patches: [
      {
        file: saleInvoice,
        find: 'sale.invoiceKey === null && !state.invoices.has(key);',
        replace: '!state.invoices.has(key);',
      },
    ],
  },
  {
    id: 'hq-refuses-told-again',
    what: 'an e-invoice that a copy of the counter tells once more is refused to its own sale',
    patches: [
      {
        file: saleInvoice,
        find: 'const isKnown = sale.invoiceKey === key;',
        replace: 'const isKnown = false;',
      },
    ],
  },
  {
    id: 'hq-forgets-waiting-invoice',
    what: 'an e-invoice that waits at HQ for its sale is not looked at when that comes',
    patches: [
      {
        file: 'hq/apply/apply-event.ts',
        find: 'take(judgeAwaitingInvoice(state, awaiting));',
        replace: 'void judgeAwaitingInvoice;',
      },
    ],
  },
  {
    id: 'late-use-unnoted',
    what: 'nobody at HQ hears of two sales that earned on one e-invoice',
    patches: [
      {
        file: saleInvoice,
        find: 'findLateUse(state, key, { sale, storeName })',
        replace: '(void findLateUse, [])',
      },
    ],
  },
  {
    id: 'late-use-unclosed',
    what: 'two sales on one e-invoice stay a case though one was undone',
    patches: [
      {
        file: 'hq/apply/write-effects.ts',
        find: 'await closeLateInvoicesOf(trx, [...voidedBy(all)]);',
        replace: 'void closeLateInvoicesOf;',
      },
    ],
  },
  {
    id: 'told-invoice-unread',
    what: 'a counter does not read from the receipt that an e-invoice is used',
    patches: [{ file: receipts, find: '[...ofSales, ...toldLater]', replace: 'ofSales' }],
  },
  {
    id: 'told-invoice-unmarked',
    what: 'a counter does not note at its own sale the e-invoice a copy of it told',
    patches: [
      {
        file: receipts,
        find: 'await markToldInvoices(trx, toldLater);',
        replace: 'void markToldInvoices;',
      },
    ],
  },
  {
    id: 'refused-keeps-invoice',
    what: 'an e-invoice HQ did not give to a sale stays used by it at its counter',
    patches: [
      {
        file: receipts,
        find: 'await correctInvoice(trx, receipt);',
        replace: 'void correctInvoice;',
      },
    ],
  },
  {
    id: 'drop-keeps-invoices',
    what: 'an e-invoice that only HQ told stays at an own sale when HQ is read anew',
    patches: [
      {
        file: dropView,
        find: 'if (part === usedInvoices) await takeInvoices(trx, where);',
        replace: 'void takeInvoices;',
      },
    ],
  },
];
