import { expect, test } from 'vitest';
import type { CounterCallHandlers, PortMessage } from '../app/contract/counter-calls.ts';
import { createScreens } from './screens.ts';

/** One screen that keeps what it is sent, and the log. */
function oneScreen() {
  const sent: PortMessage[] = [];
  const logged: unknown[] = [];
  const screens = createScreens({} as CounterCallHandlers, {
    log: (event, fields) => logged.push([event, fields]),
  });
  screens.attach({
    postMessage: (message) => sent.push(message),
    on: () => undefined,
    start: () => {},
    close: () => {},
  });
  return { screens, sent, logged };
}

test('a push of the contract goes out as it is', () => {
  const { screens, sent, logged } = oneScreen();
  screens.push({ kind: 'sound', tone: 'ok' });
  expect([sent, logged]).toEqual([[{ kind: 'sound', tone: 'ok' }], []]);
});

test('a push that breaks the contract is written down and still shown', () => {
  const { screens, sent, logged } = oneScreen();
  const broken = { kind: 'sound', tone: 'loud' } as unknown as PortMessage;
  screens.push(broken);
  expect([sent, logged]).toEqual([[broken], [['push-broke', { at: 'tone' }]]]);
});

test('a push that no screen is there for is not checked: a start would wait for it', () => {
  const waiting: (() => void)[] = [];
  const screens = createScreens({} as CounterCallHandlers, {
    log: () => {},
    later: (work) => waiting.push(work),
  });
  screens.push({ kind: 'sound', tone: 'ok' });
  expect(waiting).toEqual([]);
});
