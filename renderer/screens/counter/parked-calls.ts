import type { ReadyView } from '../../../app/contract/counter-view.ts';

export type ParkedRow = NonNullable<ReadyView['parked']>[number];

/** The sales set aside, the newest first: the one most likely wanted back. */
export function parkedRows(view: Pick<ReadyView, 'parked'>): readonly ParkedRow[] {
  return (view.parked ?? []).toReversed();
}

/** What the key of parked sales means now: one is taken back at once, of several one is chosen, else park. */
export function parkedStep(
  view: Pick<ReadyView, 'parked'>,
):
  | { readonly kind: 'recall'; readonly parkedAtMs: number }
  | { readonly kind: 'choose' }
  | { readonly kind: 'park' } {
  const rows = parkedRows(view);
  const [first] = rows;
  if (first === undefined) return { kind: 'park' };
  return rows.length === 1 ? { kind: 'recall', parkedAtMs: first.parkedAtMs } : { kind: 'choose' };
}
