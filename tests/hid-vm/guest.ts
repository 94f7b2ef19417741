import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { findElectron, root } from '../../build/electron-runtime.ts';
import { plugScanner, type VirtualScanner } from './virtual-scanner.ts';

// Runs inside the machine: plugs virtual scanners into its kernel and looks what the reader in Electron sees.

type Told = {
  readonly kind: 'ready' | 'scan' | 'health' | 'trouble';
  readonly deviceId?: string;
  readonly health?: string;
  readonly hex?: string;
  readonly truncated?: boolean;
  readonly electron?: string;
};

const layouts = [
  { name: 'with AIM identifier', vendorId: 0x0c2e, productId: 0x0b61, aimAt: 2, dataAt: 5 },
  { name: 'one byte later', vendorId: 0x05f9, productId: 0x2206, aimAt: 3, dataAt: 6 },
  { name: 'without AIM identifier', vendorId: 0x1eab, productId: 0x0022, aimAt: null, dataAt: 2 },
] as const;
type Layout = (typeof layouts)[number];
const sizes = [1, 55, 56, 57, 112, 113, 300];
const replugs = 20;
/** What the bar asks of a scanner that comes back. */
const backWithinMs = 2_000;
/** All here happens without hardware help, some ten times slower than on a shop's PC. */
const patienceMs = 60_000;

const result = (what: string, ok: boolean): void =>
  console.log(`RESULT ${JSON.stringify({ what, ok })}`);

function reportsOf(data: Uint8Array, layout: Layout): Uint8Array[] {
  const reports: Uint8Array[] = [];
  for (let at = 0; at < data.length; at += 56) {
    const part = data.subarray(at, at + 56);
    const report = new Uint8Array(64).fill(0x39);
    report[0] = 2;
    report[1] = part.length;
    if (layout.aimAt !== null) report.set(Buffer.from(']Q1'), layout.aimAt);
    report.set(part, layout.dataAt);
    report[63] = at + 56 < data.length ? 1 : 0;
    reports.push(report);
  }
  return reports;
}

function startReader() {
  const { executablePath, args, env } = findElectron();
  const child = spawn(
    executablePath,
    [...args, '--ozone-platform=headless', '--disable-gpu', `${root}/dist/hid-vm`],
    { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const told: Told[] = [];
  let pending = '';
  const take = (chunk: Buffer): void => {
    const lines = (pending + chunk.toString()).split('\n');
    pending = lines.pop() ?? '';
    for (const line of lines) {
      if (line.startsWith('HID ')) told.push(JSON.parse(line.slice(4)) as Told);
      else if (line.trim() !== '' && !line.includes('bus.cc')) console.log(`electron: ${line}`);
    }
  };
  child.stdout.on('data', take);
  child.stderr.on('data', take);
  /** Takes out the first message that fits, waiting for it. */
  const next = async (
    fits: (one: Told) => boolean,
    withinMs = patienceMs,
  ): Promise<Told | null> => {
    for (const untilMs = Date.now() + withinMs; Date.now() < untilMs; await sleep(5)) {
      const at = told.findIndex(fits);
      if (at >= 0) return told.splice(at, 1)[0] ?? null;
    }
    return null;
  };
  return { next, told, stop: () => child.kill('SIGKILL') };
}

type Reader = ReturnType<typeof startReader>;

async function scanAll(reader: Reader, scanner: VirtualScanner, layout: Layout): Promise<boolean> {
  for (const size of sizes) {
    const data = Uint8Array.from({ length: size }, (_, i) => 0x21 + ((i * 7 + size) % 90));
    for (const report of reportsOf(data, layout)) scanner.send(report);
    const scan = await reader.next(({ kind }) => kind === 'scan');
    const head = layout.aimAt === null ? '' : Buffer.from(']Q1').toString('hex');
    if (scan?.hex !== head + Buffer.from(data).toString('hex')) {
      console.log(`${layout.name}, ${size} bytes: ${JSON.stringify(scan)}`);
      return false;
    }
  }
  return true;
}

async function main(): Promise<void> {
  const reader = startReader();
  const ready = await reader.next(({ kind }) => kind === 'ready', 2 * patienceMs);
  result(`node-hid loads inside Electron ${ready?.electron ?? '?'}`, ready !== null);
  if (ready === null) return;
  const isOpen = ({ kind, health }: Told): boolean => kind === 'health' && health === 'open';
  for (const layout of layouts) {
    const { vendorId, productId } = layout;
    const device = { vendorId, productId, name: layout.name, serialNumber: 'VM1' };
    const scanner = plugScanner(device);
    const opened = await reader.next(isOpen);
    const right = opened !== null && (await scanAll(reader, scanner, layout));
    result(`${sizes.join(', ')} bytes, ${layout.name}`, right);
    scanner.unplug();
    await reader.next(({ health }) => health === 'missing');
  }
  const [first] = layouts;
  const device = { ...first, serialNumber: 'VM2' };
  const backMs: number[] = [];
  let right = 0;
  for (let nth = 0; nth < replugs; nth += 1) {
    const pluggedAtMs = Date.now();
    const scanner = plugScanner(device);
    const opened = await reader.next(isOpen);
    backMs.push(Date.now() - pluggedAtMs);
    const data = Buffer.from(`20000123456${nth}`);
    for (const report of reportsOf(data, first)) scanner.send(report);
    const scan = await reader.next(({ kind }) => kind === 'scan');
    if (opened !== null && scan?.hex === Buffer.from(`]Q1${data.toString()}`).toString('hex'))
      right += 1;
    scanner.unplug();
    await reader.next(({ health }) => health === 'missing');
  }
  const slowestMs = Math.max(...backMs);
  result(`first scan after each of ${replugs} replugs exact: ${right}`, right === replugs);
  result(`back after a replug within ${slowestMs} ms at most`, slowestMs <= backWithinMs);
  result(
    'nothing was told that nobody sent',
    reader.told.every(({ kind }) => kind !== 'scan'),
  );
  reader.stop();
}

await main();
process.exit(0);
