import path from 'node:path';
import { findOfficialElectron, readVersion, root } from './electron-runtime.ts';
import { runQuietly } from './step.mjs';

/** How long a closed network may keep us waiting before we look elsewhere. */
const probeMsMax = 4_000;
const downloadMsMax = 10 * 60_000;

/**
 * Downloads the official Electron with its own installer.
 * @returns true when the binary is there afterwards; false on a network that does not let it through
 */
export async function installOfficialElectron(): Promise<boolean> {
  if (findOfficialElectron()) return true;
  if (!usesProxyOrMirror() && !(await answers(downloadAddress()))) return false;
  try {
    await runQuietly(
      process.execPath,
      [path.join(root, 'node_modules', 'electron', 'install.js')],
      {
        cwd: root,
        timeoutMs: downloadMsMax,
        env: { ...process.env, NODE_USE_ENV_PROXY: '1', ELECTRON_GET_USE_PROXY: '1' },
      },
    );
  } catch {
    return false;
  }
  return findOfficialElectron() !== undefined;
}

/** With a proxy or a mirror only the installer knows the way; then there is no quick probe. */
function usesProxyOrMirror(): boolean {
  const names = ['HTTPS_PROXY', 'HTTP_PROXY', 'ELECTRON_MIRROR', 'NPM_CONFIG_ELECTRON_MIRROR'];
  return Object.entries(process.env).some(
    ([name, value]) => Boolean(value) && names.includes(name.toUpperCase()),
  );
}

function downloadAddress(): string {
  const version = readVersion('electron');
  const file = `electron-v${version}-${process.platform}-${process.arch}.zip`;
  return `https://github.com/electron/electron/releases/download/v${version}/${file}`;
}

async function answers(address: string): Promise<boolean> {
  try {
    const response = await fetch(address, {
      method: 'HEAD',
      signal: AbortSignal.timeout(probeMsMax),
    });
    return response.ok;
  } catch {
    return false;
  }
}
