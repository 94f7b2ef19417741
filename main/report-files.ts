import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CounterDeps } from '../app/counter/ports.ts';
import type { ComposeDeps } from './compose-counter.ts';
import { dataPaths } from './data-paths.ts';

/** Lets what waits have its turn first. */
const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * Writes exported tables into a folder beside the database, readable by this user alone, each under a name
 * of its own; the log keeps what was exported and how much of it.
 */
export function reportPort(
  deps: Pick<ComposeDeps, 'dataDir' | 'nowMs' | 'log' | 'training' | 'startWorkbookWorker'>,
): Pick<CounterDeps, 'saveReport' | 'startWorkbookWorker' | 'nextTurn'> {
  const { startWorkbookWorker } = deps;
  return {
    nextTurn,
    ...(startWorkbookWorker === undefined ? {} : { startWorkbookWorker }),
    saveReport: async ({ name, kind, rows, text, workbook }) => {
      const { reportDir } = dataPaths(deps.dataDir);
      await mkdir(reportDir, { recursive: true });
      const moment = new Date(deps.nowMs()).toISOString().slice(11, 19).replaceAll(':', '');
      const mark = deps.training === undefined ? '' : 'TRAINING-';
      const path = join(
        reportDir,
        `${mark}${name}-${moment}Z.${workbook === undefined ? 'csv' : 'xlsx'}`,
      );
      await writeFile(path, workbook ?? text, { encoding: 'utf8', mode: 0o600 });
      deps.log?.('report-saved', { kind, rows, masked: true });
      return path;
    },
  };
}
