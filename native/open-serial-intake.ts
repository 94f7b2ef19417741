import type { DeviceHealth, IntakeSink, RunningIntake } from '../app/contract/raw-scan.ts';
import type { SerialSettings } from '../app/contract/serial-settings.ts';
import type { DeviceId } from '../app/domain/ids.ts';
import { connectSerialPort, type OpenedPort } from './connect-serial-port.ts';
import { findSerialPath } from './find-serial-path.ts';
import type { IntakeClock } from './intake-clock.ts';
import type { ListSerialPorts } from './list-serial-ports.ts';
import { readSerialFailure } from './serial-failure.ts';
import { createSerialFramer, serialSilence, type FramerStep } from './serial-framer.ts';
import { createSilenceWatch } from './silence-watch.ts';

/** A replugged scanner is back within this time; one `open` call per half second costs nothing. */
export const reopenDelayMs = 500;

/** Some ports (Bluetooth) hold an `open` for minutes: the counter's end does not wait for them. */
const releaseWaitMs = 2000;

/** Which scanner, and how it talks. */
export type SerialIntakeSettings = SerialSettings & { readonly deviceId: DeviceId };

export type SerialIntakeDeps = {
  readonly sink: IntakeSink;
  readonly clock: IntakeClock;
  /** Asked while the scanner is away and has an identity. */
  readonly listPorts: ListSerialPorts;
  /** Whether another scanner of this counter has a path or was set up with it. */
  readonly isTaken: (path: string) => boolean;
};

export type SerialIntake = RunningIntake & {
  /** The path it has open now. */
  readonly openPath: () => string | null;
};

/**
 * Listens to a serial scanner for as long as the counter runs: finds its port, opens it, tells its health,
 * frames what comes in, and opens it again after an unplug, at whatever path it comes back. Every opening
 * starts with an empty framer, so that half a scan from before an unplug cannot grow into another member's
 * code. It never writes.
 */
export function openSerialIntake(
  settings: SerialIntakeSettings,
  deps: SerialIntakeDeps,
): SerialIntake {
  const { sink, clock } = deps;
  let closed = false;
  let path = settings.path;
  let openPort: OpenedPort | null = null;
  let cancelReopen: () => void = () => {};
  let opening: Promise<void> = Promise.resolve();
  let toldHealth = '';

  function tell(health: DeviceHealth): void {
    const words = JSON.stringify(health);
    if (closed || words === toldHealth) return;
    toldHealth = words;
    sink.onHealth(settings.deviceId, health);
  }

  function lost(reason: Extract<DeviceHealth, { kind: 'missing' }>['reason']): void {
    openPort = null;
    if (closed) return;
    tell({ kind: 'missing', reason });
    cancelReopen = clock.setTimer(reopenDelayMs, start);
  }

  async function open(): Promise<void> {
    const now = await whereIs({ ...settings, path }, deps);
    if (closed) return;
    if (now === null) {
      lost('not-found');
      return;
    }
    path = now;
    const opened: { port: OpenedPort | null } = { port: null };
    const framing = frameScans(settings, deps, async () => (await opened.port?.isThere()) ?? true);
    const port = await connectSerialPort(
      { ...settings, path },
      {
        onData: framing.take,
        onLost: (error) => {
          framing.stop();
          lost(readSerialFailure(error));
        },
      },
    );
    // Closed while it was being opened.
    if (closed) await port.release();
    opened.port = port;
    openPort = port;
    tell(path === settings.path ? { kind: 'open' } : { kind: 'open', path });
  }

  function start(): void {
    opening = open().catch((error: unknown) => lost(readSerialFailure(error)));
  }

  tell({ kind: 'connecting' });
  start();
  return {
    openPath: () => (openPort === null ? null : path),
    close: async () => {
      closed = true;
      cancelReopen();
      await atMost(clock, releaseWaitMs, opening);
      await openPort?.release();
    },
  };
}

/** The path to open now; null = not plugged in. Where the system gives no list, the path is all there is. */
async function whereIs(
  { path, identity }: Pick<SerialSettings, 'path' | 'identity'>,
  { listPorts, isTaken }: SerialIntakeDeps,
): Promise<string | null> {
  if (identity === null) return path;
  const ports = await listPorts().catch(() => null);
  return ports === null ? path : findSerialPath({ path, identity }, ports, isTaken);
}

/** From the bytes of one opening to scans. */
function frameScans(
  { deviceId, ending }: SerialIntakeSettings,
  { sink, clock }: SerialIntakeDeps,
  isThere: () => Promise<boolean>,
): { readonly take: (chunk: Uint8Array) => void; readonly stop: () => void } {
  const framer = createSerialFramer(ending);
  let arrivedAtMs = 0;
  let startedAtMs = 0;
  let stopped = false;
  const watch = createSilenceWatch(clock, serialSilence[ending], () => {
    const step = framer.endBySilence();
    if (step === null) return;
    if (step.kind === 'unended') deliver(step, arrivedAtMs);
    else void deliverIfThere(step, arrivedAtMs);
  });

  /** A scanner that was unplugged in the middle of a scan is silent as well: that half is no scan. */
  async function deliverIfThere(step: FramerStep, completedAtMs: number): Promise<void> {
    if ((await isThere()) && !stopped) deliver(step, completedAtMs);
  }

  function deliver(step: FramerStep, completedAtMs: number): void {
    if (step.kind === 'unended') sink.onUnended?.(deviceId, step.bytes);
    else {
      const times = { startedAtMs: Math.min(startedAtMs, completedAtMs), completedAtMs };
      sink.onScan({ deviceId, intake: 'serial', ...step.frame, ...times });
    }
  }

  return {
    take: (chunk) => {
      arrivedAtMs = clock.nowMs();
      if (framer.pendingBytes() === 0) startedAtMs = arrivedAtMs;
      for (const step of framer.push(chunk)) {
        deliver(step, arrivedAtMs);
        startedAtMs = arrivedAtMs;
      }
      if (framer.pendingBytes() === 0) watch.stop();
      else watch.heard();
    },
    stop: () => {
      stopped = true;
      watch.stop();
    },
  };
}

/** Waits for `work`, but no longer than `limitMs`. */
async function atMost(clock: IntakeClock, limitMs: number, work: Promise<void>): Promise<void> {
  let cancel = (): void => {};
  const limit = new Promise<void>((resolve) => {
    cancel = clock.setTimer(limitMs, resolve);
  });
  await Promise.race([work, limit]);
  cancel();
}
