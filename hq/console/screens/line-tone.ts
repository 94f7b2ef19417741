import type { LineOutboxState } from '../../../app/contract/hq-admin.ts';
import type { Tone } from '../controls/chip.tsx';

/** The colour of a LINE message's state. */
export const lineTone: Readonly<Record<LineOutboxState, Tone>> = {
  waiting: 'accent',
  accepted: 'ok',
  parked: 'warn',
  failed: 'deny',
  expired: 'deny',
};
