import { parentPort } from 'node:worker_threads';
import { workbookOf } from './workbook-of.ts';
import type { WorkbookWork } from './workbook-thread.ts';

// The entry of the thread that makes one workbook. An error ends the thread and is told to whoever started it.

parentPort?.once('message', ({ name, rows }: WorkbookWork) => {
  void workbookOf(name, rows).then((made) => {
    // A copy of its own: what was made may lie in memory that it shares.
    const bytes = new Uint8Array(made);
    parentPort?.postMessage(bytes, [bytes.buffer]);
  });
});
