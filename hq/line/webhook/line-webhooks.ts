import os from 'node:os';
import path from 'node:path';
import type { HqDeps } from '../../server/hq-deps.ts';
import { isLineSignature } from './line-signature.ts';
import { readWebhookBody } from './read-webhook-body.ts';
import { isProcessRunning, openSpoolFolder } from './spool-folder.ts';
import { createWebhookWorker } from './webhook-worker.ts';
import { openWebhookSpool } from './webhook-spool.ts';
import type { WebhookSpool } from './webhook-spool.ts';

/** What became of a request to the webhook. */
export type WebhookTaken =
  | { readonly kind: 'kept' }
  /** HQ does not know the channel secret. */
  | { readonly kind: 'no-secret' }
  | { readonly kind: 'bad-signature' }
  /** Signed, and no webhook. */
  | { readonly kind: 'rubbish' }
  | { readonly kind: 'too-many-events' }
  /** Too much waits already, or the disk does not take it (in time). */
  | { readonly kind: 'full' | 'failed' | 'slow' };

/** LINE's webhooks of this brand, from the request to their effect. */
export type LineWebhooks = {
  /** Answers at once, whatever the database does; never throws. */
  readonly take: (
    body: Uint8Array,
    signature: string | readonly string[] | undefined,
  ) => Promise<WebhookTaken>;
  /** Works off in the background what is kept. */
  readonly start: () => void;
  /** Works off what waits now, also what dead processes left; returns how many events. Throws while the database is away. */
  readonly runOnce: () => Promise<number>;
  readonly waitingBytes: () => number;
  readonly stop: () => Promise<void>;
};

export type LineWebhookDeps = Pick<
  HqDeps,
  'db' | 'nowMs' | 'random' | 'randomBytes' | 'timer' | 'log'
> & {
  readonly getChannelSecret: () => string | null;
  /** Where webhooks lie between answer and effect; this brand's own. */
  readonly folder: string;
  /** Left out = files in `folder`. */
  readonly spool?: WebhookSpool;
};

/** LINE sends far fewer; the body's size alone would let through hundreds of thousands. */
const eventsMax = 2_000;
/** LINE gives up after 2 s. */
const answerMsMax = 1_500;
/** The same trouble is told once in so long. */
const tellEveryMs = 10 * 60_000;

/**
 * The webhook without HTTP: the signature first, over the bytes that came; then the body is put on disk, which is
 * all that an answer waits for.
 */
export function createLineWebhooks(deps: LineWebhookDeps): LineWebhooks {
  const spool = deps.spool ?? openOwnSpool(deps);
  const worker = createWebhookWorker({ ...deps, spool });
  const tell = createTeller(deps);
  const keep = async (text: string): Promise<WebhookTaken> => {
    const kept = spool.append({ receivedAtMs: deps.nowMs(), text });
    const result = await within(deps, kept);
    if (result === 'kept') worker.poke();
    else tell(result);
    // It may get there yet: then LINE's second try is known by its id.
    if (result === 'slow') void kept.then(() => worker.poke());
    return { kind: result };
  };
  return {
    take: async (body, signature) => {
      const secret = deps.getChannelSecret();
      if (secret === null || secret === '') return tell('no-secret');
      if (!isLineSignature(secret, body, signature)) return tell('bad-signature');
      const read = readWebhookBody(body);
      if (read.kind === 'rubbish') return tell('rubbish');
      if (read.eventCount > eventsMax) return tell('too-many-events');
      // A check of the connection.
      return read.eventCount === 0 ? { kind: 'kept' } : await keep(read.text);
    },
    start: worker.start,
    runOnce: async () => {
      await spool.takeOver();
      return await worker.runOnce();
    },
    waitingBytes: spool.waitingBytes,
    stop: async () => {
      await worker.stop();
      await spool.close();
    },
  };
}

/** Those of an HQ that takes any. */
export function openLineWebhooks(deps: HqDeps): LineWebhooks | null {
  const { lineWebhookDir: folder, lineChannel } = deps;
  if (folder === undefined) return null;
  const getChannelSecret = () => lineChannel.current().channelSecret;
  return createLineWebhooks({ ...deps, getChannelSecret, folder });
}

/**
 * The brand's folder: in HQ's data folder, else among temporary files. An HQ whose database is in memory has
 * a new brand at each start, so what it leaves there is nobody's.
 */
export function lineWebhookDirOf(
  { dataDir }: { readonly dataDir?: string | null },
  tenantId: string,
): string {
  return path.join(dataDir ?? path.join(os.tmpdir(), 'counterfoil'), 'line-webhooks', tenantId);
}

function openOwnSpool({ folder, randomBytes }: LineWebhookDeps): WebhookSpool {
  const owner = {
    host: os.hostname(),
    pid: process.pid,
    startedMs: performance.timeOrigin,
    instance: Buffer.from(randomBytes(8)).toString('hex'),
  };
  return openWebhookSpool(openSpoolFolder(path.resolve(folder), owner, isProcessRunning));
}

async function within<T>({ timer }: Pick<HqDeps, 'timer'>, work: Promise<T>): Promise<T | 'slow'> {
  return await new Promise<T | 'slow'>((resolve) => {
    const cancel = timer.setTimer(answerMsMax, () => resolve('slow'));
    void work.then((value) => {
      cancel();
      resolve(value);
    });
  });
}

type Trouble = Exclude<WebhookTaken['kind'], 'kept'>;

const troubleWords: Readonly<Record<Trouble, string>> = {
  'no-secret':
    'LINE webhook：尚未設定 Channel secret，收到的通知一律拒絕。請在總部的 LINE 頁填入。\n' +
    'LINE webhook: no channel secret is set, so nothing is taken. Enter it on the LINE page of HQ.',
  'bad-signature':
    'LINE webhook：有簽章不符的要求，已拒絕。若是 LINE 傳來的，請檢查總部 LINE 頁的 Channel secret。\n' +
    'LINE webhook: a request whose signature does not fit was refused. If LINE sent it, check the channel secret on the LINE page of HQ.',
  rubbish: 'LINE webhook: a signed request that is no webhook was refused',
  'too-many-events': `LINE webhook: a request with more than ${eventsMax} events was refused`,
  full:
    'LINE webhook：等待處理的通知已達上限，新的暫時拒絕（LINE 會重送，若已開啟重送）。請檢查資料庫。\n' +
    'LINE webhook: as much waits as may; new ones are refused for now and LINE brings them again where redelivery is on. Look at the database.',
  failed:
    'LINE webhook：無法寫入磁碟，通知暫時拒絕。請檢查總部資料夾的磁碟空間與權限。\n' +
    'LINE webhook: the disk does not take it, requests are refused for now. Look at the space and rights of the data folder of HQ.',
  slow: 'LINE webhook: the disk took longer than 1.5 s; LINE was told to try again',
};

/** Says what went wrong, each kind once in a while; never what was in the request. */
function createTeller({ log, nowMs }: Pick<HqDeps, 'log' | 'nowMs'>) {
  const toldAtMs = new Map<Trouble, number>();
  return (kind: Trouble): WebhookTaken => {
    const now = nowMs();
    const before = toldAtMs.get(kind);
    if (before === undefined || now - before >= tellEveryMs) {
      toldAtMs.set(kind, now);
      log(troubleWords[kind]);
    }
    return { kind };
  };
}
