import { expect, test } from 'vitest';
import { findRefusedSwitch } from './refused-switch.ts';

test('a packaged counter does not start with its door for debuggers open, a built one does', () => {
  const given = (...switches: readonly string[]) => ({
    hasSwitch: (name: string) => switches.includes(name),
  });
  expect([
    findRefusedSwitch(given('remote-debugging-port'), true),
    findRefusedSwitch(given('no-sandbox', 'remote-debugging-pipe'), true),
    findRefusedSwitch(given('lang', 'remote-debugging'), true),
    findRefusedSwitch(given('remote-debugging-port', 'remote-debugging-pipe'), false),
  ]).toEqual(['remote-debugging-port', 'remote-debugging-pipe', null, null]);
});
