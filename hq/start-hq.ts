import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { v4, v7 } from 'uuid';
import { programSchema } from '../app/contract/program.ts';
import { starterProgram } from '../app/domain/starter-program.ts';
import type { StoreId } from '../app/domain/ids.ts';
import { listStores } from './db/brand.ts';
import { insertChanges } from './db/changes.ts';
import type { HqDb, StoreKind } from './db/hq-db.ts';
import { insertProgram, listPrograms } from './db/programs.ts';
import { findActingRole } from './db/snapshot-facts.ts';
import { openHqDatabase } from './open-hq-database.ts';
import type { DatabaseOptions } from './open-hq-database.ts';
import { createHq } from './server/create-hq.ts';
import { snapshotMembersMin, warmSnapshot } from './server/snapshot-routes.ts';
import { buildInProcess } from './snapshot/start-build.ts';
import { createSnapshotShelf } from './snapshot/snapshot-shelf.ts';
import { makeEnrolmentCode } from './server/enrol-counter.ts';
import type { HqDeps } from './server/hq-deps.ts';
import { publishFirstPolicy } from './apply/publish-policy.ts';
import { runNightly } from './jobs/nightly.ts';
import type { NightlyResult } from './jobs/nightly.ts';
import { startNightlyTimer } from './jobs/nightly-timer.ts';
import { createQuotaWatch } from './line/watch-quota.ts';
import type { LineWorker } from './line/create-line-worker.ts';
import { lineWebhookDirOf } from './line/webhook/line-webhooks.ts';
import type { LineWebhooks } from './line/webhook/line-webhooks.ts';
import { openLineChannel } from './line/line-channel.ts';
import type { GivenLineChannel, LineChannel } from './line/line-channel.ts';
import { createSecretKeys } from './line/secret-key-file.ts';

/** Where the built console lies, beside the sources. */
const builtConsoleDir = path.join(import.meta.dirname, '..', 'dist', 'hq-console');
/** And the built member pages. */
const builtMemberPagesDir = path.join(import.meta.dirname, '..', 'dist', 'member-pages');

/**
 * While the database works for one group HQ's core works on the other. Larger groups would cost less for each
 * event, but hold their members' rows longer, and a cashier who asks before points are spent waits for those.
 */
const pushesAtOnce = { groupsMax: 2, groupPushesMax: 2, waitingMax: 3 };

/** How HQ is started; everything may be left out. */
export type StartHqOptions = DatabaseOptions & {
  readonly host?: string;
  /** 0 or left out = any free port. */
  readonly port?: number;
  /** Wins over what is set on HQ's page. */
  readonly line?: GivenLineChannel;
  /** 32 bytes, base64: what is secret is sealed with it. Left out = a key file in `dataDir`. */
  readonly secretKey?: string;
  /** Fills an empty database, before anything listens. */
  readonly seed?: (db: HqDb) => Promise<void>;
  readonly consoleDir?: string | null;
  /** The built member pages; null serves none. */
  readonly memberPagesDir?: string | null;
  readonly nowMs?: () => number;
  /** Left out = what one core answers soon; see `createPushGate`. */
  readonly pushesAtOnce?: HqDeps['pushesAtOnce'];
  /** Where snapshots for fresh counters lie while they are kept; left out = in `dataDir`, else among temporary files. */
  readonly snapshotDir?: string;
  /** From how many members on snapshots are offered; left out = `snapshotMembersMin`. */
  readonly snapshotMembersMin?: number;
  /** Builds the snapshot at the start, so that the first counter need not wait for it. */
  readonly warmSnapshot?: boolean;
};

/** HQ, listening. */
export type RunningHq = {
  /** Origin without a slash at the end. */
  readonly url: string;
  readonly port: number;
  readonly storeKind: StoreKind;
  /** Known only when given or made by this very start. */
  readonly adminToken: string | null;
  /** The brand it serves. */
  readonly tenantId: string;
  readonly db: HqDb;
  readonly lineWorker: LineWorker;
  readonly lineWebhooks: LineWebhooks | null;
  readonly lineChannel: LineChannel;
  /** The night's work now, as the timer does it at 03:00. */
  readonly runNightly: () => Promise<NightlyResult>;
  /** A code for one counter, as the console makes it. Throws for an unknown store. */
  readonly makeEnrolmentCode: (storeId: StoreId, counterLabel: string) => Promise<string>;
  readonly stop: () => Promise<void>;
};

/**
 * Starts HQ whole: database (migrated, set up at the first start), server, LINE sender. Runs in plain
 * Node 24 from the sources. Throws when the database is newer or the port is taken.
 */
