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
    { field: 'reason', left: null, right: 'voucher-expired', differs: true },
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

test('kinds, fields and values in words, unknown ones without a lie', () => {
  expect([
    exceptionWords(zhTw, 'fork').title,
    exceptionWords(en, 'toString').title,
    fieldWords(zhTw, 'points'),
    fieldWords(zhTw, 'constructor'),
    valueWords(zhTw, 'paidMinor', 1_234, 0),
    valueWords(zhTw, 'points', 1_234, 0),
    valueWords(zhTw, 'expiresOn', '2027-12-31', 0),
    valueWords(zhTw, 'tierId', 'gold', 0),
    valueWords(zhTw, 'atMs', 0, 0),
    valueWords(zhTw, 'why', null, 0),
    valueWords(zhTw, 'program', { version: 2 }, 0),
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
    '{"version":2}',
  ]);
});
