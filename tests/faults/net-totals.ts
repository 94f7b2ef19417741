import type { NetComparison } from './net-compare.ts';
import { lastingFaults } from './net-plan.ts';
import type { NetRunReport } from './net-run.ts';

/** What all runs came to. */
export type NetTotals = {
  passed: number;
  failed: number;
  drained: number;
  connections: number;
  events: number;
  eventsAtHq: number;
  duplicates: number;
  counters: number;
  readonly drainMs: number[];
  readonly struck: Map<string, number>;
  readonly exceptions: Map<string, number>;
  /** Runs in which a fault, while it lasted, had its right name. */
  readonly named: Map<string, number>;
};

export function emptyTotals(): NetTotals {
  const counts = { passed: 0, failed: 0, drained: 0, connections: 0, counters: 0 };
  const sums = { events: 0, eventsAtHq: 0, duplicates: 0 };
  const maps = { struck: new Map<string, number>(), exceptions: new Map<string, number>() };
  return { ...counts, ...sums, ...maps, drainMs: [], named: new Map() };
}

/** Adds a run; one that failed is printed with its seed. */
export function addRun(
  totals: NetTotals,
  { report, found }: { readonly report: NetRunReport; readonly found: NetComparison },
): void {
  const failures = [...report.failures, ...found.failures];
  if (failures.length === 0) totals.passed += 1;
  else {
    totals.failed += 1;
    console.log(`  ✗ seed ${report.seed} (${report.lasting})\n      ${failures.join('\n      ')}`);
  }
  if (report.drainMs > 0) {
    totals.drained += 1;
    totals.drainMs.push(report.drainMs);
  }
  totals.connections += report.connections;
  totals.counters += report.counters.length;
  totals.events += report.events;
  totals.eventsAtHq += found.eventsAtHq;
  totals.duplicates += found.duplicates;
  for (const [fault, times] of report.struck) add(totals.struck, fault, times);
  for (const kind of found.exceptions) add(totals.exceptions, kind, 1);
  if (!report.failures.some((words) => words.includes('named')))
    add(totals.named, report.lasting, 1);
}

function add(counts: Map<string, number>, key: string, times: number): void {
  counts.set(key, (counts.get(key) ?? 0) + times);
}

/** Prints what was done to the line and what came of it; the last line is the count. */
export function printTotals(totals: NetTotals, seconds: number): void {
  const { passed, failed, drained } = totals;
  const runs = passed + failed;
  const faults = [...totals.struck].filter(([fault]) => fault !== 'pass');
  const sum = faults.reduce((all, [, times]) => all + times, 0);
  const list = (counts: readonly (readonly [string, number])[]) =>
    counts.map(([name, times]) => `${name} ${times}`).join(', ');
  const slowest = totals.drainMs.toSorted((a, b) => a - b);
  console.log(`
runs          ${runs} in ${seconds} s, ${totals.counters} counters
connections   ${totals.connections}
faults        ${sum} in ${sum + (totals.struck.get('pass') ?? 0)} exchanges
              ${list(faults.toSorted((a, b) => b[1] - a[1]))}
named right   ${list(lastingFaults.flatMap((name) => (totals.named.has(name) ? [[name, totals.named.get(name) ?? 0] as const] : [])))}
events        ${totals.events} recorded, ${totals.eventsAtHq} at HQ, ${totals.duplicates} duplicates
exceptions    ${list([...totals.exceptions]) || 'none'}
drained       ${drained} of ${runs} (${runs === 0 ? 0 : (100 * drained) / runs} %), median ${slowest[Math.floor(slowest.length / 2)] ?? 0} ms, slowest ${slowest.at(-1) ?? 0} ms
${passed} passed, ${failed} failed`);
}
