import type { ReadyView } from '../../app/contract/counter-view.ts';

export type GuideStep = {
  readonly name: 'scan' | 'enrol' | 'sale' | 'staff' | 'line' | 'card';
  readonly done: boolean;
  /** The key that leads there. */
  readonly keyName: string | null;
};

/** The steps of a shop's first days, each done or not by what the counter knows. */
export function guideSteps(view: ReadyView): readonly GuideStep[] {
  const { guide } = view;
  return [
    { name: 'scan', done: guide?.scanTried === true, keyName: 'F11' },
    { name: 'enrol', done: view.memberCount > 0, keyName: 'F6' },
    { name: 'sale', done: view.lastSales.length > 0, keyName: null },
    { name: 'staff', done: view.staff !== undefined, keyName: 'F10' },
    { name: 'line', done: view.mode === 'hq', keyName: null },
    { name: 'card', done: guide?.cardPrinted === true, keyName: null },
  ];
}

/** Whether the guide stands on the counter: wanted, nobody is served, and something is left to do. */
export function isGuideOpen(view: ReadyView): boolean {
  return (
    view.guide?.shown === true &&
    view.training !== true &&
    view.member === null &&
    view.sale.amountText === '' &&
    guideSteps(view).some((step) => !step.done)
  );
}
