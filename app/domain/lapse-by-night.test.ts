import { expect, test } from 'vitest';
import type { LotId } from './ids.ts';
import { lapseByNight } from './lapse-by-night.ts';
import type { DatedEntry } from './lapse-by-night.ts';

const lastDays: Record<string, string | null> = { old: '2026-06-30', new: '2027-06-30', u: null };

function entry(
  date: string,
  lotId: string,
  points: number,
  kind: DatedEntry['kind'] = 'adjust',
): DatedEntry {
  const byNight = kind === 'expire';
  return { date, kind, lotId: lotId as LotId, points, expiresOn: lastDays[lotId] ?? null, byNight };
}
const lot = (lotId: string, points: number) => ({
  lotId,
  points,
  expiresOn: lastDays[lotId] ?? null,
});
const gone = (lotId: string, points: number) => ({ ...lot(lotId, -points), kind: 'expire' });

const earned = [entry('2026-01-01', 'old', 100), entry('2026-02-01', 'new', 5)];

test('a debt of later than the last day finds the points gone, one of before is covered', () => {
  expect([
    lapseByNight([...earned, entry('2026-07-01', 'new', -85)]),
    lapseByNight([...earned, entry('2026-06-30', 'new', -85)]),
    lapseByNight([...earned, entry('2026-06-30', 'new', -85), entry('2026-07-01', 'u', -1)]),
  ]).toEqual([
    { lots: [lot('new', -80)], lapsed: [gone('old', 100)] },
    { lots: [lot('old', 100), lot('new', -80)], lapsed: [] },
    { lots: [lot('old', 80), lot('new', -80), lot('u', -1)], lapsed: [gone('old', 20)] },
  ]);
});

test('entries count in the order of their days, however they come', () => {
  expect(lapseByNight([entry('2026-07-01', 'new', -85), ...earned])).toEqual({
    lots: [lot('new', -80)],
    lapsed: [gone('old', 100)],
  });
});

test('points that come to a lot past its day lapse in their turn, and are added up', () => {
  expect(
    lapseByNight([
      ...earned,
      entry('2026-07-01', 'new', 1),
      entry('2026-07-05', 'old', 30),
      entry('2026-07-09', 'u', 1),
    ]),
  ).toEqual({ lots: [lot('new', 6), lot('u', 1)], lapsed: [gone('old', 130)] });
});

test('what is spent after the lapse is a debt; what expired before its day was not ahead', () => {
  expect([
    lapseByNight([
      ...earned,
      entry('2026-07-01', 'new', 1),
      entry('2026-07-05', 'old', -30, 'spend'),
    ]),
    lapseByNight([...earned, entry('2026-03-01', 'old', -40, 'expire')]),
  ]).toEqual([
    { lots: [lot('old', -30), lot('new', 6)], lapsed: [gone('old', 100)] },
    { lots: [lot('old', 60), lot('new', 5)], lapsed: [] },
  ]);
});

test('expire entries that stand count once, whenever they were written', () => {
  const late = [...earned, entry('2026-07-02', 'new', -85)];
  const alone = { lots: [lot('new', -80)], lapsed: [] };
  expect([
    lapseByNight([...late, entry('2026-07-01', 'old', -100, 'expire')]),
    lapseByNight([entry('2026-09-01', 'old', -100, 'expire'), ...late]),
    lapseByNight([...late, entry('2026-09-01', 'old', -60, 'expire')]),
    // A spend that came in late, and for which the lapse was taken back.
    lapseByNight([
      ...late,
      entry('2026-07-01', 'old', -100, 'expire'),
      entry('2026-06-30', 'old', -30, 'spend'),
      entry('2026-07-03', 'old', 30, 'expire'),
    ]),
  ]).toEqual([alone, alone, { lots: [lot('new', -80)], lapsed: [gone('old', 40)] }, alone]);
});

test('nothing lapses that is never followed by an entry: that is for the reader', () => {
  expect([lapseByNight(earned), lapseByNight([])]).toEqual([
    { lots: [lot('old', 100), lot('new', 5)], lapsed: [] },
    { lots: [], lapsed: [] },
  ]);
});

test('what a refund lets lapse is no night told late: the night of that day is still due', () => {
  const refund = (points: number, kind: DatedEntry['kind']): DatedEntry => {
    return { ...entry('2026-07-01', 'old', points, kind), byNight: false };
  };
  const before = [entry('2026-01-01', 'old', 2), entry('2026-06-01', 'old', -1)];
  // One of two was spent, the other lapses; the one comes back past its day, and the sale's points go.
  const refunded = [refund(1, 'refund'), refund(-1, 'expire'), refund(-1, 'refund')];
  const owing = { lots: [lot('old', -1)], lapsed: [gone('old', 1)] };
  const night = entry('2026-07-01', 'old', -1, 'expire');
  expect(lapseByNight([...before, ...refunded])).toEqual(owing);
  expect(lapseByNight([...before, night, ...refunded])).toEqual({ ...owing, lapsed: [] });
  expect(lapseByNight([...before, ...refunded, night])).toEqual({ ...owing, lapsed: [] });
});
