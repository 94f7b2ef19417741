import { readFileSync } from 'node:fs';
import bwipjs from 'bwip-js/node';
import { expect, test } from 'vitest';
import { clockDriftMsMax, hqTimeMsMax } from '../../app/counter/moment.ts';
import { usedTokensMax } from '../../app/db/used-tokens.ts';
import { classifyCode } from '../../app/domain/classify-code.ts';
import {
  encodeMemberToken,
  memberTokenBody,
  memberTokenLength,
  memberTokenLifeMs,
  memberTokenPrefix,
  memberTokenSkewMs,
} from '../../app/domain/member-token.ts';
import { tokenPrefix } from '../../app/domain/voucher-token.ts';
import { memberTokenShownMs } from '../../hq/server/make-member-token.ts';
import { listClockCases } from '../fuzz/run-token-fuzz.ts';

const page = readFileSync(new URL('../../docs/codes.md', import.meta.url), 'utf8');

/** The cells of the first table below a heading. */
function tableUnder(heading: string): readonly (readonly string[])[] {
  const section = page.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  const rows = section.split('\n').filter((line) => line.startsWith('|'));
  return rows.slice(2).map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** How many modules wide a symbol is, as bwip-js draws it. */
function modulesOf(symbol: string, text: string): number {
  const bcid = symbol === 'EAN-13' ? 'ean13' : symbol === 'Code 128' ? 'code128' : 'qrcode';
  const [drawn] = bwipjs.raw({ bcid, text, ...(bcid === 'qrcode' ? { eclevel: 'M' } : {}) });
  if (drawn === undefined) throw new Error('nothing drawn');
  return 'sbs' in drawn ? drawn.sbs.reduce((sum, width) => sum + width, 0) : drawn.pixx;
}

const token = encodeMemberToken(
  memberTokenBody({
    keyHint: 7,
    memberTail: '9c-1f0a5b7de210',
    issuedAtMs: Date.UTC(2026, 10, 22),
  }),
  new Uint8Array(64).fill(9),
);
const samples: Readonly<Record<string, string>> = {
  'member card': '2000012345678',
  'member QR': 'PM1*TW01*0000123456*K7QF',
  'voucher code': 'CFV*7KQ2M9XPAB*R4',
  'member token': token,
  'voucher token': `CFT:${'Z'.repeat(160)}0`,
};

test('sizes: modules as drawn, widths as module times modules', () => {
  const rows = tableUnder('Sizes');
  expect(new Set(rows.map(([code]) => code))).toEqual(new Set(Object.keys(samples)));
  const drawn = rows.map((row) => {
    const [code = '', symbol = '', , , quiet = '', printed = '', , screen = ''] = row;
    const text = samples[code] ?? '';
    const modules = modulesOf(symbol, text);
    const [before = 0, after = 0] = quiet.split(' + ').map(Number);
    const wide = (module: string) =>
      module === '–'
        ? '–'
        : `${(Number.parseFloat(module) * (modules + before + after)).toFixed(1)} mm`;
    const version = symbol.startsWith('QR') ? `QR version ${(modules - 17) / 4}` : symbol;
    return [
      code,
      version,
      String(text.length),
      String(modules),
      quiet,
      printed,
      wide(printed),
      screen,
      wide(screen),
    ];
  });
  expect(rows).toEqual(drawn);
});

test('layouts: the bytes follow each other and make up the length that is told', () => {
  const lengths = ['The member token', 'The voucher token'].map((heading) => {
    const rows = tableUnder(heading);
    let at = 0;
    for (const [place, bytes] of rows) {
      expect(Number(place)).toBe(at);
      at += Number(bytes);
    }
    const pairs = Math.floor(at / 2);
    return [at, 4 + pairs * 3 + (at % 2) * 2];
  });
  expect(lengths).toEqual([
    [77, 120],
    [107, 165],
  ]);
  expect([token.length, memberTokenLength]).toEqual([120, 120]);
  expect([memberTokenPrefix, tokenPrefix]).toEqual(['CFM:', 'CFT:']);
});

test('examples are what they are said to be', () => {
  const kinds = Object.values(samples).map(
    (text) => classifyCode(new TextEncoder().encode(text)).kind,
  );
  expect(kinds.slice(0, 2)).toEqual(['member-code', 'member-code']);
  expect(kinds[3]).toBe('member-token');
  for (const text of Object.values(samples).slice(0, 3)) expect(page).toContain(`\`${text}\``);
});

test('times and limits are those of the code', () => {
  const seconds = (ms: number) => `${ms / 1000} s`;
  const flat = page.replaceAll(/\s+/g, ' ');
  for (const words of [
    `fresh from ${seconds(memberTokenSkewMs)} before to ${seconds(memberTokenLifeMs + memberTokenSkewMs)} after`,
    `its ${seconds(memberTokenLifeMs)}, and ${seconds(memberTokenSkewMs)} either way`,
    `the last ${usedTokensMax.toLocaleString('en')} tokens`,
    `every ${seconds(memberTokenShownMs)}`,
    `within ${hqTimeMsMax / 3_600_000} hours`,
    `more than ${seconds(clockDriftMsMax)} of difference`,
  ])
    expect(flat).toContain(words);
});

test('the table of clocks is what a counter does', () => {
  expect(tableUnder('Clocks')).toEqual(
    listClockCases().map(({ clock, hq, fresh, hourOld }) => [clock, hq, fresh, hourOld]),
  );
});
