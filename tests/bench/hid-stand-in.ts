import { cp, mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { projectDir } from '../rig/counter-app.ts';

/** The app with a stand-in where its counter process loads `node-hid`, and the scanner behind it. */
export type AppWithHid = {
  readonly appDir: string;
  /** Resolves when the counter has opened the scanner. */
  readonly opened: Promise<void>;
  /** A scan of up to 56 characters: one report; gives the wall time when it was handed over, ms. */
  readonly scan: (code: string) => number;
  readonly stop: () => Promise<void>;
};

/**
 * This machine has no HID devices, so a copy of the built app gets a `node-hid` of its own: one scanner on the
 * list, whose 64-byte reports come over a local socket. Everything after the library is the app's.
 */
export async function startAppWithHid(folder: string, builtDir: string): Promise<AppWithHid> {
  const appDir = join(folder, 'app');
  const socketPath = join(folder, 'hid.sock');
  await mkdir(join(appDir, 'node_modules', 'node-hid'), { recursive: true });
  await cp(builtDir, join(appDir, 'dist', 'app'), { recursive: true });
  await cp(join(projectDir, 'package.json'), join(appDir, 'package.json'));
  await linkPackages(join(appDir, 'node_modules'));
  await writeFile(
    join(appDir, 'node_modules', 'node-hid', 'package.json'),
    JSON.stringify({ name: 'node-hid', version: '0.0.0', type: 'module', main: 'index.js' }),
  );
  await writeFile(join(appDir, 'node_modules', 'node-hid', 'index.js'), standIn(socketPath));

  let scanner: Socket | null = null;
  let told = (): void => {};
  const opened = new Promise<void>((resolve) => {
    told = resolve;
  });
  const server = createServer((socket) => {
    socket.setNoDelay(true);
    socket.on('error', () => {});
    scanner = socket;
    told();
  });
  await new Promise<void>((resolve) => server.listen(socketPath, resolve));
  return {
    appDir,
    opened,
    scan: (code) => {
      scanner?.write(reportOf(code));
      return performance.timeOrigin + performance.now();
    },
    stop: async () => {
      scanner?.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The real packages under the copy, all but the one that is stood in for. */
async function linkPackages(modulesDir: string): Promise<void> {
  const real = join(projectDir, 'node_modules');
  for (const name of await readdir(real)) {
    if (name === 'node-hid' || name.startsWith('.')) continue;
    await symlink(join(real, name), join(modulesDir, name));
  }
}

/** A Honeywell report: id 2, length, AIM id, data, and its letter for EAN-13. */
function reportOf(code: string): Buffer {
  const report = Buffer.alloc(64);
  report.set([2, code.length, ...Buffer.from(`]E0${code}`, 'latin1')]);
  report[61] = 'd'.charCodeAt(0);
  return report;
}

function standIn(socketPath: string): string {
  return `
import { EventEmitter, once } from 'node:events';
import { connect } from 'node:net';
const device = { vendorId: 0x0c2e, productId: 0x0b61, path: 'stand-in', serialNumber: 'BENCH',
  product: 'Stand-in', interface: -1, usagePage: 0x8c, usage: 2 };
async function open() {
  const socket = connect(${JSON.stringify(socketPath)});
  await once(socket, 'connect');
  const handle = new EventEmitter();
  let held = Buffer.alloc(0);
  socket.on('error', () => {});
  socket.on('data', (chunk) => {
    held = Buffer.concat([held, chunk]);
    for (; held.length >= 64; held = held.subarray(64)) handle.emit('data', held.subarray(0, 64));
  });
  handle.close = async () => void socket.destroy();
  return handle;
}
export default { devicesAsync: async () => [device], HIDAsync: { open } };
`;
}
