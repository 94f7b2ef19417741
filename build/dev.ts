import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import react from '@vitejs/plugin-react';
import { build, createServer, type InlineConfig } from 'vite';
import { buildApp, defaultFolders, nodeConfig, preloadConfig, stampName } from './build-app.ts';
import { findElectron, root } from './electron-runtime.ts';

/** `npm run dev`: LINE stand-in, HQ with the demo shop, page with hot reload, Electron. */

const ports = { hq: 8787, line: 8788, page: 5173 };
const token = 'dev-token';
const dataFolder = path.join(root, '.cache', 'dev');
/** Saving many files at once ends in one restart. */
const restartDelayMs = 200;

const children = new Set<ChildProcess>();

function startChild(file: string, args: string[], env: Record<string, string>): ChildProcess {
  const child = spawn(file, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  children.add(child);
  child.once('exit', () => children.delete(child));
  return child;
}

function startServers(): void {
  const adminToken = process.env['HQ_ADMIN_TOKEN'] ?? 'dev-admin-token';
  console.log(`HQ's page: http://127.0.0.1:${ports.hq}  admin token: ${adminToken}`);
  const line = ['tests/line-stand-in/main.ts', '--port', String(ports.line), '--token', token];
  startChild(process.execPath, line, {});
  startChild(process.execPath, ['--watch', '--watch-preserve-output', 'hq/main.ts'], {
    HQ_DEMO: '1',
    HQ_PORT: String(ports.hq),
    HQ_DATA_DIR: path.join(dataFolder, 'hq'),
    HQ_ADMIN_TOKEN: adminToken,
    LINE_API_BASE_URL: `http://127.0.0.1:${ports.line}`,
    LINE_CHANNEL_ACCESS_TOKEN: token,
  });
}

async function startPage(): Promise<string> {
  const server = await createServer({
    configFile: false,
    root: path.join(root, 'renderer'),
    plugins: [react()],
    server: { host: '127.0.0.1', port: ports.page, strictPort: true },
  });
  await server.listen();
  return `http://127.0.0.1:${ports.page}/`;
}

/** Bundles again whenever a source changes; resolves after the first bundle. */
async function watchBundle(config: InlineConfig, rebuilt: () => void): Promise<void> {
  const watcher = await build({ ...config, build: { ...config.build, watch: {} } });
  if (!('on' in watcher)) throw new Error('Vite did not answer with a watcher.');
  await new Promise<void>((resolve) => {
    watcher.on('event', (event) => {
      if (event.code === 'ERROR') console.error(event.error);
      if (event.code !== 'END') return;
      resolve();
      rebuilt();
    });
  });
}

function startElectron(pageUrl: string): ChildProcess {
  const electron = findElectron();
  return startChild(electron.executablePath, [...electron.args, root], {
    ...electron.env,
    COUNTERFOIL_DEV_URL: pageUrl,
    COUNTERFOIL_DATA_DIR: path.join(dataFolder, 'counter'),
  });
}

async function main(): Promise<void> {
  mkdirSync(dataFolder, { recursive: true });
  // HQ's page and the members' pages come from here.
  await buildApp();
  // These bundles are not what `npm run build` would make.
  rmSync(path.join(defaultFolders.output, stampName), { force: true });
  startServers();
  const pageUrl = await startPage();
  let electron: ChildProcess | undefined;
  let timer: NodeJS.Timeout | undefined;
  const stopAll = (): void => {
    for (const child of children) child.kill('SIGTERM');
    process.exit(0);
  };
  const startAgain = (): void => {
    const started = startElectron(pageUrl);
    electron = started;
    // Closing the window ends the session; our own restart replaces `electron` first.
    started.once('exit', () => {
      if (electron === started) stopAll();
    });
  };
  const rebuilt = (): void => {
    if (!electron) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      const old = electron;
      electron = undefined;
      if (!old || old.exitCode !== null) return startAgain();
      // The single-instance lock is free only after the old one is gone.
      old.once('exit', startAgain);
      old.kill('SIGTERM');
    }, restartDelayMs);
  };
  await watchBundle(nodeConfig(defaultFolders), rebuilt);
  await watchBundle(preloadConfig(defaultFolders), rebuilt);
  process.on('SIGINT', stopAll);
  process.on('SIGTERM', stopAll);
  startAgain();
}

await main();
