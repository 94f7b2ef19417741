import { sendLinePush } from '../../app/line/send-line-push.ts';
import { getBrand } from '../db/brand.ts';
import { insertExceptions } from '../db/exceptions.ts';
import { claimLineMessages, markLineResults } from '../db/line-outbox.ts';
import type { DueLineMessage } from '../db/line-outbox.ts';
import type { LineClient } from '../../app/line/send-line-push.ts';
import type { HqDeps } from '../server/hq-deps.ts';
import { gateAfter, isPaused, openGate, roomAt } from './line-gate.ts';
import type { LineChannelNow } from './line-channel.ts';
import { awakeFromMs, isTooLate, isTooOld, isTry, writtenFate } from './line-result.ts';
import type { Fate, WrittenFate } from './line-result.ts';
import { createSendPace } from './send-pace.ts';
import type { SendPace } from './send-pace.ts';

/** What the console shows of the sender. */
export type LineState = 'no-token' | 'sending' | 'unauthorized';

export type LineWorker = {
  /** Sends what is due now, and what becomes due meanwhile; returns how many tries were made. One run at a time. */
  readonly runOnce: () => Promise<number>;
  /** Runs again and again until stopped. */
  readonly start: () => void;
  /** Stops; resolves when what is under way has been answered or given up. */
  readonly stop: () => Promise<void>;
  readonly getState: () => LineState;
  /** After the token was set right: send again. */
  readonly resume: () => void;
};

type WorkerDeps = Pick<HqDeps, 'db' | 'nowMs' | 'random' | 'timer' | 'log'> & {
  /** Asked anew for each try: a token that was set a moment ago is the one that counts. */
  readonly lineChannel: { readonly current: () => Pick<LineChannelNow, 'client'> };
  /** Left out = below LINE's own limit. */
  readonly pace?: SendPace;
};

/** How often the outbox is looked at while nothing is due. */
const pauseMs = 500;
/** Pushes under way at once: at LINE's usual 50 ms more than its limit lets through. */
const atOnceMax = 120;
/**
 * Messages that may be taken: those under way, and what follows them. At full pace the rest lasts 100 ms
 * while more are taken; at the slowest pace all of them go out within half of a claim.
 */
const takenMax = 300;
/** Taken together once there is room for so many: a statement costs more than its rows. */
const takenTogether = 100;
/** Answers are written together, once there are so many or the first has waited so long. */
const writtenTogether = 40;
const writtenWithinMs = 10;
const deadlineMs = 15_000;
/** Longer than a try takes; a process that dies meanwhile keeps a message back no longer than this. */
const claimMs = 30_000;

/**
 * Sends the LINE outbox: each member's messages in order, each under its one retry key from the first try,
 * below LINE's limit. A refused token stops everything until a person has seen to it, and burns no message; a
 * used-up month and a LINE that does not answer stop it for a while, after which one message is tried first.
 */
export function createLineWorker(deps: WorkerDeps): LineWorker {
  const sender = createSender(deps);
  let isStarted = false;
  let lastTrouble = '';
  let cancelPause = (): void => undefined;
  let current: Promise<number> | null = null;

  const runOnce = (): Promise<number> => {
    current ??= sender.run().finally(() => {
      current = null;
    });
    return current;
  };
  const loop = (): void => {
    void runOnce()
      .then(() => {
        lastTrouble = '';
      })
      .catch((error: unknown) => {
        const trouble = error instanceof Error ? error.message : 'failed';
        // Tried twice a second: the same trouble is told once.
        if (trouble !== lastTrouble) deps.log(`LINE outbox: ${trouble}`);
        lastTrouble = trouble;
      })
      .then(() => {
        if (isStarted) cancelPause = deps.timer.setTimer(pauseMs, loop);
      });
  };
  return {
    runOnce,
    start: () => {
      if (isStarted) return;
      isStarted = true;
      sender.start();
      loop();
    },
    stop: async () => {
      isStarted = false;
      cancelPause();
      sender.stop();
      await current?.catch(() => 0);
    },
    getState: () =>
      deps.lineChannel.current().client === null
        ? 'no-token'
        : sender.isUnauthorized()
          ? 'unauthorized'
          : 'sending',
    resume: sender.resume,
  };
}

