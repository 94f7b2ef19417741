/** The stand-in for LINE in a process of its own, so that its work is not HQ's; tells what it took when asked. */
import { startLineStandIn } from '../line-stand-in/start-line-stand-in.ts';

/** What the stand-in has seen so far. */
export type StandInReport = {
  readonly taken: number;
  readonly limited: number;
  readonly violations: readonly string[];
  readonly cpuSeconds: number;
};

const line = await startLineStandIn({
  pushesPerSecond: 2_000,
  // Ajv takes longer for one push than HQ for sending it.
  checkEvery: 100,
});
process.send?.({ url: line.url, validates: line.validates });
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.({
    taken: line.accepted.length,
    limited: line.answered.get(429) ?? 0,
    violations: line.takeViolations(),
    cpuSeconds: (user + system) / 1e6,
  } satisfies StandInReport);
});
process.on('disconnect', () => process.exit(0));
