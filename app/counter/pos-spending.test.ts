import { expect, test } from 'vitest';
import { posSaleSchema } from '../contract/pos-api.ts';
import { defaultSpendPolicy } from '../domain/spend-policy.ts';
import type { LotId } from '../domain/ids.ts';
import { inTransaction } from '../db/handles.ts';
import { insertEntries } from '../db/ledger.ts';
import { putSpendPolicy } from '../db/spend-policy.ts';
import { countingIds, withTestDatabase } from '../db/test-database.ts';
import type { CounterDeps } from './ports.ts';
import { shop, startMs, stockShop, testCounter, type TestCounter } from './test-counter.ts';
import { oneForOneProgram } from './test-spending.ts';

const key = { posName: '櫃台 1', posSaleNo: 'A-1' };
const sale = posSaleSchema.parse({ amountMinor: 1000 });

/** A member with 800 points at a counter that HQ answers, as far as `authoriseSpend` does. */
async function atCounter(
  deps: Partial<CounterDeps>,
  work: (rig: TestCounter) => Promise<void>,
): Promise<void> {
  await withTestDatabase(async (db) => {
    await stockShop(db, [], oneForOneProgram);
    const newId = countingIds(9_000);
    const lot = { leg: 0, kind: 'earn', points: 800, expiresOn: null } as const;
    await inTransaction(db, async (trx) => {
      const entries = [{ ...lot, memberId: shop.ming, lotId: newId<LotId>() }];
      await insertEntries(trx, [{ eid: newId(), origin: 'receipt:1', recordedAtMs: 1, entries }]);
      const policy = {
        ...defaultSpendPolicy,
        verifyShareBps: 0,
        onlineAbovePoints: 0,
        revision: 1,
      };
      await putSpendPolicy(trx, policy, null);
    });
    const rig = testCounter(db, {
      syncStatus: () => ({
        state: 'online',
        reason: null,
        lastContactAtMs: startMs,
        clockOffsetMs: 0,
        pulledRows: 0,
      }),
      ...deps,
    });
    await rig.counter.start();
    await rig.counter.pos.put({ key, request: sale, sourceFile: null });
    await rig.scan(shop.mingCard);
    await rig.counter.handlers['sale:set-points']({ points: 300 });
    await work(rig);
    expect(rig.errors).toEqual([]);
  });
}

test('points on the POS’s sale: foretold, covered by HQ’s word, and told in the answer', async () => {
  await atCounter({}, async (rig) => {
    expect(await rig.counter.pos.get(key)).toMatchObject({
      view: { result: { pointsSpent: 300, pointsValueMinor: 300, paidMinor: 680 } },
    });
    const settled = await rig.counter.pos.settle(key, { paidMinor: 680, invoice: null });
    expect(settled).toMatchObject({
      view: { state: 'settled', result: { pointsSpent: 300, paidMinor: 680 } },
    });
  });
});

test('while HQ is asked the cashier takes the sale off: nothing is settled, whoever answers what', async () => {
  let answer = (): void => {};
  let asked = (): void => {};
  const isAsked = new Promise<void>((resolve) => (asked = resolve));
  const authoriseSpend: NonNullable<CounterDeps['authoriseSpend']> = async ({ authId }) => {
    asked();
    await new Promise<void>((resolve) => (answer = resolve));
    return { kind: 'granted', authId };
  };
  await atCounter({ authoriseSpend }, async (rig) => {
    const settling = rig.counter.pos.settle(key, { paidMinor: 680, invoice: null });
    await isAsked;
    await rig.counter.handlers['sale:clear']({});
    // The next customer's sale of the same amount stands there when HQ answers.
    const next = { ...key, posSaleNo: 'A-2' };
    await rig.counter.pos.put({ key: next, request: sale, sourceFile: null });
    await rig.scan(shop.linCard);
    answer();
    expect(await settling).toMatchObject({ kind: 'refused', code: 'sale-cancelled' });
    expect(await rig.counter.pos.get(next)).toMatchObject({
      view: { state: 'open', member: { nameMasked: '林○麗' } },
    });
  });
});
