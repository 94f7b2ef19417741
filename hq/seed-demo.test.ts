import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changeRowSchema } from '../app/contract/sync.ts';
import { chainHash } from '../app/db/chain-hash.ts';
import { makeDemoShop } from '../app/seed/make-demo-shop.ts';
import { listChanges } from './test-rig/list-changes.ts';
import { listUnbalancedEvents } from './test-rig/unbalanced-events.ts';
import { recheckLedger } from './jobs/recheck-ledger.ts';
import { seedDemoShop } from './seed-demo.ts';
import { startTestHq } from './test-rig/test-hq.ts';
import type { TestHq } from './test-rig/test-hq.ts';
import { testStoreKinds } from './test-rig/test-stores.ts';

const nowMs = Date.parse('2026-11-22T12:00:00+08:00');
const shop = makeDemoShop({ seed: 7, memberCount: 300, nowMs });

describe.each(testStoreKinds)('the demo shop on %s', (kind) => {
  let hq: TestHq;
  beforeAll(async () => {
    hq = await startTestHq(kind, { nowMs: () => nowMs, seed: (db) => seedDemoShop(db, shop) });
  });
  afterAll(async () => {
    await hq.stop();
  });

  it('is told to counters whole, each row of its schema', async () => {
    const counts: Record<string, number> = {};
    let points = 0;
    for (let cursor = 0, more = true; more;) {
      const page = await listChanges(hq.db, { cursor, limit: 500 });
      for (const row of page.rows) {
        const change = changeRowSchema.parse(row);
        counts[change.kind] = (counts[change.kind] ?? 0) + 1;
        if (change.kind === 'receipt')
          for (const entry of change.receipt.entries) points += entry.points;
      }
      cursor = page.rows.at(-1)?.pos ?? cursor;
      more = page.more;
    }
    expect(counts).toEqual({
      program: 1,
      policy: 1,
      store: shop.stores.length,
      member: shop.members.length,
      voucher: shop.vouchers.length,
      receipt: shop.sales.length,
    });
    expect(points).toBe(shop.sales.reduce((sum, sale) => sum + sale.points, 0));
    expect(await listUnbalancedEvents(hq.db)).toEqual([]);
    expect(await recheckLedger(hq.db, 0)).toBe(0);
  });

  it('has a past that chains without a gap', async () => {
    const events = await hq.db
      .selectFrom('event')
      .selectAll()
      .orderBy('inst')
      .orderBy('seq')
      .execute();
    const heads = new Map<string, { readonly seq: number; readonly hash: string }>();
    for (const { inst, seq, hash, raw_body } of events) {
      const before = heads.get(inst) ?? { seq: 0, hash: '' };
      const rawBody = Buffer.from(raw_body).toString('utf8');
      expect([seq, hash]).toEqual([
        before.seq + 1,
        chainHash({ prev: before.hash, install: inst, seq, rawBody }),
      ]);
      heads.set(inst, { seq, hash });
    }
    expect(events.length).toBe(shop.sales.length);
  });
});