type Tools = WorkerDeps & { readonly pace: SendPace };

function createSender(deps: WorkerDeps) {
  const tools: Tools = { ...deps, pace: deps.pace ?? createSendPace() };
  let gate = openGate;
  let isStopped = false;
  let seenClient: LineClient | null = null;

  /** What shut the gate was said of the token before. */
  const seeClient = (): LineClient | null => {
    const { client } = deps.lineChannel.current();
    if (client !== seenClient) gate = openGate;
    seenClient = client;
    return client;
  };
  const settle = (message: DueLineMessage, fate: Fate): WrittenFate => {
    const at = { nowMs: deps.nowMs(), random: deps.random() };
    if (isTry(fate)) {
      const before = gate;
      gate = gateAfter(gate, fate, at);
      const isLimited = fate.kind === 'retry' && fate.reason === 'rate';
      tools.pace.note(isLimited ? 'limited' : 'other', at.nowMs);
      if (gate.why === 'unauthorized' && before.why !== 'unauthorized')
        deps.log('LINE refuses the channel access token: sending has stopped');
    }
    return writtenFate(message, fate, at);
  };
  const house: House = {
    mayGo: () => seeClient() !== null && !isStopped && !isPaused(gate, deps.nowMs()),
    roomFor: (inFlight) =>
      isStopped ? 0 : roomAt(gate, { nowMs: deps.nowMs(), inFlight, atOnceMax: takenMax }),
    settle,
  };
  return {
    run: async () => {
      if (seeClient() === null) return 0;
      return await sendAllDue(tools, house);
    },
    start: () => {
      isStopped = false;
    },
    stop: () => {
      isStopped = true;
    },
    isUnauthorized: () => seeClient() !== null && gate.why === 'unauthorized',
    resume: () => {
      gate = openGate;
    },
  };
}

/** What the gate says, and what is made of an outcome. */
type House = {
  readonly mayGo: () => boolean;
  /** How many more may be taken beside those that are. */
  readonly roomFor: (held: number) => number;
  readonly settle: (message: DueLineMessage, fate: Fate) => WrittenFate;
};

/** Keeps pushes under way as long as there are any that are due. Returns how many were tried. */
async function sendAllDue(tools: Tools, { mayGo, roomFor, settle }: House): Promise<number> {
  const news = createNews(tools);
  /** Taken and not yet on their way, so that pushes never wait for the database. */
  const taken: TakenMessage[] = [];
  const finished: WrittenFate[] = [];
  let inFlight = 0;
  let tries = 0;
  // Nobody's message becomes due by itself: what comes next comes with an answer, or a moment later.
  let mayBeDue = true;
  const claiming = createTask(news.tell);
  const writing = createTask(news.tell);

  const send = (message: TakenMessage): void => {
    inFlight += 1;
    void tryOne(tools, message, mayGo).then((fate) => {
      if (isTry(fate)) tries += 1;
      inFlight -= 1;
      finished.push(settle(message, fate));
      // The next goes at once; what is to be written or taken can wait for company.
      sendTaken();
      if (finished.length >= writtenTogether || inFlight === 0) news.tell();
      else news.tellSoon();
    });
  };
  const sendTaken = (): void => {
    while (taken.length > 0 && inFlight < atOnceMax) send(taken.shift() as TakenMessage);
  };
  for (;;) {
    sendTaken();
    const held = inFlight + taken.length;
    const room = roomFor(held);
    if (mayBeDue && room > 0 && (room >= takenTogether || held === 0))
      claiming.start(async () => {
        const some = await claim(tools, room);
        taken.push(...some);
        mayBeDue = some.length === room;
      });
    if (finished.length > 0)
      writing.start(async () => {
        await writeDown(tools, finished.splice(0));
        mayBeDue = true;
      });
    const isIdle = held + finished.length === 0;
    if (isIdle && !claiming.isRunning() && !writing.isRunning()) return tries;
    if (!(await news.wait(pauseMs))) mayBeDue = true;
  }
}

