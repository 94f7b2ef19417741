import type { Trx } from '../db/handles.ts';
import { findByBadge, markSignedIn, type Person } from '../db/staff.ts';
import { deny, done, type Act } from './act.ts';
import { checkPin, type TypedPin } from './check-pin.ts';
import { hashBadge } from './hash-pin.ts';
import { say } from './notice-codes.ts';
import type { CounterDeps } from './ports.ts';
import { recordStaffAct } from './record-staff-act.ts';
import type { Scene } from './scene.ts';
import { refOf, type StaffSession } from './staff-session.ts';

type Given = { readonly session: StaffSession; readonly newId: CounterDeps['newId'] };

/** Signs a person in by PIN, or takes over from whoever was here. The open sale stays as it is. */
export async function signInByPin(
  trx: Trx,
  scene: Scene,
  given: Given & { readonly typed: TypedPin },
): Promise<Act> {
  const checked = await checkPin(trx, scene, given);
  if (checked.kind === 'refused') return { ...deny(checked.notice), committed: checked.committed };
  return await signIn(trx, scene, { ...given, person: checked.person, how: 'pin' });
}

/**
 * Signs in whose badge was scanned, at once, also in the place of somebody else; a wait for wrong PINs keeps no
 * badge out. Where nobody is listed a badge is nobody's.
 */
export async function signInByBadge(
  trx: Trx,
  scene: Scene,
  given: Given & { readonly code: string },
): Promise<Act> {
  const staffId = await findByBadge(trx, hashBadge(given.code));
  const person = scene.people.find((one) => one.staffId === staffId);
  if (person === undefined) return deny(say('badge-unknown', {}));
  // The same person is here already: a second reading is no second sign-in.
  if (scene.here.kind === 'here' && scene.here.person.staffId === staffId)
    return { notice: say('staff-signed-in', { name: person.name }), answer: done };
  return await signIn(trx, scene, { ...given, person, how: 'badge' });
}

async function signIn(
  trx: Trx,
  scene: Scene,
  given: Given & { readonly person: Person; readonly how: 'pin' | 'badge' },
): Promise<Act> {
  const { person, how, session, newId } = given;
  const { staffId, name } = person;
  await markSignedIn(trx, { staffId, atMs: scene.moment.nowMs });
  const act = { what: 'signed-in', staff: refOf(person), detail: { how } } as const;
  await recordStaffAct(trx, scene, { act, newId });
  return {
    notice: say('staff-signed-in', { name }),
    answer: done,
    committed: () => {
      if (how === 'pin') session.endWait(staffId);
      session.signIn(staffId);
    },
  };
}

/** Locks the counter; whoever was here stays its person. Locked already, or nobody is listed: nothing to do. */
export async function lockCounter(
  trx: Trx,
  scene: Scene,
  given: Given & { readonly why: 'person' | 'idle' },
): Promise<Act> {
  const { why, session, newId } = given;
  if (scene.here.kind !== 'here') return { notice: 'keep', answer: done };
  const { lockAfterMinutes } = scene.settings.staffRules;
  const detail = why === 'idle' ? { why, minutes: lockAfterMinutes } : { why };
  await recordStaffAct(trx, scene, { act: { what: 'locked', detail }, newId });
  return { notice: 'keep', answer: done, committed: session.lock };
}
