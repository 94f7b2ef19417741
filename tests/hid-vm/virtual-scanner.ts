import { closeSync, openSync, writeSync } from 'node:fs';

/** A USB HID POS scanner that the kernel believes in (`/dev/uhid`, Documentation/hid/uhid). */
export type VirtualScanner = {
  /** Sends one input report of 64 bytes, its id first. */
  readonly send: (report: Uint8Array) => void;
  readonly unplug: () => void;
};

const create2 = 11;
const input2 = 12;
const destroy = 1;
const busUsb = 3;
const eventBytes = 4 + 128 + 64 + 64 + 2 + 2 + 4 * 4 + 4096;

/** Usage page bar code scanner, one application collection, report 2 with 63 bytes in. */
const descriptor = Buffer.from('058c0902a1018502150026ff007508953f09fe8102c0', 'hex');

/** Plugs one in. */
export function plugScanner(device: {
  readonly vendorId: number;
  readonly productId: number;
  readonly name: string;
  readonly serialNumber: string;
}): VirtualScanner {
  const fd = openSync('/dev/uhid', 'r+');
  const event = Buffer.alloc(eventBytes);
  event.writeUInt32LE(create2, 0);
  event.write(device.name, 4, 127, 'utf8');
  event.write(device.serialNumber, 4 + 128 + 64, 63, 'utf8');
  const at = 4 + 128 + 64 + 64;
  event.writeUInt16LE(descriptor.length, at);
  event.writeUInt16LE(busUsb, at + 2);
  event.writeUInt32LE(device.vendorId, at + 4);
  event.writeUInt32LE(device.productId, at + 8);
  event.set(descriptor, at + 20);
  writeSync(fd, event);
  return {
    send: (report) => {
      const told = Buffer.alloc(4 + 2 + 4096);
      told.writeUInt32LE(input2, 0);
      told.writeUInt16LE(report.length, 4);
      told.set(report, 6);
      writeSync(fd, told);
    },
    unplug: () => {
      const gone = Buffer.alloc(4);
      gone.writeUInt32LE(destroy, 0);
      writeSync(fd, gone);
      closeSync(fd);
    },
  };
}
