import { expect, test } from 'vitest';
import {
  enrolmentCodeAnswerSchema,
  enrolmentCodeRequestSchema,
  lineOutboxQuerySchema,
  membersQuerySchema,
  newStoreRequestSchema,
  overviewAnswerSchema,
  salesQuerySchema,
} from './hq-admin.ts';

const id = '01970000-0000-7000-8000-000000000001';

test('queries arrive as text and have their defaults and limits', () => {
  expect([
    salesQuerySchema.parse({}),
    salesQuerySchema.parse({ before: 'x', limit: '200' }),
    membersQuerySchema.parse({ text: '王', offset: '50' }),
    lineOutboxQuerySchema.parse({ state: 'parked' }),
  ]).toEqual([
    { limit: 50 },
    { before: 'x', limit: 200 },
    { text: '王', offset: 50, limit: 50 },
    { state: 'parked', limit: 100 },
  ]);
  expect(salesQuerySchema.safeParse({ limit: '201' }).success).toBe(false);
  expect(membersQuerySchema.safeParse({ offset: '-1' }).success).toBe(false);
});

test('names are trimmed, strangers in a request refused', () => {
  expect(
    enrolmentCodeRequestSchema.parse({ storeId: id, counterLabel: ' 1 號 ' }).counterLabel,
  ).toBe('1 號');
  expect([
    enrolmentCodeRequestSchema.safeParse({ storeId: id, counterLabel: '  ' }).success,
    enrolmentCodeRequestSchema.safeParse({ storeId: id, counterLabel: 'a', more: 1 }).success,
    newStoreRequestSchema.safeParse({ name: 'a', taxId: '1234567' }).success,
    enrolmentCodeAnswerSchema.safeParse({ code: 'BCDF-GHJ', expiresAtMs: 0 }).success,
  ]).toEqual([false, false, false, false]);
});

test('an overview as HQ answers it', () => {
  const overview = {
    brandName: '晨光咖啡',
    storeKind: 'pglite',
    timeline: id,
    counts: { members: 5000, events: 1, openExceptions: 0 },
    line: { waiting: 0, accepted: 1, parked: 0, failed: 0, alarm: null },
    stores: [
      {
        storeId: id,
        name: '信義店',
        taxId: '24536806',
        counters: [
          {
            inst: id,
            label: '1 號櫃台',
            hostName: '',
            appVersion: '',
            lastSeq: 0,
            lastSeenMs: null,
            revokedAtMs: null,
            createdAtMs: 1,
          },
        ],
      },
    ],
    serverTimeMs: 2,
  };
  expect(overviewAnswerSchema.parse(overview)).toEqual(overview);
});
