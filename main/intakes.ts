import type { Counter } from '../app/counter/create-counter.ts';
import type { DeviceId } from '../app/domain/ids.ts';
import type { HidSystem } from '../native/hid-system.ts';
import type { IntakeClock, SerialIntakeSettings } from '../native/open-serial-intake.ts';
import { createHidIntakes, type HidIntakes } from './hid-intakes.ts';
import { createSerialIntakes } from './serial-intakes.ts';

/** All scanners of this counter but the keyboard. */
export type Intakes = {
  /** Opens a serial scanner and keeps it open. */
  readonly openSerial: (settings: SerialIntakeSettings) => void;
  /** Lets go of a scanner of any kind. */
  readonly close: (deviceId: DeviceId) => void;
  /** Begins to look for USB HID scanners. */
  readonly start: () => void;
  /** Resolves when every device is released. */
  readonly closeAll: () => Promise<void>;
};

export function createIntakes(given: {
  readonly counter: Pick<Counter, 'acceptScan' | 'setDeviceHealth' | 'rememberHidDevice'>;
  readonly clock: IntakeClock;
  /** Left out = no USB HID scanners are looked for. */
  readonly loadHidSystem: (() => Promise<HidSystem>) | undefined;
  readonly onTrouble: (error: unknown) => void;
}): Intakes {
  const { counter, clock, loadHidSystem, onTrouble } = given;
  const sink = { onScan: counter.acceptScan, onHealth: counter.setDeviceHealth };
  const serial = createSerialIntakes(sink, clock);
  let hid: HidIntakes | null = null;
  return {
    openSerial: serial.open,
    close: (deviceId) => {
      serial.close(deviceId);
      hid?.forget(deviceId);
    },
    start: () => {
      if (loadHidSystem === undefined) return;
      hid ??= createHidIntakes(loadHidSystem, { counter, clock, onTrouble });
    },
    closeAll: async () => {
      await serial.closeAll();
      await hid?.closeAll();
    },
  };
}
