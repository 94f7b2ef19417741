import { classifyDbError } from './db/db-errors.ts';
import type { HqDb } from './db/hq-db.ts';
import { listWebhookEvents } from './db/line-webhook.ts';
import type { StoredWebhookEvent, WebhookOutcome, WebhookPlace } from './db/line-webhook.ts';
import { readLineEvent } from './line/webhook/read-line-event.ts';
import type { LineEvent } from './line/webhook/read-line-event.ts';
import { retakeLineEvents } from './line/webhook/take-line-events.ts';
import { openHqDatabase } from './open-hq-database.ts';
import type { DatabaseOptions } from './open-hq-database.ts';
import { maskLineUser, readReplayOptions, taipeiTime } from './read-replay-options.ts';
import type { ReplayOptions } from './read-replay-options.ts';

type Say = (text: string) => void;

/** What HQ's command line says of it. */
export const replayHelp = `  line-replay [--since 6h] [--until 2026-11-22T21:00] [--type follow] [--outcome failed]
              [--user U1234…abcd] [--event ID] [--limit 200] [--again]
            列出收到的 LINE 通知（預設最近一天，時間為台北時間，使用者代號遮蔽，不含訊息內容）。
            加上 --again 會把選到的通知重新處理一次；已生效的不會重複生效，可放心執行。
            Lists the webhook events LINE sent (the last day unless told; times in Taipei, user ids masked, no
            message texts). With --again the chosen ones are worked once more; what counted already does not
            count twice.
`;

const pageSize = 100;

/** Runs `line-replay`; null when the flags are not understood, so that the help is shown. */
export async function runLineReplay(
  args: readonly string[],
  options: DatabaseOptions,
  say: Say,
): Promise<number | null> {
  const wanted = readReplayOptions(args, Date.now());
  if (wanted === null) return null;
  const { db } = await openHqDatabase({ ...options, mayMake: false });
  try {
    return await replay(db, wanted, say);
  } finally {
    await db.destroy();
  }
}

/** Lists the events that were asked for, or works them again; 1 when one of them failed. */
export async function replay(db: HqDb, wanted: ReplayOptions, say: Say): Promise<number> {
  const counts = { applied: 0, stale: 0, ignored: 0, failed: 0 };
  let total = 0;
  let shown = 0;
  for await (const page of eachPage(db, wanted)) {
    total += page.length;
    const now = wanted.again ? await workAgain(db, page) : new Map<string, WebhookOutcome>();
    for (const outcome of now.values()) counts[outcome] += 1;
    for (const [event, read] of page) {
      if (shown >= wanted.limit) break;
      if (shown === 0) say(lineOf(header));
      say(lineOf(cellsOf(event, read, now.get(event.webhookEventId))));
      shown += 1;
    }
  }
  if (total > shown)
    say(`…還有 ${total - shown} 筆未列出（--limit）。 …and ${total - shown} more (--limit).`);
  say(wanted.again ? againWords(total, counts) : totalWords(total));
  return counts.failed > 0 ? 1 : 0;
}

type Chosen = readonly [StoredWebhookEvent, LineEvent | null];

/** Everything that was asked for, page by page. */
async function* eachPage(db: HqDb, { search, user }: ReplayOptions): AsyncGenerator<Chosen[]> {
  for (let after: WebhookPlace | null = null; ;) {
    const page: StoredWebhookEvent[] = await listWebhookEvents(db, search, {
      after,
      limit: pageSize,
    });
    yield page.map(readStored).filter(([, read]) => user === null || isOf(user, read));
    const last = page.at(-1);
    if (page.length < pageSize || last === undefined) return;
    after = last;
  }
}

/** What is stored was read once; the id and times it was kept under count. */
function readStored(event: StoredWebhookEvent): Chosen {
  const read = readLineEvent(event.raw, event.receivedAtMs);
  const { webhookEventId, eventAtMs } = event;
  return [event, read === null ? null : { ...read, webhookEventId, eventAtMs }];
}

function isOf(user: string, read: LineEvent | null): boolean {
  const own = read?.lineUserId ?? null;
  return own !== null && (own === user || maskLineUser(own) === user);
}

async function workAgain(
  db: HqDb,
  page: readonly Chosen[],
): Promise<ReadonlyMap<string, WebhookOutcome>> {
  const events = page.flatMap(([{ outcome }, event]) =>
    event === null ? [] : [{ event, outcome }],
  );
  try {
    return await retakeLineEvents(db, events);
  } catch (error) {
    const kind = classifyDbError(error);
    if (kind !== 'deterministic' && kind !== 'not-a-db-error') throw error;
    const [only] = events;
    if (only !== undefined && events.length === 1)
      return new Map([[only.event.webhookEventId, 'failed'] as const]);
  }
  const now = new Map<string, WebhookOutcome>();
  for (const one of page) for (const [id, what] of await workAgain(db, [one])) now.set(id, what);
  return now;
}

const outcomeWords: Readonly<Record<string, string>> = {
  applied: '已生效 applied',
  stale: '已有較新的 stale',
  ignored: '僅留存 ignored',
  failed: '失敗 failed',
};

const header = ['收到 received', '發生 happened', '種類 type', '使用者 user', '結果 outcome', 'id'];
const widths = [19, 19, 20, 12, 18, 0];

function cellsOf(
  event: StoredWebhookEvent,
  read: LineEvent | null,
  now: WebhookOutcome | undefined,
): string[] {
  const before = outcomeWords[event.outcome] ?? event.outcome;
  const isChanged = now !== undefined && now !== event.outcome;
  const user = read?.lineUserId ?? null;
  return [
    taipeiTime(event.receivedAtMs),
    taipeiTime(event.eventAtMs),
    read?.isStandby === true ? `${event.type} (standby)` : event.type,
    user === null ? '－' : maskLineUser(user),
    isChanged ? `${before} → ${outcomeWords[now] ?? now}` : before,
    event.webhookEventId,
  ];
}

/** Chinese characters take two columns. */
function lineOf(cells: readonly string[]): string {
  return cells
    .map((cell, i) => {
      const columns = [...cell].reduce((sum, one) => sum + (one >= '⺀' ? 2 : 1), 0);
      return cell + ' '.repeat(Math.max(0, (widths[i] ?? 0) - columns));
    })
    .join('  ')
    .trimEnd();
}

function totalWords(total: number): string {
  return total === 0
    ? '這段時間沒有收到符合條件的 LINE 通知。 No such webhook event came in that time.'
    : `共 ${total} 筆。要重新處理請加上 --again。 ${total} in all; add --again to work them once more.`;
}

function againWords(total: number, counts: Readonly<Record<WebhookOutcome, number>>): string {
  const { applied, stale, ignored, failed } = counts;
  return (
    `重新處理 ${total} 筆：${applied} 筆生效，${stale} 筆已有較新的，${ignored} 筆僅留存，${failed} 筆失敗。\n` +
    `Worked ${total} once more: ${applied} applied, ${stale} stale, ${ignored} ignored, ${failed} failed.`
  );
}
