import type { Counter } from '../app/counter/create-counter.ts';
import type { DeviceId } from '../app/domain/ids.ts';
import type { HidSystem } from '../native/hid-system.ts';
import { openHidPosIntakes, type HidPosIntakes } from '../native/open-hid-pos-intakes.ts';
import type { IntakeClock } from '../native/intake-clock.ts';

export type HidIntakes = {
  readonly forget: (deviceId: DeviceId) => void;
  readonly closeAll: () => Promise<void>;
};

/**
 * USB HID POS scanners of this PC, from when their library is loaded. Where it does not load that is said
 * once, and the counter goes on with serial and keyboard scanners.
 */
export function createHidIntakes(
  load: () => Promise<HidSystem>,
  given: {
    readonly counter: Pick<Counter, 'acceptScan' | 'setDeviceHealth' | 'rememberHidDevice'>;
    readonly clock: IntakeClock;
    readonly onTrouble: (error: unknown) => void;
  },
): HidIntakes {
  const { counter, clock, onTrouble } = given;
  let intakes: HidPosIntakes | null = null;
  const loading = load().then(
    (system) => {
      intakes = openHidPosIntakes({
        system,
        sink: { onScan: counter.acceptScan, onHealth: counter.setDeviceHealth },
        clock,
        deviceOf: counter.rememberHidDevice,
        onTrouble: sayOnce(onTrouble),
      });
    },
    (error: unknown) => onTrouble(error),
  );
  return {
    forget: (deviceId) => intakes?.forget(deviceId),
    closeAll: async () => {
      await loading;
      await intakes?.closeAll();
    },
  };
}

/** The system is asked every second: the same trouble is worth one line. */
function sayOnce(onTrouble: (error: unknown) => void): (error: unknown) => void {
  let said = '';
  return (error) => {
    const words = String(error);
    if (words !== said) onTrouble(error);
    said = words;
  };
}