export async function startHq(options: StartHqOptions = {}): Promise<RunningHq> {
  const nowMs = options.nowMs ?? Date.now;
  const { db, storeKind, adminToken, tenantId } = await openHqDatabase(options);
  try {
    if (options.seed !== undefined && (await listStores(db)).length === 0) await options.seed(db);
    await publishFirstRules(db);
    await publishFirstPolicy({ db, nowMs });
    const lineChannel = await openChannel(db, options, tenantId);
    const deps: HqDeps = {
      db,
      storeKind,
      nowMs,
      newId: <T>() => v7({ msecs: nowMs() }) as T,
      randomBytes: (count) => randomBytes(count),
      random: Math.random,
      pushesAtOnce: options.pushesAtOnce ?? pushesAtOnce,
      snapshots: await prepareSnapshots(db, options, tenantId),
      giveWay: () => setImmediate(),
      timer: { setTimer: startTimer },
      lineChannel,
      lineWebhookDir: lineWebhookDirOf(options, tenantId),
      consoleDir: options.consoleDir === undefined ? builtConsoleDir : options.consoleDir,
      memberPagesDir:
        options.memberPagesDir === undefined ? builtMemberPagesDir : options.memberPagesDir,
      log: options.log ?? (() => undefined),
    };
    return await listen(deps, options, { adminToken, tenantId });
  } catch (error) {
    await db.destroy();
    throw error;
  }
}

async function listen(
  deps: HqDeps,
  options: StartHqOptions,
  brand: Pick<RunningHq, 'adminToken' | 'tenantId'>,
): Promise<RunningHq> {
  const { app, lineWorker, lineWebhooks } = await createHq(deps);
  const host = options.host ?? '127.0.0.1';
  await app.listen({ host, port: options.port ?? 0 });
  deps.lineChannel.start();
  lineWorker.start();
  lineWebhooks?.start();
  const quotaWatch = createQuotaWatch(deps);
  quotaWatch.start();
  const nightly = startNightlyTimer(deps);
  if (options.warmSnapshot === true)
    warmSnapshot(deps).catch((error: unknown) => deps.log(`snapshot: ${String(error)}`));
  const { port } = app.server.address() as AddressInfo;
  return {
    url: `http://${host}:${port}`,
    port,
    storeKind: deps.storeKind,
    ...brand,
    db: deps.db,
    lineWorker,
    lineWebhooks,
    lineChannel: deps.lineChannel,
    makeEnrolmentCode: async (storeId, counterLabel) => {
      const made = await makeEnrolmentCode(deps, { storeId, counterLabel });
      if (made.kind !== 'made') throw new Error('HQ has no such store');
      return made.code;
    },
    runNightly: () => runNightly(deps),
    stop: async () => {
      await nightly.stop();
      await Promise.all([lineWorker.stop(), quotaWatch.stop()]);
      await deps.lineChannel.stop();
      app.server.closeAllConnections();
      await app.close();
      await lineWebhooks?.stop();
      await deps.snapshots?.shelf.close();
      await deps.db.destroy();
    },
  };
}

async function openChannel(
  db: HqDb,
  options: StartHqOptions,
  tenantId: string,
): Promise<LineChannel> {
  const { dataDir = null, databaseUrl, secretKey, line = {}, log = () => undefined } = options;
  const keys = createSecretKeys({
    ...(secretKey === undefined ? {} : { given: secretKey }),
    dataDir,
    isKept: databaseUrl !== undefined,
  });
  return await openLineChannel({
    db,
    keys,
    tenantId,
    given: line,
    timer: { setTimer: startTimer },
    log,
  });
}

/** Only PostgreSQL can be read by a second process at the very moment of the first. */
async function prepareSnapshots(
  db: HqDb,
  options: StartHqOptions,
  tenantId: string,
): Promise<NonNullable<HqDeps['snapshots']> | null> {
  const { databaseUrl, snapshotMembersMin: membersMin = snapshotMembersMin } = options;
  if (databaseUrl === undefined) return null;
  const acting = { role: await findActingRole(db), tenantId };
  const shelf = createSnapshotShelf({
    folder: options.snapshotDir ?? path.join(options.dataDir ?? tmpdir(), 'counterfoil-snapshots'),
    nowMs: Date.now,
    newId: () => v4(),
    randomBytes: (count) => randomBytes(count),
    startBuild: buildInProcess({ databaseUrl, acting }),
    log: options.log ?? (() => undefined),
  });
  return { shelf, membersMin };
}

function startTimer(delayMs: number, fn: () => void): () => void {
  const timer = setTimeout(fn, delayMs);
  return () => clearTimeout(timer);
}

/** A brand without rules of its own begins with those every counter brings along. */
async function publishFirstRules(db: HqDb): Promise<void> {
  if ((await listPrograms(db)).size > 0) return;
  await db.transaction().execute(async (trx) => {
    await insertProgram(trx, starterProgram);
    await insertChanges(trx, [{ kind: 'program', program: programSchema.parse(starterProgram) }]);
  });
}
