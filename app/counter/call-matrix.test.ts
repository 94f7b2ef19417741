import { expect, test } from 'vitest';
import { callNeeds, type CallNeed } from '../contract/call-needs.ts';
import { counterCalls, type CounterCallName } from '../contract/counter-calls.ts';
import { permissionSchema, type Permission } from '../contract/staff.ts';
import { withTestDatabase } from '../db/test-database.ts';
import { shop, stockShop, testCounter, type TestCounter } from './test-counter.ts';
import { pins, staffShop } from './test-staff.ts';

const names = Object.keys(counterCalls) as CounterCallName[];
const permissions = permissionSchema.options;

/** What a guard says of a call that is not admitted. */
type Cell = 'yes' | 'locked' | Permission;

/** The rule in words, apart from the guard: what each state must get for a need. */
const states = {
  unstaffed: () => 'yes',
  locked: (need) => (need === 'always' ? 'yes' : 'locked'),
  cashier: (need) => (need === 'always' || need === 'cashier' ? 'yes' : need),
  manager: () => 'yes',
} as const satisfies Record<string, (need: CallNeed) => Cell>;

/** An input that gives back more than a cashier may, for the one call that is judged by it. */
const inputs: Partial<Record<CounterCallName, unknown>> = {
  'refund:settle': { saleId: shop.ming, refundId: shop.lin, expectedMoneyMinor: 9_000_000 },
};
const needOf = (name: CounterCallName): CallNeed =>
  name === 'refund:settle' ? 'refund-over-limit' : callNeeds[name];

async function cellOf(rig: TestCounter, name: CounterCallName): Promise<Cell> {
  const admission = await rig.counter.admit({ name, input: inputs[name] ?? {} });
  if (admission.kind === 'manager-needed') return admission.permission;
  return admission.kind === 'admitted' ? 'yes' : 'locked';
}

test('every call has an entry, and every permission has a call that takes it', () => {
  expect(Object.keys(callNeeds).toSorted()).toEqual(names.toSorted());
  const taken = new Set<string>(names.map(needOf));
  expect(permissions.filter((permission) => !taken.has(permission))).toEqual([]);
});

test('state × call: each cell is what the rule says, none is left out', async () => {
  await withTestDatabase(async (db) => {
    await stockShop(db);
    const rig = testCounter(db);
    const got: Record<string, Cell> = {};
    const wanted: Record<string, Cell> = {};
    const look = async (state: keyof typeof states): Promise<void> => {
      for (const name of names) {
        const cell = `${state} ${name}`;
        got[cell] = await cellOf(rig, name);
        wanted[cell] = states[state](needOf(name));
      }
    };
    await look('unstaffed');
    const { signIn, lock } = await staffShop(rig);
    await look('manager');
    await lock();
    await look('locked');
    await signIn('cashier');
    await look('cashier');
    expect(Object.keys(got).length).toBe(Object.keys(states).length * names.length);
    expect(got).toEqual(wanted);
  });
});

test('a manager’s word opens its own calls to a cashier, once, and no other', async () => {
  await withTestDatabase(async (db) => {
    await stockShop(db);
    const rig = testCounter(db);
    const { manager, signIn } = await staffShop(rig);
    await signIn('cashier');
    const reason = 'other' as const;
    const by = { staffId: manager.staffId, pin: pins.manager };
    for (const permission of permissions) {
      await rig.counter.handlers['staff:allow']({ ...by, permission, reason });
      const own = names.filter((name) => needOf(name) === permission);
      const others = names.filter((name) => needOf(name) !== permission);
      for (const name of others) expect(await cellOf(rig, name)).toBe(states.cashier(needOf(name)));
      const [first] = own;
      if (first === undefined) throw new Error(`nothing takes ${permission}`);
      expect([await cellOf(rig, first), await cellOf(rig, first)]).toEqual(['yes', permission]);
    }
    expect(rig.errors).toEqual([]);
  });
});

test('below the limit a refund is a cashier’s own; a call that was refused gives the word back', async () => {
  await withTestDatabase(async (db) => {
    await stockShop(db);
    const rig = testCounter(db);
    const { manager, signIn } = await staffShop(rig);
    await signIn('cashier');
    const input = { saleId: shop.ming, refundId: shop.lin, expectedMoneyMinor: 3_000 };
    expect(await rig.counter.admit({ name: 'refund:settle', input })).toMatchObject({
      kind: 'admitted',
    });
    const over = { name: 'refund:settle', input: { ...input, expectedMoneyMinor: 3_001 } } as const;
    await rig.counter.handlers['staff:allow']({
      staffId: manager.staffId,
      pin: pins.manager,
      permission: 'refund-over-limit',
      reason: 'other',
    });
    const admission = await rig.counter.admit(over);
    if (admission.kind !== 'admitted') throw new Error('not admitted');
    expect((await rig.counter.admit(over)).kind).toBe('manager-needed');
    admission.refused();
    expect((await rig.counter.admit(over)).kind).toBe('admitted');
  });
});
