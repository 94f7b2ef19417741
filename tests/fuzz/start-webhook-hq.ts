import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { askProcess } from './ask-process.ts';
import type { WebhookQuestion } from './run-webhook-fuzz.ts';

/** An HQ in a process of its own, whose webhook is tried. */
export type WebhookHq = {
  readonly port: number;
  readonly ask: (question: WebhookQuestion) => Promise<unknown>;
  /** SIGKILL. */
  readonly kill: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

export async function startWebhookHq(given: {
  readonly databaseUrl: string;
  readonly dataDir: string;
  readonly secret: string;
}): Promise<WebhookHq> {
  const { databaseUrl, dataDir, secret } = given;
  const child = fork(
    join(import.meta.dirname, 'line-webhook-process.ts'),
    [databaseUrl, dataDir, secret],
    { execArgv: ['--expose-gc'] },
  );
  const { first, ask } = askProcess<WebhookQuestion>(child);
  const end = async (how: () => void): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    how();
    await ended;
  };
  return {
    port: (await first) as number,
    ask,
    kill: async () => await end(() => child.kill('SIGKILL')),
    stop: async () => {
      await ask('stop').catch(() => null);
      await end(() => child.disconnect());
    },
  };
}
