/**
 * The HQ whose webhook is fuzzed, in a process of its own. Arguments: a PostgreSQL address, a data folder, the
 * channel secret. Tells its parent `{ port }`, then answers `drain` (all that waits is worked off), `log`,
 * `memory` and `stop`.
 */
import { startTestHq } from '../../hq/test-rig/test-hq.ts';
import type { WebhookQuestion } from './run-webhook-fuzz.ts';

const [databaseUrl = '', dataDir = '', channelSecret = ''] = process.argv.slice(2);
const log: string[] = [];
const hq = await startTestHq('pglite', {
  databaseUrl,
  dataDir,
  line: { channelSecret },
  log: (line) => {
    if (log.length < 100) log.push(line.slice(0, 300));
  },
});

async function answer(question: WebhookQuestion): Promise<unknown> {
  switch (question) {
    case 'drain':
      await hq.lineWebhooks?.runOnce();
      return hq.lineWebhooks?.waitingBytes() ?? 0;
    case 'waiting':
      return hq.lineWebhooks?.waitingBytes() ?? 0;
    case 'log':
      return log;
    case 'memory':
      (globalThis as { gc?: () => void }).gc?.();
      return process.memoryUsage().heapUsed;
    case 'stop':
      await hq.stop();
      return null;
  }
}

process.on(
  'message',
  ({ id, question }: { readonly id: number; readonly question: WebhookQuestion }) => {
    answer(question).then(
      (value) => process.send?.({ id, value }),
      (error: unknown) => process.send?.({ id, error: String(error) }),
    );
  },
);
process.on('disconnect', () => process.exit(0));
process.send?.({ id: 0, value: hq.port });
