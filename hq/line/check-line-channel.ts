import { askLine } from '../../app/line/ask-line.ts';
import { createLineClient } from '../../app/line/send-line-push.ts';
import type { LineClient, TimerPort } from '../../app/line/send-line-push.ts';
import type { LineCheckAnswer } from '../../app/contract/hq-admin-line.ts';
import type { LineChannelNow } from './line-channel.ts';

const deadlineMs = 8_000;
const textCharsMax = 200;

/**
 * Asks LINE whose token it is (LINE reference "Get bot info", "Get webhook endpoint information"): the one
 * given, which is stored nowhere, else the one in force.
 */
export async function checkLineChannel(
  now: Pick<LineChannelNow, 'client' | 'apiOrigin'>,
  { accessToken, timer }: { readonly accessToken?: string; readonly timer: TimerPort },
): Promise<LineCheckAnswer> {
  if (accessToken === undefined)
    return now.client === null ? { kind: 'no-token' } : await ask(now.client, timer);
  const client = createLineClient({ channelAccessToken: accessToken, baseUrl: now.apiOrigin });
  try {
    return await ask(client, timer);
  } finally {
    await client.close();
  }
}

async function ask({ messaging }: LineClient, timer: TimerPort): Promise<LineCheckAnswer> {
  const [bot, endpoint] = await Promise.all([
    askLine(() => messaging.getBotInfo(), { deadlineMs, timer }),
    askLine(() => messaging.getWebhookEndpoint(), { deadlineMs, timer }),
  ]);
  if (bot.kind === 'unauthorized' || bot.kind === 'refused') return { kind: 'refused' };
  if (bot.kind !== 'told') return { kind: 'unreachable' };
  // A portal answers 200 to anything.
  const displayName = textOf(bot.value?.displayName);
  const basicId = textOf(bot.value?.basicId);
  if (displayName === null || basicId === null) return { kind: 'unreachable' };
  return { kind: 'fits', displayName, basicId, webhook: webhookOf(endpoint) };
}

function webhookOf(
  asked: Awaited<ReturnType<typeof askLine<{ endpoint?: unknown; active?: unknown }>>>,
): { endpoint: string; active: boolean } | null {
  // LINE answers 404 while no address is set.
  if (asked.kind !== 'told') return null;
  const endpoint = textOf(asked.value?.endpoint, 600);
  return endpoint === null ? null : { endpoint, active: asked.value.active === true };
}

function textOf(value: unknown, charsMax = textCharsMax): string | null {
  return typeof value === 'string' && value !== '' ? value.slice(0, charsMax) : null;
}
