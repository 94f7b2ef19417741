/** A file, folder or device of an archive; folders before what lies in them. */
export type CpioEntry = {
  readonly name: string;
  /** File type and permissions as `st_mode`, e.g. 0o100755. */
  readonly mode: number;
  readonly data?: Uint8Array;
};

const end: CpioEntry = { name: 'TRAILER!!!', mode: 0 };

/**
 * An archive in the `newc` format, as the Linux kernel unpacks its first file system from
 * (Documentation/driver-api/early-userspace/buffer-format).
 */
export function makeCpio(entries: readonly CpioEntry[]): Uint8Array {
  const parts: Uint8Array[] = [];
  let length = 0;
  const add = (bytes: Uint8Array): void => {
    const padded = new Uint8Array(Math.ceil((length + bytes.length) / 4) * 4 - length);
    padded.set(bytes);
    parts.push(padded);
    length += padded.length;
  };
  [...entries, end].forEach(({ name, mode, data = new Uint8Array() }, at) => {
    const nameBytes = new TextEncoder().encode(`${name}\0`);
    const fields = [at + 1, mode, 0, 0, 1, 0, data.length, 0, 0, 0, 0, nameBytes.length, 0];
    const head = `070701${fields.map((field) => field.toString(16).padStart(8, '0')).join('')}`;
    add(new Uint8Array([...new TextEncoder().encode(head), ...nameBytes]));
    add(data);
  });
  return Buffer.concat(parts);
}
