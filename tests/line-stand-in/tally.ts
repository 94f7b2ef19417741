import { appendFileSync, readFileSync } from 'node:fs';
import type { Tally } from './stand-in-state.ts';

/** Adds what one stand-in saw to a file, one line of JSON; no file named = nothing is written. */
export function writeTally(file: string | undefined, tally: Tally): void {
  if (file !== undefined && file !== '') appendFileSync(file, `${JSON.stringify(tally)}\n`);
}

/** What all the stand-ins of a run saw together; `left` = breaches that no test looked at. */
export function sumTallies(file: string): Tally & {
  readonly standIns: number;
  readonly left: number;
} {
  const tallies = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Tally);
  const sum = (of: (tally: Tally) => number): number =>
    tallies.reduce((total, tally) => total + of(tally), 0);
  const breaches = sum((one) => one.breaches);
  const taken = sum((one) => one.taken);
  return {
    standIns: tallies.length,
    requests: sum((one) => one.requests),
    checked: sum((one) => one.checked),
    webhooks: sum((one) => one.webhooks),
    breaches,
    taken,
    left: breaches - taken,
  };
}
