import { inTransaction } from '../db/handles.ts';
import { countRefusal } from '../db/refusal-tally.ts';
import { getSyncState } from '../db/sync-state.ts';
import type { Act } from './act.ts';
import { momentOf } from './moment.ts';
import type { NoticeCode } from './notice-codes.ts';
import type { CounterDeps } from './ports.ts';

/** What is refused in setting up, or goes wrong by itself: nothing a shop wants to count with its guests. */
const uncounted: ReadonlySet<NoticeCode> = new Set<NoticeCode>([
  'internal',
  'not-recorded',
  'queue-full',
  'already-set-up',
  'shop-is-hqs',
  'clock-is-hqs',
  'tax-id-invalid',
  'connect-refused',
  'device-path-taken',
  'too-many-devices',
  'scan-unended',
]);

/**
 * Counts what was refused, by day and code, for the figures: after the person has seen and heard it, in a
 * transaction of its own, so that nothing waits for it and its failure changes nothing.
 */
export async function noteRefusal(
  deps: Pick<CounterDeps, 'db' | 'nowMs' | 'monoMs' | 'bootId' | 'timeRatchet' | 'onError'>,
  notice: Act['notice'],
): Promise<void> {
  if (notice === null || notice === 'keep') return;
  const { tone, code } = notice;
  if (tone !== 'deny' || uncounted.has(code)) return;
  try {
    await inTransaction(deps.db, async (trx) => {
      const { today: date } = momentOf(deps, await getSyncState(trx));
      await countRefusal(trx, { date, code });
    });
  } catch (error) {
    deps.onError(error);
  }
}
