import type { SerialIdentity, SerialPortChoice } from '../app/contract/serial-settings.ts';

/**
 * Under which path a scanner is now: the port that says the same vendor, product and serial number as when
 * the scanner was set up. Its own path comes first where several do (a model without serial numbers); any
 * other one only when no other scanner of this counter has or had it. Null = it is not plugged in, or
 * nobody can tell which of several it is.
 */
export function findSerialPath(
  wanted: { readonly path: string; readonly identity: SerialIdentity },
  ports: readonly SerialPortChoice[],
  isTaken: (path: string) => boolean,
): string | null {
  const alike = ports.filter(({ identity }) => isSame(identity, wanted.identity));
  if (alike.some(({ path }) => path === wanted.path)) return wanted.path;
  const free = alike.filter(({ path }) => !isTaken(path));
  return free.length === 1 ? (free[0]?.path ?? null) : null;
}

function isSame(a: SerialIdentity | null, b: SerialIdentity): boolean {
  return (
    a !== null &&
    a.vendorId === b.vendorId &&
    a.productId === b.productId &&
    a.serialNumber === b.serialNumber
  );
}
