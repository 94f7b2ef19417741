import { buildSnapshot } from './build-snapshot.ts';
import type { BuildJob, BuiltSnapshot } from './build-snapshot.ts';

// The entry of the process that builds a snapshot: HQ itself goes on answering meanwhile. It is told its
// job by a message, never by its arguments, where anybody on the machine could read the key.

process.once('message', (job: BuildJob) => {
  const tell = (built: BuiltSnapshot): void => {
    process.send?.(built, () => process.exit(0));
  };
  buildSnapshot(job).then(tell, (error: unknown) => {
    const detail = error instanceof Error ? `${error.name}: ${error.message}` : 'unknown';
    tell({ kind: 'failed', detail });
  });
});
// Whoever started it is gone.
process.once('disconnect', () => process.exit(1));
