import { rm } from 'node:fs/promises';
import path from 'node:path';
import { Arch, build, Platform } from 'electron-builder';
import { findElectron, root } from './electron-runtime.ts';

/**
 * Packages the app as an unpacked folder for this machine, with electron-builder.yml. Installers
 * are made on release machines by electron-builder's own command line.
 */
export async function packageApp(): Promise<number> {
  const electron = findElectron();
  if (electron.isFallback) {
    console.log(
      `Note: packaged with the fallback Electron ${electron.version}, because the official one ` +
        'could not be downloaded. Good for trying the packaging out; NOT for release.',
    );
  }
  await build({
    projectDir: root,
    publish: 'never',
    targets: Platform.current().createTarget(
      'dir',
      Arch[process.arch === 'arm64' ? 'arm64' : 'x64'],
    ),
    config: {
      extends: path.join(root, 'electron-builder.yml'),
      ...(electron.isFallback
        ? {
            electronDist: path.dirname(electron.executablePath),
            electronVersion: electron.version,
            // Its start-up app would stand beside ours.
            afterPack: ({ appOutDir }: { appOutDir: string }) =>
              rm(path.join(appOutDir, 'resources', 'app'), { recursive: true, force: true }),
          }
        : {}),
    },
  });
  return 0;
}
