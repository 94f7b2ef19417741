import type { CsvCell } from './csv-text.ts';

/** What the thread of `workbook-worker.ts` is given, once. */
export type WorkbookWork = {
  readonly name: string;
  readonly rows: readonly (readonly CsvCell[])[];
};

/** What of a `Worker` is used. */
export type WorkbookPort = {
  readonly postMessage: (work: WorkbookWork) => void;
  on(event: 'message', listener: (bytes: Uint8Array) => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'exit', listener: () => void): unknown;
  readonly terminate: () => Promise<unknown>;
};

/** A broken table may not take the memory of the counter with it. */
export const workbookWorkerOptions = { resourceLimits: { maxOldGenerationSizeMb: 256 } };

/**
 * Makes a workbook on a thread of its own: 5,000 rows take most of a second, and the counter's thread has scans to
 * answer. Rejects when the thread breaks, and when the signal stops it.
 */
export async function workbookOnThread(
  startWorker: () => WorkbookPort,
  work: WorkbookWork,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const worker = startWorker();
  let stop = (): void => {};
  try {
    return await new Promise<Uint8Array>((resolve, reject) => {
      stop = () => reject(new Error('the workbook was stopped'));
      signal.addEventListener('abort', stop);
      if (signal.aborted) stop();
      worker.on('message', resolve);
      worker.on('error', reject);
      worker.on('exit', () => reject(new Error('the workbook thread ended')));
      worker.postMessage(work);
    });
  } finally {
    signal.removeEventListener('abort', stop);
    await worker.terminate();
  }
}
