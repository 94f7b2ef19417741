import { expect, test } from 'vitest';
import { always, everyLine } from './program-conditions.ts';
import { programDefaults } from './program-defaults.ts';
import { starterProgram } from './starter-program.ts';

test('a shop that starts without HQ: NT$100 = 1 point, one tier, all else as where nothing is said', () => {
  expect(starterProgram).toEqual({
    ...programDefaults,
    programId: '01970000-0000-7000-8000-000000000001',
    version: 1,
    name: { 'zh-TW': '基本集點', en: 'Starter points' },
    effectiveFrom: '2025-01-01',
    earn: [
      {
        ruleId: 'per-amount',
        name: { 'zh-TW': '消費集點', en: 'Points for spending' },
        scope: everyLine,
        when: always,
        give: { kind: 'per-amount', perMinor: 100, points: 1, rounding: 'floor' },
        base: null,
        multiplied: true,
        pointsMax: null,
      },
    ],
    tiers: [
      {
        tierId: 'general',
        name: { 'zh-TW': '一般會員', en: 'Member' },
        thresholdMinor: 0,
        multiplierBps: 10_000,
      },
    ],
  });
});
