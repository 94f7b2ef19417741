import { existsSync, globSync, rmSync } from 'node:fs';
import path from 'node:path';
import { runQuietly, SetupError } from './step.mjs';

/** What Chromium, the serial port list and Chinese text need on a bare Debian or Ubuntu. */
export const windowPackages = [
  'libgtk-3-0',
  'libnss3',
  'libasound2',
  'libgbm1',
  'libxss1',
  'libatk-bridge2.0-0',
  'libdrm2',
  'libusb-1.0-0',
  'udev',
  'fonts-noto-cjk',
] as const;

/** A display of our own, with a window manager so that keyboard focus is real. */
export const displayPackages = ['xvfb', 'xauth', 'openbox'] as const;

/** The pretended serial scanner and keyboard of the demo and the end-to-end tests. */
export const outsideDriverPackages = ['socat', 'xdotool'] as const;

/** A Chinese input method on a screen of its own, to scan against. */
export const inputMethodPackages = [
  ...displayPackages,
  ...outsideDriverPackages,
  'dbus',
  'fcitx5',
  'fcitx5-chewing',
  'fcitx5-frontend-gtk3',
] as const;

/** For watching what the recording code asks of the disk, in the power-loss test. */
export const tracerPackages = ['strace'] as const;

/** For compiling the SQLite addon of the fallback Electron. */
export const compilerPackages = ['g++', 'make', 'python3'] as const;

/**
 * Installs exactly the Debian packages that are missing. Where there is no apt nobody can tell what is missing: what is
 * needed stands in `listForOthers`.
 * @returns the names that were installed; none when all were there or this is not Debian
 * @throws SetupError with the exact command when we may not install ourselves
 */
export async function installSystemPackages(wanted: readonly string[]): Promise<string[]> {
  if (!usesApt()) return [];
  const missing = await listMissing([...new Set(wanted)]);
  if (missing.length === 0) return [];
  if (process.getuid?.() !== 0) {
    const names = missing.join(' ');
    throw new SetupError(
      'Some system packages are missing. Install them with\n\n' +
        `  sudo apt-get update && sudo apt-get install -y --no-install-recommends ${names}\n\n` +
        'and run the command again.',
    );
  }
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' };
  await runQuietly('apt-get', ['update', '-q'], { env });
  const names = await currentNames(missing);
  await runQuietly(
    'apt-get',
    ['install', '-y', '-q', '--no-install-recommends', '-o', 'Dpkg::Use-Pty=0', ...names],
    { env },
  );
  return names;
}

/** On another Linux: what must be there, by Debian's names; null where it is not for us to say. */
export function listForOthers(wanted: readonly string[]): string | null {
  if (process.platform !== 'linux' || usesApt()) return null;
  return `no apt here; by Debian's names this needs ${[...new Set(wanted)].join(' ')}`;
}

function usesApt(): boolean {
  return process.platform === 'linux' && existsSync('/usr/bin/apt-get');
}

async function listMissing(wanted: readonly string[]): Promise<string[]> {
  const listing = await runQuietly('dpkg-query', ['-W', '-f=${Package} ${db:Status-Status}\\n']);
  const installed = new Set<string>();
  for (const line of listing.split('\n')) {
    const [name, status] = line.split(' ');
    // Since the 64-bit time change Debian and Ubuntu name some libraries with this ending.
    if (name && status === 'installed') installed.add(name.replace(/t64$/, ''));
  }
  return wanted.filter((name) => !installed.has(name));
}

async function currentNames(names: readonly string[]): Promise<string[]> {
  const known = await runQuietly('apt-cache', ['pkgnames']);
  const all = new Set(known.split('\n'));
  return names.map((name) => (all.has(`${name}t64`) ? `${name}t64` : name));
}

/** The package with Debian's present kernel for x64; undefined where the system offers none. */
export async function findKernelPackage(): Promise<string | undefined> {
  const depends = await runQuietly('apt-cache', ['depends', 'linux-image-amd64']);
  return /linux-image-[\d.]+-\d+-amd64(?!-)/.exec(depends)?.[0];
}

/** Unpacks what is in a Debian package into a folder; installs nothing. */
export async function unpackPackage(name: string, folder: string): Promise<void> {
  await runQuietly('apt-get', ['download', name], { cwd: folder });
  const [file = ''] = globSync('*.deb', { cwd: folder });
  await runQuietly('dpkg-deb', ['-x', path.join(folder, file), folder]);
  rmSync(path.join(folder, file));
}
