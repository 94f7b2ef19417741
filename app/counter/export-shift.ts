import type { CounterCallOut } from '../contract/counter-calls.ts';
import type { ExportFormat } from '../contract/manager-views.ts';
import type { ShiftLine, ShiftReport } from '../contract/shift.ts';
import type { StaffRef } from '../contract/staff.ts';
import { businessDate, formatClock } from '../domain/time.ts';
import type { CsvCell } from './csv-text.ts';
import type { ExportRun } from './export-desk.ts';
import { headOf, save, type ExportDeps } from './export-report.ts';
import { exportShiftWords, type ExportShiftWords } from './export-shift-words.ts';
import type { Moment } from './moment.ts';

/** The figures of a line, in the order of the report. */
const columns = [
  'sales',
  'paidMinor',
  'discountMinor',
  'refunds',
  'voids',
  'refundedMinor',
  'earned',
  'spent',
  'otherPoints',
  'vouchersUsed',
  'voucherMinor',
  'newMembers',
  'overrides',
] as const satisfies readonly (keyof ShiftLine)[];

/** Saves the report of a shift as a table: when and who, then a row for each person, all, and what was outside. */
export async function exportShift(
  deps: ExportDeps,
  run: ExportRun,
  {
    report,
    format,
    moment,
  }: { readonly report: ShiftReport; readonly format: ExportFormat; readonly moment: Moment },
): Promise<CounterCallOut<'shift:export'>> {
  const { mark, language } = await headOf(deps, moment);
  const words = exportShiftWords[language];
  const { openedAtMs, closedAtMs, outside } = report;
  const rows: (readonly CsvCell[])[] = [
    mark,
    [words.opened, instant(openedAtMs), person(report.openedBy, words)],
    closedAtMs === null
      ? [words.stillOpen]
      : [words.closed, instant(closedAtMs), person(report.closedBy, words)],
    [words.events, report.events],
    [words.unsent, report.unsent],
    [],
    [words.person, ...columns.map((key) => words.line[key])],
    ...report.byStaff.map((one) => [person(one.staff, words), ...cells(one.line)]),
    [words.total, ...cells(report.total)],
    ...(outside === null ? [] : [[words.outside, ...cells(outside)]]),
  ];
  // A clock has colons, which a file name on Windows may not have.
  const name = `shift-${businessDate(openedAtMs)}-${formatClock(openedAtMs).replace(':', '')}`;
  return await save(deps, run, { name, kind: 'shift', format, rows });
}

function cells(line: ShiftLine): readonly CsvCell[] {
  return columns.map((key) => line[key]);
}

function instant(atMs: number): string {
  return `${businessDate(atMs)} ${formatClock(atMs)}`;
}

function person(staff: StaffRef | null, words: ExportShiftWords): string {
  return staff?.name ?? words.nobody;
}
