import type { CounterView } from '../app/contract/counter-view.ts';
import { createCustomerDesk } from '../app/counter/create-customer-desk.ts';
import type { ComposeDeps } from './compose-counter.ts';
import { createCustomerScreens, type CustomerPort } from './customer-screens.ts';

export type CustomerFollower = {
  readonly viewChanged: (view: CounterView) => void;
  readonly attach: (port: CustomerPort) => void;
  readonly stop: () => void;
};

/** Tells the customer's window what it may know, and main whether it is wanted. */
export function followForCustomer({
  timers,
  onCustomerWindow,
  log,
}: Pick<ComposeDeps, 'timers' | 'onCustomerWindow' | 'log'>): CustomerFollower {
  const screens = createCustomerScreens(log ?? (() => {}));
  const desk = createCustomerDesk({ push: screens.push, setTimer: timers.setTimer });
  let wanted: boolean | null = null;
  return {
    viewChanged: (view) => {
      const on = view.kind === 'ready' && view.customerWindow === true;
      if (on !== wanted) onCustomerWindow?.((wanted = on));
      desk.viewChanged(view);
    },
    attach: (port) => screens.attach(port, desk.view()),
    stop: () => {
      desk.stop();
      screens.closeAll();
    },
  };
}
