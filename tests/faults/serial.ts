/**
 * Scans over a real serial line: the real `serialport` on real ptys, real codes of every kind in random
 * pieces and time with noise between them; then scanners are unplugged, some of them in the middle of a
 * scan, and plugged in again, some of them under another path.
 * `node tests/faults/serial.ts [--n 10000] [--replugs 200] [--seed 1] [--lanes 5]`. Exit code 1 when a scan is
 * not exact or a scanner was not back within 2 s.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { formatPercentiles, percentilesOf } from '../bench/percentiles.ts';
import { playLane, type LaneReport } from './serial-lane.ts';

const { values } = parseArgs({
  options: {
    n: { type: 'string', default: '10000' },
    replugs: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    lanes: { type: 'string', default: '5' },
  },
});

const recoveryMsMax = 2000;

/** Of `total`, the share of one of `count` lanes. */
function share(total: number, lane: number, count: number): number {
  return Math.floor((total * (lane + 1)) / count) - Math.floor((total * lane) / count);
}

/** Set up for a scanner that sends no suffix; it waits for a silence after each scan, and so gets fewer. */
const laneWithoutSuffix = 1;

function scansOf(total: number, lane: number, lanes: number): number {
  if (lanes <= laneWithoutSuffix) return share(total, lane, lanes);
  const slow = Math.ceil(total / 40);
  if (lane === laneWithoutSuffix) return slow;
  return share(total - slow, lane > laneWithoutSuffix ? lane - 1 : lane, lanes - 1);
}

function sum(reports: readonly LaneReport[], of: (report: LaneReport) => number): number {
  return reports.reduce((total, report) => total + of(report), 0);
}

function print(reports: readonly LaneReport[], startedAt: number): number {
  const scans = sum(reports, (report) => report.scans);
  const due = sum(reports, (report) => report.due);
  const exact = sum(reports, (report) => report.exact);
  const lost = sum(reports, (report) => report.lost);
  const wrong = reports.flatMap((report) => report.wrong);
  const replugs = sum(reports, (report) => report.replugs);
  const after = sum(reports, (report) => report.exactAfterReplug);
  const recoveryMs = reports.flatMap((report) => report.recoveryMs);
  for (const frame of wrong.slice(0, 10)) console.log(`  nobody sent: ${frame}`);
  console.log(
    `${scans} scans and ${due - scans} pieces of noise with an end of their own: ${exact} exact, ` +
      `${wrong.length} merged or changed, ${lost} lost; noise without an end, kept apart: ` +
      `${sum(reports, (report) => report.unended)}`,
  );
  console.log(`${replugs} unplugged and plugged in again: ${after} first scans exact`);
  const isBack = replugs === recoveryMs.length && recoveryMs.every((ms) => ms <= recoveryMsMax);
  if (recoveryMs.length > 0) {
    console.log(formatPercentiles('port back → open again', percentilesOf(recoveryMs)));
  }
  const isRight = exact === due && wrong.length === 0 && lost === 0 && after === replugs;
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  console.log(`${isRight && isBack ? 'held' : 'MISSED'}, ${seconds} s`);
  const failed = lost + wrong.length + replugs - after + (isBack ? 0 : 1);
  console.log(`${exact + after} passed, ${failed} failed`);
  return isRight && isBack ? 0 : 1;
}

async function main(): Promise<number> {
  const startedAt = performance.now();
  const folder = await mkdtemp(join(tmpdir(), 'counterfoil-serial-'));
  const seed = Number(values.seed);
  const lanes = Number(values.lanes);
  console.log(
    `fault:serial: seed ${seed}, ${lanes} scanners, ${values.n} scans, ${values.replugs} replugs`,
  );
  try {
    const reports = await Promise.all(
      Array.from({ length: lanes }, (_, lane) =>
        playLane({
          folder,
          seed,
          lane,
          scans: scansOf(Number(values.n), lane, lanes),
          replugs: share(Number(values.replugs), lane, lanes),
          suffix: lane !== laneWithoutSuffix,
        }),
      ),
    );
    return print(reports, startedAt);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

process.exit(await main());
