import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  noteLengthMax,
  tagLengthMax,
  tagsMax,
  type Remark,
} from '../../../app/contract/remarks.ts';
import type { RemarkId } from '../../../app/domain/ids.ts';
import { createNoteDrafts, draftsMax } from './note-drafts.ts';
import {
  firstRemarks,
  mostOf,
  stepRemarks,
  tagWords,
  troubleIn,
  type RemarksAction,
  type RemarksState,
} from './step-remarks.ts';
import { suggestionsMax, suggestTags, tagOf } from './tag-words.ts';

const remark = (kind: Remark['kind'], text: string, id = text): Remark => ({
  remarkId: id as RemarkId,
  kind,
  text,
  atMs: 0,
  by: null,
  storeName: null,
});

const start = firstRemarks({
  tags: [remark('tag', 'VIP'), remark('tag', '素食')],
  notes: [remark('note', 'new'), remark('note', 'old')],
});
const run = (actions: readonly RemarksAction[], from: RemarksState = start): RemarksState =>
  actions.reduce(stepRemarks, from);
const id = (text: string): RemarkId => text as RemarkId;

test('a new tag comes last, a new note first, and one sent twice stands once', () => {
  const tag = { kind: 'added', remark: remark('tag', '常客') } as const;
  const note = { kind: 'added', remark: remark('note', 'newest') } as const;
  const state = run([{ kind: 'saving', of: 'tag' }, tag, tag, note]);
  expect([state.saving, tagWords(state), state.notes.map(({ text }) => text)]).toEqual([
    null,
    ['VIP', '素食', '常客'],
    ['newest', 'new', 'old'],
  ]);
});

test('what is leaving keeps its place until it is gone, and comes back where it was', () => {
  const leaving = run([
    { kind: 'leaving', remarkId: id('VIP') },
    { kind: 'leaving', remarkId: id('old') },
  ]);
  const back = run([{ kind: 'back', remarkId: id('VIP') }], leaving);
  const gone = run([{ kind: 'gone', remarkId: id('VIP') }], leaving);
  const failed = run([{ kind: 'not-removed', remarkId: id('old') }], leaving);
  expect([
    [leaving.tags.length, tagWords(leaving), leaving.leaving],
    [tagWords(back), back.leaving],
    [gone.tags.length, gone.leaving],
    [failed.notes.length, failed.leaving, failed.trouble],
  ]).toEqual([
    [2, ['素食'], ['VIP', 'old']],
    [['VIP', '素食'], ['old']],
    [1, ['old']],
    [2, ['VIP'], { tag: null, note: 'not-removed' }],
  ]);
});

test('a refusal ends the saving and stays until it is tried again or words are changed', () => {
  const refused = run([
    { kind: 'saving', of: 'note' },
    { kind: 'refused', of: 'note', trouble: 'too-many' },
  ]);
  const saving = run([{ kind: 'saving', of: 'tag' }]);
  expect([
    [refused.saving, refused.trouble],
    run([{ kind: 'saving', of: 'note' }], refused).trouble,
    run([{ kind: 'forget-trouble', of: 'note' }], refused).trouble,
    // Typing on while something is stored ends nothing.
    run([{ kind: 'forget-trouble', of: 'tag' }], saving).saving,
  ]).toEqual([
    [null, { tag: null, note: 'too-many' }],
    { tag: null, note: null },
    { tag: null, note: null },
    'tag',
  ]);
});

test('says what is too long, and the most there may be', () => {
  expect([
    troubleIn('tag', 'x'.repeat(tagLengthMax)),
    troubleIn('tag', 'x'.repeat(tagLengthMax + 1)),
    troubleIn('note', 'x'.repeat(noteLengthMax + 1)),
    mostOf('tag', 'too-long'),
    mostOf('tag', 'too-many'),
  ]).toEqual([null, 'too-long', 'too-long', tagLengthMax, tagsMax]);
});

const known = ['常客', 'Vegan', '素食', 'VIP', 'Very old customer', '要統編', '老客人', '內用'].map(
  (text, n) => ({ text, members: 100 - n }),
);
const words = (own: readonly string[], typed: string) =>
  suggestTags(known, own, typed).map(({ text }) => text);

test('suggests tags that begin with what is typed, then those that hold it, none the member has', () => {
  expect([
    words([], 'v'),
    words(['vip'], '＃Ｖ'),
    words([], '客'),
    words([], 'nothing'),
    words([], ''),
    words(
      known.map(({ text }) => text),
      '',
    ),
  ]).toEqual([
    ['Vegan', 'VIP', 'Very old customer'],
    ['Vegan', 'Very old customer'],
    ['常客', '老客人'],
    [],
    ['常客', 'Vegan', '素食', 'VIP', 'Very old customer', '要統編'],
    [],
  ]);
});

test('a tag is what stands behind #, with single spaces', () => {
  expect(['#VIP', ' ＃ 常客 ', 'a  b\tc', 'C#', '##x', '# '].map(tagOf)).toEqual([
    'VIP',
    '常客',
    'a b c',
    'C#',
    'x',
    '',
  ]);
});

test('never suggests more than there is room for, nor anything twice', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.string({ minLength: 1, maxLength: 20 }), { maxLength: 100 }),
      fc.string({ maxLength: 5 }),
      (texts, typed) => {
        const found = suggestTags(
          texts.map((text) => ({ text, members: 1 })),
          texts.slice(0, 3),
          typed,
        );
        expect(found.length).toBeLessThanOrEqual(suggestionsMax);
        expect(new Set(found).size).toBe(found.length);
        expect(found.filter(({ text }) => texts.slice(0, 3).includes(text))).toEqual([]);
      },
    ),
  );
});

test('keeps half-written notes by member, a limited number, until another person comes', () => {
  const drafts = createNoteDrafts();
  const member = (n: number) => `${n}` as Parameters<typeof drafts.of>[0];
  for (let n = 0; n <= draftsMax; n += 1) drafts.set(member(n), `note ${n}`);
  drafts.set(member(5), '  ');
  const before = [0, 1, 5, draftsMax].map((n) => drafts.of(member(n)));
  drafts.clear();
  expect([before, drafts.of(member(1))]).toEqual([['', 'note 1', '', `note ${draftsMax}`], '']);
});
