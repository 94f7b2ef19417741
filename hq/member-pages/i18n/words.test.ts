import { expect, it } from 'vitest';
import { noticeEn } from '../privacy/notice-en.ts';
import { noticeJa } from '../privacy/notice-ja.ts';
import { noticeTh } from '../privacy/notice-th.ts';
import { noticeZhTw } from '../privacy/notice-zh-tw.ts';
import { createWriteValues } from './write-values.ts';
import { en } from './en.ts';
import { ja } from './ja.ts';
import { th } from './th.ts';
import { zhTw } from './zh-tw.ts';

const tables = { zhTw, en, ja, th };

/** Every text by its place; those that are made, made of a mark for each argument. */
function textsOf(value: unknown, place = ''): [string, string][] {
  if (typeof value === 'string') return [[place, value]];
  if (typeof value === 'function') {
    const make = value as (...args: unknown[]) => string;
    return [[place, make(...Array.from({ length: make.length }, (_, i) => i + 2))]];
  }
  return Object.entries(value as object).flatMap(([key, part]) => textsOf(part, `${place}/${key}`));
}

it.each(Object.entries(tables))('has something to say for everything in %s', (_, table) => {
  const texts = textsOf(table);
  expect(texts.filter(([, text]) => text.trim() === '' || /undefined|NaN/.test(text))).toEqual([]);
  expect(texts.map(([place]) => place)).toEqual(textsOf(zhTw).map(([place]) => place));
});

it('leaves no Chinese sentence among the others', () => {
  const chinese = new Map(textsOf(zhTw));
  const same = Object.entries({ en, ja, th }).flatMap(([name, table]) =>
    textsOf(table)
      .filter(([place, text]) => chinese.get(place) === text && /[\u4e00-\u9fff]{3}/.test(text))
      .map(([place]) => `${name}${place}`),
  );
  expect(same).toEqual([]);
});

it('counts one and many in English', () => {
  expect([en.points('1', 1), en.points('2', 2), en.card.expiring('1', 'Monday', 1)]).toEqual([
    '1 point',
    '2 points',
    '1 point expires on Monday',
  ]);
});

it('names in every notice all that the law asks for: eight points, the shop by its name', () => {
  for (const notice of [noticeZhTw, noticeEn, noticeJa, noticeTh]) {
    const points = notice.points('巷口咖啡');
    expect(points).toHaveLength(8);
    expect(points[0]?.[1]).toContain('巷口咖啡');
    expect(notice.versionOf('2026-11')).toContain('2026-11');
  }
});

it('writes figures, money and days of the shop as each reader does', () => {
  const atMs = Date.parse('2026-12-31T16:30:00Z');
  const written = (['zh-TW', 'en', 'ja', 'th'] as const).map((language) => {
    const write = createWriteValues(language);
    return [
      write.figure(1_234),
      write.change(-5),
      write.money(-1_280),
      write.day('2026-12-31'),
      write.dayOf(atMs),
      // The engine's spaces differ from version to version.
      write.time(atMs).replaceAll(/\s/g, ' '),
    ];
  });
  expect(written).toEqual([
    ['1,234', '−5', '−NT$1,280', '2026年12月31日', '2027年1月1日', '2027/1/1 00:30'],
    ['1,234', '−5', '−NT$1,280', 'Dec 31, 2026', 'Jan 1, 2027', '1/1/2027, 00:30'],
    ['1,234', '−5', '−NT$1,280', '2026/12/31', '2027/01/01', '2027/1/1 00:30'],
    ['1,234', '−5', '−NT$1,280', '31 ธ.ค. 2026', '1 ม.ค. 2027', '1/1/2027 00:30'],
  ]);
});
