import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo, ListenOptions, Server } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPostgres } from '../build/postgres.ts';
import type { PostgresServer } from '../build/postgres.ts';
import { openPglite, openPostgres } from './db/hq-db.ts';
import { migrateHq } from './db/migrate-hq.ts';
import { explainStart, readPort } from './explain-start.ts';
import { HqStartRefusal } from './open-hq-database.ts';
import { startHq } from './start-hq.ts';
import type { StartHqOptions } from './start-hq.ts';
import { testStoreKinds } from './test-rig/test-stores.ts';

async function listen(where: ListenOptions): Promise<Server> {
  const server = createServer((socket) => socket.on('error', () => undefined));
  server.listen(where);
  await once(server, 'listening');
  return server;
}

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

async function closedPort(): Promise<number> {
  const server = await listen({ port: 0, host: '127.0.0.1' });
  const port = portOf(server);
  server.close();
  await once(server, 'close');
  return port;
}

/** What the operator reads when HQ is started so; the whole error where it would be a trace. */
async function startAndRead(options: StartHqOptions): Promise<unknown> {
  try {
    const hq = await startHq({ consoleDir: null, memberPagesDir: null, ...options });
    await hq.stop();
    return 'started';
  } catch (error) {
    return explainStart(error, options)?.message ?? error;
  }
}

