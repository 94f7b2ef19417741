import { SerialPort } from 'serialport';

/** A port to choose from. */
export type SerialPortChoice = { readonly path: string; readonly label: string };

type PortInfo = Awaited<ReturnType<typeof SerialPort.list>>[number];

const choicesMax = 64;

/**
 * The serial ports of this PC, USB devices first, at most 64. The list can be incomplete (it knows
 * no pty, and on Linux needs `udevadm`): the screen must let a path be typed. Answers an empty list
 * when the system gives none.
 */
export async function listSerialPorts(): Promise<readonly SerialPortChoice[]> {
  const ports = await SerialPort.list().catch((): PortInfo[] => []);
  return ports
    .toSorted((a, b) => Number(isBare(a)) - Number(isBare(b)) || (a.path < b.path ? -1 : 1))
    .slice(0, choicesMax)
    .map((port) => ({ path: port.path, label: labelOf(port) }));
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
