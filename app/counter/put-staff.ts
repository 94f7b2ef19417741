import type { CounterCallIn, CounterCallOut } from '../contract/counter-calls.ts';
import type { StaffRef, StaffRules } from '../contract/staff.ts';
import type { StaffId } from '../domain/ids.ts';
import { makeStaffBadge, badgeBytes } from '../domain/staff-badge.ts';
import { isWeakPin } from '../domain/weak-pin.ts';
import type { Trx } from '../db/handles.ts';
import { putSettings } from '../db/settings.ts';
import { insertPerson, markPerson, markPersonRemoved, type Person } from '../db/staff.ts';
import { deny, done, type Act } from './act.ts';
import { hashBadge, hashPin, pinSaltBytes } from './hash-pin.ts';
import { say, type NoticeDraft } from './notice-codes.ts';
import type { CounterDeps } from './ports.ts';
import { recordStaffAct } from './record-staff-act.ts';
import type { Scene } from './scene.ts';
import { refOf, type StaffSession } from './staff-session.ts';

/** As many people as a counter lists. */
export const peopleMax = 100;

type Input = CounterCallIn<'staff:put'>;
type Given = { readonly session: StaffSession; readonly newId: CounterDeps['newId'] };
type PutAct = {
  readonly notice: Act['notice'];
  readonly answer: CounterCallOut<'staff:put'>;
  readonly committed?: () => void;
};

/** A PIN that was chosen, as it will be stored, and a badge that was drawn. */
export type NewSecrets = {
  readonly pin: { readonly pinHash: string; readonly pinSalt: string } | null;
  /** Null unless a new one was asked for. */
  readonly badgeCode: string | null;
};

/** Makes what is to be stored of a new PIN and badge. Outside any transaction: it takes tens of milliseconds. */
export async function makeSecrets(
  {
    deviceSecret,
    randomBytes,
    pinCost: cost,
  }: Pick<CounterDeps, 'deviceSecret' | 'randomBytes' | 'pinCost'>,
  { staffId, input }: { readonly staffId: StaffId; readonly input: Input },
): Promise<NewSecrets> {
  if (deviceSecret === undefined) throw new Error('PINs need the secret of this PC');
  const { pin } = input;
  const badgeCode = input.badge === 'new' ? makeStaffBadge(randomBytes(badgeBytes)) : null;
  if (pin === null) return { pin: null, badgeCode };
  const pinSalt = Buffer.from(randomBytes(pinSaltBytes)).toString('base64url');
  const pinHash = await hashPin({ pin, salt: pinSalt, staffId, deviceSecret, cost });
  return { pin: { pinHash, pinSalt }, badgeCode };
}

/** Adds or changes a person. Who is added first is at the counter from then on. */
export async function putStaff(
  trx: Trx,
  scene: Scene,
  given: Given & {
    readonly input: Input;
    /** The new person's id where `input` names none. */
    readonly staffId: StaffId;
    readonly secrets: NewSecrets;
  },
): Promise<PutAct> {
  const { input, staffId, secrets, session } = given;
  const before = scene.people.find((one) => one.staffId === input.staffId) ?? null;
  const refusal = judgePut(scene, input, before);
  if (refusal !== null) return { notice: refusal, answer: { kind: 'refused', code: refusal.code } };
  const person: StaffRef = { staffId, name: input.name };
  if (before === null) await addPerson(trx, scene, given);
  else await changePerson(trx, scene, { ...given, before });
  const isFirst = scene.people.length === 0;
  return {
    notice: say('staff-saved', { name: person.name }),
    answer: { kind: 'done', staffId, badgeCode: secrets.badgeCode },
    committed: () => {
      if (secrets.pin !== null) session.endWait(staffId);
      if (isFirst) session.signIn(staffId);
    },
  };
}

function judgePut(
  { settings, people }: Scene,
  input: Input,
  before: Person | null,
): NoticeDraft | null {
  const { staffId, name, role, pin } = input;
  if (settings.mode === null) return say('setup-first', {});
  if (staffId !== null && before === null) return say('staff-unknown', {});
  if (pin !== null && isWeakPin(pin)) return say('pin-weak', {});
  const others = people.filter((one) => one.staffId !== staffId);
  if (others.some((one) => one.name === name)) return say('name-taken', { name });
  if (before === null) {
    if (pin === null) return say('pin-missing', {});
    if (people.length === 0 && role !== 'manager') return say('first-is-manager', {});
    return people.length >= peopleMax ? say('staff-full', { max: peopleMax }) : null;
  }
  const isLast = onlyManager(people) === staffId;
  return isLast && role !== 'manager' ? say('last-manager', {}) : null;
}

