import { expect, test } from 'vitest';
import { lineOutcomes } from '../../../app/contract/hq-admin.ts';
import { en } from '../i18n/en.ts';
import { zhTw } from '../i18n/zh-tw.ts';
import { outcomeWords } from './line-words.ts';

test('no outcome that HQ writes down is shown as its raw word, and no two read the same', () => {
  const outcomes = [...lineOutcomes, 'refused 400', 'refused 0'];
  for (const t of [zhTw, en]) {
    const said = outcomes.map((outcome) => outcomeWords(t, outcome));
    expect(said.filter((words) => outcomes.includes(words))).toEqual([]);
    expect(new Set(said).size).toBe(outcomes.length);
  }
  expect(outcomeWords(en, 'of a later HQ')).toBe('of a later HQ');
});
