import { hkdfSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { pinSecret } from './pin-secret.ts';

test('one key, one secret; another key another, and neither is the key', () => {
  const key = '5a'.repeat(32);
  const secret = Buffer.from(pinSecret(key));
  const wanted = hkdfSync('sha256', Buffer.alloc(32, 0x5a), '', 'counterfoil staff pins 1', 32);
  expect([secret.toString('hex'), secret.length]).toEqual([
    Buffer.from(wanted).toString('hex'),
    32,
  ]);
  expect(secret.equals(Buffer.from(pinSecret('5b'.repeat(32))))).toBe(false);
  expect(secret.equals(Buffer.from(key, 'hex'))).toBe(false);
});