/** Who must not be removed or made a cashier: the one manager there is. */
function onlyManager(people: readonly Person[]): StaffId | null {
  const managers = people.filter(({ role }) => role === 'manager');
  return managers.length === 1 ? (managers[0]?.staffId ?? null) : null;
}

type Put = Parameters<typeof putStaff>[2];

async function addPerson(trx: Trx, scene: Scene, given: Put): Promise<void> {
  const { input, staffId, secrets, newId } = given;
  const { name, role } = input;
  if (secrets.pin === null) throw new Error('a new person has a PIN');
  const badgeHash = secrets.badgeCode === null ? null : hashBadge(secrets.badgeCode);
  const addedAtMs = scene.moment.nowMs;
  await insertPerson(trx, { staffId, name, role, ...secrets.pin, badgeHash, addedAtMs });
  const detail = { role, ...(badgeHash === null ? {} : { badge: 'new' }) };
  const act = { what: 'staff-added', about: { staffId, name }, detail } as const;
  await recordStaffAct(trx, scene, { act, newId });
}

async function changePerson(
  trx: Trx,
  scene: Scene,
  given: Put & { readonly before: Person },
): Promise<void> {
  const { input, staffId, secrets, newId, before } = given;
  const { name, role, badge } = input;
  const { pin, badgeCode } = secrets;
  const badgeHash = badgeCode === null ? null : hashBadge(badgeCode);
  await markPerson(trx, {
    staffId,
    name,
    role,
    ...(pin === null ? {} : { pin }),
    ...(badge === 'keep' ? {} : { badgeHash }),
  });
  const about = { staffId, name };
  const detail = {
    ...(name === before.name ? {} : { nameBefore: before.name }),
    ...(role === before.role ? {} : { role, roleBefore: before.role }),
    ...(badge === 'keep' || (badge === 'none' && !before.hasBadge) ? {} : { badge }),
  };
  if (Object.keys(detail).length > 0)
    await recordStaffAct(trx, scene, { act: { what: 'staff-changed', about, detail }, newId });
  if (pin === null) return;
  await recordStaffAct(trx, scene, { act: { what: 'pin-changed', about }, newId });
}

/** Takes a person off the list; the very last one may go, then nobody is asked any more. */
export async function removeStaff(
  trx: Trx,
  scene: Scene,
  given: Given & { readonly staffId: StaffId },
): Promise<Act> {
  const { staffId, newId } = given;
  const { people } = scene;
  const person = people.find((one) => one.staffId === staffId);
  if (person === undefined) return deny(say('staff-unknown', {}));
  if (people.length > 1 && onlyManager(people) === staffId) return deny(say('last-manager', {}));
  await markPersonRemoved(trx, { staffId, atMs: scene.moment.nowMs });
  const act = { what: 'staff-removed', about: refOf(person) } as const;
  await recordStaffAct(trx, scene, { act, newId });
  return { notice: say('staff-removed', { name: person.name }), answer: done };
}

/** Sets the rules of the counter's people. */
export async function setStaffRules(
  trx: Trx,
  scene: Scene,
  given: { readonly rules: StaffRules; readonly newId: CounterDeps['newId'] },
): Promise<Act> {
  const { rules, newId } = given;
  if (scene.settings.mode === null) return deny(say('setup-first', {}));
  const before = scene.settings.staffRules;
  await putSettings(trx, { staffRules: rules });
  const detail = {
    lockAfterMinutes: rules.lockAfterMinutes,
    lockAfterBefore: before.lockAfterMinutes,
    refundLimitMinor: rules.refundLimitMinor,
    refundLimitBefore: before.refundLimitMinor,
  };
  await recordStaffAct(trx, scene, { act: { what: 'rules-changed', detail }, newId });
  return { notice: say('staff-rules-saved', {}), answer: done };
}
