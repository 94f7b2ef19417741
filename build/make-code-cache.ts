import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { build } from 'vite';
import { defaultFolders, toolConfig, stampName, type BuildFolders } from './build-app.ts';
import { startDisplay } from './display.ts';
import { findElectron, root } from './electron-runtime.ts';
import { runQuietly } from './step.mjs';

const markName = 'app/.code-cache';
/** Two starts of the app; a machine that is busy takes some seconds for each. */
const timeoutMs = 120_000;

/**
 * Makes V8's code cache of the counter's program with the Electron that will run it, by starting the built app:
 * once to have a shop, once to write down what was compiled. Put beside the bundles, so that a package carries it.
 * Another Electron takes nothing of it.
 * @returns whether it had to be made
 */
export async function makeCodeCache(folders: BuildFolders = defaultFolders): Promise<boolean> {
  const electron = findElectron();
  const markFile = path.join(folders.output, markName);
  const stamp = readFileSync(path.join(folders.output, stampName), 'utf8');
  const mark = `${stamp} ${electron.executablePath} ${electron.version}\n`;
  if (existsSync(markFile) && readFileSync(markFile, 'utf8') === mark) return false;
  const toolDir = path.join(folders.output, 'code-cache');
  await build(
    toolConfig(folders.source, {
      folder: 'build/code-cache',
      names: ['app', 'record'],
      outDir: toolDir,
    }),
  );
  const manifest = { name: 'counterfoil-code-cache', version: '0.0.0', main: 'app.cjs' };
  writeFileSync(path.join(toolDir, 'package.json'), JSON.stringify(manifest));
  await onDisplay(async (display) => {
    const dataDir = mkdtempSync(path.join(os.tmpdir(), 'counterfoil-code-cache-'));
    try {
      for (const task of ['prepare', 'record']) {
        await runQuietly(
          electron.executablePath,
          [
            ...electron.args,
            toolDir,
            '--password-store=basic',
            task,
            root,
            path.join(folders.output, 'app'),
          ],
          {
            env: { ...process.env, ...display, ...electron.env, COUNTERFOIL_DATA_DIR: dataDir },
            timeoutMs,
          },
        );
      }
    } finally {
      rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
    }
  });
  mkdirSync(path.dirname(markFile), { recursive: true });
  writeFileSync(markFile, mark);
  return true;
}

async function onDisplay(run: (env: Record<string, string>) => Promise<void>): Promise<void> {
  if (process.platform !== 'linux' || process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY'])
    return run({});
  const { display, stop } = await startDisplay();
  try {
    await run({ DISPLAY: display });
  } finally {
    await stop();
  }
}
