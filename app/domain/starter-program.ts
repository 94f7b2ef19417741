import type { ProgramId } from './ids.ts';
import { earnPerAmount, programDefaults } from './program-defaults.ts';
import type { Program } from './program.ts';

/**
 * The rules of a shop that starts without HQ: NT$100 = 1 point, one tier, points usable until the
 * end of next year. The id is fixed, so that every counter started this way names the same rules
 * when it connects to HQ later.
 */
export const starterProgram: Program = {
  ...programDefaults,
  programId: '01970000-0000-7000-8000-000000000001' as ProgramId,
  version: 1,
  name: { 'zh-TW': '基本集點', en: 'Starter points' },
  effectiveFrom: '2025-01-01',
  earn: [earnPerAmount(100, 1)],
  tiers: [
    {
      tierId: 'general',
      name: { 'zh-TW': '一般會員', en: 'Member' },
      thresholdMinor: 0,
      multiplierBps: 10_000,
    },
  ],
};
