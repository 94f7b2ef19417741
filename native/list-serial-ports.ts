import { readdir } from 'node:fs/promises';
import type { SerialPort } from 'serialport';
import type { SerialIdentity, SerialPortChoice } from '../app/contract/serial-settings.ts';

type PortInfo = Awaited<ReturnType<typeof SerialPort.list>>[number];

/** The system's serial ports; rejects when the system gives no list. */
export type ListSerialPorts = () => Promise<readonly SerialPortChoice[]>;

const choicesMax = 64;

/**
 * The serial ports of this PC, USB devices first, at most 64. The list can be incomplete (it knows no pty,
 * and on Linux needs `udevadm`): the screen must let a path be typed.
 */
export const listSerialPorts: ListSerialPorts = async () =>
  (await listPorts())
    .toSorted((a, b) => Number(isBare(a)) - Number(isBare(b)) || (a.path < b.path ? -1 : 1))
    .slice(0, choicesMax)
    .map((port) => ({ path: port.path, label: labelOf(port), identity: identityOf(port) }));

/** The library is loaded when a port is first asked for: a start need not wait for it. */
async function listPorts(): Promise<PortInfo[]> {
  const library = await import('serialport');
  return await library.SerialPort.list();
}

/** True for a UART of the mainboard, which is rarely where the scanner is. */
function isBare(port: PortInfo): boolean {
  return port.vendorId === undefined;
}

function labelOf(port: PortInfo): string {
  const friendly = 'friendlyName' in port ? port.friendlyName : undefined;
  const name = typeof friendly === 'string' ? friendly : (port.manufacturer ?? '').trim();
  const ids = port.vendorId === undefined ? '' : `${port.vendorId}:${port.productId ?? '????'}`;
  const parts = [name, ids, port.serialNumber ?? ''].filter((part) => part !== '');
  return [port.path, ...parts].join(' · ').slice(0, 200);
}

/** Windows gives the ids in capital letters, the others in small ones. */
function identityOf({ vendorId, productId, serialNumber }: PortInfo): SerialIdentity | null {
  const ids = [vendorId, productId].map((id) => id?.toLowerCase().padStart(4, '0') ?? '');
  const [vendor = '', product = ''] = ids;
  if (!ids.every((id) => /^[0-9a-f]{4}$/.test(id))) return null;
  const serial = (serialNumber ?? '').trim().slice(0, 128);
  return { vendorId: vendor, productId: product, serialNumber: serial === '' ? null : serial };
}

/**
 * The same for asking twice a second while a scanner is away: on Linux a list costs a process, so it is made
 * anew only when the names in /dev change, or while a USB port in it has no identity yet (its node is there
 * before the system knows what it is).
 */
export function createPortLookup(list: ListSerialPorts = listSerialPorts): ListSerialPorts {
  let kept: { readonly names: string; readonly ports: readonly SerialPortChoice[] } | null = null;
  return async () => {
    if (process.platform !== 'linux') return await list();
    const names = (await readdir('/dev')).filter(isUsbTerminal).sort().join(' ');
    if (kept?.names === names) return kept.ports;
    const ports = await list();
    const isSettled = ports.every(
      ({ path, identity }) => identity !== null || !isUsbTerminal(path.slice('/dev/'.length)),
    );
    kept = isSettled ? { names, ports } : null;
    return ports;
  };
}

function isUsbTerminal(name: string): boolean {
  return /^tty(?:ACM|USB)\d+$/.test(name);
}
