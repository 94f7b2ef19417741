import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { whatIfCommand } from './what-if.ts';
import { smallProgramText } from './small-program.fixture.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'counterfoil-what-if-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A file with this text; its path. */
function file(name: string, text: string): string {
  const full = path.join(folder, name);
  writeFileSync(full, text);
  return full;
}

function whatIf(...args: string[]): { code: number; said: string[]; wrong: string[] } {
  const said: string[] = [];
  const wrong: string[] = [];
  const code = whatIfCommand(
    args,
    (line) => said.push(line),
    (line) => wrong.push(line.replaceAll(folder, '')),
  );
  return { code, said, wrong };
}

const program = file('program.json', smallProgramText);

describe('whatif', () => {
  const scenario = file(
    'scenario.json',
    `{
  "members": [{ "member": "美", "points": 30, "storedValue": 100 }],
  "sales": [
    { "date": "2026-05-01", "amount": 1000, "sale": "big", "spendPoints": 20, "vouchers": ["折 50"] },
    { "amount": 30, "vouchers": ["NT$50 off"], "codes": ["NONE"], "useStoredValue": 10 },
    { "amount": 100, "spendPoints": 900 },
    { "refund": "big", "amount": 430 },
    { "refund": "big", "mode": "void" }
  ]
}`,
  );

  test('prints each sale, each refund and the totals in words', () => {
    expect(whatIf(program, scenario)).toMatchInlineSnapshot(`
      {
        "code": 0,
        "said": [
          "第 1 筆  2026-05-01 12:00  美",
          "  消費 NT$1,000，折 NT$50，點數抵 NT$20，實付 NT$930，得 9 點，用 20 點",
          "  - 優惠「贈品」已使用",
          "  - 券「折 50」折 NT$50",
          "  - 用 20 點折抵 NT$20",
          "  - 消費集點：NT$930 每滿 NT$100 送 1 點，共 9 點",
          "  - 點數可用到 2027/12/31",
          "  發券 「折 50」 2026-05-01 – 2026-05-30，可用 2 次",
          "  贈品 「提袋」 × 2",
          "第 2 筆  2026-05-01 12:00  美",
          "  消費 NT$30，儲值付 NT$10，實付 NT$20，得 0 點",
          "  - 儲值或禮物卡付 NT$10",
          "  - 消費集點：NT$20 每滿 NT$100 送 1 點，共 0 點",
          "  未使用 「折 50」 (min-spend): 還差 NT$10 才能使用，可再加購",
          "  未使用 「NONE」 (code-unknown): 查無此優惠碼，請核對後再輸入",
          "第 3 筆  2026-05-01 12:00  美",
          "  不能這樣結帳 (points-short): 點數不足：需要 900 點，可用 19 點，請減少",
          "退第 1 筆  2026-05-01",
          "  退現 NT$420，收回 4 點，退還 10 點",
          "  - 退回商品 NT$430",
          "  - 退回使用的 10 點",
          "  - 收回 4 點，這筆消費還保留 5 點",
          "作廢第 1 筆  2026-05-01",
          "  不能退 (already-refunded): 這筆消費已部分退貨，不能作廢，請改用退貨",
          "",
          "合計",
          "  交易 2",
          "  不能結帳 1",
          "  會員 1",
          "  消費 NT$1,030",
          "  折扣 NT$50",
          "  實付 NT$950",
          "  得點 9",
          "  用點 20",
          "  發券 1",
          "  升等 0",
          "  退貨 NT$430",
          "  收回點數 4",
          "  退還點數 10",
          "會員",
          "  美：25 點，一般會員",
        ],
        "wrong": [],
      }
    `);
    expect(whatIf(program, scenario, '--lang', 'en')).toMatchInlineSnapshot(`
      {
        "code": 0,
        "said": [
          "Sale 1  2026-05-01 12:00  美",
          "  amount NT$1,000, discount NT$50, points pay NT$20, paid NT$930, 9 points, 20 spent",
          "  - Offer “A present”: used",
          "  - Voucher “NT$50 off”: NT$50 off",
          "  - NT$20 paid with 20 points",
          "  - Points for spending: NT$930, 1 point per full NT$100 = 9 points",
          "  - Points can be used until 2027-12-31",
          "  Voucher given “NT$50 off” 2026-05-01 – 2026-05-30, 2 uses",
          "  Hand over “Bag” × 2",
          "Sale 2  2026-05-01 12:00  美",
          "  amount NT$30, stored value NT$10, paid NT$20, 0 points",
          "  - Stored value and gift cards pay NT$10",
          "  - Points for spending: NT$20, 1 point per full NT$100 = 0 points",
          "  Not used “NT$50 off” (min-spend): NT$10 more is needed; add goods",
          "  Not used “NONE” (code-unknown): Unknown code; check it and enter it again",
          "Sale 3  2026-05-01 12:00  美",
          "  Not possible (points-short): Not enough points: 900 needed, 19 available; use fewer",
          "Refund of sale 1  2026-05-01",
          "  money back NT$420, 4 points taken back, 10 given back",
          "  - Goods taken back: NT$430",
          "  - 10 points spent in this sale given back",
          "  - 4 points taken back, 5 points of this sale kept",
          "Undo sale 1  2026-05-01",
          "  Not possible (already-refunded): Part of this sale has been refunded, so it cannot be undone. Refund the rest instead.",
          "",
          "Totals",
          "  sales 2",
          "  not possible 1",
          "  members 1",
          "  amount NT$1,030",
          "  discounts NT$50",
          "  paid NT$950",
          "  points earned 9",
          "  points spent 20",
          "  vouchers given 1",
          "  tier rises 0",
          "  refunded NT$430",
          "  points taken back 4",
          "  points given back 10",
          "Members",
          "  美: 25 points, Member",
        ],
        "wrong": [],
      }
    `);
  });

  test('prints the whole result as JSON', () => {
    const { code, said } = whatIf(program, scenario, '--json');
    const result = JSON.parse(said.join('\n')) as Record<string, unknown>;
    expect([code, Object.keys(result), result['totals']]).toEqual([
      0,
      ['sales', 'refunds', 'members', 'totals'],
      expect.objectContaining({ saleCount: 2, refusedCount: 1, refundedMinor: 430 }),
    ]);
  });

  test.each<[string, string, string]>([
    ['no sales', '{\n "sales": [] }', '/s.json:2: sales is []: it must have at least 1 entries'],
    [
      'a field that does not exist',
      '{ "sales": [\n{ "amount": 5,\n "vouchrs": [] }] }',
      '/s.json:3: there is no field vouchrs. Check the spelling, or remove it',
    ],
    [
      'neither amount nor lines',
      '{ "sales": [{ "amount": 5 },\n{ "date": "2026-05-01" }] }',
      '/s.json:2: a sale has either amount or lines',
    ],
    [
      'both amount and lines',
      '{ "sales": [\n{ "amount": 5, "lines": [{ "price": 5 }] }] }',
      '/s.json:2: a sale has either amount or lines',
    ],
    [
      'an unknown member',
      '{ "members": [{ "member": "an" }], "sales": [{\n"member": "mei", "amount": 5 }] }',
      '/s.json:2: there is no member “mei”. In members: an',
    ],
    [
      'an unknown inviter',
      '{ "members": [{ "member": "an",\n"invitedBy": "mei" }], "sales": [{ "amount": 5 }] }',
      '/s.json:2: there is no member “mei”. In members: an',
    ],
    [
      'an unknown tier',
      '{ "members": [{ "member": "an",\n"tier": "gold" }], "sales": [{ "amount": 5 }] }',
      '/s.json:2: the program has no tier “gold”. It has: basic',
    ],
    [
      'an unknown coupon',
      '{ "sales": [{ "amount": 5, "vouchers": [\n"折 60"] }] }',
      '/s.json:2: the program has no coupon “折 60”. It has: 折 50, 贈品',
    ],
    [
      'an unknown coupon of a voucher',
      '{ "sales": [{ "amount": 5, "vouchers": [{\n"coupon": "x" }] }] }',
      '/s.json:2: the program has no coupon “x”. It has: 折 50, 贈品',
    ],
    [
      'an unknown sale',
      '{ "sales": [{ "amount": 5 },\n{ "refund": 2 }] }',
      '/s.json:2: there is no sale “2” before this',
    ],
    [
      'a day in words',
      '{ "sales": [{ "amount": 5,\n"date": "today" }] }',
      '/s.json:2: sales[0].date is "today": it must be a day that exists, YYYY-MM-DD',
    ],
    ['no JSON', '{', '/s.json:1: this is not JSON: look for a comma, quote or bracket near here'],
  ])('%s is one sentence with its place', (_, text, sentence) => {
    expect(whatIf(program, file('s.json', text), '--lang', 'en')).toEqual({
      code: 2,
      said: [],
      wrong: [sentence],
    });
  });

  test('a program that is wrong is told before the scenario', () => {
    const wrong = file('p.json', smallProgramText.replace('"schema": 2', '"schema": 5'));
    expect(whatIf(wrong, path.join(folder, 'nowhere.json')).wrong).toEqual([
      '/p.json:2: schema 是 5：必須是 2',
    ]);
    expect(whatIf(program, path.join(folder, 'nowhere.json'))).toEqual({
      code: 2,
      said: [],
      wrong: ['無法讀取 /nowhere.json。請檢查檔名與路徑'],
    });
    expect(whatIf(program).wrong).toEqual([
      'npm run -s whatif -- PROGRAM.json SCENARIO.json [--lang zh-TW|en] [--json]',
    ]);
  });

  test('two runs are equal', () => {
    expect(whatIf(program, scenario, '--json')).toEqual(whatIf(program, scenario, '--json'));
  });
});
