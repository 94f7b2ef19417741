import { expect, test } from 'vitest';
import {
  changeMobileRequestSchema,
  mergeRequestSchema,
  refundsQuerySchema,
} from './hq-admin-members.ts';
import {
  checkDraftRequestSchema,
  programTextMax,
  programVersionQuerySchema,
  publishRequestSchema,
  startPreviewRequestSchema,
} from './hq-admin-programs.ts';

const id = '01970000-0000-7000-8000-000000000001';

test('queries arrive as text, drafts have a limit', () => {
  expect([
    programVersionQuerySchema.parse({ programId: id, version: '3' }),
    refundsQuerySchema.parse({}),
    checkDraftRequestSchema.safeParse({ text: 'x'.repeat(programTextMax) }).success,
    checkDraftRequestSchema.safeParse({ text: 'x'.repeat(programTextMax + 1) }).success,
  ]).toEqual([{ programId: id, version: 3 }, { limit: 50 }, true, false]);
});

test('requests with days that do not exist, ids that are none, or more than asked are refused', () => {
  const publish = { text: '{}', effectiveFrom: '2026-11-29', afterVersion: 0 };
  expect([
    publishRequestSchema.safeParse(publish).success,
    publishRequestSchema.safeParse({ ...publish, effectiveFrom: '2026-02-30' }).success,
    publishRequestSchema.safeParse({ ...publish, version: 2 }).success,
    startPreviewRequestSchema.safeParse({ text: '', period: 'year' }).success,
    mergeRequestSchema.safeParse({ from: id, into: 'x' }).success,
    changeMobileRequestSchema.safeParse({ memberId: id, mobile: '0'.repeat(41) }).success,
  ]).toEqual([true, false, false, false, false, false]);
});
