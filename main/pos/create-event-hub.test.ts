import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { createEventHub } from './create-event-hub.ts';

/** A socket as the server hands it over; `gone` is told once, whether anybody listens or not. */
function socket() {
  const events = new EventEmitter();
  const told: string[] = [];
  const codes: (number | undefined)[] = [];
  return {
    bufferedAmount: 0,
    send: (text: string) => void told.push(text),
    close: (code?: number) => void codes.push(code),
    on: (event: 'close' | 'error', listener: () => void) => events.on(event, listener),
    gone: () => events.emit('close'),
    told,
    codes,
  };
}

test('a socket that goes while the counter is looked at takes no place of its POS', async () => {
  const looks: (() => void)[] = [];
  let isSlow = true;
  const hub = createEventHub({
    stream: 's',
    look: async () => {
      if (isSlow) await new Promise<void>((resolve) => looks.push(resolve));
      return { sales: [], member: null };
    },
    onTrouble: (error) => {
      throw error;
    },
  });
  const request = { posName: '櫃台 1', stream: null, after: null };
  const lost = Array.from({ length: 6 }, () => {
    const one = socket();
    hub.join(one, request);
    return one;
  });
  // Before its turn, and during it.
  for (const one of lost.slice(3)) one.gone();
  await Promise.resolve();
  for (const one of lost.slice(0, 3)) one.gone();
  isSlow = false;
  while (looks.length > 0) {
    looks.shift()?.();
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  const kept = Array.from({ length: 5 }, () => {
    const one = socket();
    hub.join(one, request);
    return one;
  });
  await hub.settled();
  expect({
    lost: lost.map(({ told }) => told.length),
    kept: kept.map(({ told, codes }) => [told.length, ...codes]),
  }).toEqual({ lost: [0, 0, 0, 0, 0, 0], kept: [[1], [1], [1], [1], [0, 1013]] });
  kept[0]?.gone();
  const next = socket();
  hub.join(next, request);
  await hub.settled();
  expect([next.told.length, next.codes]).toEqual([1, []]);
});
