import type { CounterView, Tone } from '../contract/counter-view.ts';
import type { RawScan } from '../contract/raw-scan.ts';
import type { DeviceId } from '../domain/ids.ts';
import type { Trx } from '../db/handles.ts';
import type { Act } from './act.ts';
import type { CounterDeps } from './ports.ts';
import type { ScanAim } from './scan-at-desk.ts';
import type { ScanLog } from './scan-log.ts';
import type { Scene } from './scene.ts';

/** What the handlers of the screen's calls may ask of the counter. */
export type Engine = {
  readonly deps: CounterDeps;
  /** Queues one thing to do in one transaction and shows what came of it; refused when it failed. */
  readonly act: <A extends Pick<Act, 'notice' | 'committed'> & { readonly answer: object }>(
    work: (trx: Trx, scene: Scene) => Promise<A>,
  ) => Promise<A['answer'] | { readonly kind: 'refused'; readonly code: string }>;
  /** Shows a fresh view under the notice that stands. */
  readonly refresh: () => Promise<void>;
  /** The view as it was last shown. */
  readonly view: () => Promise<CounterView>;
  readonly acceptScan: (scan: RawScan) => void;
  /** Takes the notice away; its tone, or null if there was none. */
  readonly closeNotice: () => Tone | null;
  readonly setBusy: (busy: boolean) => void;
  /** Where scans go from now on; true if test mode began or ended with it. */
  readonly aimScans: (at: ScanAim) => boolean;
  readonly scanLog: ScanLog;
  readonly forgetDevice: (deviceId: DeviceId) => void;
};
