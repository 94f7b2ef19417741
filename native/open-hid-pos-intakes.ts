import type { DeviceHealth, IntakeSink } from '../app/contract/raw-scan.ts';
import type { DeviceId } from '../app/domain/ids.ts';
import { createHidPosFramer } from './hid-pos-framer.ts';
import type { HidFound, HidHandle, HidSystem } from './hid-system.ts';
import type { IntakeClock } from './intake-clock.ts';

/** Usage page "bar code scanner" (USB-IF HID Point of Sale Usage Tables 1.02). */
const scannerUsagePage = 0x8c;
/** How often the system is asked for scanners: one that is plugged in works within two seconds. */
export const lookEveryMs = 1_000;

export type HidPosIntakesDeps = {
  readonly system: HidSystem;
  readonly sink: IntakeSink;
  readonly clock: IntakeClock;
  /** Which device of the counter this scanner is, remembered from now on; null when there is no room for it. */
  readonly deviceOf: (identity: string, name: string) => Promise<DeviceId | null>;
  readonly onTrouble: (error: unknown) => void;
};

export type HidPosIntakes = {
  /** Lets go of a device that the shop took off its list; while it is plugged in it comes back as a new one. */
  readonly forget: (deviceId: DeviceId) => void;
  /** Resolves when every device is released. */
  readonly closeAll: () => Promise<void>;
};

/** A scanner that is plugged in. */
type Plugged = { readonly path: string; readonly deviceId: DeviceId; handle: HidHandle | null };

/**
 * Takes every USB HID POS scanner that is plugged in, without any set-up, for as long as the counter runs.
 * A scanner is known again by vendor, product and serial number, not by its port. Each opening starts with
 * an empty framer.
 */
export function openHidPosIntakes(deps: HidPosIntakesDeps): HidPosIntakes {
  const plugged = new Map<string, Plugged>();
  let closed = false;
  let cancelLook = (): void => {};
  let looking: Promise<void> = look();

  async function look(): Promise<void> {
    try {
      const found = identify(await deps.system.list());
      for (const [identity, { path }] of plugged) {
        if (found.get(identity)?.path !== path)
          await drop(identity, { kind: 'missing', reason: 'not-found' });
      }
      for (const [identity, device] of found) if (!closed) await take(identity, device);
    } catch (error) {
      deps.onTrouble(error);
    }
    if (closed) return;
    cancelLook = deps.clock.setTimer(lookEveryMs, () => {
      looking = look();
    });
  }

  async function take(identity: string, device: HidFound): Promise<void> {
    const known = plugged.get(identity);
    if (known !== undefined && known.handle !== null) return;
    const deviceId = known?.deviceId ?? (await deps.deviceOf(identity, nameOf(device)));
    if (deviceId === null) return;
    const scanner: Plugged = { path: device.path, deviceId, handle: null };
    plugged.set(identity, scanner);
    try {
      const handle = await deps.system.open(device.path);
      scanner.handle = handle;
      listen(deps, { scanner, vendorId: device.vendorId }, () => {
        if (plugged.get(identity) === scanner) {
          void drop(identity, { kind: 'missing', reason: 'not-found' });
        }
      });
      deps.sink.onHealth(deviceId, { kind: 'open' });
    } catch (error) {
      deps.sink.onHealth(deviceId, { kind: 'missing', reason: reasonOf(error) });
    }
  }

  async function drop(identity: string, health: DeviceHealth): Promise<void> {
    const scanner = plugged.get(identity);
    plugged.delete(identity);
    if (scanner === undefined) return;
    if (!closed) deps.sink.onHealth(scanner.deviceId, health);
    // What is gone already has nothing left to release.
    await scanner.handle?.close().catch(deps.onTrouble);
  }

  return {
    forget: (deviceId) => {
      for (const [identity, scanner] of plugged) {
        if (scanner.deviceId === deviceId) void drop(identity, { kind: 'connecting' });
      }
    },
    closeAll: async () => {
      closed = true;
      cancelLook();
      await looking;
      for (const identity of plugged.keys()) await drop(identity, { kind: 'connecting' });
    },
  };
}

function listen(
  { sink, clock }: HidPosIntakesDeps,
  given: { readonly scanner: Plugged; readonly vendorId: number },
  onLost: () => void,
): void {
  const framer = createHidPosFramer(given);
  const { deviceId, handle } = given.scanner;
  handle?.listen((report) => {
    const completedAtMs = clock.nowMs();
    const step = framer.push(report, completedAtMs);
    if (step.kind === 'scan') {
      sink.onScan({ deviceId, intake: 'hid-pos', ...step.scan, completedAtMs });
    }
  }, onLost);
}

/** Scanners by what they are; of several alike without serial numbers, the ports tell first from second. */
function identify(devices: readonly HidFound[]): ReadonlyMap<string, HidFound> {
  const scanners = devices
    .filter(({ usagePage }) => usagePage === scannerUsagePage)
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  const found = new Map<string, HidFound>();
  for (const device of scanners) {
    const { vendorId, productId, serialNumber } = device;
    const model = `${hex(vendorId)}:${hex(productId)}:${serialNumber}`;
    let identity = model;
    for (let n = 2; found.has(identity); n++) identity = `${model}#${n}`;
    found.set(identity, device);
  }
  return found;
}

function hex(id: number): string {
  return id.toString(16).padStart(4, '0');
}

const nameLengthMax = 40;

function nameOf({ productName, vendorId, productId }: HidFound): string {
  const plain = productName
    .normalize('NFKC')
    .replace(/\p{Cc}/gu, '')
    .trim();
  return plain === '' ? `USB ${hex(vendorId)}:${hex(productId)}` : plain.slice(0, nameLengthMax);
}

/** hidapi passes on the system's words; most often a user has no right to open the device. */
function reasonOf(error: unknown): 'no-permission' | 'busy' | 'failed' {
  const words = error instanceof Error ? error.message : String(error);
  if (/permission|access denied|not permitted/i.test(words)) return 'no-permission';
  return /busy|in use|sharing/i.test(words) ? 'busy' : 'failed';
}
