import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { commandForKey } from '../input/commands.ts';
import { initialUi, stepUi } from '../ui-state.ts';
import { findTopics, moveTopic, typeFind } from './find-topics.ts';
import { helpTakes } from './help-commands.ts';
import { helpTopicIds, type HelpTopic } from './help-topics.ts';
import { helpWords } from './help-words.ts';
import { listNotices, noticeGroups, withoutValues } from './notice-list.ts';

const keysIn = (text: string): string[] =>
  [...text.matchAll(/\{([^{}]+)\}/g)].map((match) => match[1] ?? '').sort();

/** What must be the same in every language: how many steps, cases and notes, and the keys of each. */
function shapeOf(topic: HelpTopic) {
  return {
    lead: keysIn(topic.lead),
    steps: topic.steps.map(keysIn),
    cases: topic.cases.map((one) => [keysIn(one.see), keysIn(one.means), keysIn(one.act)]),
    notes: topic.notes.map(keysIn),
  };
}

const sentences = (topic: HelpTopic): string[] => [
  topic.title,
  topic.lead,
  topic.find,
  ...topic.steps,
  ...topic.cases.flatMap(({ see, means, act }) => [see, means, act]),
  ...topic.notes,
];

test.each(['en', 'ja', 'th'] as const)(
  '%s has the same topics, steps and keys as zh-TW',
  (code) => {
    const shape = (words: (typeof helpWords)[typeof code]) =>
      Object.fromEntries(helpTopicIds.map((id) => [id, shapeOf(words[id])]));
    expect(shape(helpWords[code])).toEqual(shape(helpWords['zh-TW']));
  },
);

test('every sentence of the help is there, in the script of its language', () => {
  const wrong = (code: keyof typeof helpWords, isWrong: (text: string) => boolean): string[] =>
    helpTopicIds.flatMap((id) =>
      sentences(helpWords[code][id])
        .filter((text) => text.trim() === '' || isWrong(text))
        .map((text) => `${id}: ${text}`),
    );
  const long = (text: string): boolean => text.replaceAll(/\{[^{}]+\}/g, '').length > 12;
  expect({
    zhTw: wrong('zh-TW', (text) => !/\p{Script=Han}/u.test(text) || /[\u3041-\u30fa]/.test(text)),
    en: wrong('en', (text) => /\p{Script=Han}|\p{Script=Thai}|\p{Script=Hiragana}/u.test(text)),
    ja: wrong('ja', (text) => long(text) && !/\p{Script=Hiragana}|\p{Script=Katakana}/u.test(text)),
    th: wrong(
      'th',
      (text) => (long(text) && !/\p{Script=Thai}/u.test(text)) || /\p{Script=Han}/u.test(text),
    ),
  }).toEqual({ zhTw: [], en: [], ja: [], th: [] });
});

/** Keys that the screen's own lists and fields take, and that are no commands of the counter. */
const fieldKeys = new Set(['Enter', 'Ctrl+Enter', 'Esc', 'Tab', '↑', '↓', '+', '−', '?']);

test('each key that the help names does something at the counter', () => {
  const named = new Set(
    helpTopicIds.flatMap((id) => sentences(helpWords['zh-TW'][id]).flatMap(keysIn)),
  );
  const dead = [...named].filter((name) => {
    if (fieldKeys.has(name)) return false;
    const parts = name.split('+');
    const key = parts.at(-1) ?? '';
    const command = commandForKey(
      {
        key,
        code: /^\d$/.test(key) ? `Digit${key}` : /^[A-Z]$/.test(key) ? `Key${key}` : key,
        shift: parts.includes('Shift'),
        alt: parts.includes('Alt'),
        ctrl: parts.includes('Ctrl'),
        meta: false,
      },
      false,
    );
    return command === null;
  });
  expect(dead).toEqual([]);
});

test('every notice of the counter that warns or refuses stands in the help', () => {
  const counter = readFileSync(
    path.join(import.meta.dirname, '../../app/counter/notice-codes.ts'),
    'utf8',
  );
  const told = [...counter.matchAll(/^\s+'?([a-z][a-z0-9-]*)'?: \{\s*tone: '(\w+)'/gm)]
    .filter(([, , tone]) => tone !== 'ok')
    .map(([, code = '']) => code);
  const listed = listNotices();
  expect(told.length).toBeGreaterThan(100);
  // The screen itself says one more: that an input method ate a scan.
  expect(listed.map(({ code }) => String(code)).sort()).toEqual([...told, 'ime-swallowed'].sort());
  expect(listed.filter(({ group }) => !noticeGroups.includes(group))).toEqual([]);
  expect(withoutValues('「{{name}}」已於 {{date}} 到期。')).toBe('「…」已於 … 到期。');
});

test('topics are found by words of each language, the best one first', () => {
  expect([
    findTopics('zh-TW', '離線')[0],
    findTopics('zh-TW', '統編')[0],
    findTopics('zh-TW', '退貨')[0],
    findTopics('en', 'OFFLINE')[0],
    findTopics('en', 'forgot card')[0],
    findTopics('ja', '返品')[0],
    findTopics('th', 'ออฟไลน์')[0],
    findTopics('zh-TW', 'ＬＩＮＥ')[0],
    findTopics('en', 'xyzzy'),
    findTopics('en', 'xyzzy', { codes: 'says xyzzy.' }),
    findTopics('zh-TW', ''),
  ]).toEqual([
    'offline',
    'invoice',
    'undo',
    'offline',
    'find',
    'undo',
    'offline',
    'line',
    [],
    ['codes'],
    helpTopicIds,
  ]);
});

test('arrows stay in the list; typing shows the best topic, and clearing keeps it', () => {
  const help = { topic: 'find', find: '' } as const;
  expect([
    moveTopic(help, 1, ['find', 'line']).topic,
    moveTopic(help, -1, ['find', 'line']).topic,
    moveTopic({ ...help, topic: 'codes' }, 1, ['find', 'line']).topic,
    typeFind(help, 'x', ['line', 'find']),
    typeFind(help, 'x', []),
    typeFind(help, '', helpTopicIds),
  ]).toEqual([
    'line',
    'find',
    'find',
    { topic: 'line', find: 'x' },
    { topic: 'find', find: 'x' },
    { topic: 'find', find: '' },
  ]);
});

test('help covers the sale and touches nothing of it; half-typed points stay', () => {
  const typing = stepUi(stepUi(initialUi, { kind: 'points-text', text: '12' }), {
    kind: 'toggle-help',
    topic: 'points',
  });
  const done: string[] = [];
  const take = (kind: 'digit' | 'confirm' | 'move' | 'best' | 'refund', isReading = false) =>
    helpTakes(
      kind === 'digit' ? { kind, digit: '5' } : kind === 'move' ? { kind, by: 1 } : { kind },
      {
        ui: typing,
        dispatch: (action) => void done.push(action.kind),
        language: 'en',
        isReading,
      },
    );
  expect([
    typing.pointsText,
    take('digit'),
    take('confirm'),
    take('move'),
    take('move', true),
    take('best'),
    take('refund'),
    done,
    stepUi(typing, { kind: 'back' }),
  ]).toEqual([
    '12',
    true,
    true,
    true,
    false,
    null,
    null,
    ['show-help', 'show-help', 'show-help'],
    { ...initialUi, pointsText: '12' },
  ]);
});
