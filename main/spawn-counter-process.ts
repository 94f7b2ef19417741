import { utilityProcess, type MessagePortMain } from 'electron';
import type { CounterMessage } from '../app/contract/process-messages.ts';
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
    // MiB of new space. With V8's usual one, loading the program is stopped six times, 20 ms, to look for garbage that
    // is hardly there. What is here goes to the process's command line, where V8 reads it before its heap is made.
    execArgv: ['--js-flags=--min-semi-space-size=16,--max-semi-space-size=16'],
    // Its words go to the terminal in development; in a shop there is none, and nothing is kept.
    stdio: 'inherit',
  });
  child.on('error', (type) => input.log('counter-fatal', { type }));
  return {
    post: (message, ports) => child.postMessage(message, [...(ports ?? [])]),
    onMessage: (listener) => {
      child.on('message', (message: unknown) => void check(message).then(listener, () => {}));
    },
    onExit: (listener) => void child.on('exit', listener),
    kill: () => void child.kill(),
  };
}

/** What is no message of ours rejects. The schemas are loaded with the first: they would hold up the start. */
async function check(message: unknown): Promise<CounterMessage> {
  const { counterMessageSchema } = await import('../app/contract/process-messages.ts');
  return counterMessageSchema.parse(message);
}
