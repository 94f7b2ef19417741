import { expect, test } from 'vitest';
import type { OverrideReason } from '../../../app/contract/staff.ts';
import type { StaffId } from '../../../app/domain/ids.ts';
import { firstPin, missingInPin, stepPin, type PinAction, type PinState } from './pin-state.ts';

const ids = ['a', 'b', 'c'] as StaffId[];
const people = ids.map((staffId) => ({ staffId }));
const reasons: readonly OverrideReason[] = ['customer-complaint', 'cashier-mistake', 'other'];
const digits = (text: string): PinAction[] =>
  [...text].map((one) => ({ kind: 'digit', digits: one, people, reasons }));
const after = (state: PinState, ...actions: PinAction[]): PinState =>
  actions.reduce(stepPin, state);
const down: PinAction = { kind: 'move', by: 1, people };
const up: PinAction = { kind: 'move', by: -1, people };

test('with the last person chosen only the PIN is typed, at most 12 digits', () => {
  const state = after(firstPin('b' as StaffId, 'none'), ...digits('123456789012345'));
  expect([state.chosen, state.pin, missingInPin(state)]).toEqual(['b', '123456789012', null]);
});

test('with nobody chosen a number is a person, and then the PIN', () => {
  const state = after(firstPin(null, 'none'), ...digits('9'), ...digits('2100'));
  expect([state.chosen, state.pin, missingInPin(state)]).toEqual(['b', '100', { kind: 'short' }]);
});

test('among more than nine people numbers choose nobody', () => {
  const many = Array.from({ length: 10 }, (_, index) => ({ staffId: String(index) as StaffId }));
  const digit: PinAction = { kind: 'digit', digits: '1', people: many, reasons };
  const state = after(firstPin(null, 'none'), digit);
  expect([state.chosen, missingInPin(state)]).toEqual([null, { kind: 'nobody' }]);
});

test('arrows stop at both ends and take the half-typed PIN of another person away', () => {
  const start = after(firstPin('a' as StaffId, 'none'), ...digits('12'));
  const seen = [
    after(start, up),
    after(start, down),
    after(start, down, down, down),
    after(firstPin(null, 'none'), down),
    after(firstPin(null, 'none'), up),
  ].map(({ chosen, pin }) => `${chosen} ${pin}`);
  expect(seen).toEqual(['a 12', 'b ', 'c ', 'a ', 'c ']);
});

test('where a reason is wanted the first digit is one', () => {
  const start = firstPin('a' as StaffId, null);
  const state = after(start, ...digits('7'), ...digits('2'), ...digits('246813'));
  expect([missingInPin(start), state.reason, state.pin]).toEqual([
    { kind: 'no-reason' },
    'cashier-mistake',
    '246813',
  ]);
});

test('while a PIN is checked keys change nothing; a refusal takes it away', () => {
  const checking = after(firstPin('a' as StaffId, 'none'), ...digits('246813'), { kind: 'check' });
  const refused = after(checking, ...digits('9'), down, {
    kind: 'trouble',
    trouble: { kind: 'refused', code: 'pin-wrong' },
  });
  expect([after(checking, ...digits('9'), { kind: 'clear' }), refused]).toEqual([
    checking,
    {
      chosen: 'a',
      pin: '',
      reason: 'none',
      checking: false,
      trouble: { kind: 'refused', code: 'pin-wrong' },
    },
  ]);
});
