import type { CounterCallName } from '../../app/contract/counter-calls.ts';
import type { CounterView } from '../../app/contract/counter-view.ts';
import type { ShiftLine, ShiftReport } from '../../app/contract/shift.ts';
import type { StaffRef } from '../../app/contract/staff.ts';
import type { ShiftId, StaffId } from '../../app/domain/ids.ts';
import { sampleViews } from './sample-views.ts';

type Answers = Partial<Record<CounterCallName, (input: Record<string, unknown>) => unknown>>;

const openedAtMs = Date.parse('2026-11-22T08:58:00+08:00');
const closedAtMs = Date.parse('2026-11-22T15:30:00+08:00');
const dayMs = 86_400_000;
const shiftOf = (n: number) => `01970000-0000-7000-8000-0000000070${String(n).padStart(2, '0')}`;

const people: readonly StaffRef[] = [
  ['陳小美', 1],
  ['林大同', 2],
  ['亞歷山大・馮・洪堡德斯坦伯格瓦特', 3],
].map(([name, n]) => ({
  staffId: `01990000-0000-7000-8000-00000000000${n}` as StaffId,
  name: String(name),
}));

const lineOf = (n: number): ShiftLine => ({
  sales: 21 * n,
  paidMinor: 31_480 * n,
  discountMinor: 1_260 * n,
  refunds: n,
  voids: 2 * n,
  refundedMinor: 1_090 * n,
  earned: 3_148 * n,
  spent: -850 * n,
  otherPoints: -96 * n,
  vouchersUsed: 9 * n,
  voucherMinor: 900 * n,
  newMembers: 4 * n,
  overrides: n - 1,
});

const total = (lines: readonly ShiftLine[]): ShiftLine => {
  const sum = lineOf(0);
  for (const line of lines)
    for (const key of Object.keys(sum) as (keyof ShiftLine)[]) sum[key] += line[key];
  return { ...sum, overrides: 3 };
};

function reportOf(many: boolean, closed: boolean): ShiftReport {
  const lines = people.map((staff, n) => ({ staff, line: lineOf(3 - n) }));
  const byStaff = many ? lines : [{ staff: null, line: lineOf(1) }];
  return {
    shiftId: shiftOf(0) as ShiftId,
    openedAtMs,
    openedBy: many ? (people[0] ?? null) : null,
    closedAtMs: closed ? closedAtMs : null,
    closedBy: closed && many ? (people[1] ?? null) : null,
    total: total(byStaff.map(({ line }) => line)),
    byStaff,
    outside: many ? lineOf(1) : null,
    events: many ? 148 : 24,
    unsent: many ? 7 : 0,
  };
}

/** The calls about shifts on sample data: with `#shift-people` three people work, and some waits for HQ. */
export function answerShift(push: (change: object) => void): Answers {
  const many = location.hash.includes('people');
  return {
    'shift:open': () => {
      push({ shift: { shiftId: shiftOf(0), openedAtMs, openedBy: null } });
      return { kind: 'done' };
    },
    'shift:close': () => {
      push({ shift: undefined });
      return { kind: 'done', report: reportOf(many, true) };
    },
    'shift:report': ({ shiftId }) => ({
      kind: 'report',
      report: { ...reportOf(many, shiftId !== null), shiftId: shiftId ?? shiftOf(0) },
    }),
    'shift:list': ({ offset }) => ({
      shifts: Array.from({ length: 12 }, (_, n) => ({
        shiftId: shiftOf(Number(offset) + n + 1),
        openedAtMs: openedAtMs - (Number(offset) + n + 1) * dayMs,
        closedAtMs: closedAtMs - (Number(offset) + n + 1) * dayMs + (n % 4 === 2 ? dayMs / 2 : 0),
        openedBy: many ? people[n % 3] : null,
        closedBy: many ? people[(n + 1) % 3] : null,
      })),
      total: 40,
      outside: lineOf(0),
    }),
    'shift:export': () => ({
      kind: 'saved',
      path: 'C:\\Users\\store\\AppData\\Roaming\\Counterfoil\\reports\\shift-2026-11-22-0858.csv',
      rows: 12,
    }),
  };
}

const open = { shiftId: shiftOf(0) as ShiftId, openedAtMs };

/** The counter with an open shift: of nobody in particular, and of three people. */
export const shiftViews: Readonly<Record<string, CounterView>> = {
  'shift-open': dressed({ ...open, openedBy: null }),
  'shift-people': dressed({ ...open, openedBy: people[0] ?? null }),
};

function dressed(
  shift: NonNullable<Extract<CounterView, { kind: 'ready' }>['shift']>,
): CounterView {
  const view = sampleViews['idle'];
  if (view?.kind !== 'ready') throw new Error('the sample is not of a ready counter');
  return { ...view, shift };
}
