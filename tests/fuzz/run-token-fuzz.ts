import { momentOf } from '../../app/counter/moment.ts';
import { createTimeRatchet } from '../../app/counter/time-ratchet.ts';
import { publicKeyOf } from '../../app/db/sign-document.ts';
import { verifyMemberToken } from '../../app/db/sign-member-token.ts';
import { tokenAge } from '../../app/domain/member-token.ts';
import type { TokenAge } from '../../app/domain/member-token.ts';
import type { Random } from '../../app/seed/random.ts';
import { makeTokenWorld, mutations } from './mutate-token.ts';
import type { TokenWorld } from './mutate-token.ts';

export type TokenFuzz = {
  readonly failures: readonly string[];
  /** How many of each kind were tried. */
  readonly tried: Readonly<Record<string, number>>;
  /** Of true tokens, which take as long as checking can. */
  readonly verifyMs: { readonly p50: number; readonly p99: number; readonly max: number };
};

const failuresMax = 20;
const trueOnesOfHundred = 5;

/**
 * Tries `count` falsified tokens against HQ's three keys, each kind in turn, with a true one between every
 * twenty so that "refused" does not mean that all are. Whatever is accepted is a failure.
 */
export function runTokenFuzz({
  count,
  random,
}: {
  readonly count: number;
  readonly random: Random;
}): TokenFuzz {
  const world = makeTokenWorld(random);
  const keys = world.trusted.map(publicKeyOf);
  const failures: string[] = [];
  const tried: Record<string, number> = {};
  const samples: number[] = [];
  const kinds = Object.entries(mutations);
  for (let n = 0; n < count && failures.length < failuresMax; n += 1) {
    const [kind, mutate] = kinds[n % kinds.length]!;
    const text = mutated(world, mutate);
    tried[kind] = (tried[kind] ?? 0) + 1;
    if (text === null) failures.push(`${kind}: every try came out as a true token`);
    else if (verifyMemberToken(keys, text) !== null) failures.push(`${kind}: accepted ${text}`);
    if (n % 100 >= trueOnesOfHundred) continue;
    const { text: good } = world.token();
    const startedMs = performance.now();
    const read = verifyMemberToken(keys, good);
    samples.push(performance.now() - startedMs);
    if (read === null) failures.push(`a true token was refused: ${good}`);
  }
  const sorted = samples.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  return { failures, tried, verifyMs: { p50: at(0.5), p99: at(0.99), max: at(1) } };
}

/** A mutation that changed something: one byte in 256 is drawn as it was. Null when ten tries gave none. */
function mutated(world: TokenWorld, mutate: (world: TokenWorld) => string): string | null {
  for (let tries = 0; tries < 10; tries += 1) {
    world.given.clear();
    const text = mutate(world);
    if (!world.given.has(text)) return text;
  }
  return null;
}

const hourMs = 3_600_000;

/** What a counter makes of a code HQ made this second, and of one it made an hour ago. */
export type ClockCase = {
  readonly clock: string;
  readonly hq: string;
  readonly fresh: TokenAge;
  readonly hourOld: TokenAge;
};

/**
 * The cases docs/codes.md tells of: how far the PC's clock is off, and what is known of that. Real clocks of
 * a counter: the wall clock, the monotonic one, and what was heard of HQ.
 */
export function listClockCases(): readonly ClockCase[] {
  return [0, hourMs, -hourMs].flatMap((offMs) => [
    clockCase({ offMs, hq: 'heard within a day', heardMs: 23 * hourMs }),
    clockCase({ offMs, hq: 'heard more than a day ago', heardMs: 25 * hourMs }),
    clockCase({ offMs, hq: 'never heard', heardMs: null }),
    ...(offMs === 0
      ? []
      : [
          clockCase({ offMs, hq: 'clock set since HQ was heard', heardMs: hourMs, setSince: true }),
        ]),
  ]);
}

function clockCase(given: {
  readonly offMs: number;
  readonly hq: string;
  readonly heardMs: number | null;
  readonly setSince?: boolean;
}): ClockCase {
  const { offMs, hq, heardMs, setSince = false } = given;
  const nowMs = Date.UTC(2026, 10, 22, 4);
  const timeRatchet = createTimeRatchet();
  const passedMs = heardMs ?? 0;
  const offThenMs = setSince ? 0 : offMs;
  const sync =
    heardMs === null
      ? { hqOffsetMs: null, lastContactAtMs: null, timeFloorMs: 0 }
      : {
          hqOffsetMs: -offThenMs,
          lastContactAtMs: nowMs - passedMs + offThenMs,
          timeFloorMs: nowMs - passedMs,
        };
  const momentAt = (wallMs: number, monoMs: number) =>
    momentOf({ nowMs: () => wallMs, monoMs: () => monoMs, bootId: '', timeRatchet }, sync);
  momentAt(nowMs - passedMs + offThenMs, 0);
  const { hqTime } = momentAt(nowMs + offMs, passedMs);
  return {
    clock: offMs === 0 ? 'right' : `${offMs > 0 ? '+' : '-'}1 h`,
    hq,
    fresh: tokenAge({ issuedAtMs: nowMs }, hqTime),
    hourOld: tokenAge({ issuedAtMs: nowMs - hourMs }, hqTime),
  };
}

/** Where a clock is not treated as documented: corrected where HQ was heard, doubted where not. */
export function clockTroubles(): readonly string[] {
  return listClockCases().flatMap(({ clock, hq, fresh, hourOld }) => {
    const isKnown = hq === 'heard within a day';
    const isRight = isKnown
      ? fresh === 'fresh' && hourOld === 'expired'
      : fresh === 'clock-unsure' && hourOld === 'clock-unsure';
    return isRight ? [] : [`clock ${clock}, ${hq}: ${fresh}, an hour old: ${hourOld}`];
  });
}
