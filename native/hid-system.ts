/** A USB HID device as the system lists it. */
export type HidFound = {
  /** How the system finds it now; changes with each plugging in. */
  readonly path: string;
  readonly vendorId: number;
  readonly productId: number;
  readonly serialNumber: string;
  readonly productName: string;
  readonly usagePage: number;
};

/** An opened device. Nothing is ever written to it. */
export type HidHandle = {
  /** Called with each input report (report id first), and once when the device is gone. */
  readonly listen: (onReport: (report: Uint8Array) => void, onLost: () => void) => void;
  readonly close: () => Promise<void>;
};

/** The system's HID devices. Both reject with an Error whose words are the system's. */
export type HidSystem = {
  readonly list: () => Promise<readonly HidFound[]>;
  readonly open: (path: string) => Promise<HidHandle>;
};

/**
 * The system's HID devices by `node-hid`, loaded when first needed: where its library does not load (an old
 * Linux without libudev), a counter works with serial and keyboard scanners all the same.
 */
export async function loadHidSystem(): Promise<HidSystem> {
  const { devicesAsync, HIDAsync } = (await import('node-hid')).default;
  return {
    list: async () =>
      (await devicesAsync()).flatMap((device) =>
        device.path === undefined
          ? []
          : [
              {
                path: device.path,
                vendorId: device.vendorId,
                productId: device.productId,
                serialNumber: device.serialNumber ?? '',
                productName: device.product ?? '',
                usagePage: device.usagePage ?? 0,
              },
            ],
      ),
    open: async (path) => {
      const device = await HIDAsync.open(path);
      let lost = false;
      return {
        listen: (onReport, onLost) => {
          device.on('data', (report: Buffer) => onReport(report));
          // A device that is unplugged ends with an error of the read that was waiting.
          device.on('error', () => {
            if (lost) return;
            lost = true;
            onLost();
          });
        },
        close: async () => {
          device.removeAllListeners();
          device.on('error', () => {});
          await device.close();
        },
      };
    },
  };
}
