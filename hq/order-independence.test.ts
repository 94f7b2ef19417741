import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CounterEvent } from '../app/contract/events.ts';
import type { MemberId } from '../app/domain/ids.ts';
import { listUnbalancedEvents } from './test-rig/unbalanced-events.ts';
import { insertProgram } from './db/programs.ts';
import { recheckLedger } from './jobs/recheck-ledger.ts';
import { addMember, takeExceptions } from './test-rig/award-fixtures.ts';
import { pointsAtHq } from './test-rig/balances.ts';
import { richProgram as program } from './test-rig/rich-program.ts';
import { tell } from './test-rig/test-counter.ts';
import type { TestCounter } from './test-rig/test-counter.ts';
import {
  makeAward,
  makeRefund,
  makeSaleInvoice,
  makeStub,
  newTestId,
} from './test-rig/test-events.ts';
import { southStore, startTestHq } from './test-rig/test-hq.ts';
import type { TestHq } from './test-rig/test-hq.ts';
import { testStoreKinds } from './test-rig/test-stores.ts';

/** Which amounts the two refunds take, in which order the events come, from which of two counters. */
const stories = fc.record({
  amountMinor: fc.integer({ min: 100, max: 4_000 }),
  shareA: fc.integer({ min: 1, max: 100 }),
  shareB: fc.integer({ min: 1, max: 100 }),
  voidB: fc.boolean(),
  order: fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4, maxLength: 4 }),
  southern: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
  together: fc.boolean(),
});

/** A sale, its e-invoice told late, and often its void and the next sale on that e-invoice, as they come. */
const invoiceStories = fc.record({
  isUndone: fc.boolean(),
  order: fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4, maxLength: 4 }),
  southern: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
});

describe.each(testStoreKinds)('the order in which HQ hears, on %s', (kind) => {
  let hq: TestHq;
  let counters: readonly TestCounter[];
  let serial = 0;
  beforeAll(async () => {
    hq = await startTestHq(kind);
    await insertProgram(hq.db, program);
    counters = [await hq.enrol(), await hq.enrol(southStore)];
  });
  afterAll(async () => {
    expect(await listUnbalancedEvents(hq.db)).toEqual([]);
    expect(await recheckLedger(hq.db, 0)).toBe(0);
    await hq.stop();
  });

  async function send(event: CounterEvent, isSouthern: boolean): Promise<void> {
    const counter = counters[isSouthern ? 1 : 0];
    if (counter === undefined) throw new Error('no counter');
    await tell(counter, JSON.stringify(event));
  }

  it('makes no difference to points, spend and stamps: sale, two refunds, a merge', async () => {
    await fc.assert(
      fc.asyncProperty(stories, async (story) => {
        serial += 1;
        const mobile = `+88697${String(serial).padStart(7, '0')}`;
        const ownerId = await addMember(hq, 'general', { mobile });
        const stubId = newTestId<MemberId>();
        const sale = makeAward({ memberId: stubId, program, amountMinor: story.amountMinor });
        const share = (percent: number) => ({
          kind: 'amount' as const,
          amountMinor: Math.max(1, Math.floor((story.amountMinor * percent) / 100)),
        });
        const refundA = makeRefund({ of: sale, program, request: share(story.shareA) });
        const refundB = story.voidB
          ? makeRefund({ of: sale, program, mode: 'void' })
          : makeRefund({ of: sale, program, request: share(story.shareB) });
        const stub = makeStub(stubId, { mobile, cardCode: `stub-${kind}-${serial}` });
        const events = [stub, sale, refundA, refundB];
        for (const [nth, at] of story.order.entries()) {
          const event = events[at];
          if (event !== undefined) await send(event, story.southern[nth] ?? false);
        }
        const taken = Math.min(
          story.amountMinor,
          refundA.body.result.amountMinor + refundB.body.result.amountMinor,
        );
        // What the rest of the sale would have earned is what is left: the sum of all refunds decides.
        const left = story.amountMinor - taken;
        const rest = left === 0 ? 0 : Math.floor(left / 100);
        expect(await pointsAtHq(hq.db, ownerId)).toBe(rest);
        const stored = await hq.db
          .selectFrom('sale')
          .select(['refunded_minor', 'undone', 'member_id'])
          .where('sale_id', '=', sale.body.saleId)
          .executeTakeFirst();
        expect(stored).toEqual({
          refunded_minor: taken,
          undone: left === 0,
          member_id: stubId,
        });
        const stamps = await hq.db
          .selectFrom('stamp_entry')
          .select((eb) => eb.fn.sum<string>('stamps').as('n'))
          .where('member_id', '=', stubId)
          .executeTakeFirst();
        expect(Number(stamps?.n)).toBe(left === 0 ? 1 : 2);
        const kinds = (await takeExceptions(hq)).map((e) => e.kind);
        expect(kinds).not.toContain('recompute-difference');
        expect(kinds).not.toContain('handler-failed');
      }),
      { numRuns: 20 },
    );
  }, 120_000);

  it('makes no difference to an e-invoice told late: sale, e-invoice, void, the next sale on it', async () => {
    await fc.assert(
      fc.asyncProperty(invoiceStories, async ({ isUndone, order, southern }) => {
        serial += 1;
        const invoiceNumber = `CD${String(serial).padStart(8, '0')}`;
        const members = [await addMember(hq), await addMember(hq)] as const;
        const sale = makeAward({ memberId: members[0], program });
        const next = makeAward({ memberId: members[1], program, invoiceNumber });
        const events: CounterEvent[] = [sale, makeSaleInvoice(sale, invoiceNumber)];
        if (isUndone) events.push(makeRefund({ of: sale, program, mode: 'void' }), next);
        for (const [nth, at] of order.entries()) {
          const event = events[at];
          if (event !== undefined) await send(event, southern[nth] ?? false);
        }
        const points = [await pointsAtHq(hq.db, members[0]), await pointsAtHq(hq.db, members[1])];
        const rows = await hq.db
          .selectFrom('sale')
          .select(['sale_id', 'voided'])
          .where('invoice_key', '=', `${invoiceNumber}:2026-11-22`)
          .where('voided', '=', false)
          .execute();
        const holder = isUndone ? next : sale;
        expect([points, rows]).toEqual([
          isUndone ? [0, 10] : [10, 0],
          [{ sale_id: holder.body.saleId, voided: false }],
        ]);
        expect((await takeExceptions(hq)).map((one) => one.kind)).toEqual([]);
      }),
      { numRuns: 30 },
    );
  }, 120_000);
});
