import type {
  CounterMessage,
  MainMessage,
  StartCounter,
} from '../app/contract/process-messages.ts';
import type { Log, LogFields } from './log-file.ts';
import { nextRestartDelayMs, recentDeaths } from './restart-delay.ts';

/** A running counter process, as main sees it; `Port` is one end of a message channel. */
export type CounterChild<Port> = {
  readonly post: (message: MainMessage, ports?: readonly Port[]) => void;
  readonly onMessage: (listener: (message: CounterMessage) => void) => void;
  readonly onExit: (listener: (code: number) => void) => void;
  readonly kill: () => void;
};

export type SupervisorPorts<Port> = {
  readonly spawn: () => CounterChild<Port>;
  /** A new channel: one end for the counter, the other already on its way to the screen. */
  readonly sendPortToScreen: () => Port;
  /** The same for the customer's window; null while there is none. Left out = there never is. */
  readonly sendPortToCustomer?: () => Port | null;
  /** What the counter process says of itself; left out = it is only written down. */
  readonly onMessage?: (message: CounterMessage) => void;
  readonly monoMs: () => number;
  readonly setTimer: (delayMs: number, fn: () => void) => () => void;
  readonly log: Log;
};

export type CounterSupervisor = {
  /** Gives the screen a (new) line to the counter; a restarted counter gets one by itself. */
  readonly connectScreen: () => void;
  /** Gives the customer's window a (new) line; a restarted counter gets one by itself. */
  readonly connectCustomer: () => void;
  /** Says something to the counter that runs now; dropped while none does. */
  readonly tell: (message: MainMessage) => void;
  /**
   * Ends the counter in order and starts it again with another start message: another folder. Resolves when
   * the new one runs. One at a time: a second wish is refused with false.
   */
  readonly goOverTo: (start: StartCounter) => Promise<boolean>;
  /** Ends the counter in order: it gives up its devices and file. Resolves when it is gone. */
  readonly stop: () => Promise<void>;
};

/** What an orderly end may take before the process is killed; the database survives a kill. */
const stopTimeMsMax = 3_000;

/** What the supervisor knows of the process it keeps. */
type Kept<Port> = {
  start: StartCounter;
  child: CounterChild<Port> | null;
  screenWanted: boolean;
  stopping: boolean;
  goingOver: boolean;
  deathsAtMs: readonly number[];
  cancelRestart: () => void;
  onGone: () => void;
};

/**
 * Keeps one counter process running: starts it, hands it its start message (the only way the key
 * travels), starts it again whenever it dies, and then gives the screen a new line to it.
 */
export function createCounterSupervisor<Port>(
  start: StartCounter,
  ports: SupervisorPorts<Port>,
): CounterSupervisor {
  const nothing = (): void => {};
  const kept: Kept<Port> = {
    start,
    child: null,
    screenWanted: false,
    stopping: false,
    goingOver: false,
    deathsAtMs: [],
    cancelRestart: nothing,
    onGone: nothing,
  };
  run(kept, ports);
  return {
    connectScreen: () => {
      kept.screenWanted = true;
      linkScreen(kept, ports);
    },
    connectCustomer: () => linkCustomer(kept, ports),
    tell: (message) => kept.child?.post(message),
    goOverTo: async (next) => {
      if (kept.goingOver || kept.stopping) return false;
      kept.goingOver = true;
      try {
        await endChild(kept, ports);
      } finally {
        kept.goingOver = false;
      }
      if (isStopping(kept)) return false;
      Object.assign(kept, { start: next, deathsAtMs: [] });
      run(kept, ports);
      return true;
    },
    stop: async () => {
      kept.stopping = true;
      await endChild(kept, ports);
    },
  };
}

/** Asked anew: while the counter was ending, the app may have begun to end too. */
function isStopping(kept: Pick<Kept<unknown>, 'stopping'>): boolean {
  return kept.stopping;
}

function linkScreen<Port>({ child, screenWanted }: Kept<Port>, ports: SupervisorPorts<Port>): void {
  if (child !== null && screenWanted) child.post({ kind: 'screen' }, [ports.sendPortToScreen()]);
}

function linkCustomer<Port>({ child }: Kept<Port>, ports: SupervisorPorts<Port>): void {
  const port = child === null ? null : (ports.sendPortToCustomer?.() ?? null);
  if (port !== null) child?.post({ kind: 'customer' }, [port]);
}

function run<Port>(kept: Kept<Port>, ports: SupervisorPorts<Port>): void {
  const spawned = ports.spawn();
  kept.child = spawned;
  spawned.onExit((code) => {
    if (kept.child === spawned) died(kept, ports, code);
  });
  spawned.onMessage((message) => {
    ports.log(`counter-${message.kind}`, fieldsOf(message));
    if (kept.child === spawned) ports.onMessage?.(message);
  });
  spawned.post(kept.start);
  // What is said once is not said again by a process that has to be started again.
  const { opening: _said, ...usual } = kept.start;
  kept.start = usual;
  linkScreen(kept, ports);
  linkCustomer(kept, ports);
}

function fieldsOf(message: CounterMessage): LogFields {
  return message.kind === 'code-cache' ? { taken: message.taken, refused: message.refused } : {};
}

function died<Port>(kept: Kept<Port>, ports: SupervisorPorts<Port>, code: number): void {
  kept.child = null;
  const tellGone = kept.onGone;
  kept.onGone = () => {};
  tellGone();
  if (kept.stopping || kept.goingOver) return;
  const nowMs = ports.monoMs();
  kept.deathsAtMs = [...recentDeaths(kept.deathsAtMs, nowMs), nowMs];
  const delayMs = nextRestartDelayMs(kept.deathsAtMs, nowMs);
  ports.log('counter-exited', { code, delayMs, recentDeaths: kept.deathsAtMs.length });
  kept.cancelRestart = ports.setTimer(delayMs, () => run(kept, ports));
}

/** Asks the running counter to end, and ends it when it does not; resolves when it is gone. */
async function endChild<Port>(kept: Kept<Port>, ports: SupervisorPorts<Port>): Promise<void> {
  kept.cancelRestart();
  const running = kept.child;
  if (running === null) return;
  await new Promise<void>((resolve) => {
    const cancelKill = ports.setTimer(stopTimeMsMax, running.kill);
    const goneBefore = kept.onGone;
    kept.onGone = () => {
      cancelKill();
      goneBefore();
      resolve();
    };
    running.post({ kind: 'stop' });
  });
}
