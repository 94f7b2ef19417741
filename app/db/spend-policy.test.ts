import { expect, test } from 'vitest';
import { policyPurpose } from '../contract/spend-policy.ts';
import { defaultSpendPolicy } from '../domain/spend-policy.ts';
import { applyChanges } from './apply-changes.ts';
import { inTransaction } from './handles.ts';
import { learnHqKeys } from './hq-keys.ts';
import { createSigningKey, publicKeyOf, signDocument } from './sign-document.ts';
import { findSpendPolicy, storeSpendPolicy } from './spend-policy.ts';
import { withTestDatabase } from './test-database.ts';

test('only a newer policy that HQ signed as one takes the place of the last', async () => {
  await withTestDatabase(async (db) => {
    const { signingKey } = createSigningKey();
    const document = signDocument(signingKey, 'hq-keys', { keys: [publicKeyOf(signingKey)] });
    await inTransaction(db, (trx) => learnHqKeys(trx, { document, nowMs: 1, afresh: true }));
    const policy = (revision: number, floorSalePoints: number) => ({
      ...defaultSpendPolicy,
      revision,
      floorSalePoints,
    });
    const signed = (revision: number, points: number, key = signingKey, purpose = policyPurpose) =>
      signDocument(key, purpose, policy(revision, points));
    const changed = signed(9, 1);
    const documents = [
      signed(0, 1),
      signed(5, 50),
      signed(4, 200),
      signed(5, 200),
      signed(6, 60),
      signed(9, 1, createSigningKey().signingKey),
      signed(9, 1, signingKey, 'hq-keys'),
      {
        ...changed,
        payload: changed.payload.replace('"floorSalePoints":1', '"floorSalePoints":9'),
      },
      // Signed by HQ, but no policy this version can hold to.
      signDocument(signingKey, policyPurpose, { ...policy(10, 1), floorMemberPoints: -1 }),
    ];
    const outcomes = [];
    for (const one of documents) {
      outcomes.push(await inTransaction(db, (trx) => storeSpendPolicy(trx, one)));
    }
    expect(outcomes).toEqual([
      'older',
      'stored',
      'older',
      'older',
      'stored',
      ...Array.from({ length: 4 }, () => 'not-trusted'),
    ]);
    expect(await findSpendPolicy(db)).toEqual(policy(6, 60));
    await inTransaction(db, (trx) =>
      applyChanges(trx, {
        from: 0,
        to: 2,
        rows: [
          { pos: 1, kind: 'policy', document: signed(7, 70) },
          { pos: 2, kind: 'policy', document: signed(8, 1, createSigningKey().signingKey) },
        ],
        skipped: [],
      }),
    );
    expect([
      (await findSpendPolicy(db))?.floorSalePoints,
      await db.selectFrom('skipped_change').selectAll().execute(),
    ]).toEqual([70, [{ pos: 2, kind: 'policy', tried_by: '' }]]);
  });
});
