import type {
  CounterMessage,
  MainMessage,
  StartCounter,
} from '../app/contract/process-messages.ts';
import type { Log } from './log-file.ts';
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
  readonly monoMs: () => number;
  readonly setTimer: (delayMs: number, fn: () => void) => () => void;
  readonly log: Log;
};

export type CounterSupervisor = {
  /** Gives the screen a (new) line to the counter; a restarted counter gets one by itself. */
  readonly connectScreen: () => void;
  /** Ends the counter in order: it gives up its devices and file. Resolves when it is gone. */
  readonly stop: () => Promise<void>;
};

/** What an orderly end may take before the process is killed; the database survives a kill. */
const stopTimeMsMax = 3_000;

/**
 * Keeps one counter process running: starts it, hands it its start message (the only way the key
 * travels), starts it again whenever it dies, and then gives the screen a new line to it.
 */
export function createCounterSupervisor<Port>(
  start: StartCounter,
  ports: SupervisorPorts<Port>,
): CounterSupervisor {
  let child: CounterChild<Port> | null = null;
  let screenWanted = false;
  let stopping = false;
  let deathsAtMs: readonly number[] = [];
  let cancelRestart: () => void = () => {};
  let onGone: () => void = () => {};

  function linkScreen(): void {
    if (child !== null && screenWanted) child.post({ kind: 'screen' }, [ports.sendPortToScreen()]);
  }

  function died(code: number): void {
    child = null;
    onGone();
    if (stopping) return;
    const nowMs = ports.monoMs();
    deathsAtMs = [...recentDeaths(deathsAtMs, nowMs), nowMs];
    const delayMs = nextRestartDelayMs(deathsAtMs, nowMs);
    ports.log('counter-exited', { code, delayMs, recentDeaths: deathsAtMs.length });
    cancelRestart = ports.setTimer(delayMs, run);
  }

  function run(): void {
    const spawned = ports.spawn();
    child = spawned;
    spawned.onExit((code) => {
      if (child === spawned) died(code);
    });
    spawned.onMessage((message) => ports.log(`counter-${message.kind}`));
    spawned.post(start);
    linkScreen();
  }

  run();
  return {
    connectScreen: () => {
      screenWanted = true;
      linkScreen();
    },
    stop: async () => {
      stopping = true;
      cancelRestart();
      const running = child;
      if (running === null) return;
      await new Promise<void>((resolve) => {
        const cancelKill = ports.setTimer(stopTimeMsMax, running.kill);
        onGone = () => {
          cancelKill();
          resolve();
        };
        running.post({ kind: 'stop' });
      });
    },
  };
}
