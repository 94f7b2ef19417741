import {
  portMessageSchema,
  type CounterCallHandlers,
  type PortMessage,
} from '../app/contract/counter-calls.ts';
import { errorFields, type Log } from './log-file.ts';
import {
  serveScreen,
  type ScreenPort,
  type ServedScreen,
  type ServeOptions,
} from './port-server.ts';

/** One window has one screen; a reloaded page overlaps with its forerunner for a moment. */
export const screensMax = 4;

/** Pushes that wait for their check while one thing follows another. */
const uncheckedMax = 16;

export type Screens = {
  readonly attach: (port: ScreenPort) => void;
  readonly push: (message: PortMessage) => void;
  readonly closeAll: () => void;
};

/** Serves every attached screen with the same handlers; beyond the limit the oldest is let go. */
export function createScreens(
  handlers: CounterCallHandlers,
  options: {
    readonly log: Log;
    /** See `ServeOptions`. */
    readonly admit?: NonNullable<ServeOptions['admit']>;
    /** Does something when the screens have what they wait for; left out = at once. */
    readonly later?: (work: () => void) => void;
  },
): Screens {
  const screens: ServedScreen[] = [];
  const later = options.later ?? ((work: () => void) => work());
  const unchecked: PortMessage[] = [];

  // A push that breaks the contract is a bug of ours. It is written down and still shown: a
  // screen that stands still would hide from the cashier what was recorded.
  function check(): void {
    for (const message of unchecked.splice(0)) {
      const { error } = portMessageSchema.safeParse(message);
      if (error) options.log('push-broke', { at: error.issues[0]?.path.join('.') ?? '' });
    }
  }

  function forget(screen: ServedScreen): void {
    const at = screens.indexOf(screen);
    if (at >= 0) screens.splice(at, 1);
  }

  return {
    attach: (port) => {
      const screen: ServedScreen = serveScreen(port, handlers, {
        onTrouble: (name, error) => options.log('call-broke', { name, ...errorFields(error) }),
        onClose: () => forget(screen),
        later,
        ...(options.admit === undefined ? {} : { admit: options.admit }),
      });
      screens.push(screen);
      if (screens.length > screensMax) screens[0]?.close();
    },
    push: (message) => {
      // What nobody is shown is not checked either: a start would wait for it.
      if (screens.length === 0) return;
      for (const screen of screens) screen.push(message);
      unchecked.push(message);
      if (unchecked.length === 1) later(check);
      else if (unchecked.length >= uncheckedMax) check();
    },
    closeAll: () => {
      for (const screen of screens.slice()) screen.close();
    },
  };
}
