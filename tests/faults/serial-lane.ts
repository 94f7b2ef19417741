import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { IntakeSink } from '../../app/contract/raw-scan.ts';
import { serialSettingsSchema, type SerialPortChoice } from '../../app/contract/serial-settings.ts';
import type { DeviceId } from '../../app/domain/ids.ts';
import { makeRandom, type Random } from '../../app/seed/random.ts';
import { openSerialIntake } from '../../native/open-serial-intake.ts';
import { startScannerPty } from '../rig/scanner-pty.ts';
import { bytesOf, hexOf, planScan } from './serial-codes.ts';

/** One scanner of the run: a pty of its own, read by the real intake. */
export type LanePlan = {
  readonly folder: string;
  readonly seed: number;
  readonly lane: number;
  readonly scans: number;
  readonly replugs: number;
  /** Whether its scans end with a suffix or by silence. */
  readonly suffix: boolean;
};

export type LaneReport = {
  readonly scans: number;
  /** Frames that were due: the scans, and noise with a terminator of its own. */
  readonly due: number;
  readonly exact: number;
  /** Frames that are no scan sent, among them two scans in one. */
  readonly wrong: readonly string[];
  readonly lost: number;
  /** Noise between scans, all kinds. */
  readonly unended: number;
  readonly replugs: number;
  readonly exactAfterReplug: number;
  /** From when the port is back until it is open again, ms. */
  readonly recoveryMs: readonly number[];
};

const identity = { vendorId: '0c2e', productId: '0b6a', serialNumber: 'LANE' } as const;
const scanWaitMsMax = 10_000;

const clock = {
  nowMs: () => Date.now(),
  setTimer: (delayMs: number, fn: () => void) => {
    const timer = setTimeout(fn, delayMs);
    return () => clearTimeout(timer);
  },
};

/** What the intake told, and a way to wait for more of it. */
function createEar() {
  const ear = { frames: [] as string[], unended: 0, openings: 0, isOpen: false };
  const sink: IntakeSink = {
    onScan: (scan) => void ear.frames.push(hexOf(scan.bytes)),
    onUnended: () => void (ear.unended += 1),
    onHealth: (_, health) => {
      ear.isOpen = health.kind === 'open';
      if (ear.isOpen) ear.openings += 1;
    },
  };
  return { ear, sink };
}

async function until(holds: () => boolean, limitMs: number): Promise<boolean> {
  const startedAt = performance.now();
  while (!holds()) {
    if (performance.now() - startedAt > limitMs) return false;
    await sleep(2);
  }
  return true;
}

/** A scanner of the lane: its pty, and the end it sends through while it is plugged in. */
type LaneScanner = {
  readonly path: string;
  readonly plug: () => Promise<void>;
  readonly unplug: () => Promise<void>;
  /** Sends at once, as hardware does, however busy this process is otherwise. */
  readonly send: (bytes: Uint8Array) => void;
};

async function startLaneScanner(folder: string, name: string): Promise<LaneScanner> {
  const pty = await startScannerPty(folder, name);
  const openFar = () => openSync(join(folder, `${name}.far`), 'w');
  let far: number | null = openFar();
  return {
    path: pty.path,
    plug: async () => {
      await pty.plug();
      far = openFar();
    },
    unplug: async () => {
      if (far !== null) closeSync(far);
      far = null;
      await pty.unplug();
    },
    send: (bytes) => {
      if (far !== null) writeSync(far, bytes);
    },
  };
}

/**
 * Sends bytes in chunks as a line brings them: cut anywhere, in random time. Where silence ends a scan there may be
 * none within one, and on a busy machine socat makes one of any cut.
 */
async function sendInPieces(
  scanner: LaneScanner,
  bytes: Uint8Array,
  { random, suffix }: { readonly random: Random; readonly suffix: boolean },
): Promise<void> {
  const cutCount = suffix ? random.whole(4) : 0;
  const cuts = Array.from({ length: cutCount }, () => random.whole(bytes.length + 1));
  const places = [0, ...cuts.toSorted((a, b) => a - b), bytes.length];
  for (const [i, place] of places.slice(1).entries()) {
    const piece = bytes.subarray(places[i], place);
    if (piece.length > 0) scanner.send(piece);
    if (!random.chance(0.4)) continue;
    await sleep(random.chance(0.03) ? random.whole(60) : random.whole(5));
  }
}

/** Frames heard against frames due, both in order: what is missing and what nobody sent. */
function compare(heard: readonly string[], due: readonly string[]) {
  const waiting = new Map<string, number>();
  for (const frame of due) waiting.set(frame, (waiting.get(frame) ?? 0) + 1);
  const wrong: string[] = [];
  for (const frame of heard) {
    const left = waiting.get(frame) ?? 0;
    if (left === 0) wrong.push(frame);
    else waiting.set(frame, left - 1);
  }
  const lost = [...waiting.values()].reduce((sum, left) => sum + left, 0);
  const inOrder = heard.length === due.length && heard.every((frame, i) => frame === due[i]);
  if (!inOrder && wrong.length === 0 && lost === 0) wrong.push('the right frames in a wrong order');
  return { wrong, lost, exact: due.length - lost };
}

