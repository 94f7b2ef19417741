import type { Counter } from '../app/counter/create-counter.ts';
import type { DeviceId } from '../app/domain/ids.ts';
import type { HidSystem } from '../native/hid-system.ts';
import type { SerialDetection } from '../native/detect-serial.ts';
import type { IntakeClock } from '../native/intake-clock.ts';
import type { ListSerialPorts } from '../native/list-serial-ports.ts';
import type { SerialIntakeSettings } from '../native/open-serial-intake.ts';
import { createHidIntakes, type HidIntakes } from './hid-intakes.ts';
import { createSerialIntakes } from './serial-intakes.ts';

/** All scanners of this counter but the keyboard. */
export type Intakes = {
  /** Opens a serial scanner and keeps it open. */
  readonly openSerial: (settings: SerialIntakeSettings) => void;
  readonly serialDetection: SerialDetection;
  /** Lets go of a scanner of any kind. */
  readonly close: (deviceId: DeviceId) => void;
  /** Begins to look for USB HID scanners. */
  readonly start: () => void;
  /** Resolves when every device is released. */
  readonly closeAll: () => Promise<void>;
};

export function createIntakes(given: {
  readonly counter: Pick<
    Counter,
    'acceptScan' | 'setDeviceHealth' | 'sayUnended' | 'rememberHidDevice'
  >;
  readonly clock: IntakeClock;
  /** Left out = no USB HID scanners are looked for. */
  readonly loadHidSystem: (() => Promise<HidSystem>) | undefined;
  readonly onTrouble: (error: unknown) => void;
  /** The system's serial ports, for tests; left out = the system's own word. */
  readonly listPorts?: ListSerialPorts | undefined;
}): Intakes {
  const { counter, clock, loadHidSystem, onTrouble, listPorts } = given;
  const sink = { onScan: counter.acceptScan, onHealth: counter.setDeviceHealth };
  const serial = createSerialIntakes({ ...sink, onUnended: counter.sayUnended }, clock, listPorts);
  let hid: HidIntakes | null = null;
  return {
    openSerial: serial.open,
    serialDetection: serial.detection,
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