/** Taken, and not to be sent before. */
type TakenMessage = DueLineMessage & { readonly awakeFromMs: number };

async function claim(deps: WorkerDeps, limit: number): Promise<TakenMessage[]> {
  const nowMs = deps.nowMs();
  const due = await claimLineMessages(deps.db, { nowMs, untilMs: nowMs + claimMs, limit });
  if (due.length === 0) return [];
  const { quietHours } = await getBrand(deps.db);
  return due.map((message) => ({
    ...message,
    awakeFromMs: awakeFromMs(quietHours, message, nowMs),
  }));
}

async function writeDown(deps: WorkerDeps, fates: readonly WrittenFate[]): Promise<void> {
  if (fates.length === 0) return;
  const results = fates.map(({ result }) => result);
  const exceptions = fates.flatMap(({ exception }) => (exception === null ? [] : [exception]));
  if (exceptions.length === 0) return await markLineResults(deps.db, results);
  await deps.db.transaction().execute(async (trx) => {
    await markLineResults(trx, results);
    await insertExceptions(trx, exceptions);
  });
}

/** One try at the pace allowed. Never throws: trouble with the network is an outcome. */
async function tryOne(deps: Tools, message: TakenMessage, mayGo: () => boolean): Promise<Fate> {
  const { lineChannel, timer, pace } = deps;
  const quietUntilMs = message.awakeFromMs;
  if (isTooOld(message, deps.nowMs())) return { kind: 'too-old' };
  if (isTooLate(message, deps.nowMs())) return { kind: 'too-late' };
  if (quietUntilMs > deps.nowMs()) return { kind: 'quiet', untilMs: quietUntilMs };
  for (;;) {
    if (!mayGo()) return { kind: 'not-tried' };
    const waitMs = pace.take(deps.nowMs());
    if (waitMs === 0) break;
    await new Promise<void>((resolve) => void timer.setTimer(waitMs, resolve));
  }
  const { client } = lineChannel.current();
  if (client === null) return { kind: 'not-tried' };
  const outcome = await sendLinePush({
    client,
    retryKey: message.outboxId,
    serializedBody: message.body,
    deadlineMs,
    timer,
  });
  // A token that was replaced meanwhile says nothing of the one that is in its place.
  const isOld = lineChannel.current().client !== client;
  return outcome.kind === 'unauthorized' && isOld ? { kind: 'not-tried' } : outcome;
}

/** Something that runs once at a time; its failure is thrown where it is started next, or looked at. */
function createTask(tell: () => void) {
  let running = false;
  let failure: { readonly error: unknown } | null = null;
  const check = (): void => {
    const failed = failure;
    failure = null;
    if (failed !== null) throw failed.error;
  };
  return {
    start: (work: () => Promise<void>): void => {
      check();
      if (running) return;
      running = true;
      void work()
        .catch((error: unknown) => {
          failure = { error };
        })
        .finally(() => {
          running = false;
          tell();
        });
    },
    isRunning: (): boolean => {
      check();
      return running;
    },
  };
}

/** Waits for what is worth another look: answers are told some together, as writing each costs more than sending it. */
function createNews({ timer }: Pick<WorkerDeps, 'timer'>) {
  let wake: (() => void) | null = null;
  let cancelSoon: (() => void) | null = null;
  let isNews = false;
  const tell = (): void => {
    cancelSoon?.();
    cancelSoon = null;
    isNews = true;
    wake?.();
  };
  return {
    tell,
    tellSoon: (): void => {
      cancelSoon ??= timer.setTimer(writtenWithinMs, tell);
    },
    /** False when nothing happened for so long. */
    wait: async (atMostMs: number): Promise<boolean> => {
      if (!isNews) {
        await new Promise<void>((resolve) => {
          const cancel = timer.setTimer(atMostMs, resolve);
          wake = () => {
            cancel();
            resolve();
          };
        });
      }
      wake = null;
      const told = isNews;
      isNews = false;
      return told;
    },
  };
}
