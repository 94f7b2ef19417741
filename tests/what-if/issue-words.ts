import type { z } from 'zod';
import type { LocalizedText } from '../../app/domain/program-text.ts';
import type { JsonPath } from './json-place.ts';

type Issue = z.core.$ZodIssue;

/** One thing wrong in a file, and where. */
export type FileIssue = {
  readonly path: JsonPath;
  readonly words: LocalizedText;
  readonly key?: string;
};

/** What zod found wrong as sentences that say what stands there and what belongs there. */
export function issuesInWords(issues: readonly Issue[], input: unknown): FileIssue[] {
  return issues.flatMap((issue) => issueInWords(issue, input));
}

function issueInWords(issue: Issue, input: unknown): FileIssue[] {
  const { path } = issue;
  const field = pathText(path);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path,
      key,
      words: {
        'zh-TW': `沒有 ${key} 這個欄位。請檢查拼字，或刪除`,
        en: `there is no field ${key}. Check the spelling, or remove it`,
      },
    }));
  }
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const nearest = nearestForm(issue.errors);
    if (nearest.some((one) => one.path.length > 0)) {
      const inside = nearest.map((one) => ({ ...one, path: [...path, ...one.path] }));
      return issuesInWords(inside, input);
    }
  }
  const value = valueAt(input, path);
  const wanted = wantedWords(issue);
  if (value === undefined) {
    return [
      {
        path,
        words: {
          'zh-TW': `缺少 ${field}：${wanted['zh-TW']}`,
          en: `${field} is missing: ${wanted.en}`,
        },
      },
    ];
  }
  // A long list is no help: the line is.
  const isLong = typeof value === 'object' && valueText(value).length > 20;
  const [chinese, en] = isLong ? ['', ''] : [` 是 ${valueText(value)}`, ` is ${valueText(value)}`];
  return [
    {
      path,
      words: {
        'zh-TW': `${field}${chinese}：${wanted['zh-TW']}`,
        en: `${field}${en}: ${wanted.en}`,
      },
    },
  ];
}

/** Of several forms the one that was most likely meant: its kind fits, and it was got into deepest. */
function nearestForm(forms: readonly (readonly Issue[])[]): readonly Issue[] {
  const kindFits = (issues: readonly Issue[]): number =>
    issues.some((issue) => issue.path[0] === 'kind') ? 0 : 1;
  const depthOf = (issues: readonly Issue[]): number =>
    Math.max(0, ...issues.map((issue) => issue.path.length));
  return forms.toSorted((a, b) => kindFits(b) - kindFits(a) || depthOf(b) - depthOf(a))[0] ?? [];
}

/** `coupons[2].effect.offBps`. */
export function pathText(path: JsonPath): string {
  const text = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`));
  return text.join('').replace(/^\./, '') || 'the file';
}

function valueAt(input: unknown, path: JsonPath): unknown {
  let value = input;
  for (const step of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<PropertyKey, unknown>)[step];
  }
  return value;
}

function valueText(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

const typeWords: Readonly<Record<string, LocalizedText>> = {
  int: { 'zh-TW': '必須是整數', en: 'it must be a whole number' },
  number: { 'zh-TW': '必須是整數', en: 'it must be a whole number' },
  string: { 'zh-TW': '必須是文字', en: 'it must be a text' },
  boolean: { 'zh-TW': '必須是 true 或 false', en: 'it must be true or false' },
  array: { 'zh-TW': '必須是清單 […]', en: 'it must be a list […]' },
  object: { 'zh-TW': '必須是物件 {…}', en: 'it must be an object {…}' },
};

/** Patterns of the schema, by what they are for. */
const patternWords: readonly (readonly [sample: string, words: LocalizedText])[] = [
  [
    'gold-card',
    {
      'zh-TW': '代號只能用小寫英文、數字與 -，英文開頭，最多 32 字',
      en: 'an id has lower-case letters, digits and dashes, a letter first, at most 32',
    },
  ],
  [
    '23:59',
    { 'zh-TW': '必須是時刻 HH:MM，00:00 到 23:59', en: 'it must be a time HH:MM, 00:00 to 23:59' },
  ],
];

const formatWords: Readonly<Record<string, LocalizedText>> = {
  uuid: {
    'zh-TW': '必須是 UUID，例如 01980000-0000-7000-8000-000000000001',
    en: 'it must be a UUID, such as 01980000-0000-7000-8000-000000000001',
  },
  date: {
    'zh-TW': '必須是存在的日期 YYYY-MM-DD',
    en: 'it must be a day that exists, YYYY-MM-DD',
  },
};

/** What `checkProgram` says, in Chinese. */
const ownWords: Readonly<Record<string, string>> = {
  'thresholds must start at 0 and rise': '門檻必須從 0 開始並逐級升高',
  'ids must differ': '代號不可重複',
  'codes must differ': '代碼不可重複（不分大小寫與全形半形）',
  'a coupon has a code exactly when its trigger is "code"': '只有 trigger 是 "code" 的券才有代碼',
  'no such coupon': '沒有這張券',
  'no such tier': '沒有這個等級',
  'no such stamp card': '沒有這張集點卡',
  'a new card may not be full': '新卡不可一開始就集滿',
};

function wantedWords(issue: Issue): LocalizedText {
  switch (issue.code) {
    case 'invalid_type':
      return (
        typeWords[issue.expected] ?? {
          'zh-TW': `必須是 ${issue.expected}`,
          en: `it must be ${issue.expected}`,
        }
      );
    case 'invalid_value':
      return oneOfWords(issue.values);
    case 'too_small':
      return boundWords('least', issue.origin, issue.minimum);
    case 'too_big':
      return boundWords('most', issue.origin, issue.maximum);
    case 'invalid_format':
      return formatWords[issue.format] ?? wordsOfPattern(issue.pattern ?? issue.format);
    case 'invalid_union':
      return oneOfWords('options' in issue && Array.isArray(issue.options) ? issue.options : []);
    case 'custom':
      return {
        'zh-TW': ownWords[issue.message] ?? issue.message,
        en: issue.message,
      };
    default:
      return oneOfWords([]);
  }
}

function oneOfWords(values: readonly unknown[]): LocalizedText {
  const listed = values.map(valueText).join(', ');
  if (values.length === 1) return { 'zh-TW': `必須是 ${listed}`, en: `it must be ${listed}` };
  if (values.length > 1) {
    return { 'zh-TW': `必須是其中之一：${listed}`, en: `it must be one of ${listed}` };
  }
  return {
    'zh-TW': '不是任何一種允許的寫法，請看 docs/programs.md',
    en: 'it is none of the forms allowed here, see docs/programs.md',
  };
}

function wordsOfPattern(pattern: string): LocalizedText {
  const source = pattern.replace(/^\/|\/$/g, '');
  const known = patternWords.find(([sample]) => new RegExp(source).test(sample))?.[1];
  return known ?? { 'zh-TW': `必須符合 ${pattern}`, en: `it must match ${pattern}` };
}

function boundWords(side: 'least' | 'most', origin: string, bound: number | bigint): LocalizedText {
  const [chinese, en] = side === 'least' ? ['至少', 'at least'] : ['最多', 'at most'];
  if (origin === 'string') {
    return { 'zh-TW': `${chinese} ${bound} 個字`, en: `it must have ${en} ${bound} characters` };
  }
  if (origin === 'array') {
    return { 'zh-TW': `${chinese} ${bound} 項`, en: `it must have ${en} ${bound} entries` };
  }
  return { 'zh-TW': `${chinese} ${bound}`, en: `it must be ${en} ${bound}` };
}
