import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createI18n } from '../../i18n/i18n.ts';
import { zhTw } from '../../i18n/zh-tw.ts';
import { clockMs, kindWords, readablePieces, shownBytes, wouldWords } from './scan-words.ts';

const domain = path.join(import.meta.dirname, '../../../app/domain');

test('every kind of the classifier has its name and its sentence', () => {
  const source = readFileSync(path.join(domain, 'classify-code.ts'), 'utf8');
  const [type = ''] = /export type ClassifiedCode =[\s\S]*?;\n\n/.exec(source) ?? [];
  const kinds = [...type.matchAll(/readonly kind: '([a-z0-9-]+)'/g)].map(([, kind = '']) => kind);
  expect(kinds.length).toBeGreaterThan(18);
  const { kind: names, would } = zhTw.scanners;
  const missing = kinds.filter(
    (kind) =>
      !Object.hasOwn(names, kind) || (kind !== 'member-code' && !Object.hasOwn(would, kind)),
  );
  expect(missing).toEqual([]);
});

test('a kind that is not known yet is said to be so; a repeated scan is skipped', () => {
  const { t } = createI18n('zh-TW');
  const seen = { kind: 'member-code', known: true, repeated: false };
  const words = (change: object) =>
    wouldWords(t, { ...seen, ...change } as Parameters<typeof wouldWords>[1]);
  expect([
    kindWords(t, 'from-the-future'),
    words({}),
    words({ known: false }),
    words({ repeated: true }),
    words({ kind: 'from-the-future', known: null }),
    words({ kind: 'product', known: null }),
  ]).toEqual([
    '無法辨認',
    '會帶入這位會員。',
    '這台櫃台沒有這張卡的會員：會說查無此卡。',
    '同一支掃描器剛讀過同一碼：會略過。',
    '無法辨認，不會猜測會員。',
    '是商品：會說明並請您掃會員條碼。',
  ]);
});

test('bytes are shown as hex and as signs, masked ones as neither', () => {
  expect(shownBytes('411d..0d')).toEqual([
    { hex: '41', sign: 'A' },
    { hex: '1d', sign: '␝' },
    { hex: '••', sign: '•' },
    { hex: '0d', sign: '␍' },
  ]);
  expect(readablePieces('A␝B␡')).toEqual([
    { words: 'A', control: false },
    { words: 'GS', control: true },
    { words: 'B', control: false },
    { words: 'DEL', control: true },
  ]);
  expect(clockMs(new Date(2026, 10, 22, 9, 5, 7, 42).getTime())).toBe('09:05:07.042');
});
