/** An HQ that sends to LINE, in a process of its own so that it can be killed and weighed. */
import { startHq } from '../../hq/start-hq.ts';

/** What is asked of it; `memory` is answered with bytes. */
export type LineHqQuestion = 'memory' | 'stop';

const [databaseUrl, lineUrl] = process.argv.slice(2);
if (databaseUrl === undefined || lineUrl === undefined)
  throw new Error('two addresses are missing');

const hq = await startHq({
  databaseUrl,
  consoleDir: null,
  log: (line) => process.stderr.write(`${line}\n`),
  line: { channelAccessToken: 'stand-in-token', baseUrl: lineUrl },
});
process.send?.({ url: hq.url });
process.on('message', (question: LineHqQuestion) => {
  if (question === 'stop') return void hq.stop().then(() => process.exit(0));
  globalThis.gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  const { user, system } = process.cpuUsage();
  process.send?.({ rss, heapUsed, external, cpuSeconds: (user + system) / 1e6 });
});
// Whoever started it is gone.
process.on('disconnect', () => process.exit(1));
