import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { en } from './en.ts';
import { createI18n } from './i18n.ts';
import { noticeSentence, refusalSentence } from './notice-words.ts';
import { zhTw } from './zh-tw.ts';

const renderer = path.dirname(import.meta.dirname);

type Tree = { readonly [key: string]: string | Tree };

function flatten(tree: Tree, prefix = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[prefix + key, value]] : flatten(value, `${prefix}${key}.`),
  );
}

const placeholders = (text: string): string[] =>
  [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? '').sort();

test('both languages have the same keys, with the same values in each text', () => {
  const shape = (tree: Tree) => flatten(tree).map(([key, text]) => [key, placeholders(text)]);
  expect(shape(en)).toEqual(shape(zhTw));
});

test('no text is empty and no English text has Chinese in it (but names of languages)', () => {
  const empty = [...flatten(zhTw), ...flatten(en)].filter(([, text]) => text.trim() === '');
  const mixed = flatten(en).filter(
    ([key, text]) => /\p{Script=Han}/u.test(text) && key !== 'common.zhTw',
  );
  expect([empty, mixed]).toEqual([[], []]);
});

/** The counter's own list, read as text: the screen may not import it. */
function counterNotices(): Map<string, string[]> {
  const source = readFileSync(path.join(renderer, '../app/counter/notice-codes.ts'), 'utf8');
  const lines = source.matchAll(
    /^\s+'?([a-z][a-z0-9-]*)'?: \{\s*tone: '\w+',\s*params: \[([^\]]*)\]/gm,
  );
  return new Map(
    [...lines].map(([, code = '', params = '']) => [
      code,
      [...params.matchAll(/'(\w+)'/g)].map((match) => match[1] ?? ''),
    ]),
  );
}

test('each notice of the counter has its sentence, with no value the notice does not carry', () => {
  const notices = counterNotices();
  expect(notices.size).toBeGreaterThan(50);
  const texts = new Map(Object.entries(zhTw.notice));
  const troubles = [...notices].flatMap(([code, params]) => {
    const text = texts.get(code);
    if (text === undefined) return [`${code} has no sentence`];
    return placeholders(text)
      .filter((name) => !params.includes(name))
      .map((name) => `${code} has no {{${name}}}`);
  });
  const spare = [...texts.keys()].filter((code) => !notices.has(code) && code !== 'ime-swallowed');
  expect([troubles, spare]).toEqual([[], []]);
});

test('sentences are made ready to read in both languages', () => {
  const notice = {
    tone: 'deny' as const,
    code: 'voucher-min-spend',
    params: { name: { 'zh-TW': '滿千券', en: 'Thousand' }, minSpendMinor: 1000, missingMinor: 12 },
  };
  const [zh, english] = [createI18n('zh-TW'), createI18n('en')];
  expect([
    noticeSentence(zh.t, notice, 'zh-TW'),
    noticeSentence(english.t, notice, 'en'),
    noticeSentence(
      zh.t,
      { tone: 'deny', code: 'voucher-expired', params: { name: 'A', date: '2026-11-20' } },
      'zh-TW',
    ),
    noticeSentence(
      zh.t,
      { tone: 'deny', code: 'connect-refused', params: { reason: 'code-expired' } },
      'zh-TW',
    ),
    noticeSentence(english.t, { tone: 'warn', code: 'from-the-future', params: {} }, 'en'),
    refusalSentence(zh.t, 'hq-unreachable', 'zh-TW'),
  ]).toEqual([
    '「滿千券」需消費滿 NT$1,000，還差 NT$12。請先輸入足額消費，或取消此券。',
    '“Thousand” needs NT$1,000 of goods, NT$12 are missing. Type more goods or take it off.',
    '「A」已於 2026/11/20 到期。請告知顧客換一張券。',
    '沒有連上總部：連接碼已過期或已使用。請總部重新產生一組。',
    'Take note: check this step once more.',
    '連不到總部的主機。請檢查網址與網路。',
  ]);
});

test('no screen has a text of its own', () => {
  const files = globSync('**/*.tsx', { cwd: renderer }).filter((file) => !file.startsWith('dev'));
  expect(files.length).toBeGreaterThan(15);
  const literals = files.flatMap((file) => {
    const source = readFileSync(path.join(renderer, file), 'utf8');
    const code = source.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
    const found = [
      ...(code.match(/\p{Script=Han}+/gu) ?? []),
      // Words between tags: `>Save<`.
      ...(code.match(/<\/?\w[^<>]*>\s*[A-Za-z]{2,}[^<>{}()=;]*<\//g) ?? []),
    ];
    return found.map((text) => `${file}: ${text}`);
  });
  expect(literals).toEqual([]);
});
