import type { IntakeSink } from '../app/contract/raw-scan.ts';
import type { DeviceId } from '../app/domain/ids.ts';
import { connectSerialPort } from '../native/connect-serial-port.ts';
import { createSerialDetection, type SerialDetection } from '../native/detect-serial.ts';
import type { IntakeClock } from '../native/intake-clock.ts';
import {
  createPortLookup,
  listSerialPorts,
  type ListSerialPorts,
} from '../native/list-serial-ports.ts';
import {
  openSerialIntake,
  type SerialIntake,
  type SerialIntakeSettings,
} from '../native/open-serial-intake.ts';

export type SerialIntakes = {
  /** Opens a scanner and keeps it open; one that is open already under this id is replaced. */
  readonly open: (settings: SerialIntakeSettings) => void;
  readonly close: (deviceId: DeviceId) => void;
  /** Finds the settings of a scanner that is not set up yet. */
  readonly detection: SerialDetection;
  /** Resolves when every port is released. */
  readonly closeAll: () => Promise<void>;
};

type Running = { readonly settings: SerialIntakeSettings; readonly intake: SerialIntake };

/** The serial scanners of this counter, by device. `listPorts` is the system's unless a test gives another. */
export function createSerialIntakes(
  sink: IntakeSink,
  clock: IntakeClock,
  listPorts: ListSerialPorts = listSerialPorts,
): SerialIntakes {
  const running = new Map<DeviceId, Running>();
  const closing = new Set<Promise<void>>();
  const lookup = createPortLookup(listPorts);

  function close(deviceId: DeviceId): void {
    const gone = running.get(deviceId);
    running.delete(deviceId);
    if (gone === undefined) return;
    const closed = gone.intake.close().finally(() => closing.delete(closed));
    closing.add(closed);
  }

  function others(deviceId: DeviceId): readonly Running[] {
    return [...running.values()].filter(({ settings }) => settings.deviceId !== deviceId);
  }

  const detection = createSerialDetection({
    connect: connectSerialPort,
    listPorts,
    clock,
    // A scanner with an identity that is away leaves its path to whichever is there now.
    isTaken: (path) =>
      [...running.values()].some(
        ({ settings, intake }) =>
          intake.openPath() === path || (settings.identity === null && settings.path === path),
      ),
  });

  return {
    open: (settings) => {
      const { deviceId } = settings;
      close(deviceId);
      const intake = openSerialIntake(settings, {
        sink,
        clock,
        listPorts: lookup,
        isTaken: (path) =>
          others(deviceId).some(
            ({ settings: other, intake: its }) => other.path === path || its.openPath() === path,
          ),
      });
      running.set(deviceId, { settings, intake });
    },
    close,
    detection,
    closeAll: async () => {
      await detection.stop();
      for (const deviceId of running.keys()) close(deviceId);
      await Promise.all(closing);
    },
  };
}

/** The detection of intakes that are there by the time it is asked for. */
export function detectionOf(get: () => SerialDetection): SerialDetection {
  return {
    start: (path) => get().start(path),
    state: () => get().state(),
    next: () => get().next(),
    stop: () => get().stop(),
  };
}
