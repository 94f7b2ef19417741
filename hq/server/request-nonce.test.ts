import { expect, test } from 'vitest';
import { createRequestNonces } from './request-nonce.ts';

const minuteMs = 60_000;

test('a nonce is good for 5 to 10 minutes, at every process of one HQ and at no other', () => {
  const one = createRequestNonces('secret');
  const same = createRequestNonces('secret');
  const other = createRequestNonces('another');
  const nonce = one.nonceAt(0);
  expect([
    same.isFresh(nonce, 0),
    same.isFresh(nonce, 9 * minuteMs),
    // Another process whose clock is a little behind.
    same.isFresh(one.nonceAt(6 * minuteMs), 4 * minuteMs),
    same.isFresh(nonce, 11 * minuteMs),
    other.isFresh(nonce, 0),
    one.isFresh('', 0),
  ]).toEqual([true, true, true, false, false, false]);
});
