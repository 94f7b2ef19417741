import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { lintCommand } from './lint.ts';
import { smallProgramText } from './small-program.fixture.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'counterfoil-what-if-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A file with this text; its path. */
function file(name: string, text: string): string {
  const full = path.join(folder, name);
  writeFileSync(full, text);
  return full;
}

function lint(...args: string[]): { code: number; said: string[] } {
  const said: string[] = [];
  const code = lintCommand(args, (line) => said.push(line.replace(folder, '')));
  return { code, said };
}

const program = file('program.json', smallProgramText);

describe('lint-program', () => {
  test('says what is found with file and line', () => {
    expect([lint(program), lint(program, '--lang', 'en')]).toMatchInlineSnapshot(`
      [
        {
          "code": 0,
          "said": [
            "/program.json:22: warning goods-for-nothing 「折 50」滿 NT$40 折 NT$50，等於免費。請把 minSpendMinor 設為高於 NT$50",
            "0 個錯誤、1 個警告",
          ],
        },
        {
          "code": 0,
          "said": [
            "/program.json:22: warning goods-for-nothing “NT$50 off” takes NT$50 off from NT$40: such a sale costs nothing. Set minSpendMinor above NT$50",
            "0 errors, 1 warning",
          ],
        },
      ]
    `);
  });

  test('ends with 1 where there are errors', () => {
    const broken = file(
      'errors.json',
      `{
  "schema": 2,
  "programId": "01980000-0000-7000-8000-000000000000",
  "version": 1,
  "name": { "zh-TW": "會員集點", "en": "Points" },
  "effectiveFrom": "2026-01-01",
  "effectiveUntil":
    "2025-01-01",
  "tiers": [{ "tierId": "basic", "name": { "zh-TW": "一般", "en": "Member" }, "thresholdMinor": 0 }]
}`,
    );
    expect(lint(broken, '--lang', 'en')).toEqual({
      code: 1,
      said: [
        '/errors.json:7: error program-days-reversed The program ends on 2025-01-01, before it starts on 2026-01-01. Swap the days',
        '1 error, 0 warnings',
      ],
    });
  });

  test('says what a file has wrong, each with its line', () => {
    const wrong = file(
      'wrong.json',
      `{
  "schema": 2,
  "programId": 7,
  "version": 0,
  "name": { "zh-TW": "", "en": "Points" },
  "effectiveFrom": "2026-02-30",
  "cupons": [],
  "sameSalePoints": "yes",
  "combine": "min",
  "redeemNeeds": null,
  "earn": {},
  "expiry": { "kind": "weeks" },
  "milestones": [1.5],
  "tiers": [
    { "tierId": "Basic", "name": { "zh-TW": "一般", "en": "Member" }, "thresholdMinor": 5 }
  ],
  "coupons": [
    {
      "couponId": "01980000",
      "name": { "zh-TW": "折", "en": "Off" },
      "when": {
        "hours": [{ "from": "9:00", "until": "24:00" }],
        "measureOn": { "skuz": [] },
        "weekdays": [1, 2, 3, 4, 5, 6, 7, 1]
      },
      "effect": { "kind": "percent", "offBps": 500, "offBps": 600 }
    }
  ],
  "stampCards": [
    { "cardId": "a", "name": { "zh-TW": "卡", "en": "Card" }, "goal": 5, "next": { "kind": "card" } }
  ]
}`,
    );
    expect([lint(wrong, '--lang', 'en'), lint(wrong)]).toMatchInlineSnapshot(`
      [
        {
          "code": 1,
          "said": [
            "/wrong.json:3: error schema programId is 7: it must be a text",
            "/wrong.json:4: error schema version is 0: it must be at least 1",
            "/wrong.json:5: error schema name.zh-TW is "": it must have at least 1 characters",
            "/wrong.json:6: error schema effectiveFrom is "2026-02-30": it must be a day that exists, YYYY-MM-DD",
            "/wrong.json:7: error schema there is no field cupons. Check the spelling, or remove it",
            "/wrong.json:8: error schema sameSalePoints is "yes": it must be true or false",
            "/wrong.json:9: error schema combine is "min": it must be one of "max", "add", "multiply"",
            "/wrong.json:10: error schema redeemNeeds is null: it must be one of "scan", "token", "any"",
            "/wrong.json:11: error schema earn is {}: it must be a list […]",
            "/wrong.json:12: error schema expiry.kind is "weeks": it must be one of "months", "days", "end-of-next-year", "sliding", "none"",
            "/wrong.json:13: error schema milestones[0] is 1.5: it must be a whole number",
            "/wrong.json:15: error schema tiers[0].tierId is "Basic": an id has lower-case letters, digits and dashes, a letter first, at most 32",
            "/wrong.json:19: error schema coupons[0].couponId is "01980000": it must be a UUID, such as 01980000-0000-7000-8000-000000000001",
            "/wrong.json:22: error schema coupons[0].when.hours[0].from is "9:00": it must be a time HH:MM, 00:00 to 23:59",
            "/wrong.json:23: error schema there is no field skuz. Check the spelling, or remove it",
            "/wrong.json:24: error schema coupons[0].when.weekdays is [1,2,3,4,5,6,7,1]: it must have at most 7 entries",
            "/wrong.json:26: error twice offBps stands here twice. Remove one",
            "/wrong.json:30: error schema stampCards[0].reward is missing: it must be an object {…}",
            "/wrong.json:30: error schema stampCards[0].next.cardId is missing: it must be a text",
            "19 errors, 0 warnings",
          ],
        },
        {
          "code": 1,
          "said": [
            "/wrong.json:3: error schema programId 是 7：必須是文字",
            "/wrong.json:4: error schema version 是 0：至少 1",
            "/wrong.json:5: error schema name.zh-TW 是 ""：至少 1 個字",
            "/wrong.json:6: error schema effectiveFrom 是 "2026-02-30"：必須是存在的日期 YYYY-MM-DD",
            "/wrong.json:7: error schema 沒有 cupons 這個欄位。請檢查拼字，或刪除",
            "/wrong.json:8: error schema sameSalePoints 是 "yes"：必須是 true 或 false",
            "/wrong.json:9: error schema combine 是 "min"：必須是其中之一："max", "add", "multiply"",
            "/wrong.json:10: error schema redeemNeeds 是 null：必須是其中之一："scan", "token", "any"",
            "/wrong.json:11: error schema earn 是 {}：必須是清單 […]",
            "/wrong.json:12: error schema expiry.kind 是 "weeks"：必須是其中之一："months", "days", "end-of-next-year", "sliding", "none"",
            "/wrong.json:13: error schema milestones[0] 是 1.5：必須是整數",
            "/wrong.json:15: error schema tiers[0].tierId 是 "Basic"：代號只能用小寫英文、數字與 -，英文開頭，最多 32 字",
            "/wrong.json:19: error schema coupons[0].couponId 是 "01980000"：必須是 UUID，例如 01980000-0000-7000-8000-000000000001",
            "/wrong.json:22: error schema coupons[0].when.hours[0].from 是 "9:00"：必須是時刻 HH:MM，00:00 到 23:59",
            "/wrong.json:23: error schema 沒有 skuz 這個欄位。請檢查拼字，或刪除",
            "/wrong.json:24: error schema coupons[0].when.weekdays 是 [1,2,3,4,5,6,7,1]：最多 7 項",
            "/wrong.json:26: error twice offBps 寫了兩次。請刪除一個",
            "/wrong.json:30: error schema 缺少 stampCards[0].reward：必須是物件 {…}",
            "/wrong.json:30: error schema 缺少 stampCards[0].next.cardId：必須是文字",
            "19 個錯誤、0 個警告",
          ],
        },
      ]
    `);
  });

  test('says what does not fit together', () => {
    const gift = {
      giftId: 'g',
      name: { 'zh-TW': '禮', en: 'Gift' },
      on: 'sale',
      tierId: 'x',
      give: { kind: 'points', points: 1 },
    };
    const tier = { tierId: 'a', name: gift.name, thresholdMinor: 5 };
    const text = JSON.stringify({
      schema: 2,
      programId: '01980000-0000-7000-8000-000000000000',
      version: 1,
      name: gift.name,
      effectiveFrom: '2026-01-01',
      tiers: [tier],
      gifts: [gift, gift],
    });
    expect(lint(file('misfit.json', text)).said).toEqual([
      '/misfit.json:1: error schema tiers：門檻必須從 0 開始並逐級升高',
      '/misfit.json:1: error schema gifts：代號不可重複',
      '/misfit.json:1: error schema gifts[0].tierId 是 "x"：沒有這個等級',
      '/misfit.json:1: error schema gifts[1].tierId 是 "x"：沒有這個等級',
      '4 個錯誤、0 個警告',
    ]);
  });

  test.each<[string, string, number]>([
    ['a comma too few', '{\n  "schema": 2\n  "version": 1\n}', 3],
    ['an end that is missing', '{\n  "schema": 2,\n  "tiers": [\n', 3],
    ['a word', '{\n  "schema": two\n}', 2],
    ['nothing', '', 1],
    ['text after the end', '{}\n\n{}', 3],
    ['a quote that is missing', '{\n"a: 1\n}', 2],
    ['a comma too many', '{ "a": [1, 2.5e3, -0, true],\n"b": {},\n}', 3],
    ['a list with a comma too many', '[[],\n[1,]]', 2],
    ['a key without quotes', '{\n\na: 1}', 3],
    ['a bracket for a brace', '{ "a": [\n1}', 2],
    ['a list without end', '[\n1,\n2\n\n\n', 3],
  ])('%s is no JSON at its line', (_, text, line) => {
    expect(lint(file('no.json', text), '--lang', 'en')).toEqual({
      code: 1,
      said: [
        `/no.json:${line}: error json this is not JSON: look for a comma, quote or bracket near here`,
        '1 error, 0 warnings',
      ],
    });
  });

  test('a byte order mark and a list are read', () => {
    const bom = lint(file('bom.json', '\uFEFF[]'), '--lang', 'en');
    expect(bom.said[0]).toBe('/bom.json:1: error schema the file is []: it must be an object {…}');
  });

  test('files and arguments that are not there end with 2', () => {
    const usage = 'npm run -s lint-program -- PROGRAM.json [--lang zh-TW|en]';
    expect([
      lint(path.join(folder, 'nowhere.json')),
      lint(path.join(folder, 'nowhere.json'), '--lang', 'en'),
      lint(),
      lint(program, program),
      lint(program, '--lang', 'fr'),
      lint(program, '--what'),
    ]).toEqual([
      { code: 2, said: ['無法讀取 /nowhere.json。請檢查檔名與路徑'] },
      { code: 2, said: ['/nowhere.json cannot be read. Check its name and path'] },
      { code: 2, said: [usage] },
      { code: 2, said: [usage] },
      { code: 2, said: [usage] },
      { code: 2, said: [usage] },
    ]);
  });
});
