import type { DeviceHealth } from '../app/contract/raw-scan.ts';

type MissingReason = Extract<DeviceHealth, { kind: 'missing' }>['reason'];

/**
 * The words by which serialport 13 tells why a port did not open; it gives no error codes. Linux
 * and macOS pass on strerror, Windows has its own sentences ("Access denied" there means that
 * another program holds the port).
 */
const wordsOfReason: readonly (readonly [RegExp, MissingReason])[] = [
  [/cannot lock port|resource busy|device or resource busy|access denied/i, 'busy'],
  [/permission denied|operation not permitted/i, 'no-permission'],
  [
    /no such file|file not found|no such device|not configured|bad file descriptor|disconnected/i,
    'not-found',
  ],
];

/** Why a port is missing, for the health light; `failed` when the words are unknown. */
export function readSerialFailure(error: unknown): MissingReason {
  const words = error instanceof Error ? error.message : String(error);
  return wordsOfReason.find(([pattern]) => pattern.test(words))?.[1] ?? 'failed';
}
