import { makeRandom } from '../../app/seed/random.ts';
import type { Hardship, PlannedScan } from './play-scan.ts';
import type { ShopMember } from './shop.ts';
import { stands } from './stands.ts';

type PlanOptions = {
  readonly count: number;
  readonly seed: number;
  readonly members: readonly ShopMember[];
};

/** In turn, so that every stand meets every hardship; of ten scans three are with Zhuyin on. */
const hardships: readonly Hardship[] = [
  'none',
  'zhuyin',
  'caps-lock',
  'blocked',
  'zhuyin',
  'none',
  'caps-lock',
  'zhuyin',
  'blocked',
  'none',
];

/** Gaps that scanners keep, measured by the makers of wedge libraries: 6 to 19 ms. X keeps 0.7 of them. */
const gapsMs = [8, 10, 14, 24] as const;
const textCharacters =
  'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789' + '.:;,!?#$%&()_<>@';

/** The scans of one run: the same seed gives the same. */
export function planScans({ count, seed, members }: PlanOptions): readonly PlannedScan[] {
  const random = makeRandom(seed);
  const plan: PlannedScan[] = [];
  for (let i = 0; i < count; i += 1) {
    const round = Math.floor(i / stands.length);
    const stand = stands[i % stands.length];
    const hardship = hardships[(i + round) % hardships.length];
    const member = members[i % members.length];
    if (stand === undefined || hardship === undefined || member === undefined) continue;
    const gapMs = random.pick(gapsMs);
    const asText = stand.aim === 'sale' && random.chance(0.25);
    const what = asText
      ? ({ kind: 'text', text: textOf(random) } as const)
      : ({ kind: 'card', member } as const);
    plan.push({ stand, hardship, gapMs, what });
  }
  // Caps Lock is a key that is toggled: all of its scans in one go.
  return plan.toSorted((a, b) => order(a.hardship) - order(b.hardship));
}

function order(hardship: Hardship): number {
  return ['none', 'caps-lock', 'blocked', 'zhuyin'].indexOf(hardship);
}

/** Capitals, small letters and signs that no known code has together. */
function textOf(random: ReturnType<typeof makeRandom>): string {
  let text = 'Zz';
  for (let i = 0; i < 10; i += 1) text += random.pick([...textCharacters]);
  return `${text}q`;
}
