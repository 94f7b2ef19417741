import {
  customerMessageSchema,
  type CustomerMessage,
  type CustomerView,
} from '../app/contract/training.ts';
import type { Log } from './log-file.ts';
import type { ScreenPort } from './port-server.ts';

/** There is one such window; a reloaded page overlaps with its forerunner for a moment. */
const screensMax = 2;
/** Beyond so many the log says no more. */
const refusalsLoggedMax = 5;

/** One end of the channel to that window. */
export type CustomerPort = ScreenPort<CustomerMessage>;

export type CustomerScreens = {
  /** Shows `first` at once, and every view pushed from then on. */
  readonly attach: (port: CustomerPort, first: CustomerView | null) => void;
  readonly push: (view: CustomerView) => void;
  readonly closeAll: () => void;
};

/**
 * The lines to the customer's window. They lead one way: whatever comes from there is dropped unread, so that
 * a page on which strangers look can ask nothing. A view that is not of its schema is not sent.
 */
export function createCustomerScreens(log: Log): CustomerScreens {
  const ports: CustomerPort[] = [];
  let refusals = 0;

  function send(port: CustomerPort, view: CustomerView): void {
    const message = customerMessageSchema.safeParse({ kind: 'customer:changed', view });
    if (message.success) port.postMessage(message.data);
    else log('customer-view-broke', { at: message.error.issues[0]?.path.join('.') ?? '' });
  }

  function forget(port: CustomerPort): void {
    const at = ports.indexOf(port);
    if (at >= 0) ports.splice(at, 1);
  }

  return {
    attach: (port, first) => {
      port.on('message', () => {
        refusals += 1;
        if (refusals <= refusalsLoggedMax) log('customer-asked', { refusals });
      });
      port.on('close', () => forget(port));
      port.start();
      ports.push(port);
      if (ports.length > screensMax) ports.shift()?.close();
      if (first !== null) send(port, first);
    },
    push: (view) => {
      for (const port of ports) send(port, view);
    },
    closeAll: () => {
      for (const port of ports.splice(0)) port.close();
    },
  };
}