/** One sentence in each language, and nothing of the password. */
function sentences(zh: string, en: string): unknown {
  const quoted = [zh, en].map((words) => words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return expect.stringMatching(
    new RegExp(`^(?!.*s3cret)[^\\n]*${quoted.join('[^\\n]*\\n[^\\n]*')}`),
  );
}

describe('what keeps HQ from starting is one sentence', () => {
  it('when nothing answers where PostgreSQL should be', async () => {
    const databaseUrl = `postgres://hq:s3cret@127.0.0.1:${await closedPort()}/hq`;
    const place = databaseUrl.slice(databaseUrl.indexOf('@') + 1, -3);
    const said = await startAndRead({ databaseUrl });
    expect(said).toEqual(sentences(`PostgreSQL 在 ${place} 沒有回應`, `not answer at ${place}`));
    expect(said).toMatch(/\(ECONNREFUSED\)$/);
    const socket = await startAndRead({
      databaseUrl: 'postgres://hq:s3cret@localhost/hq?host=/nowhere',
    });
    expect(socket).toEqual(sentences('在 /nowhere:5432 沒有回應', 'not answer at /nowhere:5432'));
    const nameless = await startAndRead({ databaseUrl: 'postgres://hq:s3cret@no-such.invalid/hq' });
    expect(nameless).toEqual(sentences('主機「no-such.invalid」', 'no host "no-such.invalid"'));
    const broken = await startAndRead({ databaseUrl: 'postgres://hq:s3cret#1@[/hq' });
    expect(broken).toEqual(sentences('HQ_DATABASE_URL 不是有效的位址', 'is no address'));
  });

  it('when what answers is silent', async () => {
    const silent = await listen({ port: 0, host: '127.0.0.1' });
    const place = `127.0.0.1:${portOf(silent)}`;
    const databaseUrl = `postgres://hq:s3cret@${place}/hq`;
    // HQ's own pool waits 10 s.
    const pool = new Pool({ connectionString: databaseUrl, connectionTimeoutMillis: 50 });
    const error: unknown = await pool.query('SELECT 1').catch((thrown: unknown) => thrown);
    await pool.end();
    silent.close();
    const said = explainStart(error, { databaseUrl })?.message;
    expect(said).toEqual(sentences(`PostgreSQL 在 ${place} 沒有回應`, `not answer at ${place}`));
    expect(said).toMatch(/\(ETIMEDOUT\)$/);
  });

  it('when its own address is not to be had', async () => {
    const taken = await listen({ port: 0, host: '127.0.0.1' });
    const port = portOf(taken);
    const said = await startAndRead({ port });
    taken.close();
    expect(said).toEqual(
      sentences(`127.0.0.1:${port} 已被其他程式使用`, `127.0.0.1:${port} is taken`),
    );
    const refused = async (where: ListenOptions) => {
      const [error] = (await once(createServer().listen(where), 'error')) as [Error];
      return explainStart(error, { host: '192.0.2.1', port: 80 })?.message;
    };
    expect(await refused({ port: 0, host: '192.0.2.1' })).toEqual(
      sentences('HQ_HOST 的位址「192.0.2.1」', 'no address "192.0.2.1"'),
    );
    // Root may listen anywhere; Node says the same of a socket whose folder is not there.
    expect(await refused({ path: '/nowhere/at/all' })).toEqual(
      sentences('不能使用 192.0.2.1:80', 'may not listen at 192.0.2.1:80'),
    );
  });

  it('when its data folder cannot be one', async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'counterfoil-start-'));
    try {
      writeFileSync(path.join(folder, 'file'), '');
      const dataDir = path.join(folder, 'file', 'data');
      expect(await startAndRead({ dataDir })).toEqual(
        sentences(`不能讀寫 ${dataDir}`, `cannot read or write ${dataDir}`),
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('when a newer version of HQ has worked on its database', async () => {
    const db = await openPglite(null);
    await migrateHq(db);
    await sql`INSERT INTO schema_version (version) VALUES (9999)`.execute(db);
    const error: unknown = await migrateHq(db).catch((thrown: unknown) => thrown);
    await db.destroy();
    expect(explainStart(error, {})?.message).toEqual(
      sentences('由較新版本的總部使用過（結構 9999', 'a newer version of HQ (schema 9999'),
    );
  });

  it('when the port is none', () => {
    expect(['0', '8787', '65535'].map(readPort)).toEqual([0, 8787, 65_535]);
    for (const text of ['', ' ', '-1', '65536', '1e3', '0x50', '80.0', 'http'])
      expect(() => readPort(text)).toThrow(HqStartRefusal);
    expect(() => readPort('abc')).toThrow(
      'HQ_PORT must be the number of a port, 0 to 65535, not "abc".',
    );
  });

  it('and a fault of HQ stays one, with its trace', () => {
    const faults = [new TypeError('x is not a function'), { code: '28P01' }, 'text', undefined];
    expect(faults.map((fault) => explainStart(fault, {}))).toEqual([null, null, null, null]);
  });

  it('on the command line, with exit code 1 and no trace', { timeout: 60_000 }, async () => {
    const main = path.join(import.meta.dirname, 'main.ts');
    const run = async (env: Record<string, string>, ...args: string[]) =>
      await promisify(execFile)(process.execPath, [main, ...args], {
        env: { ...process.env, ...env },
      }).catch((error: unknown) => error);
    const databaseUrl = `postgres://hq:s3cret@127.0.0.1:${await closedPort()}/hq`;
    const refused = { code: 1, stdout: '', stderr: expect.stringMatching(/^[^\n]+\n[^\n]+\n$/) };
    expect(
      await Promise.all([
        run({ HQ_PORT: 'http' }),
        run({ HQ_DATABASE_URL: databaseUrl }),
        run({ HQ_DATABASE_URL: databaseUrl }, 'brand', 'list'),
      ]),
    ).toMatchObject([refused, refused, refused]);
  });
});

/** Logins belong to a PostgreSQL server; the trial store has none. */
const onServer = testStoreKinds.filter((kind) => kind === 'postgres');
describe.each(onServer)('so is what a database of %s says', () => {
  let server: PostgresServer;
  const login = `hq_start_${process.pid}`;
  beforeAll(async () => {
    server = await startPostgres();
    await run(`CREATE ROLE ${login} NOLOGIN PASSWORD 's3cret'`);
  });
  afterAll(async () => {
    await run(`DROP ROLE ${login}`);
    await server.stop();
  });
  async function run(statement: string): Promise<void> {
    const db = openPostgres(server.url);
    await sql.raw(statement).execute(db);
    await db.destroy();
  }

  it.each([
    [
      '28P01',
      { username: 'nobody', password: 's3cret' },
      '拒絕登入帳號「nobody」',
      'login "nobody"',
    ],
    ['28P01', { password: 's3cret' }, '密碼錯誤', 'the password is wrong'],
    ['28000', { username: login, password: 's3cret' }, `拒絕登入帳號「${login}」`, login],
    ['3D000', { pathname: '/nowhere' }, '沒有資料庫「nowhere」', 'no database "nowhere"'],
  ])('%s', async (code, change, zh, en) => {
    const url = Object.assign(new URL(server.url), change);
    const said = await startAndRead({ databaseUrl: url.href });
    expect(said).toEqual(sentences(zh, en));
    expect(said).toContain(`(${code})`);
  });
});
