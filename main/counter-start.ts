import { join } from 'node:path';
import type { CounterMessage } from '../app/contract/process-messages.ts';
import { takeCodeCache } from './code-cache.ts';

// The first script of the counter process: its program is loaded from the code cache that came with it.

const codeCache = takeCodeCache(join(import.meta.dirname, '..', '..'));
void import('./counter-process.ts').then(() => {
  const told: CounterMessage = { kind: 'code-cache', ...codeCache };
  process.parentPort.postMessage(told);
});
