import { expect, test } from 'vitest';
import { idSchema } from '../app/contract/ids.ts';
import type { RefundId } from '../app/domain/ids.ts';
import { makeId, newId } from './new-id.ts';

test('time, version and variant stand where RFC 9562 wants them', () => {
  expect([
    makeId(0x017f22e279b0, new Uint8Array(10).fill(0xff)),
    makeId(0x017f22e279b0, new Uint8Array(10)),
    makeId(1, Uint8Array.of(0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f)),
  ]).toEqual([
    '017f22e2-79b0-7fff-bfff-ffffffffffff',
    '017f22e2-79b0-7000-8000-000000000000',
    '00000000-0001-7cc3-98c4-dc0c0c07398f',
  ]);
});

test('a thousand ids are ids of the contract and differ', () => {
  const ids = Array.from({ length: 1000 }, () => newId<RefundId>());
  expect(new Set(ids).size).toBe(1000);
  expect(ids.every((id) => idSchema<RefundId>().safeParse(id).success)).toBe(true);
});
