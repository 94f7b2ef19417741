import type { CounterCallIn } from '../contract/counter-calls.ts';
import type { Trx } from '../db/handles.ts';
import { deny, done, type Act } from './act.ts';
import { checkPin, type TypedPin } from './check-pin.ts';
import { say } from './notice-codes.ts';
import type { CounterDeps } from './ports.ts';
import { recordStaffAct } from './record-staff-act.ts';
import type { Scene } from './scene.ts';
import { allowedMsMax, refOf, type StaffSession } from './staff-session.ts';

/**
 * A manager's word: one call that takes `permission`, within a minute. Recorded when it is given, with who gave
 * it and why, whether it is used or not: the word is what somebody answers for. It ends when another person
 * signs in or the counter locks.
 */
export async function allowOnce(
  trx: Trx,
  scene: Scene,
  given: {
    readonly input: Pick<CounterCallIn<'staff:allow'>, 'permission' | 'reason'>;
    readonly typed: TypedPin;
    readonly session: StaffSession;
    readonly newId: CounterDeps['newId'];
  },
): Promise<Act> {
  const { input, session, newId } = given;
  const { permission, reason } = input;
  const asked = scene.people.find(({ staffId }) => staffId === given.typed?.staffId);
  // Before the PIN: whoever is no manager must not learn here whether it is right.
  if (asked !== undefined && asked.role !== 'manager')
    return deny(say('not-a-manager', { name: asked.name }));
  const checked = await checkPin(trx, scene, given);
  if (checked.kind === 'refused') return { ...deny(checked.notice), committed: checked.committed };
  const by = refOf(checked.person);
  const act = { what: 'override', by, permission, reason } as const;
  await recordStaffAct(trx, scene, { act, newId });
  const untilMonoMs = scene.moment.eventTime.monoMs + allowedMsMax;
  return {
    notice: say('override-given', { name: by.name }),
    answer: done,
    committed: () => {
      session.endWait(by.staffId);
      session.allow({ permission, by, reason, untilMonoMs });
    },
  };
}
