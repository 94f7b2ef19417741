import type { SerialSettings } from '../app/contract/serial-settings.ts';
import { watchDeviceNode } from './watch-device-node.ts';

/** An opened port. It is only ever read: bytes written after an unplug would go out at the next opening. */
export type OpenedPort = {
  readonly release: () => Promise<void>;
  /** Whether the device is still plugged in, as far as one can see at once. */
  readonly isThere: () => Promise<boolean>;
};

export type PortListener = {
  readonly onData: (chunk: Uint8Array) => void;
  /** Called once when the port goes away by itself or is released. */
  readonly onLost: (error: unknown) => void;
};

/** Opens a serial port. */
export type ConnectSerialPort = (
  settings: Pick<SerialSettings, 'path' | 'baudRate' | 'dataBits' | 'parity'>,
  listener: PortListener,
) => Promise<OpenedPort>;

/**
 * Opens a port once, for this process alone, and listens to it. Rejects with the system's words when it does
 * not open (see `readSerialFailure`). With 7 data bits the eighth is cut off here too: a virtual port passes
 * it on.
 */
export const connectSerialPort: ConnectSerialPort = async (settings, { onData, onLost }) => {
  // Loaded with the first port that is opened: a start need not wait for it.
  const { SerialPort } = await import('serialport');
  const { path, baudRate, dataBits, parity } = settings;
  const port = new SerialPort({ path, baudRate, dataBits, parity, autoOpen: false });
  port.on('data', (chunk: Buffer) =>
    onData(dataBits === 7 ? chunk.map((byte) => byte & 0x7f) : chunk),
  );
  // Every loss of an open port arrives as 'close'; an 'error' without a listener would end the process.
  port.on('error', () => {});
  return await new Promise((resolve, reject) => {
    port.open((error) => {
      if (error) {
        reject(error);
        return;
      }
      const close = (): Promise<void> =>
        new Promise((released) => {
          if (port.isOpen) port.close(() => released());
          else released();
        });
      const watching = watchDeviceNode(path, () => void close());
      port.once('close', (reason: unknown) => {
        void watching.then((watch) => watch.stop());
        onLost(reason ?? new Error('disconnected'));
      });
      resolve({
        release: close,
        isThere: async () => port.isOpen && (await (await watching).isThere()),
      });
    });
  });
};
