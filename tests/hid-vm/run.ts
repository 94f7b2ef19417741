/**
 * `npm run test:hid-vm`: boots a Debian kernel in an emulated machine, plugs virtual USB HID POS scanners into
 * it, and looks whether the app's intake inside real Electron reads every label of every vendor layout,
 * through unplug and replug. Needs Debian or Ubuntu on x64; some minutes, all by emulation. Exit code 1 when a
 * check fails.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'vite';
import { root } from '../../build/electron-runtime.ts';
import { installSystemPackages } from '../../build/system-packages.ts';
import { machinePackages, packMachine, prepareKernel, runMachine } from './machine.ts';

/** What the guest must report on: Electron, three layouts, three checks of replugging. */
const checksMin = 7;

async function bundleReader(): Promise<void> {
  const entry = (name: string) => path.join(import.meta.dirname, `${name}.ts`);
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    ssr: { noExternal: true, external: ['electron', 'node-hid'], target: 'node' },
    build: {
      ssr: true,
      target: 'node20.18',
      outDir: path.join(root, 'dist/hid-vm'),
      emptyOutDir: true,
      rollupOptions: {
        input: { 'electron-main': entry('electron-main'), reader: entry('reader') },
        output: { format: 'es', entryFileNames: '[name].js' },
      },
    },
  });
  const appPackage = { name: 'hid-vm', type: 'module', main: 'electron-main.js' };
  writeFileSync(path.join(root, 'dist/hid-vm/package.json'), JSON.stringify(appPackage));
}

async function main(): Promise<number> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    console.error('This test boots a Debian kernel for x64 and runs on Linux x64 only.');
    return 1;
  }
  await installSystemPackages(machinePackages);
  const kernelFolder = await prepareKernel();
  await bundleReader();
  const folder = mkdtempSync(path.join(tmpdir(), 'counterfoil-hid-vm-'));
  const script = path.join(import.meta.dirname, 'guest.ts');
  const guest = { root, node: process.execPath, script };
  let passed = 0;
  let failed = 0;
  try {
    await runMachine(packMachine(kernelFolder, guest, folder), (line) => {
      const told = /RESULT (\{.*\})$/.exec(line)?.[1];
      if (told === undefined) return void (line.trim() === '' || console.log(`  ${line}`));
      const { what, ok } = JSON.parse(told) as { what: string; ok: boolean };
      if (ok) passed += 1;
      else failed += 1;
      console.log(`${ok ? 'ok    ' : 'FAILED'}  ${what}`);
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  if (passed + failed < checksMin) failed += 1;
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

process.exit(await main());
