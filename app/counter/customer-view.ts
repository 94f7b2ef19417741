import type { CounterView, Notice, ReadyView } from '../contract/counter-view.ts';
import type { CustomerView } from '../contract/training.ts';

/** What is said to the customer after a sale. */
export type Thanks = {
  readonly nameMasked: string;
  readonly paidMinor: number;
  readonly earned: number;
  readonly balance: number;
};

const settledCodes: ReadonlySet<string> = new Set(['sale-settled', 'sale-settled-with']);

/** The thanks that a notice of a settled sale stands for; null for every other notice. */
export function thanksOf(notice: Notice | null): Thanks | null {
  if (notice === null || !settledCodes.has(notice.code)) return null;
  const { name, paidMinor, points, balance } = notice.params;
  return {
    nameMasked: typeof name === 'string' ? name : '',
    paidMinor: numberOf(paidMinor),
    earned: numberOf(points),
    balance: numberOf(balance),
  };
}

function numberOf(value: Notice['params'][string] | undefined): number {
  return typeof value === 'number' ? value : 0;
}

/**
 * Whether somebody is being served: then the thanks to the one before are over. While the counter is locked
 * nobody stands at it, and nothing of a member is shown.
 */
export function isServing(view: CounterView): boolean {
  if (view.kind !== 'ready' || view.staff?.locked === true) return false;
  return view.member !== null || Number(view.sale.amountText) > 0;
}

/**
 * What the customer's window shows: the sale as it stands, else the thanks for the one before, else the
 * invitation. Made of what is masked already; no code, number or id of anybody is taken over. It speaks the
 * language chosen for it, else the one the cashier reads.
 */
export function customerViewOf(view: CounterView, thanks: Thanks | null): CustomerView {
  if (view.kind !== 'ready') {
    const { language } = view;
    return { kind: 'idle', language, brandName: '', joinUrl: null, training: false };
  }
  const common = {
    language: view.customerLanguage ?? view.language,
    brandName: view.brandName,
    joinUrl: view.joinUrl ?? null,
    training: view.training === true,
  };
  if (isServing(view)) return { ...common, kind: 'sale', ...servedOf(view) };
  return thanks === null ? { ...common, kind: 'idle' } : { ...common, kind: 'thanks', ...thanks };
}

function servedOf({
  member,
  sale,
}: ReadyView): Pick<Extract<CustomerView, { kind: 'sale' }>, 'member' | 'sale'> {
  const { preview } = sale;
  const amountMinor = Number(sale.amountText);
  const shown = member === null ? null : { nameMasked: member.nameMasked, points: member.points };
  if (!(amountMinor > 0)) return { member: shown, sale: null };
  // Without a member, or where the rules refuse it as it stands, the sale is its amount.
  if (preview?.kind !== 'evaluated') {
    const plain = { amountMinor, discountMinor: 0, pointsSpent: 0, paidMinor: amountMinor };
    return { member: shown, sale: { ...plain, earns: null } };
  }
  const { discountMinor, pointsSpent, pointsValueMinor, paidMinor, points } = preview;
  return {
    member: shown,
    sale: {
      amountMinor: preview.amountMinor,
      discountMinor: discountMinor + pointsValueMinor,
      pointsSpent,
      paidMinor,
      earns: member === null ? null : points,
    },
  };
}
