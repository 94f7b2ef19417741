import { expect, test } from 'vitest';
import { wedgeSettingsSchema } from '../contract/wedge.ts';
import { defaultWedgeSettings } from '../domain/wedge-settings.ts';
import { getSettings } from '../db/settings.ts';
import { withTestDatabase } from '../db/test-database.ts';
import { stockShop, testCounter } from './test-counter.ts';

test('the keyboard scanner’s set-up is stored, shown at once, and there again after a restart', async () => {
  await withTestDatabase(async (db) => {
    await stockShop(db);
    const rig = testCounter(db);
    await rig.counter.start();
    expect(rig.last().wedge).toEqual(defaultWedgeSettings);
    const wedge = { layout: 'de', prefix: ['F9'], suffix: ['Tab'], gapMs: 40 } as const;
    expect(await rig.counter.handlers['settings:set-wedge'](wedge)).toEqual({ kind: 'done' });
    expect(rig.last().wedge).toEqual(wedge);
    expect((await getSettings(db)).wedge).toEqual(wedge);
  });
});

test('a gap at which people type, or an endless prefix, is no set-up', () => {
  const good = defaultWedgeSettings;
  const bad = [
    { ...good, gapMs: 60 },
    { ...good, prefix: Array.from({ length: 9 }, () => 'x') },
    { ...good, layout: 'dvorak' },
  ];
  expect([good, ...bad].map((one) => wedgeSettingsSchema.safeParse(one).success)).toEqual([
    true,
    false,
    false,
    false,
  ]);
});
