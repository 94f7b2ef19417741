import type { CounterCallOut } from '../contract/counter-calls.ts';
import {
  listedMembersMax,
  memberPageMax,
  type ExportFormat,
  type MemberFilter,
  type MemberSort,
  type Period,
} from '../contract/manager-views.ts';
import { ruleLanguageOf } from '../contract/language.ts';
import type { MemberListRow } from '../contract/member-row.ts';
import type { RuleLanguage } from '../domain/program.ts';
import { businessDate, formatClock } from '../domain/time.ts';
import { getSettings } from '../db/settings.ts';
import { csvText, type CsvCell } from './csv-text.ts';
import { exportCancelled, type ExportRun } from './export-desk.ts';
import { exportWords, type ExportWords } from './export-words.ts';
import { showFigures } from './figures.ts';
import { listFilteredMembers } from './list-members.ts';
import type { Moment } from './moment.ts';
import type { CounterDeps } from './ports.ts';
import { workbookOf } from './workbook-of.ts';
import { workbookOnThread, type WorkbookWork } from './workbook-thread.ts';

type Saved = CounterCallOut<'manager:export-figures'>;
export type ExportDeps = Pick<
  CounterDeps,
  'db' | 'onError' | 'saveReport' | 'session' | 'startWorkbookWorker' | 'nextTurn'
>;
type Row = readonly CsvCell[];

/** Saves the figures of a period as a table: sums, then days and hours. */
export async function exportFigures(
  deps: ExportDeps,
  run: ExportRun,
  {
    period,
    format,
    moment,
  }: { readonly period: Period; readonly format: ExportFormat; readonly moment: Moment },
): Promise<Saved> {
  const { words, mark, language } = await headOf(deps, moment);
  const figures = await showFigures(deps.db, { period, today: moment.today });
  const { points } = figures;
  const rows: Row[] = [
    mark,
    [words.period, figures.from, figures.to],
    [],
    [words.sales, figures.sales],
    [words.amount, figures.amountMinor],
    [words.discount, figures.discountMinor],
    [words.paid, figures.paidMinor],
    [words.refunds, figures.refunds],
    [words.voids, figures.voids],
    [words.refunded, figures.refundedMinor],
    [words.rejected, figures.rejected],
    [words.earn, points.earn],
    [words.spend, points.spend],
    [words.refundPoints, points.refund],
    [words.adjust, points.adjust],
    [words.expire, points.expire],
    [words.newMembers, figures.newMembers],
    [words.buyers, figures.buyers],
    [words.returning, figures.returningBuyers],
    [],
    [words.coupon, words.uses],
    ...figures.coupons.map((one): Row => [one.name[language], one.uses]),
    [],
    [words.day, words.sales, words.paid, words.earn],
    ...figures.days.map((one): Row => [one.date, one.sales, one.paidMinor, one.points]),
    [],
    [words.person, words.sales, words.paid, words.earn, words.refunds, words.newMembers],
    ...figures.byStaff.map((one): Row => [
      one.staff?.name ?? words.nobody,
      one.sales,
      one.paidMinor,
      one.points,
      one.refunds,
      one.newMembers,
    ]),
    [],
    [words.refusal, words.uses],
    ...figures.refusals.map((one): Row => [one.code, one.n]),
    [],
    [words.hour, words.sales, words.paid, words.earn],
    ...figures.hours.map((one): Row => [one.hour, one.sales, one.paidMinor, one.points]),
  ];
  const name = `figures-${figures.from}-${figures.to}`;
  return await save(deps, run, { name, kind: 'figures', format, rows });
}

/** Saves the member list as it is filtered, masked, at most `listedMembersMax` rows. */
export async function exportMembers(
  deps: ExportDeps,
  run: ExportRun,
  asked: {
    readonly text: string;
    readonly filter: MemberFilter;
    readonly sort: MemberSort;
    readonly format: ExportFormat;
    readonly moment: Moment;
  },
): Promise<Saved> {
  const { moment, format, ...search } = asked;
  const { words, mark, language } = await headOf(deps, moment);
  const members: MemberListRow[] = [];
  for (let offset = 0; offset < listedMembersMax; offset += memberPageMax) {
    const page = { ...search, offset, limit: memberPageMax, today: moment.today };
    const { rows } = await listFilteredMembers(deps.db, page);
    members.push(...rows);
    run.count(members.length);
    if (rows.length < memberPageMax) break;
    // Pages follow one another without a pause otherwise, and a scan would wait for all of them.
    await deps.nextTurn?.();
    if (run.signal.aborted) return exportCancelled;
  }
  const rows: Row[] = [
    mark,
    [
      words.card,
      words.name,
      words.mobile,
      words.tier,
      words.points,
      words.line,
      words.joined,
      words.lastSale,
      words.tags,
    ],
    ...members.map((one) => memberRow(one, language, words)),
  ];
  const name = `members-${moment.today}`;
  return await save(deps, run, { name, kind: 'members', format, rows, count: members.length });
}

function memberRow(one: MemberListRow, language: RuleLanguage, words: ExportWords): Row {
  return [
    one.cardCode,
    one.nameMasked,
    one.mobileMasked,
    one.tierName?.[language] ?? one.tierId,
    one.points,
    words.lineStates[one.lineState],
    one.joinedOn,
    one.lastSaleAtMs === null ? null : businessDate(one.lastSaleAtMs),
    one.tags?.join(', ') ?? null,
  ];
}

/** The first row says whose list this is, of when, by whom where staff signs in, and that it is masked. */
export async function headOf(
  { db, session }: ExportDeps,
  { nowMs, today }: Moment,
): Promise<{ words: ExportWords; mark: Row; language: RuleLanguage }> {
  const { brandName, counterLabel, language: chosen } = await getSettings(db);
  const language = ruleLanguageOf(chosen);
  const words = exportWords[language];
  const here = session?.seen()?.here;
  const mark = [
    words.mark,
    `${brandName} ${counterLabel}`,
    `${today} ${formatClock(nowMs)}`,
    words.masked,
    ...(here?.kind === 'here' ? [`${words.by} ${here.person.name}`] : []),
  ];
  return { words, mark, language };
}

/**
 * Writes the file; `count` says how much of it is told, where that is not every row. Until it is written nothing is
 * recorded of an export that was stopped.
 */
export async function save(
  { saveReport, onError, startWorkbookWorker }: ExportDeps,
  { signal, count: counted }: ExportRun,
  report: {
    readonly name: string;
    readonly kind: 'figures' | 'members' | 'shift';
    readonly format: ExportFormat;
    readonly rows: readonly Row[];
    readonly count?: number;
  },
): Promise<Saved> {
  if (saveReport === undefined) return { kind: 'refused', code: 'not-saved' };
  const { name, kind, format, rows, count = rows.length } = report;
  counted(count);
  try {
    const content =
      format === 'csv'
        ? { text: csvText(rows) }
        : { text: '', workbook: await made({ name, rows }) };
    if (signal.aborted) return exportCancelled;
    const path = await saveReport({ name, kind, rows: count, ...content });
    return { kind: 'saved', path, rows: count };
  } catch (error) {
    if (signal.aborted) return exportCancelled;
    onError(error);
    return { kind: 'refused', code: 'not-saved' };
  }

  function made(work: WorkbookWork): Promise<Uint8Array> {
    return startWorkbookWorker === undefined
      ? workbookOf(work.name, work.rows)
      : workbookOnThread(startWorkbookWorker, work, signal);
  }
}
