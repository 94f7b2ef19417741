import { expect, test } from 'vitest';
import { createCustomerPlace } from './customer-place.ts';
import type { CustomerPlace, DisplayPlace } from './place-customer-window.ts';

const till = { id: 1, bounds: { x: 0, y: 0, width: 1024, height: 768 } };
const pole = { id: 2, bounds: { x: 1024, y: 0, width: 800, height: 480 } };

/** A desk whose displays are plugged in and out, and what is shown on it. */
function desk(...first: readonly DisplayPlace[]) {
  const at = { displays: first, shown: 'nothing' };
  const place = createCustomerPlace({
    displays: () => at.displays,
    counterDisplay: () => till,
    open: ({ kind, bounds }: CustomerPlace) => (at.shown = `${kind} ${bounds.x}`),
    close: () => (at.shown = 'nothing'),
  });
  const plug = (...displays: readonly DisplayPlace[]): string => {
    at.displays = displays;
    place.displaysChanged();
    return at.shown;
  };
  const set = (on: boolean): string => {
    place.set(on);
    return at.shown;
  };
  const closeByHand = (): void => {
    at.shown = 'nothing';
    place.closedByHand();
  };
  return { plug, set, closeByHand };
}

test('a customer display that is pulled out leaves the cashier’s screen alone, and is shown on again', () => {
  const { set, plug } = desk(till, pole);
  expect([set(true), plug(till), set(true), plug(till, pole), plug(till), set(false)]).toEqual([
    'display 1024',
    'nothing',
    'nothing',
    'display 1024',
    'nothing',
    'nothing',
  ]);
  // Switched on by hand while there is one display only: a window, which a person moves.
  expect([plug(till), set(true), plug(till, pole), plug(till)]).toEqual([
    'nothing',
    'window 200',
    'display 1024',
    'nothing',
  ]);
});

test('one closed by hand stays closed until it is switched on anew', () => {
  const { set, plug, closeByHand } = desk(till);
  expect(set(true)).toBe('window 200');
  closeByHand();
  expect([plug(till, pole), plug(till), set(false), set(true)]).toEqual([
    'nothing',
    'nothing',
    'nothing',
    'window 200',
  ]);
});
