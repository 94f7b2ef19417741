import { expect, it } from 'vitest';
import { isLineSignature, signLineBody } from './line-signature.ts';

const secret = '8c570fa6dd201bb328f1c1eac23a96d8';
const body = Buffer.from('{"destination":"U8e742f61d673b39c7fff3cecb7536ef0","events":[]}');
const signature = 'GhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDLs=';

// The vector of LINE's page "Verify webhook signature".
it('makes and knows the official signature', () => {
  expect(signLineBody(secret, body)).toBe(signature);
  expect(isLineSignature(secret, body, signature)).toBe(true);
});

it('takes one spelling only, of these bytes and this secret', () => {
  const bytes = Buffer.from(signature, 'base64');
  const others: (string | readonly string[] | undefined)[] = [
    undefined,
    '',
    [signature],
    `${signature}, ${signature}`,
    signature.slice(0, -1),
    `${signature}=`,
    `${signature.slice(0, 42)}t=`,
    bytes.toString('hex'),
    bytes.toString('base64url'),
    signature.toLowerCase(),
    `${signature.slice(0, -2)}é`,
    '漢'.repeat(44),
  ];
  expect(others.filter((one) => isLineSignature(secret, body, one))).toEqual([]);
  expect(isLineSignature(secret.toUpperCase(), body, signature)).toBe(false);
  expect(isLineSignature(secret, Buffer.concat([body, Buffer.from('\n')]), signature)).toBe(false);
});
