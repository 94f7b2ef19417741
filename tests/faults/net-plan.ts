import { makeRandom } from '../../app/seed/random.ts';
import type { Random } from '../../app/seed/random.ts';
import type { NetworkFault } from '../sync/faulty-proxy.ts';

/** What the screen must say of sync while one fault lasts. */
export type NamedState = 'online' | 'unreachable' | 'not-hq' | 'hq-failing';

/** How each fault is named at the counter while it is the only thing that happens. */
export const stateOfFault: Readonly<Record<Exclude<NetworkFault, 'pass' | 'stale'>, NamedState>> = {
  latency: 'online',
  trickle: 'online',
  twice: 'online',
  twin: 'online',
  refuse: 'unreachable',
  reset: 'unreachable',
  'hang-up': 'unreachable',
  'cut-request': 'unreachable',
  cut: 'unreachable',
  swallow: 'unreachable',
  'half-open': 'unreachable',
  'black-hole': 'unreachable',
  drip: 'unreachable',
  'portal-page': 'not-hq',
  'portal-redirect': 'not-hq',
  'portal-json': 'not-hq',
  garbage: 'not-hq',
  'wrong-type': 'not-hq',
  'bad-gateway': 'hq-failing',
};

export type LastingFault = keyof typeof stateOfFault;
export const lastingFaults = Object.keys(stateOfFault) as LastingFault[];
/** Everything that can strike a single exchange. */
const strikingFaults: readonly NetworkFault[] = [...lastingFaults, 'stale'];
/** Faults that may meet the very first word to HQ: the code must not be lost by them. */
const firstWordFaults: readonly NetworkFault[] = ['pass', 'swallow', 'cut', 'reset', 'half-open'];

export type Deed =
  | {
      readonly kind: 'sell';
      readonly amountMinor: number;
      readonly pointsMax: number;
      readonly useBest: boolean;
    }
  | { readonly kind: 'take-back'; readonly mode: 'void' | 'refund'; readonly amountMinor: number }
  | { readonly kind: 'enrol'; readonly mobile: string };

export type NetStep = {
  /** Which of the run's counters, from 0. */
  readonly counter: number;
  /** Which of the run's members, from 0. */
  readonly member: number;
  readonly deed: Deed;
  readonly pauseMs: number;
  /** The line drops all its connections after this. */
  readonly drops: boolean;
};

/** One run, drawn from its seed before it begins. */
export type NetPlan = {
  readonly seed: number;
  readonly counterCount: number;
  /** Kinds of faults that strike in this run (each is off in some runs), and how often one does. */
  readonly faults: readonly NetworkFault[];
  readonly faultShare: number;
  /** What meets the enrolment. */
  readonly firstWord: NetworkFault;
  readonly steps: readonly NetStep[];
  /** The one fault that then lasts until the counters name it. */
  readonly lasting: LastingFault;
};

export const membersPerRun = 3;

/** Draws a run: who sells what when, and what the network may do to it. */
export function planNetRun(seed: number): NetPlan {
  const random = makeRandom(seed, 1);
  const counterCount = random.chance(0.35) ? 2 : 1;
  const kept = strikingFaults.filter(() => !random.chance(0.5));
  const eventCount = 10 + random.whole(31);
  return {
    seed,
    counterCount,
    faults: kept.length === 0 ? [random.pick(strikingFaults)] : kept,
    faultShare: 0.2 + 0.7 * random.uniform(),
    firstWord: random.chance(0.5) ? random.pick(firstWordFaults) : 'pass',
    steps: Array.from({ length: eventCount }, () => drawStep(random, counterCount)),
    lasting: lastingFaults[seed % lastingFaults.length] ?? 'black-hole',
  };
}

function drawStep(random: Random, counterCount: number): NetStep {
  return {
    counter: random.whole(counterCount),
    member: random.whole(membersPerRun),
    deed: drawDeed(random),
    pauseMs: random.chance(0.3) ? random.whole(60) : 0,
    drops: random.chance(0.05),
  };
}

function drawDeed(random: Random): Deed {
  const draw = random.uniform();
  if (draw < 0.72) {
    const pointsMax = random.chance(0.15) ? 10 + random.whole(40) : 0;
    const amountMinor = 50 + random.whole(5_000);
    return { kind: 'sell', amountMinor, pointsMax, useBest: random.chance(0.25) };
  }
  if (draw < 0.87) {
    const mode = random.chance(0.5) ? 'void' : 'refund';
    return { kind: 'take-back', mode, amountMinor: 1 + random.whole(300) };
  }
  // Few numbers, so that two counters of a run also enrol the same person.
  return { kind: 'enrol', mobile: '' + random.whole(3) };
}
