import { expect, test } from 'vitest';
import { z } from 'zod';
import { learnHqKeys, listHqKeys } from './hq-keys.ts';
import { inTransaction } from './handles.ts';
import { createSigningKey, publicKeyOf, signDocument, verifyDocument } from './sign-document.ts';
import { withTestDatabase } from './test-database.ts';

const schema = z.object({ n: z.number() });

test('a document is what its key signed for this purpose, byte for byte, or nothing', () => {
  const key = createSigningKey();
  const other = createSigningKey();
  const trusted = [publicKeyOf(key.signingKey)];
  const document = signDocument(key.signingKey, 'spend-policy', { n: 7 });
  const check = (changes: Partial<typeof document>, purpose = 'spend-policy') =>
    verifyDocument(trusted, purpose, { ...document, ...changes }, schema).kind;
  expect(verifyDocument(trusted, 'spend-policy', document, schema)).toEqual({
    kind: 'verified',
    value: { n: 7 },
  });
  const foreign = signDocument(other.signingKey, 'spend-policy', { n: 7 });
  const odd = signDocument(key.signingKey, 'spend-policy', { m: 7 });
  expect([
    check({ payload: '{"n":8}' }),
    check({ payload: '{"n": 7}' }),
    check({}, 'install-certificate'),
    check({ sig: `${document.sig.slice(0, -1)}${document.sig.endsWith('A') ? 'B' : 'A'}` }),
    verifyDocument(trusted, 'spend-policy', foreign, schema).kind,
    verifyDocument(trusted, 'spend-policy', { ...foreign, kid: document.kid }, schema).kind,
    verifyDocument(trusted, 'spend-policy', odd, schema).kind,
  ]).toEqual([
    'bad-signature',
    'bad-signature',
    'bad-signature',
    'bad-signature',
    'unknown-key',
    'bad-signature',
    'bad-payload',
  ]);
});

test('HQ’s keys are believed once as they come, then only when a known key says so', async () => {
  const first = createSigningKey();
  const second = createSigningKey();
  const keysOf = (...keys: { signingKey: string }[]) => ({
    keys: keys.map((key) => publicKeyOf(key.signingKey)),
  });
  await withTestDatabase(async (db) => {
    const learn = (document: ReturnType<typeof signDocument>, afresh = false) =>
      inTransaction(db, (trx) => learnHqKeys(trx, { document, nowMs: 1, afresh }));
    const own = signDocument(first.signingKey, 'hq-keys', keysOf(first));
    const stranger = signDocument(second.signingKey, 'hq-keys', keysOf(second));
    const rotated = signDocument(first.signingKey, 'hq-keys', keysOf(first, second));
    expect([
      (await learn(own)).kind,
      (await learn(own)).kind,
      (await learn(stranger)).kind,
      (await learn(rotated)).kind,
      (await learn(stranger)).kind,
    ]).toEqual(['learned', 'known', 'not-trusted', 'learned', 'learned']);
    expect(await listHqKeys(db)).toEqual(keysOf(second).keys);
    // A new code typed by a person: another HQ is believed again.
    expect((await learn(own)).kind).toBe('not-trusted');
    expect((await learn(own, true)).kind).toBe('learned');
  });
});
