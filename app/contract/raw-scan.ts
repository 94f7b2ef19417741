import type { DeviceId } from '../domain/ids.ts';

/** How a scan came in. */
export type Intake = 'serial' | 'hid-pos' | 'wedge' | 'replay';

/** One framed scan: the bytes between terminators, nothing decoded, nothing judged. */
export type RawScan = {
  readonly deviceId: DeviceId;
  readonly intake: Intake;
  /** At most 4,096 bytes; a longer burst arrives cut, with `truncated`. */
  readonly bytes: Uint8Array;
  readonly truncated: boolean;
  /** Wall time when the last byte arrived, epoch ms (may have a fraction). */
  readonly completedAtMs: number;
  /** Wall time when the first byte arrived; left out where the intake cannot tell. */
  readonly startedAtMs?: number;
  /** The bytes that ended the scan (CR, LF, TAB, ETX; none after a silence); left out where unknown. */
  readonly terminator?: Uint8Array;
};

/** How a device is doing, for its health light. */
export type DeviceHealth =
  /** `path`: where the scanner came back, when that is not where it was set up. */
  | { readonly kind: 'open'; readonly path?: string }
  | { readonly kind: 'connecting' }
  | {
      readonly kind: 'missing';
      readonly reason: 'not-found' | 'busy' | 'no-permission' | 'failed';
    };

/** What native tells the counter; the same interface for every kind of intake. */
export type IntakeSink = {
  readonly onScan: (scan: RawScan) => void;
  readonly onHealth: (deviceId: DeviceId, health: DeviceHealth) => void;
  /** Bytes of which no scan came: line noise, or a scan whose end never arrived. */
  readonly onUnended?: (deviceId: DeviceId, bytes: Uint8Array) => void;
};

/** A running intake; `close` resolves when the device is released. */
export type RunningIntake = { readonly close: () => Promise<void> };
