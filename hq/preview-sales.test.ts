import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insertProgram } from './db/programs.ts';
import { previewProgram } from './server/preview-program.ts';
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
    const deps = { db: hq.db, nowMs: () => Date.parse('2026-11-22T09:00:00+08:00') };
    const given = { before: program, after: program, period: 'last-month' } as const;
    const { before, ...found } = await previewProgram(deps, given, () => undefined);
    expect(found).toMatchObject({
      from: '2026-10-01',
      until: '2026-10-31',
      salesCount: 3,
      isCut: false,
      salesAffected: 0,
      differenceMinor: 0,
      after: { points: 30, refused: 0 },
    });
    expect(before.totals).toEqual(found.after);
  });
});
