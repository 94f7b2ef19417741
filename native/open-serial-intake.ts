import { SerialPort } from 'serialport';
import type { DeviceHealth, IntakeSink, RunningIntake } from '../app/contract/raw-scan.ts';
import type { DeviceId } from '../app/domain/ids.ts';
import { readSerialFailure } from './serial-failure.ts';
import { createSerialFramer, type SerialFrame } from './serial-framer.ts';

/** A replugged scanner is back within this time; one `open` call per half second costs nothing. */
export const reopenDelayMs = 500;

/** Which port, and how its scanner talks. */
export type SerialIntakeSettings = {
  readonly deviceId: DeviceId;
  /** `COM3`, `/dev/ttyACM0` or any path to a terminal device. */
  readonly path: string;
  /** Means nothing on USB-CDC. */
  readonly baudRate: number;
  /** Only for a scanner set to send no suffix: silence of this length ends the scan (50 to 80). */
  readonly idleFlushMs?: number;
};

/** Time as the intake needs it. */
export type IntakeClock = {
  /** Wall time, epoch ms; a fraction is welcome. */
  readonly nowMs: () => number;
  /** Runs `fn` once after `delayMs`; the answer cancels it. */
  readonly setTimer: (delayMs: number, fn: () => void) => () => void;
};

/**
 * Listens to a serial scanner for as long as the counter runs: opens the port, tells its health,
 * frames what comes in, and opens it again after an unplug. Every opening starts with an empty
 * framer, so that half a scan from before an unplug cannot grow into another member's code. It
 * never writes: bytes written after an unplug would go out at the next opening.
 */
export function openSerialIntake(
  settings: SerialIntakeSettings,
  sink: IntakeSink,
  clock: IntakeClock,
): RunningIntake {
  let closed = false;
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

  function lost(error: unknown): void {
    openPort = null;
    if (closed) return;
    tell({ kind: 'missing', reason: readSerialFailure(error) });
    cancelReopen = clock.setTimer(reopenDelayMs, start);
  }

  function start(): void {
    opening = connect(settings, sink, clock, lost).then(
      (port) => {
        openPort = port;
        tell({ kind: 'open' });
      },
      (error: unknown) => lost(error),
    );
  }

  tell({ kind: 'connecting' });
  start();
  return {
    close: async () => {
      closed = true;
      cancelReopen();
      // A port that is just being opened has to be released as well.
      await opening;
      await openPort?.release();
    },
  };
}

type OpenedPort = { readonly release: () => Promise<void> };

/** Opens the port once. Rejects when it does not open; calls `onLost` once when it goes away later. */
function connect(
  settings: SerialIntakeSettings,
  sink: IntakeSink,
  clock: IntakeClock,
  onLost: (error: unknown) => void,
): Promise<OpenedPort> {
  const { path, baudRate } = settings;
  const port = new SerialPort({ path, baudRate, autoOpen: false });
  const framer = createSerialFramer();
  let cancelFlush: () => void = () => {};

  function deliver(frame: SerialFrame, completedAtMs: number): void {
    sink.onScan({ deviceId: settings.deviceId, intake: 'serial', ...frame, completedAtMs });
  }

  port.on('data', (chunk: Buffer) => {
    const arrivedAtMs = clock.nowMs();
    cancelFlush();
    for (const frame of framer.push(chunk, arrivedAtMs)) deliver(frame, arrivedAtMs);
    if (settings.idleFlushMs === undefined || framer.pendingBytes() === 0) return;
    cancelFlush = clock.setTimer(settings.idleFlushMs, () => {
      const frame = framer.flush();
      if (frame !== null) deliver(frame, arrivedAtMs);
    });
  });
  // Every loss of an open port arrives as 'close'; an 'error' without a listener would end the process.
  port.on('error', () => {});

  return new Promise((resolve, reject) => {
    port.open((error) => {
      if (error) {
        reject(error);
        return;
      }
      port.once('close', (reason: unknown) => {
        cancelFlush();
        onLost(reason ?? new Error('disconnected'));
      });
      resolve({
        release: () =>
          new Promise((released) => {
            if (port.isOpen) port.close(() => released());
            else released();
          }),
      });
    });
  });
}
