import { expect, test } from 'vitest';
import { withTestDatabase } from '../db/test-database.ts';
import { shop, stockShop, testCounter } from './test-counter.ts';
import { loyaltyProgram } from './test-program.ts';
import { answerFor } from './test-refund.ts';

test('a voucher used in a sale that HQ gave no effect can be used again, until HQ counts that sale after all', async () => {
  for (const status of ['quarantined', 'duplicate'] as const) {
    await withTestDatabase(async (db) => {
      await stockShop(db, [], loyaltyProgram);
      const rig = testCounter(db);
      await rig.scan(shop.linCard);
      await rig.sell(1_000);
      const code = (await rig.scan(shop.linCard)).member?.vouchers[0]?.code ?? '';
      const scanned = async () => {
        await rig.counter.handlers['sale:clear']({});
        await rig.scan(shop.linCard);
        const { notice } = await rig.scan(code);
        return notice?.code;
      };
      expect(await scanned()).toBe('voucher-attached');
      await rig.sell(500);
      const seen = [await scanned()];
      await answerFor(db, 0, 'applied');
      await answerFor(db, 1, status);
      seen.push(await scanned());
      const { lastSales } = await rig.scan(code);
      expect(lastSales.map(({ sync }) => sync)).toEqual(['rejected', 'at-hq']);
      // Used for good this time; and once more HQ's word, when a person there lets the first one count.
      await rig.sell(500);
      seen.push(await scanned());
      await answerFor(db, 2, 'quarantined');
      seen.push(await scanned());
      await answerFor(db, 1, 'applied');
      seen.push(await scanned());
      expect([status, seen]).toEqual([
        status,
        ['voucher-used', 'voucher-attached', 'voucher-used', 'voucher-attached', 'voucher-used'],
      ]);
    });
  }
});
