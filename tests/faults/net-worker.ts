/** Plays runs of net.ts in a process of its own, as many at once as it is given. */
import { playNetRun } from './net-run.ts';
import type { NetRunInput } from './net-run.ts';

process.on('message', (input: NetRunInput) => {
  void playNetRun(input).then((report) => process.send?.(report));
});
process.on('disconnect', () => process.exit(0));
