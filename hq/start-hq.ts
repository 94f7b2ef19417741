import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { v4, v7 } from 'uuid';
import { programSchema } from '../app/contract/program.ts';
import { starterProgram } from '../app/domain/starter-program.ts';
import type { StoreId } from '../app/domain/ids.ts';
import { createLineClient } from '../app/line/send-line-push.ts';
import { createSigningKey } from '../app/db/sign-document.ts';
import { addSigningKey, findBrand, insertBrand, listStores, markAdminToken } from './db/brand.ts';
import { insertChanges } from './db/changes.ts';
import { appRole, prepareAppRole } from './db/app-role.ts';
import { listWeakSettings, weakSettingLine } from './db/durability.ts';
import { openPglite, openPostgres } from './db/hq-db.ts';
import type { HqDb, StoreKind } from './db/hq-db.ts';
import { migrateHq } from './db/migrate-hq.ts';
import { insertProgram, listPrograms } from './db/programs.ts';
import { hashSecret } from './server/admin-session.ts';
import { createHq } from './server/create-hq.ts';
import { makeEnrolmentCode } from './server/enrol-counter.ts';
import type { HqDeps } from './server/hq-deps.ts';
import { publishFirstPolicy } from './apply/publish-policy.ts';
import { runNightly } from './jobs/nightly.ts';
import type { NightlyResult } from './jobs/nightly.ts';
import { startNightlyTimer } from './jobs/nightly-timer.ts';
import type { LineWorker } from './line-worker.ts';

/** Where the built console lies, beside the sources. */
const builtConsoleDir = path.join(import.meta.dirname, '..', 'dist', 'hq-console');

/** One core works on one push at a time; the others wait for the database. */
const pushesAtOnce = { runningMax: 3, waitingMax: 3 };

/** How HQ is started; everything may be left out. */
export type StartHqOptions = {
  /** A PostgreSQL server. Left out = PGlite in this process, for trying out: it never fsyncs. */
  readonly databaseUrl?: string;
  /** Where PGlite keeps its files; null or left out = in memory only. */
  readonly dataDir?: string | null;
  readonly host?: string;
  /** 0 or left out = any free port. */
  readonly port?: number;
  readonly brandName?: string;
  /** The console's token; left out = the one of the first start, or a new one. */
  readonly adminToken?: string;
  readonly line?: { readonly channelAccessToken: string; readonly baseUrl?: string };
  /** Fills an empty database, before anything listens. */
  readonly seed?: (db: HqDb) => Promise<void>;
  readonly consoleDir?: string | null;
  readonly nowMs?: () => number;
  /** Left out = what one core answers soon; see `createPushGate`. */
  readonly pushesAtOnce?: HqDeps['pushesAtOnce'];
  readonly log?: (line: string) => void;
};

/** HQ, listening. */
export type RunningHq = {
  /** Origin without a slash at the end. */
  readonly url: string;
  readonly port: number;
  readonly storeKind: StoreKind;
  /** Known only when given or made by this very start. */
  readonly adminToken: string | null;
  readonly db: HqDb;
  readonly lineWorker: LineWorker;
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
  const storeKind: StoreKind = options.databaseUrl === undefined ? 'pglite' : 'postgres';
  const db = await openDatabase(options);
  try {
    const adminToken = await prepareBrand(db, options);
    if (options.seed !== undefined && (await listStores(db)).length === 0) await options.seed(db);
    await publishFirstRules(db);
    await publishFirstPolicy({ db, nowMs });
    const deps: HqDeps = {
      db,
      storeKind,
      nowMs,
      newId: <T>() => v7({ msecs: nowMs() }) as T,
      randomBytes: (count) => randomBytes(count),
      random: Math.random,
      pushesAtOnce: options.pushesAtOnce ?? pushesAtOnce,
      timer: { setTimer: startTimer },
      lineClient: options.line === undefined ? null : createLineClient(options.line),
      consoleDir: options.consoleDir === undefined ? builtConsoleDir : options.consoleDir,
      log: options.log ?? (() => undefined),
    };
    return await listen(deps, options, adminToken);
  } catch (error) {
    await db.destroy();
    throw error;
  }
}

/** The database at its newest schema; on PostgreSQL as the role that cannot rewrite the ledger. */
async function openDatabase({ databaseUrl, dataDir, log }: StartHqOptions): Promise<HqDb> {
  if (databaseUrl === undefined) {
    const pglite = await openPglite(dataDir ?? null);
    await migrateHq(pglite);
    return pglite;
  }
  const first = openPostgres(databaseUrl);
  try {
    await migrateHq(first);
    for (const weak of await listWeakSettings(first)) log?.(weakSettingLine(weak));
    const state = await prepareAppRole(first);
    if (state.kind === 'acting') {
      await first.destroy();
      return openPostgres(databaseUrl, { role: appRole });
    }
    if (state.kind === 'none')
      log?.(`WARNING: HQ could rewrite its own ledger: ${state.why}. See docs/sync.md, app role.`);
    return first;
  } catch (error) {
    await first.destroy();
    throw error;
  }
}

async function listen(
  deps: HqDeps,
  options: StartHqOptions,
  adminToken: string | null,
): Promise<RunningHq> {
  const { app, lineWorker } = await createHq(deps);
  const host = options.host ?? '127.0.0.1';
  await app.listen({ host, port: options.port ?? 0 });
  lineWorker.start();
  const nightly = startNightlyTimer(deps);
  const { port } = app.server.address() as AddressInfo;
  return {
    url: `http://${host}:${port}`,
    port,
    storeKind: deps.storeKind,
    adminToken,
    db: deps.db,
    lineWorker,
    makeEnrolmentCode: async (storeId, counterLabel) => {
      const made = await makeEnrolmentCode(deps, { storeId, counterLabel });
      if (made.kind !== 'made') throw new Error('HQ has no such store');
      return made.code;
    },
    runNightly: () => runNightly(deps),
    stop: async () => {
      await nightly.stop();
      await lineWorker.stop();
      app.server.closeAllConnections();
      await app.close();
      await deps.db.destroy();
    },
  };
}

function startTimer(delayMs: number, fn: () => void): () => void {
  const timer = setTimeout(fn, delayMs);
  return () => clearTimeout(timer);
}

/** At the first start: the brand, its timeline and the admin token. */
async function prepareBrand(db: HqDb, options: StartHqOptions): Promise<string | null> {
  await addSigningKey(db, createSigningKey().signingKey);
  if ((await findBrand(db)) !== null) {
    if (options.adminToken !== undefined) await markAdminToken(db, hashSecret(options.adminToken));
    return options.adminToken ?? null;
  }
  const adminToken = options.adminToken ?? randomBytes(18).toString('base64url');
  await insertBrand(db, {
    brandName: options.brandName ?? 'Counterfoil',
    timeline: v4(),
    adminTokenHash: hashSecret(adminToken),
    signingKey: createSigningKey().signingKey,
  });
  return adminToken;
}

/** A brand without rules of its own begins with those every counter brings along. */
async function publishFirstRules(db: HqDb): Promise<void> {
  if ((await listPrograms(db)).size > 0) return;
  await db.transaction().execute(async (trx) => {
    await insertProgram(trx, starterProgram);
    await insertChanges(trx, [{ kind: 'program', program: programSchema.parse(starterProgram) }]);
  });
}
