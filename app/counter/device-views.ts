import type { DeviceView } from '../contract/house-views.ts';
import type { DeviceHealth } from '../contract/raw-scan.ts';
import type { DeviceId } from '../domain/ids.ts';
import type { Device } from '../db/devices.ts';
import { serialOf } from './add-serial-device.ts';

/** The shop's intakes with how each is doing, as far as it was told. */
export function deviceViews(
  devices: readonly Device[],
  health: ReadonlyMap<DeviceId, DeviceHealth>,
): DeviceView[] {
  return devices.map((device) => {
    const serial = serialOf(device.settings);
    const { deviceId, name, intake } = device;
    const told = health.get(deviceId);
    const movedTo = told?.kind === 'open' ? told.path : undefined;
    return {
      deviceId,
      name,
      intake,
      path: movedTo ?? serial?.path ?? null,
      baudRate: serial?.baudRate ?? null,
      ...healthView(device, told),
    };
  });
}

function healthView(
  { intake }: Device,
  health: DeviceHealth | undefined,
): Pick<DeviceView, 'health' | 'healthReason'> {
  // A USB scanner tells of itself when it is plugged in; until then it is not.
  const told = health ?? (intake === 'hid-pos' ? notPluggedIn : { kind: 'connecting' });
  return { health: told.kind, healthReason: told.kind === 'missing' ? told.reason : null };
}

const notPluggedIn: DeviceHealth = { kind: 'missing', reason: 'not-found' };
