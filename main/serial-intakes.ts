import type { IntakeSink, RunningIntake } from '../app/contract/raw-scan.ts';
import type { DeviceId } from '../app/domain/ids.ts';
import {
  openSerialIntake,
  type IntakeClock,
  type SerialIntakeSettings,
} from '../native/open-serial-intake.ts';

export type SerialIntakes = {
  /** Opens a scanner and keeps it open; one that is open already under this id is replaced. */
  readonly open: (settings: SerialIntakeSettings) => void;
  readonly close: (deviceId: DeviceId) => void;
  /** Resolves when every port is released. */
  readonly closeAll: () => Promise<void>;
};

/** The scanners of this counter, by device. */
export function createSerialIntakes(sink: IntakeSink, clock: IntakeClock): SerialIntakes {
  const running = new Map<DeviceId, RunningIntake>();
  const closing = new Set<Promise<void>>();

  function close(deviceId: DeviceId): void {
    const intake = running.get(deviceId);
    running.delete(deviceId);
    if (intake === undefined) return;
    const closed = intake.close().finally(() => closing.delete(closed));
    closing.add(closed);
  }

  return {
    open: (settings) => {
      close(settings.deviceId);
      running.set(settings.deviceId, openSerialIntake(settings, sink, clock));
    },
    close,
    closeAll: async () => {
      for (const deviceId of running.keys()) close(deviceId);
      await Promise.all(closing);
    },
  };
}
