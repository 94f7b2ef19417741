import { createChance, type Chance } from './chance.ts';

/** One thing that happens; its numbers are its own, so that taking other acts away leaves it as it is. */
export type Act = {
  readonly t: ActKind;
  /** Four draws from 0 up to, not including, 1. */
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
};

/** What can happen, how often beside the others, and which fault class it belongs to (null: trade). */
export const actKinds = {
  award: { weight: 26, fault: null },
  refund: { weight: 5, fault: null },
  enrolMember: { weight: 3, fault: null },
  enterInvoice: { weight: 5, fault: null },
  sync: { weight: 30, fault: null },
  wait: { weight: 3, fault: null },
  scanTwice: { weight: 2, fault: 'twice' },
  poison: { weight: 1, fault: 'poison' },
  badLine: { weight: 8, fault: 'messages' },
  deliver: { weight: 8, fault: 'messages' },
  loseMessage: { weight: 3, fault: 'messages' },
  partition: { weight: 2, fault: 'partition' },
  captive: { weight: 1, fault: 'captive' },
  hqDown: { weight: 1, fault: 'hqDown' },
  hqCrash: { weight: 3, fault: 'hqCrash' },
  crash: { weight: 2, fault: 'crash' },
  crashAtCommit: { weight: 4, fault: 'crash' },
  diskFull: { weight: 1, fault: 'diskFull' },
  clockJump: { weight: 1, fault: 'clock' },
  backup: { weight: 2, fault: 'restore' },
  restore: { weight: 1, fault: 'restore' },
  clone: { weight: 0.5, fault: 'clone' },
  destroy: { weight: 0.4, fault: 'destroy' },
  hqBackup: { weight: 1, fault: 'hqRestore' },
  hqRestore: { weight: 0.5, fault: 'hqRestore' },
} as const;
export type ActKind = keyof typeof actKinds;
export type Fault = Exclude<(typeof actKinds)[ActKind]['fault'], null>;

/** The world a plan is played in. */
export type Config = {
  readonly counters: number;
  readonly members: number;
  readonly vouchers: number;
  /** Of the fault classes that are on: how often they come, beside their usual weight. */
  readonly faults: Readonly<Partial<Record<Fault, number>>>;
  /** How many of HQ's answers to a push of an ordinary round are lost on their way, as a share; none if left out. */
  readonly swallowed?: number;
};

/** Everything a run depends on: data, so that it can be cut down, kept and played again. */
export type Plan = {
  readonly seed: number;
  readonly config: Config;
  readonly acts: readonly Act[];
};

export const faultKinds = [
  ...new Set(Object.values(actKinds).flatMap(({ fault }) => (fault === null ? [] : [fault]))),
] as readonly Fault[];

/** How often a fault class stays off in a seed, so that others show what it would hide (swarm testing). */
const offShare = 0.3;

/** How often the disks of a seed are put back, copied and lost five times as much as in others. */
const stormShare = 0.2;
const stormy: ReadonlySet<Fault> = new Set(['restore', 'clone', 'destroy', 'hqRestore']);

/**
 * How often nobody trades towards the end of a seed. What is lost then stays lost: with trade going on, the
 * next event of a counter shows what it had not noticed by itself.
 */
const calmShare = 0.3;
const trades: ReadonlySet<ActKind> = new Set([
  'award',
  'refund',
  'enrolMember',
  'enterInvoice',
  'scanTwice',
  'poison',
]);

/** The plan of a seed: its own set of faults at their own strengths, then that many acts. */
export function makePlan(
  seed: number,
  length: number,
  allowed: readonly Fault[] = faultKinds,
): Plan {
  const chance = createChance(seed);
  const config = makeConfig(chance, allowed);
  const [isCalm, share] = [chance.hit(calmShare), 0.1 + chance.uniform() * 0.4];
  const calmFrom = isCalm ? Math.floor(length * (1 - share)) : length;
  const [usual, calm] = [makeTable(config, () => true), makeTable(config, (t) => !trades.has(t))];
  const acts = Array.from({ length }, (_, i): Act => {
    const table = i < calmFrom ? usual : calm;
    const at = chance.uniform() * (table.at(-1)?.upTo ?? 0);
    const t = table.find(({ upTo }) => at < upTo)?.kind ?? 'sync';
    const [a, b, c, d] = [chance.uniform(), chance.uniform(), chance.uniform(), chance.uniform()];
    return { t, a, b, c, d };
  });
  return { seed, config, acts };
}

type Weighted = { readonly kind: ActKind; readonly upTo: number };

function makeTable({ faults }: Config, isIn: (kind: ActKind) => boolean): readonly Weighted[] {
  const table: Weighted[] = [];
  let sum = 0;
  for (const [name, { weight, fault }] of Object.entries(actKinds)) {
    const kind = name as ActKind;
    if (!isIn(kind)) continue;
    sum += weight * (fault === null ? 1 : (faults[fault] ?? 0));
    table.push({ kind, upTo: sum });
  }
  return table;
}

/** The same plan on a line that swallows three of four answers to a push once HQ has committed it. */
export function swallowing(plan: Plan): Plan {
  return { ...plan, config: { ...plan.config, swallowed: 0.75 } };
}

function makeConfig(chance: Chance, allowed: readonly Fault[]): Config {
  const faults: Partial<Record<Fault, number>> = {};
  for (const fault of faultKinds) {
    const [isOff, strength] = [chance.hit(offShare), 0.3 + chance.uniform() * 2];
    if (!isOff && allowed.includes(fault)) faults[fault] = strength;
  }
  if (chance.hit(stormShare))
    for (const fault of stormy)
      if (faults[fault] !== undefined) faults[fault] = (faults[fault] ?? 0) * 5;
  return {
    counters: 2 + chance.whole(2),
    members: 2 + chance.whole(3),
    vouchers: 2 + chance.whole(4),
    faults,
  };
}
