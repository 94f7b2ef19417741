import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { whatIf } from '../app/domain/what-if.ts';
import { listSalesForPreview } from './apply/list-sales-for-preview.ts';
import { insertProgram } from './db/programs.ts';
import { addMember } from './test-rig/award-fixtures.ts';
import { richProgram as program } from './test-rig/rich-program.ts';
import { tell } from './test-rig/test-counter.ts';
import { asFirstVersion, makeAward } from './test-rig/test-events.ts';
import { startTestHq } from './test-rig/test-hq.ts';
import type { TestHq } from './test-rig/test-hq.ts';
import { testStoreKinds } from './test-rig/test-stores.ts';

describe.each(testStoreKinds)('sales to try a program on, on %s', (kind) => {
  let hq: TestHq;
  beforeAll(async () => {
    hq = await startTestHq(kind);
    await insertProgram(hq.db, program);
  });
  afterAll(async () => {
    await hq.stop();
  });

  it('are those of the days asked for, old versions too, and run through what-if', async () => {
    const counter = await hq.enrol();
    const [one, two] = [await addMember(hq), await addMember(hq)];
    const on = (memberId: typeof one, date: string) => makeAward({ memberId, date });
    const sales = [
      on(one, '2026-09-30'),
      on(one, '2026-10-01'),
      on(two, '2026-10-15'),
      on(one, '2026-10-31'),
    ];
    const events: unknown[] = [...sales];
    const third = sales[2];
    if (third !== undefined) events[2] = asFirstVersion(third);
    await tell(counter, ...events.map((event) => JSON.stringify(event)));
    const october = { from: '2026-10-01', until: '2026-10-31' };
    const found = await listSalesForPreview(hq.db, { ...october, limit: 100 });
    expect(found.isCut).toBe(false);
    expect(found.sales.map(({ memberId, sale }) => [memberId, sale.date])).toEqual([
      [one, '2026-10-01'],
      [two, '2026-10-15'],
      [one, '2026-10-31'],
    ]);
    expect(found.members.map((member) => member.memberId)).toEqual([one, two]);
    const { totals } = whatIf(program, found);
    expect(totals).toMatchObject({
      saleCount: 3,
      memberCount: 2,
      refusedCount: 0,
      pointsEarned: 30,
    });
    const cut = await listSalesForPreview(hq.db, { ...october, limit: 2 });
    expect([cut.sales.length, cut.isCut]).toEqual([2, true]);
  });
});
