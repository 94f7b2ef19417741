import type { CounterCallIn, CounterCallName, CounterCallOut } from '../contract/counter-calls.ts';
import type { StaffRole } from '../contract/staff.ts';
import type { StaffId } from '../domain/ids.ts';
import type { TestCounter } from './test-counter.ts';

/** PINs of the people of a test; none is weak. */
export const pins = { manager: '739164', cashier: '493817', other: '580273', wrong: '264839' };

/** As a screen calls: asked for first, and not made where it is not admitted. */
export async function callAs<N extends CounterCallName>(
  rig: TestCounter,
  name: N,
  input: CounterCallIn<N>,
): Promise<CounterCallOut<N> | { readonly kind: 'locked' | 'manager-needed' }> {
  const admission = await rig.counter.admit({ name, input });
  if (admission.kind !== 'admitted') return { kind: admission.kind };
  const handler = rig.counter.handlers[name] as (
    input: CounterCallIn<N>,
  ) => Promise<CounterCallOut<N>>;
  const output = await handler(input);
  if ((output as { kind?: string }).kind === 'refused') admission.refused();
  return output;
}

/** Adds a person; who is at the counter stays. */
export async function addPerson(
  rig: TestCounter,
  person: { readonly name: string; readonly role: StaffRole; readonly pin: string },
  badge: 'new' | 'none' = 'none',
): Promise<{ readonly staffId: StaffId; readonly badgeCode: string | null }> {
  const answer = await rig.counter.handlers['staff:put']({ staffId: null, ...person, badge });
  if (answer.kind === 'refused') throw new Error(`not added: ${answer.code}`);
  return answer;
}

/** A manager 陳美玉 (there from now on) and a cashier 小君 with a badge. */
export async function staffShop(rig: TestCounter) {
  const manager = await addPerson(rig, { name: '陳美玉', role: 'manager', pin: pins.manager });
  const cashier = await addPerson(rig, { name: '小君', role: 'cashier', pin: pins.cashier }, 'new');
  const signIn = async (who: 'manager' | 'cashier', pin = pins[who]) =>
    await callAs(rig, 'staff:sign-in', {
      staffId: { manager, cashier }[who].staffId,
      pin,
    });
  const lock = async () => await callAs(rig, 'staff:lock', { why: 'person' });
  return { manager, cashier, signIn, lock };
}
