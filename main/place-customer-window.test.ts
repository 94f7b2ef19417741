import { expect, test } from 'vitest';
import { placeCustomerWindow } from './place-customer-window.ts';

const till = { id: 1, bounds: { x: 0, y: 0, width: 1024, height: 768 } };
const pole = { id: 2, bounds: { x: 1024, y: 0, width: 800, height: 480 } };

test('the other display as a whole, wherever the counter is; else a window in the corner', () => {
  expect([
    placeCustomerWindow([till, pole], till),
    placeCustomerWindow([till, pole], pole),
    placeCustomerWindow([till], till),
    placeCustomerWindow([pole], pole),
  ]).toEqual([
    { kind: 'display', bounds: pole.bounds },
    { kind: 'display', bounds: till.bounds },
    { kind: 'window', bounds: { x: 200, y: 264, width: 800, height: 480 } },
    { kind: 'window', bounds: { x: 1024, y: 0, width: 800, height: 480 } },
  ]);
});
