import { expect, test } from 'vitest';
import { en } from '../i18n/en.ts';
import { zhTw } from '../i18n/zh-tw.ts';
import { exceptionSides } from './exception-sides.ts';
import { exceptionWords, fieldWords, valueWords } from './exception-words.ts';

test('two results of one sale: what differs is marked, people’s fields come first', () => {
  const { sides, rest } = exceptionSides({
    recordedTierId: 'silver',
    tierId: 'gold',
    recorded: { points: 23, amountMinor: 1180, expiresOn: '2027-12-31' },
    recomputed: { points: 35, amountMinor: 1180, expiresOn: '2027-12-31' },
  });
  expect(sides).toEqual({
    left: 'recorded',
    right: 'recomputed',
    fields: [
      { field: 'tierId', left: 'silver', right: 'gold', differs: true },
      { field: 'amountMinor', left: 1180, right: 1180, differs: false },
      { field: 'points', left: 23, right: 35, differs: true },
      { field: 'expiresOn', left: '2027-12-31', right: '2027-12-31', differs: false },
    ],
  });
  expect(rest).toEqual([]);
});

test('a sum that HQ refuses says why', () => {
  const { sides } = exceptionSides({
    recorded: { points: 3 },
    recomputed: { kind: 'refused', code: 'voucher-expired' },
  });
  expect(sides?.fields).toEqual([
    { field: 'points', left: 3, right: null, differs: true },
    { field: 'reason', left: null, right: { code: 'voucher-expired' }, differs: true },
  ]);
});

test('two uses of one thing are two things: nothing is marked, ids go below', () => {
  const { sides, rest } = exceptionSides({
    code: 'V1',
    first: { eid: 'e1', saleNo: 'A1' },
    second: { eid: 'e2', saleNo: 'B1' },
  });
  expect(sides?.fields).toEqual([{ field: 'saleNo', left: 'A1', right: 'B1', differs: false }]);
  expect(rest).toEqual([
    { side: null, field: 'code', value: 'V1' },
    { side: 'first', field: 'eid', value: 'e1' },
    { side: 'second', field: 'eid', value: 'e2' },
  ]);
});

test('any other detail is listed as it is', () => {
  expect(exceptionSides({ why: 'x', recorded: { points: 1 } })).toEqual({
    sides: null,
    rest: [
      { side: null, field: 'why', value: 'x' },
      { side: null, field: 'recorded', value: { points: 1 } },
    ],
  });
});

test('a refund and what HQ booked of it; of one that had nothing left nothing is marked', () => {
  const recorded = { mode: 'refund', clawedBack: 7, complete: false };
  const booked = exceptionSides({
    refundId: 'r',
    earlier: [],
    recorded,
    applied: { ...recorded, clawedBack: 5 },
    differences: [
      { field: 'clawedBack', recorded: 7, recomputed: 5 },
      { field: 'entries', recorded: [1], recomputed: [2] },
    ],
  });
  expect(booked.sides).toEqual({
    left: 'recorded',
    right: 'applied',
    fields: [
      { field: 'mode', left: 'refund', right: 'refund', differs: false },
      { field: 'clawedBack', left: 7, right: 5, differs: true },
      { field: 'complete', left: false, right: false, differs: false },
      { field: 'entries', left: [1], right: [2], differs: true },
    ],
  });
  expect(booked.rest).toEqual([
    { side: null, field: 'earlier', value: [] },
    { side: null, field: 'refundId', value: 'r' },
    { side: 'recorded', field: 'entries', value: [1] },
    { side: 'applied', field: 'entries', value: [2] },
  ]);
  const twice = exceptionSides({ recorded: { moneyMinor: 90 }, applied: null });
  expect(twice.sides?.fields).toEqual([
    { field: 'moneyMinor', left: 90, right: null, differs: false },
    { field: 'reason', left: null, right: { code: 'nothing-left' }, differs: false },
  ]);
});

test('where only what differs is told, those are the two sides', () => {
  const differences = [{ field: 'validUntil', recorded: '2026-12-31', recomputed: '2026-11-30' }];
  expect(exceptionSides({ code: 'V1', differences })).toEqual({
    sides: {
      left: 'offered',
      right: 'held',
      fields: [{ field: 'validUntil', left: '2026-12-31', right: '2026-11-30', differs: true }],
    },
    rest: [{ side: null, field: 'code', value: 'V1' }],
  });
});

test('kinds, fields and values in words, unknown ones without a lie', () => {
  const zh = { t: zhTw, language: 'zh-TW', nowMs: 0 } as const;
  const inEnglish = { t: en, language: 'en', nowMs: 0 } as const;
  expect([
    exceptionWords(zhTw, 'fork').title,
    exceptionWords(en, 'toString').title,
    fieldWords(zhTw, 'points'),
    fieldWords(zhTw, 'constructor'),
    valueWords(zh, 'paidMinor', 1_234),
    valueWords(zh, 'points', 1_234),
    valueWords(zh, 'expiresOn', '2027-12-31'),
    valueWords(zh, 'tierId', 'gold'),
    valueWords(zh, 'atMs', 0),
    valueWords(zh, 'why', null),
    valueWords(zh, 'program', { id: 'x', version: 2 }),
    valueWords(zh, 'other', { version: 2 }),
    valueWords(zh, 'complete', true),
    valueWords(zh, 'exceeded', [{ limit: 'perMember', max: 1, used: 2 }]),
    valueWords(inEnglish, 'earlier', [{ storeName: 'North', mode: 'void', moneyMinor: 90 }]),
    valueWords(zh, 'reason', { code: 'nothing-left' }),
    valueWords(zh, 'reason', { code: 'points-short', availablePoints: 3, neededPoints: 5 }),
    valueWords(zh, 'reason', { code: 'of-a-later-version' }),
    valueWords(zh, 'reason', { code: 'failed' }),
  ]).toEqual([
    '櫃台的紀錄與總部接不上',
    'Other exception',
    '點數',
    'constructor',
    'NT$1,234',
    '1,234',
    '2027/12/31',
    '金卡',
    '08:00:00',
    '—',
    '第 2 版',
    '{"version":2}',
    '是',
    '每人限 1 次，已用 2 次',
    'North · Void · NT$90',
    expect.stringMatching(/退/) as unknown,
    expect.stringMatching(/3/) as unknown,
    'of-a-later-version',
    '規則無法計算',
  ]);
});
