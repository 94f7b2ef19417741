import type { StaffRole } from '../contract/staff.ts';
import type { StaffId } from '../domain/ids.ts';
import { fixedQuery, readKept } from './fixed-query.ts';
import type { Reader, Trx } from './handles.ts';

/** A person who can sign in at this counter. */
export type Person = {
  readonly staffId: StaffId;
  readonly name: string;
  readonly role: StaffRole;
  readonly hasBadge: boolean;
  /** Wall time by the clock that is believed; null = no wait, or it is over and was not looked at since. */
  readonly waitUntilMs: number | null;
  readonly lastSignInAtMs: number | null;
};

/** Everybody who can sign in: managers first, then by name. */
export async function listPeople(db: Reader): Promise<readonly Person[]> {
  return await readKept(db, personRows, {}, (rows) =>
    rows.map((row) => ({
      staffId: row.staff_id,
      name: row.name,
      role: row.role,
      hasBadge: row.badge_hash !== null,
      waitUntilMs: row.wait_until_ms,
      lastSignInAtMs: row.last_sign_in_at_ms,
    })),
  );
}

const personRows = fixedQuery((db) =>
  db
    .selectFrom('staff')
    .selectAll()
    .where('removed_at_ms', 'is', null)
    .orderBy('role', 'desc')
    .orderBy('name')
    .orderBy('staff_id'),
);

/** What a PIN is judged by. */
export type PinFacts = {
  readonly pinHash: string;
  readonly pinSalt: string;
  readonly wrongTries: number;
  readonly waitUntilMs: number | null;
};

/** Of somebody who can sign in. */
export async function findPinFacts(db: Reader, staffId: StaffId): Promise<PinFacts | null> {
  const row = await db
    .selectFrom('staff')
    .select(['pin_hash', 'pin_salt', 'wrong_tries', 'wait_until_ms'])
    .where('staff_id', '=', staffId)
    .where('removed_at_ms', 'is', null)
    .executeTakeFirst();
  if (row === undefined) return null;
  return {
    pinHash: row.pin_hash,
    pinSalt: row.pin_salt,
    wrongTries: row.wrong_tries,
    waitUntilMs: row.wait_until_ms,
  };
}

/** Whose badge has this hash. */
export async function findByBadge(db: Reader, badgeHash: string): Promise<StaffId | null> {
  const row = await db
    .selectFrom('staff')
    .select('staff_id')
    .where('badge_hash', '=', badgeHash)
    .where('removed_at_ms', 'is', null)
    .executeTakeFirst();
  return row?.staff_id ?? null;
}

export type NewPerson = {
  readonly staffId: StaffId;
  readonly name: string;
  readonly role: StaffRole;
  readonly pinHash: string;
  readonly pinSalt: string;
  readonly badgeHash: string | null;
  readonly addedAtMs: number;
};

export async function insertPerson(trx: Trx, person: NewPerson): Promise<void> {
  await trx
    .insertInto('staff')
    .values({
      staff_id: person.staffId,
      name: person.name,
      role: person.role,
      pin_hash: person.pinHash,
      pin_salt: person.pinSalt,
      badge_hash: person.badgeHash,
      added_at_ms: person.addedAtMs,
    })
    .execute();
}

/** Changes a person. A new PIN ends the wait and forgets wrong tries; what is left out stays. */
export async function markPerson(
  trx: Trx,
  change: {
    readonly staffId: StaffId;
    readonly name: string;
    readonly role: StaffRole;
    readonly pin?: Pick<NewPerson, 'pinHash' | 'pinSalt'>;
    readonly badgeHash?: string | null;
  },
): Promise<void> {
  const { staffId, name, role, pin, badgeHash } = change;
  const fresh =
    pin === undefined
      ? {}
      : { pin_hash: pin.pinHash, pin_salt: pin.pinSalt, wrong_tries: 0, wait_until_ms: null };
  const badge = badgeHash === undefined ? {} : { badge_hash: badgeHash };
  await trx
    .updateTable('staff')
    .set({ name, role, ...fresh, ...badge })
    .where('staff_id', '=', staffId)
    .execute();
}

/** Nothing opens for them any more; their name stays with what they did. */
export async function markPersonRemoved(
  trx: Trx,
  { staffId, atMs }: { readonly staffId: StaffId; readonly atMs: number },
): Promise<void> {
  await trx
    .updateTable('staff')
    .set({ removed_at_ms: atMs, pin_hash: '', pin_salt: '', badge_hash: null })
    .where('staff_id', '=', staffId)
    .execute();
}

export async function markSignedIn(
  trx: Trx,
  given: { readonly staffId: StaffId; readonly atMs: number },
): Promise<void> {
  await trx
    .updateTable('staff')
    .set({ last_sign_in_at_ms: given.atMs })
    .where('staff_id', '=', given.staffId)
    .execute();
}

/** Notes wrong PINs, their end, or the wait they led to. */
export async function markTries(
  trx: Trx,
  given: {
    readonly staffId: StaffId;
    readonly wrongTries: number;
    readonly waitUntilMs: number | null;
  },
): Promise<void> {
  await trx
    .updateTable('staff')
    .set({ wrong_tries: given.wrongTries, wait_until_ms: given.waitUntilMs })
    .where('staff_id', '=', given.staffId)
    .execute();
}