/** Plays one lane: scans with noise between, then unplugging and plugging in again. */
export async function playLane(plan: LanePlan): Promise<LaneReport> {
  const { folder, lane, suffix } = plan;
  const random = makeRandom(plan.seed, lane);
  const first = await startLaneScanner(folder, `lane${lane}a`);
  const second = await startLaneScanner(folder, `lane${lane}b`);
  await second.unplug();
  const place = { now: first, plugged: true };
  const { ear, sink } = createEar();
  // Every second lane is a USB scanner that comes back under another path.
  const isUsb = lane % 2 === 0;
  const intake = openSerialIntake(
    {
      ...serialSettingsSchema.parse({
        path: first.path,
        baudRate: 9600,
        ending: suffix ? 'suffix' : 'silence',
        identity: isUsb ? identity : null,
      }),
      deviceId: `018f0000-0000-7000-8000-${String(lane).padStart(12, '0')}` as DeviceId,
    },
    {
      sink,
      clock,
      listPorts: async (): Promise<SerialPortChoice[]> =>
        place.plugged ? [{ path: place.now.path, label: '', identity }] : [],
      isTaken: () => false,
    },
  );
  try {
    if (!(await until(() => ear.isOpen, scanWaitMsMax))) throw new Error('the port did not open');
    const due = await sendScans(plan, { scanner: first, random, ear });
    await until(() => ear.frames.length >= due.length, scanWaitMsMax);
    await sleep(50);
    const compared = compare(ear.frames, due);
    const recovery = await replugAll(plan, { ear, random, place, first, second });
    return { scans: plan.scans, due: due.length, ...compared, unended: ear.unended, ...recovery };
  } finally {
    await intake.close();
    await Promise.all([first.unplug(), second.unplug()]);
  }
}

type Ear = ReturnType<typeof createEar>['ear'];

async function sendScans(
  { scans, lane, suffix }: LanePlan,
  given: { readonly scanner: LaneScanner; readonly random: Random; readonly ear: Ear },
): Promise<readonly string[]> {
  const { scanner, random, ear } = given;
  const due: string[] = [];
  for (let n = 0; n < scans; n += 1) {
    const scan = planScan(random, lane * 1_000_000 + n, suffix);
    if (scan.leftAlone !== null) {
      // What came before has to be through, or the noise would not stand alone.
      await until(() => ear.frames.length >= due.length, scanWaitMsMax);
      const { unended } = ear;
      scanner.send(scan.leftAlone);
      await until(() => ear.unended > unended, scanWaitMsMax);
    }
    await sendInPieces(scanner, scan.sent, { random, suffix });
    due.push(...scan.heard);
    // Without a suffix the next scan is a person's movement away.
    if (suffix) continue;
    // Something got lost already: the rest would only take long.
    if (!(await until(() => ear.frames.length >= due.length, scanWaitMsMax))) break;
  }
  return due;
}

async function replugAll(
  { replugs, lane, suffix }: LanePlan,
  given: {
    readonly ear: Ear;
    readonly random: Random;
    readonly place: { now: LaneScanner; plugged: boolean };
    readonly first: LaneScanner;
    readonly second: LaneScanner;
  },
): Promise<Pick<LaneReport, 'replugs' | 'exactAfterReplug' | 'recoveryMs'>> {
  const { ear, random, place, first, second } = given;
  const recoveryMs: number[] = [];
  let exactAfterReplug = 0;
  for (let n = 0; n < replugs; n += 1) {
    if (random.chance(0.5))
      place.now.send(bytesOf('2000012345678').subarray(0, 1 + random.whole(12)));
    await sleep(random.whole(20));
    const { openings, frames } = ear;
    const heardPlugged = frames.length;
    place.plugged = false;
    await place.now.unplug();
    await sleep(random.whole(900));
    if (lane % 2 === 0 && random.chance(0.5)) place.now = place.now === first ? second : first;
    const heardBefore = frames.length;
    await place.now.plug();
    place.plugged = true;
    const pluggedAtMs = performance.now();
    if (!(await until(() => ear.openings > openings, scanWaitMsMax))) continue;
    recoveryMs.push(performance.now() - pluggedAtMs);
    const scan = planScan(random, lane * 1_000_000 + 900_000 + n, suffix);
    await sendInPieces(place.now, scan.sent, { random, suffix });
    await until(() => frames.length - heardBefore >= scan.heard.length, scanWaitMsMax);
    // Without a suffix a busy machine may have ended half a scan by a pause before the unplug.
    const from = suffix ? heardPlugged : heardBefore;
    const heard = frames.slice(from).join(' ');
    const due = scan.heard.join(' ');
    if (heard === due) exactAfterReplug += 1;
    else console.log(`  lane ${lane}, replug ${n}: heard ${heard}, not ${due}`);
  }
  return { replugs, exactAfterReplug, recoveryMs };
}
