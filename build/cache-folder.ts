import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** Leftovers of a set-up that was killed are removed when they are older than this. */
const leftoverAgeMsMax = 24 * 60 * 60_000;

/** The user's cache folder for what set-up makes once and every checkout shares. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  if (env['COUNTERFOIL_CACHE_DIR']) return path.resolve(env['COUNTERFOIL_CACHE_DIR']);
  if (process.platform === 'darwin') return path.join(os.homedir(), 'Library/Caches/counterfoil');
  if (process.platform === 'win32') {
    return path.join(env['LOCALAPPDATA'] ?? os.homedir(), 'counterfoil', 'cache');
  }
  return path.join(env['XDG_CACHE_HOME'] || path.join(os.homedir(), '.cache'), 'counterfoil');
}

/**
 * Makes `<cache>/<name>` by filling a folder beside it and renaming that into place, so that a
 * killed or a second set-up at the same time never leaves a half-made entry under the name.
 * @returns the folder, and whether this call made it
 */
export async function cacheOnce(
  name: string,
  fill: (folder: string) => Promise<void>,
): Promise<{ folder: string; made: boolean }> {
  const folder = path.join(cacheFolder(), name);
  if (existsSync(folder)) return { folder, made: false };
  const workFolder = path.join(cacheFolder(), 'in-work');
  removeLeftovers(workFolder);
  const temporary = path.join(workFolder, `${name}-${randomBytes(6).toString('hex')}`);
  mkdirSync(temporary, { recursive: true });
  try {
    await fill(temporary);
    try {
      renameSync(temporary, folder);
    } catch (error) {
      // Another set-up was quicker; its result is as good as ours.
      if (!existsSync(folder)) throw error;
    }
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
  return { folder, made: true };
}

function removeLeftovers(workFolder: string): void {
  if (!existsSync(workFolder)) return;
  for (const name of readdirSync(workFolder)) {
    const entry = path.join(workFolder, name);
    if (Date.now() - statSync(entry).mtimeMs > leftoverAgeMsMax) {
      rmSync(entry, { recursive: true, force: true });
    }
  }
}
