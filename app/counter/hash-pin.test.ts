import { createHmac } from 'node:crypto';
import { argon2id } from 'hash-wasm';
import { expect, test } from 'vitest';
import type { StaffId } from '../domain/ids.ts';
import { hashBadge, hashPin, isSameHash, pinCost } from './hash-pin.ts';

const staffId = '01970000-0000-7000-8000-000000000301' as StaffId;
const salt = Buffer.from('somesaltsomesalt').toString('base64url');
const deviceSecret = new Uint8Array(32).fill(7);
const given = { pin: '493817', salt, staffId, deviceSecret };

test('argon2id gives the published values of its reference implementation', async () => {
  const of = async (memorySize: number, password = 'password', text = 'somesalt') =>
    await argon2id({
      password,
      salt: text,
      memorySize,
      iterations: 2,
      parallelism: 1,
      hashLength: 32,
      outputType: 'hex',
    });
  // test.c of the winner of the Password Hashing Competition, version 0x13, t=2, p=1.
  expect([await of(65_536), await of(256)]).toEqual([
    '09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7',
    '9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe',
  ]);
});

test('a PIN is its argon2id hash under the secret of the PC, and whose it is', async () => {
  expect(pinCost).toEqual({ memorySize: 19_456, iterations: 2, parallelism: 1 });
  const slow = await argon2id({
    password: '493817',
    salt: 'somesaltsomesalt',
    ...pinCost,
    hashLength: 32,
    outputType: 'binary',
  });
  const keyed = createHmac('sha256', deviceSecret)
    .update(`counterfoil pin a1 ${staffId}\n`)
    .update(slow)
    .digest('base64url');
  expect(await hashPin(given)).toBe(`a1:${keyed}`);
});

test('another PC, person, salt or PIN gives another hash', async () => {
  const own = await hashPin(given);
  const others = [
    { ...given, deviceSecret: new Uint8Array(32).fill(8) },
    { ...given, staffId: '01970000-0000-7000-8000-000000000302' as StaffId },
    { ...given, salt: Buffer.from('someothersalt!!!').toString('base64url') },
    { ...given, pin: '493818' },
  ];
  const same = await Promise.all(others.map(async (one) => isSameHash(await hashPin(one), own)));
  expect([isSameHash(await hashPin(given), own), same]).toEqual([
    true,
    [false, false, false, false],
  ]);
  expect(isSameHash('', own)).toBe(false);
});

test('of a badge its SHA-256 is kept', () => {
  // FIPS 180-2, B.1.
  expect(hashBadge('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});
