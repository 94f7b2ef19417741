import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changeRowSchema } from '../app/contract/sync.ts';
import type { MemberId } from '../app/domain/ids.ts';
import { listUnbalancedEvents } from './test-rig/unbalanced-events.ts';
import { insertProgram } from './db/programs.ts';
import { recheckLedger } from './jobs/recheck-ledger.ts';
import { pullAll, tell } from './test-rig/test-counter.ts';
import { makeAward, makeStub, newTestId } from './test-rig/test-events.ts';
import { southStore, startTestHq } from './test-rig/test-hq.ts';
import type { TestHq } from './test-rig/test-hq.ts';
import { testStoreKinds } from './test-rig/test-stores.ts';

import {
  fiftyOff,
  addMember,
  addVoucher,
  receiptsOf,
  receiptFor,
  takeExceptions,
} from './test-rig/award-fixtures.ts';

describe.each(testStoreKinds)('what an event does, on %s', (kind) => {
  let hq: TestHq;
  beforeAll(async () => {
    hq = await startTestHq(kind);
    await insertProgram(hq.db, fiftyOff);
  });
  afterAll(async () => {
    expect(await listUnbalancedEvents(hq.db)).toEqual([]);
    expect(await recheckLedger(hq.db, 0)).toBe(0);
    await hq.stop();
  });

  it('does the sum again and flags another result, but keeps what the cashier was told', async () => {
    const counter = await hq.enrol();
    const memberId = await addMember(hq, 'gold');
    const generous = makeAward({
      memberId,
      program: fiftyOff,
      tierId: 'gold',
      change: (body) => ({
        ...body,
        points: body.points + 5,
        entries: body.entries.map((entry) => ({ ...entry, points: entry.points + 5 })),
      }),
    });
    const stale = makeAward({ memberId, program: fiftyOff, tierId: 'general' });
    const unknownRules = makeAward({
      memberId,
      program: { ...fiftyOff, version: 99 },
      tierId: 'gold',
    });
    await tell(counter, ...[generous, stale, unknownRules].map((event) => JSON.stringify(event)));
    const own = (await receiptsOf(counter)).filter((r) => r.inst === counter.install);
    expect(own.map((r) => [r.status, r.sale?.points, ...r.exceptions])).toEqual([
      ['applied', 25, 'recompute-difference'],
      ['applied', 10, 'stale-tier'],
      ['applied', 20, 'unknown-program'],
    ]);
    const difference = (await takeExceptions(hq)).find((e) => e.kind === 'recompute-difference');
    expect(difference).toMatchObject({
      storeName: '台北店',
      detail: { recorded: { points: 25 }, recomputed: { points: 20 } },
    });
  });

  it('lets a voucher count once, and an e-invoice', async () => {
    const north = await hq.enrol();
    const south = await hq.enrol(southStore);
    const memberId = await addMember(hq);
    const voucher = await addVoucher(hq, memberId);
    const sale = { memberId, program: fiftyOff, vouchers: [voucher] };
    const [first, second] = [makeAward(sale), makeAward(sale)];
    await tell(north, JSON.stringify(first));
    await tell(south, JSON.stringify(second));
    expect((await receiptFor(north, first.eid))[0]).toMatchObject({
      usedVoucherIds: [voucher.voucherId],
      exceptions: [],
    });
    expect((await receiptFor(north, second.eid))[0]).toMatchObject({
      status: 'applied',
      usedVoucherIds: [],
      exceptions: ['voucher-used-twice'],
    });
    expect(await takeExceptions(hq)).toMatchObject([
      {
        kind: 'voucher-used-twice',
        detail: {
          first: { eid: first.eid, storeName: '台北店' },
          second: { eid: second.eid, storeName: '高雄店' },
        },
      },
    ]);
    const invoiced = { memberId, invoiceNumber: 'AB12345678' };
    const [once, twice] = [makeAward(invoiced), makeAward(invoiced)];
    const sameSale = makeAward({ memberId, saleId: once.body.saleId });
    await tell(north, JSON.stringify(once), JSON.stringify(sameSale));
    await tell(south, JSON.stringify(twice));
    expect((await receiptFor(north, twice.eid))[0]).toMatchObject({
      status: 'duplicate',
      entries: [],
      sale: null,
      exceptions: ['invoice-used-twice'],
    });
    expect((await takeExceptions(hq)).map((e) => e.kind)).toEqual([
      'invoice-used-twice',
      'sale-recorded-twice',
    ]);
  });

  it('takes members made at counters, and keeps points of unknown ones', async () => {
    const counter = await hq.enrol();
    const [first, second, stranger] = [
      newTestId<MemberId>(),
      newTestId<MemberId>(),
      newTestId<MemberId>(),
    ];
    const mobile = '+886987654321';
    await tell(
      counter,
      JSON.stringify(makeAward({ memberId: stranger })),
      JSON.stringify(makeStub(first, { mobile, cardCode: 'card-a' })),
      JSON.stringify(makeAward({ memberId: first })),
      JSON.stringify(makeStub(second, { mobile, cardCode: 'card-a', name: '陳二' })),
      JSON.stringify(makeStub(stranger, { mobile: '+886999999999', cardCode: 'card-b' })),
      JSON.stringify(makeStub(first, { mobile, cardCode: 'card-a' })),
    );
    const rows = (await pullAll(counter)).map((row) => changeRowSchema.parse(row));
    const members = rows.flatMap((row) => (row.kind === 'member' ? [row.member] : []));
    expect(members.map((m) => [m.memberId, m.cardCodes])).toEqual([
      [first, ['card-a']],
      // The second is the first: their number is known.
      [first, ['card-a']],
      [stranger, ['card-b']],
    ]);
    const own = (await receiptsOf(counter)).filter((r) => r.inst === counter.install);
    expect(own.map((r) => [r.status, ...r.exceptions])).toEqual([
      ['applied', 'unknown-member'],
      ['applied'],
      ['applied'],
      ['applied', 'mobile-known', 'card-code-known'],
      ['applied'],
      ['duplicate', 'member-known'],
    ]);
    await takeExceptions(hq);
  });

  it('says which tier a member has after each receipt of a sale that gave one', async () => {
    const north = await hq.enrol();
    const south = await hq.enrol(southStore);
    const memberId = await addMember(hq);
    const rise = { memberId, program: fiftyOff, amountMinor: 6_000 };
    const [here, late] = [makeAward(rise), makeAward(rise)];
    const twice = makeAward({ ...rise, saleId: here.body.saleId });
    const plain = makeAward({ memberId, program: fiftyOff, tierId: 'gold' });
    const broken = makeAward({ ...rise, change: (body) => ({ ...body, points: 1 }) });
    expect([here, plain].map(({ body }) => body.tier.kind)).toEqual(['risen', 'same']);
    await tell(south, JSON.stringify(here), JSON.stringify(plain));
    // The member is gold by now: to HQ these change nothing, to their counter they did.
    await tell(north, ...[late, twice, broken].map((event) => JSON.stringify(event)));
    const told = (await pullAll(north)).flatMap((row): unknown[] => {
      const change = changeRowSchema.parse(row);
      if (change.kind === 'receipt')
        return change.receipt.inst === north.install || change.receipt.inst === south.install
          ? [[change.receipt.eid, change.receipt.status]]
          : [];
      if (change.kind !== 'member' || change.member.memberId !== memberId) return [];
      return [[change.member.tierId, change.member.tierUntil, change.member.tierSince]];
    });
    const gold = ['gold', '2027-11-22', '2026-11-22'];
    expect(told).toEqual([
      [here.eid, 'applied'],
      gold,
      [plain.eid, 'applied'],
      [late.eid, 'applied'],
      gold,
      [twice.eid, 'duplicate'],
      gold,
      [broken.eid, 'quarantined'],
      gold,
    ]);
    await takeExceptions(hq);
  });
});
