import type { CounterCallHandlers } from '../contract/counter-calls.ts';
import type { staffCalls } from '../contract/staff.ts';
import type { StaffId } from '../domain/ids.ts';
import { getSettings } from '../db/settings.ts';
import { listPeople } from '../db/staff.ts';
import { allowOnce } from './allow-once.ts';
import { hashTypedPin, type TypedPin } from './check-pin.ts';
import type { Engine } from './engine.ts';
import { listActs } from './list-acts.ts';
import { makeSecrets, putStaff, removeStaff, setStaffRules } from './put-staff.ts';
import { createSerialQueue } from './serial-queue.ts';
import { lockCounter, signInByPin } from './sign-in.ts';
import type { StaffSession } from './staff-session.ts';

/** PINs that may wait to be hashed: each takes 19 MiB for a moment, and a person types one at a time. */
const hashingMax = 4;

const full = { kind: 'refused', code: 'queue-full' } as const;

/** The calls about the people of the counter. */
export function staffHandlers(
  engine: Engine,
  session: StaffSession,
): Pick<CounterCallHandlers, keyof typeof staffCalls> {
  const { deps } = engine;
  const { db, newId } = deps;
  const hashing = createSerialQueue(hashingMax);
  const given = { session, newId };
  const typed = (input: { staffId: StaffId; pin: string }): Promise<TypedPin> | null =>
    hashing.push(() => hashTypedPin(deps, input));
  /** What was recorded goes to HQ with the next push, which need not wait for a sale. */
  const told = <A extends { readonly kind: string }>(answer: A): A => {
    deps.requestSync();
    return answer;
  };
  return {
    'staff:sign-in': async (input) => {
      const taken = typed(input);
      if (taken === null) return full;
      const pin = await taken;
      return told(
        await engine.act((trx, scene) => signInByPin(trx, scene, { ...given, typed: pin })),
      );
    },
    'staff:lock': async ({ why }) => {
      await engine.act((trx, scene) => lockCounter(trx, scene, { ...given, why }));
      return told({ kind: 'done' as const });
    },
    'staff:allow': async (input) => {
      const taken = typed(input);
      if (taken === null) return full;
      const pin = await taken;
      return told(
        await engine.act((trx, scene) => allowOnce(trx, scene, { ...given, input, typed: pin })),
      );
    },
    'staff:list': async () => ({
      staff: (await listPeople(db)).map(({ staffId, name, role, hasBadge, lastSignInAtMs }) => ({
        staffId,
        name,
        role,
        hasBadge,
        lastSignInAtMs,
      })),
      rules: (await getSettings(db)).staffRules,
    }),
    'staff:put': async (input) => {
      const staffId = input.staffId ?? newId<StaffId>();
      const taken = hashing.push(() => makeSecrets(deps, { staffId, input }));
      if (taken === null) return full;
      const secrets = await taken;
      return told(
        await engine.act((trx, scene) =>
          putStaff(trx, scene, { ...given, input, staffId, secrets }),
        ),
      );
    },
    'staff:remove': async ({ staffId }) =>
      told(await engine.act((trx, scene) => removeStaff(trx, scene, { ...given, staffId }))),
    'staff:set-rules': async (rules) =>
      told(await engine.act((trx, scene) => setStaffRules(trx, scene, { rules, newId }))),
    'staff:acts': async (input) => await listActs(db, input),
  };
}
