import { utilityProcess, type MessagePortMain } from 'electron';
import { counterMessageSchema } from '../app/contract/process-messages.ts';
import type { CounterChild } from './counter-supervisor.ts';
import type { Log } from './log-file.ts';

export type SpawnInput = {
  readonly modulePath: string;
  readonly log: Log;
};

/** Starts the built counter process as an Electron utility process. */
export function spawnCounterProcess(input: SpawnInput): CounterChild<MessagePortMain> {
  const child = utilityProcess.fork(input.modulePath, [], {
    serviceName: 'Counterfoil counter',
    // Its words go to the terminal in development; in a shop there is none, and nothing is kept.
    stdio: 'inherit',
  });
  child.on('error', (type) => input.log('counter-fatal', { type }));
  return {
    post: (message, ports) => child.postMessage(message, [...(ports ?? [])]),
    onMessage: (listener) => {
      child.on('message', (message: unknown) => {
        const parsed = counterMessageSchema.safeParse(message);
        if (parsed.success) listener(parsed.data);
      });
    },
    onExit: (listener) => void child.on('exit', listener),
    kill: () => void child.kill(),
  };
}
