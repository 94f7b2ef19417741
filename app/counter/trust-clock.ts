import type { NewId } from '../domain/ids.ts';
import { businessDate } from '../domain/time.ts';
import type { Trx } from '../db/handles.ts';
import { deny, done, type Act } from './act.ts';
import { clockBehindMsMax } from './moment.ts';
import { say } from './notice-codes.ts';
import { recordStaffAct } from './record-staff-act.ts';
import type { Scene } from './scene.ts';

/**
 * A person says that this PC's clock is right now, though something was recorded under a later time: the
 * record of it carries the clock's time, and time goes on from there (see `insertEffects`). What was recorded
 * stays as it is. Without HQ alone, which otherwise says what time it is.
 */
export async function trustClock(
  trx: Trx,
  scene: Scene,
  { newId }: { readonly newId: NewId },
): Promise<Act> {
  const { moment, settings } = scene;
  if (settings.mode !== 'local') return deny(say('clock-is-hqs', {}));
  const { behindMs, eventTime } = moment;
  // Clocks that differ by less are not told: nothing is to be put right.
  if (behindMs <= clockBehindMsMax) return { notice: 'keep', answer: done };
  const { wallMs } = eventTime;
  const now = { ...moment, nowMs: wallMs, today: businessDate(wallMs) };
  const detail = { minutes: Math.round(behindMs / 60_000) };
  await recordStaffAct(
    trx,
    { ...scene, moment: now },
    { act: { what: 'clock-set', detail }, newId },
  );
  return { notice: say('clock-trusted', {}), answer: done };
}
