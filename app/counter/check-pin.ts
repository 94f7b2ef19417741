import type { StaffId } from '../domain/ids.ts';
import type { Trx } from '../db/handles.ts';
import { findPinFacts, markTries, type Person } from '../db/staff.ts';
import { hashPin, isSameHash } from './hash-pin.ts';
import type { Moment } from './moment.ts';
import { say, type NoticeDraft } from './notice-codes.ts';
import type { CounterDeps } from './ports.ts';
import { recordStaffAct } from './record-staff-act.ts';
import type { Scene } from './scene.ts';
import { refOf, type StaffSession } from './staff-session.ts';

/** Wrong PINs of one person before none of theirs is taken for a while. */
export const pinTriesMax = 5;
/** How long that is. */
export const pinWaitMs = 5 * 60_000;

/** A typed PIN, hashed with the salt of whose it should be; null = nobody of that id can sign in. */
export type TypedPin = { readonly staffId: StaffId; readonly hash: string } | null;

/** Hashes a typed PIN as the stored one was. Outside any transaction: it takes tens of milliseconds. */
export async function hashTypedPin(
  { db, deviceSecret, pinCost: cost }: Pick<CounterDeps, 'db' | 'deviceSecret' | 'pinCost'>,
  { staffId, pin }: { readonly staffId: StaffId; readonly pin: string },
): Promise<TypedPin> {
  if (deviceSecret === undefined) throw new Error('PINs need the secret of this PC');
  const facts = await findPinFacts(db, staffId);
  if (facts === null) return null;
  const hash = await hashPin({ pin, salt: facts.pinSalt, staffId, deviceSecret, cost });
  return { staffId, hash };
}

export type CheckedPin =
  | { readonly kind: 'right'; readonly person: Person }
  | { readonly kind: 'refused'; readonly notice: NoticeDraft; readonly committed: () => void };

/**
 * Judges a typed PIN and counts: after `pinTriesMax` wrong ones of a person none of theirs is taken for
 * `pinWaitMs`, by the believed time and, within a run, by the monotonic clock too. During a wait a PIN is not
 * even compared. Of the wrong ones the first and the one that ends in a wait are recorded.
 */
export async function checkPin(
  trx: Trx,
  scene: Scene,
  given: {
    readonly typed: TypedPin;
    readonly session: StaffSession;
    readonly newId: CounterDeps['newId'];
  },
): Promise<CheckedPin> {
  const { typed, session, newId } = given;
  const person = scene.people.find(({ staffId }) => staffId === typed?.staffId);
  const facts = typed === null ? null : await findPinFacts(trx, typed.staffId);
  if (typed === null || person === undefined || facts === null)
    return refuse(say('staff-unknown', {}));
  const { staffId, name } = person;
  const { moment } = scene;
  const waitMs = waitLeftMs({ staffId, waitUntilMs: facts.waitUntilMs }, session, moment);
  if (waitMs > 0) {
    // A clock that was ahead when the wait began must not keep somebody out for days.
    const capMs = moment.nowMs + pinWaitMs;
    if ((facts.waitUntilMs ?? 0) > capMs)
      await markTries(trx, { staffId, wrongTries: 0, waitUntilMs: capMs });
    return refuse(say('pin-wait', { name, minutes: minutesOf(waitMs) }), () =>
      session.noteTry(staffId, session.waitsUntilMonoMs(staffId) || null),
    );
  }
  if (isSameHash(facts.pinHash, typed.hash)) {
    if (facts.wrongTries > 0 || facts.waitUntilMs !== null)
      await markTries(trx, { staffId, wrongTries: 0, waitUntilMs: null });
    return { kind: 'right', person };
  }
  const wrongTries = facts.wrongTries + 1;
  const about = refOf(person);
  const act = async (what: 'sign-in-failed' | 'sign-in-stopped'): Promise<void> =>
    await recordStaffAct(trx, scene, { act: { what, about }, newId });
  if (wrongTries === 1) await act('sign-in-failed');
  if (wrongTries < pinTriesMax) {
    await markTries(trx, { staffId, wrongTries, waitUntilMs: null });
    return refuse(say('pin-wrong', { name, left: pinTriesMax - wrongTries }), () =>
      session.noteTry(staffId, null),
    );
  }
  await markTries(trx, { staffId, wrongTries: 0, waitUntilMs: moment.nowMs + pinWaitMs });
  await act('sign-in-stopped');
  return refuse(say('pin-wait', { name, minutes: minutesOf(pinWaitMs) }), () =>
    session.noteTry(staffId, moment.eventTime.monoMs + pinWaitMs),
  );
}

function refuse(notice: NoticeDraft, committed: () => void = () => {}): CheckedPin {
  return { kind: 'refused', notice, committed };
}

function minutesOf(ms: number): number {
  return Math.ceil(ms / 60_000);
}

/** How long a person's PIN is not taken; 0 = it is. At most `pinWaitMs`. */
export function waitLeftMs(
  { staffId, waitUntilMs }: Pick<Person, 'staffId' | 'waitUntilMs'>,
  session: StaffSession,
  { nowMs, eventTime }: Pick<Moment, 'nowMs' | 'eventTime'>,
): number {
  const byWall = (waitUntilMs ?? 0) - nowMs;
  const byMono = session.waitsUntilMonoMs(staffId) - eventTime.monoMs;
  return Math.min(Math.max(byWall, byMono, 0), pinWaitMs);
}
