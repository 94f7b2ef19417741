import type { RawScan } from '../contract/raw-scan.ts';

/** A trigger held down, or a code read twice in passing, comes again within this time. */
const repeatMsMax = 800;

/** Tells whether a scan is the one just read by the same device. */
export type RepeatGate = (scan: Pick<RawScan, 'deviceId' | 'bytes'>, monoMs: number) => boolean;

/** Remembers the last scan of each device; a repeated one does not extend the time. */
export function createRepeatGate(): RepeatGate {
  const lastByDevice = new Map<string, { readonly text: string; readonly monoMs: number }>();
  return ({ deviceId, bytes }, monoMs) => {
    const text = Buffer.from(bytes).toString('latin1');
    const last = lastByDevice.get(deviceId);
    if (last !== undefined && last.text === text && monoMs - last.monoMs < repeatMsMax) return true;
    lastByDevice.set(deviceId, { text, monoMs });
    return false;
  };
}
