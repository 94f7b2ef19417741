import type { OpenSale } from '../db/open-sale.ts';
import { putOpenSale } from '../db/open-sale.ts';
import type { Trx } from '../db/handles.ts';
import { notices, type NoticeDraft } from './notice-codes.ts';

/** What came of one thing done: what the screen says, and what the caller is answered. */
export type Act = {
  /** `keep` leaves the notice that stands; null takes it away. */
  readonly notice: NoticeDraft | null | 'keep';
  readonly answer: { readonly kind: 'done' } | { readonly kind: 'refused'; readonly code: string };
  /** What is true outside the database once this is on the disk: done right after the commit. */
  readonly committed?: () => void;
};

export const done = { kind: 'done' } as const;

/** Nothing was changed, and the sentence says why. */
export function deny(notice: NoticeDraft): Act {
  return { notice, answer: { kind: 'refused', code: notice.code } };
}

/** Stores the open sale as it is now and says so. */
export async function changeSale(trx: Trx, sale: OpenSale, notice: Act['notice']): Promise<Act> {
  await putOpenSale(trx, sale);
  return { notice, answer: done };
}

/** An act that only says something; a notice of tone `deny` counts as refused. */
export function answer(notice: NoticeDraft): Act {
  return notices[notice.code].tone === 'deny' ? deny(notice) : { notice, answer: done };
}
