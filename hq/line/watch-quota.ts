import { businessDate } from '../../app/domain/time.ts';
import { putLineQuota } from '../db/line-quota.ts';
import type { HqDeps } from '../server/hq-deps.ts';
import type { LineChannelNow } from './line-channel.ts';

/** Keeps an eye on the month's messages. */
export type QuotaWatch = {
  /** Asks LINE now; false when nobody answered. */
  readonly look: () => Promise<boolean>;
  readonly start: () => void;
  readonly stop: () => Promise<void>;
};

type WatchDeps = Pick<HqDeps, 'db' | 'nowMs' | 'timer' | 'log'> & {
  readonly lineChannel: { readonly current: () => Pick<LineChannelNow, 'client'> };
};

const everyMs = 30 * 60_000;
/** While there is no token: one may be set on HQ's page at any time. */
const withoutTokenMs = 30_000;
/** The SDK's calls have no end of their own. */
const deadlineMs = 15_000;

/**
 * Asks LINE how many messages the month has and how many are used, LINE's own console included, and keeps
 * the last word of each day. LINE's count is about right, not exact (reference "Get number of messages sent").
 */
export function createQuotaWatch(deps: WatchDeps): QuotaWatch {
  let cancel = (): void => undefined;
  let isStarted = false;
  let isFailing = false;
  let current: Promise<boolean> | null = null;
  const look = (): Promise<boolean> => {
    current ??= ask(deps).finally(() => {
      current = null;
    });
    return current;
  };
  const loop = (): void => {
    void look()
      .catch((error: unknown) => {
        if (!isFailing)
          deps.log(`LINE quota: ${error instanceof Error ? error.message : 'failed'}`);
        return false;
      })
      .then((isTold) => {
        isFailing = !isTold;
        const hasToken = deps.lineChannel.current().client !== null;
        if (isStarted) cancel = deps.timer.setTimer(hasToken ? everyMs : withoutTokenMs, loop);
      });
  };
  return {
    look,
    start: () => {
      if (isStarted) return;
      isStarted = true;
      loop();
    },
    stop: async () => {
      isStarted = false;
      cancel();
      await current?.catch(() => false);
    },
  };
}

async function ask({ db, nowMs, timer, lineChannel }: WatchDeps): Promise<boolean> {
  const { client } = lineChannel.current();
  if (client === null) return false;
  const { messaging } = client;
  let cancel = (): void => undefined;
  const deadline = new Promise<null>((resolve) => {
    cancel = timer.setTimer(deadlineMs, () => resolve(null));
  });
  const asked = Promise.all([
    messaging.getMessageQuota(),
    messaging.getMessageQuotaConsumption(),
  ]).catch(() => null);
  const told = await Promise.race([asked, deadline]).finally(() => cancel());
  if (told === null) return false;
  const [{ type, value }, { totalUsage }] = told;
  // A portal answers 200 to anything.
  if ((type !== 'none' && type !== 'limited') || !Number.isSafeInteger(totalUsage)) return false;
  const checkedAtMs = nowMs();
  const quota = type === 'limited' && Number.isSafeInteger(value) ? (value ?? null) : null;
  await putLineQuota(db, { day: businessDate(checkedAtMs), used: totalUsage, quota, checkedAtMs });
  return true;
}
