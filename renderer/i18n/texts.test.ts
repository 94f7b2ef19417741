import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { allTexts } from './all-texts.ts';
import { en } from './en.ts';
import { makePseudo, pseudoText } from '../dev/pseudo.ts';
import { createI18n, setCalendar } from './i18n.ts';
import { ja } from './ja.ts';
import { noticeSentence, refusalSentence } from './notice-words.ts';
import { th } from './th.ts';
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

const shape = (tree: Tree) =>
  flatten(tree)
    .map(([key, text]) => `${key} ${placeholders(text).join(' ')}`)
    .sort();

/** Names of languages are written in their own script everywhere. */
const ownNames = new Set(['common.zhTw', 'common.en', 'common.ja', 'common.th']);

const others = { en, ja, th } as const;

test.each(Object.entries(others))(
  '%s has the same keys as zh-TW, with the same values in each text',
  (_language, texts) => {
    expect(shape(texts)).toEqual(shape(zhTw));
  },
);

test('no text is empty, and each language keeps to its own script', () => {
  const of = (tree: Tree, isWrong: (text: string, key: string) => boolean): string[] =>
    flatten(tree)
      .filter(([key, text]) => !ownNames.has(key) && isWrong(text, key))
      .map(([key, text]) => `${key}: ${text}`);
  const inEnglish = new Map(flatten(en));
  const isSentence = (text: string): boolean => /[a-z]{2,} [a-z]{2,}/.test(text);
  expect({
    empty: [zhTw, en, ja, th].flatMap((tree) => of(tree, (text) => text.trim() === '')),
    en: of(en, (text) => /\p{Script=Han}|\p{Script=Thai}|\p{Script=Hiragana}/u.test(text)),
    zhTw: of(zhTw, (text) => /\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Thai}/u.test(text)),
    ja: of(
      ja,
      (text, key) =>
        /\p{Script=Thai}/u.test(text) || (isSentence(text) && inEnglish.get(key) === text),
    ),
    th: of(
      th,
      (text, key) =>
        /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}/u.test(text) ||
        (isSentence(text) && !/\p{Script=Thai}/u.test(text)) ||
        (isSentence(text) && inEnglish.get(key) === text),
    ),
  }).toEqual({ empty: [], en: [], zhTw: [], ja: [], th: [] });
});

test('sentences of the notices are Japanese and Thai, not left over from another language', () => {
  const left = (tree: Tree, script: RegExp): string[] =>
    flatten(tree)
      .filter(([, text]) => text.replaceAll(/\{\{\w+\}\}/g, '').length > 12 && !script.test(text))
      .map(([key]) => key);
  expect([
    left(ja.notice, /\p{Script=Hiragana}|\p{Script=Katakana}/u),
    left(th.notice, /\p{Script=Thai}/u),
    left(ja.refused, /\p{Script=Hiragana}/u),
    left(th.refused, /\p{Script=Thai}/u),
  ]).toEqual([[], [], [], []]);
});

/** How many columns a text takes on a screen: East Asian characters two, Thai marks above and below none. */
function columnsOf(text: string): number {
  return [...text.replaceAll(/\{\{\w+\}\}/g, '00000')].reduce((sum, char) => {
    if (/\p{Mn}/u.test(char)) return sum;
    return sum + (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uff00-\uff60]/u.test(char) ? 2 : 1);
  }, 0);
}

test('words on keys and in narrow columns are about as long as the English or Chinese ones', () => {
  const narrow = flatten(zhTw).filter(([key]) => /^(?:bar|tone|members\.lineShort)\./.test(key));
  const tooLong = [ja, th].flatMap((texts) => {
    const words = new Map(flatten(texts));
    const english = new Map(flatten(en));
    return narrow
      .filter(([key]) => key !== 'bar.region')
      .map(([key, chinese]) => {
        const most = Math.max(columnsOf(chinese), columnsOf(english.get(key) ?? ''), 10);
        return { key, text: words.get(key) ?? '', most };
      })
      .filter(({ text, most }) => columnsOf(text) > most);
  });
  expect(tooLong).toEqual([]);
});

test('the pseudo-locale is 40 % longer, marked at both ends, and keeps the values', () => {
  const pseudo = makePseudo(en);
  expect(shape(pseudo)).toEqual(shape(en));
  const english = new Map(flatten(en));
  const withoutValues = (text: string): number => [...text.replaceAll(/\{\{\w+\}\}/g, '')].length;
  const short = flatten(pseudo).filter(
    ([key, text]) =>
      !ownNames.has(key) && withoutValues(text) < 1.4 * withoutValues(english.get(key) ?? ''),
  );
  expect([short, pseudoText('Points {{points}}')]).toEqual([[], '[Þöïñţš {{points}}~]']);
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

test('sentences are made ready to read in each language', () => {
  const notice = {
    tone: 'deny' as const,
    code: 'voucher-min-spend',
    params: { name: { 'zh-TW': '滿千券', en: 'Thousand' }, minSpendMinor: 1000, missingMinor: 12 },
  };
  const [zh, english] = [createI18n('zh-TW', allTexts), createI18n('en', allTexts)];
  const [japanese, thai] = [createI18n('ja', allTexts), createI18n('th', allTexts)];
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
    // Rules are written in Chinese and English: who reads ja or th gets the English name.
    noticeSentence(japanese.t, notice, 'ja'),
    noticeSentence(thai.t, notice, 'th'),
  ]).toEqual([
    '「滿千券」需消費滿 NT$1,000，還差 NT$12。請先輸入足額消費，或取消此券。',
    '“Thousand” needs NT$1,000 of goods, NT$12 are missing. Type more goods or take it off.',
    '「A」已於 2026/11/20 到期。請告知顧客換一張券。',
    '沒有連上總部：連接碼已過期或已使用。請總部重新產生一組。',
    'Take note: check this step once more.',
    '連不到總部的主機。請檢查網址與網路。',
    '「Thousand」は NT$1,000 以上で使えます。あと NT$12 です。金額を追加するか、クーポンを外してください。',
    '“Thousand” ต้องซื้อครบ NT$1,000 ยังขาด NT$12 เพิ่มยอดหรือนำคูปองออก',
  ]);
});

test('the dates in sentences count years as the shop does', () => {
  const i18n = createI18n('zh-TW', allTexts);
  const [expires, gone] = [
    () => i18n.t('member.expiring', { points: '200', date: '2026/12/31' }),
    () => i18n.t('notice.voucher-expired', { name: '2026/11/20', date: '2026/11/20' }),
  ];
  const before = [expires(), gone()];
  setCalendar(i18n, 'roc');
  expect([...before, expires(), gone()]).toEqual([
    '200 點將於 2026/12/31 到期',
    '「2026/11/20」已於 2026/11/20 到期。請告知顧客換一張券。',
    '200 點將於 115/12/31 到期',
    '「2026/11/20」已於 115/11/20 到期。請告知顧客換一張券。',
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
