import type { OverrideReason, Permission, StaffRef } from '../contract/staff.ts';
import type { StaffId } from '../domain/ids.ts';
import type { Person } from '../db/staff.ts';

/** How long a manager's word holds. */
export const allowedMsMax = 60_000;

/** What a manager allowed whoever is at the counter, once. */
export type Allowed = {
  readonly permission: Permission;
  readonly by: StaffRef;
  readonly reason: OverrideReason;
  /** On the monotonic clock. */
  readonly untilMonoMs: number;
};

/** Who is at the counter. `unstaffed`: nobody is listed, and nobody is asked. */
export type Here =
  | { readonly kind: 'unstaffed' }
  | { readonly kind: 'locked'; readonly person: Person | null }
  | { readonly kind: 'here'; readonly person: Person };

/**
 * Who is at the counter in this run of the process: locked when it starts, with the person who signed in last
 * kept. The database knows who there is; this knows who of them stands here. Changed only after what was
 * recorded of it is on the disk.
 */
export type StaffSession = {
  /** Takes in who is listed now, and says who is here. */
  readonly see: (people: readonly Person[]) => Here;
  /** As seen last; null before the first look. */
  readonly seen: () => { readonly people: readonly Person[]; readonly here: Here } | null;
  readonly signIn: (staffId: StaffId) => void;
  readonly lock: () => void;
  readonly allow: (allowed: Allowed) => void;
  /** The word that still holds; null = none. */
  readonly allowed: (monoMs: number) => Allowed | null;
  /** Takes the word for one call; it can be given back when the call was refused. */
  readonly takeAllowed: (permission: Permission, monoMs: number) => Allowed | null;
  /** Whose PIN was tried last, and waits by the monotonic clock: a clock set forward ends none. */
  readonly lastTried: () => StaffId | null;
  readonly noteTry: (staffId: StaffId, waitUntilMonoMs: number | null) => void;
  /** A right PIN, or a new one. */
  readonly endWait: (staffId: StaffId) => void;
  readonly waitsUntilMonoMs: (staffId: StaffId) => number;
};

export function createStaffSession(): StaffSession {
  let seen: { readonly people: readonly Person[]; readonly here: Here } | null = null;
  let current: StaffId | null = null;
  let locked = true;
  let allowed: Allowed | null = null;
  let lastTried: StaffId | null = null;
  const waits = new Map<StaffId, number>();

  return {
    see: (people) => {
      if (people.length === 0) {
        // Whoever is listed first is here at once (see `putStaff`); nobody was locked out before.
        locked = false;
        current = null;
        allowed = null;
      } else if (seen === null) {
        current = lastSignedIn(people);
      }
      const person = people.find(({ staffId }) => staffId === current) ?? null;
      if (person === null && people.length > 0) locked = true;
      if (locked) allowed = null;
      seen = { people, here: hereOf(people, person, locked) };
      return seen.here;
    },
    seen: () => seen,
    signIn: (staffId) => {
      if (staffId !== current) allowed = null;
      current = staffId;
      locked = false;
    },
    lock: () => {
      locked = true;
      allowed = null;
    },
    allow: (next) => {
      allowed = next;
    },
    allowed: (monoMs) => (allowed !== null && monoMs < allowed.untilMonoMs ? allowed : null),
    takeAllowed: (permission, monoMs) => {
      const word = allowed;
      if (word?.permission !== permission || monoMs >= word.untilMonoMs) return null;
      allowed = null;
      return word;
    },
    lastTried: () => lastTried,
    noteTry: (staffId, waitUntilMonoMs) => {
      lastTried = staffId;
      if (waitUntilMonoMs === null) waits.delete(staffId);
      else waits.set(staffId, waitUntilMonoMs);
    },
    endWait: (staffId) => {
      waits.delete(staffId);
      if (lastTried === staffId) lastTried = null;
    },
    waitsUntilMonoMs: (staffId) => waits.get(staffId) ?? 0,
  };
}

function hereOf(people: readonly Person[], person: Person | null, locked: boolean): Here {
  if (people.length === 0) return { kind: 'unstaffed' };
  if (locked || person === null) return { kind: 'locked', person };
  return { kind: 'here', person };
}

function lastSignedIn(people: readonly Person[]): StaffId | null {
  let last: Person | null = null;
  for (const person of people)
    if ((person.lastSignInAtMs ?? -1) > (last?.lastSignInAtMs ?? -1)) last = person;
  return last?.staffId ?? null;
}

/** How what a person did names them. */
export function refOf({ staffId, name }: Pick<Person, 'staffId' | 'name'>): StaffRef {
  return { staffId, name };
}
