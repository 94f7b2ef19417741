import fc from 'fast-check';
import { expect, test } from 'vitest';
import { defaultWedgeSettings, type WedgeSettings } from './wedge-settings.ts';
import { typedKeys, typingGapMs } from './wedge-typing.fixture.ts';
import { elapse, initialWedge, nextDeadlineMs, pressKey, type WedgeKey } from './wedge.ts';
import type { WedgeOut, WedgeState } from './wedge.ts';

/** Every deadline is met, or, with `lateTimer`, none: a busy screen. */
function typeKeys(keys: readonly WedgeKey[], settings: WedgeSettings, lateTimer: boolean) {
  let state: WedgeState = initialWedge;
  const out: WedgeOut[] = [];
  for (const key of keys) {
    const deadlineMs = nextDeadlineMs(state, settings);
    if (!lateTimer && deadlineMs !== null && deadlineMs <= key.timeStampMs) {
      const step = elapse(state, deadlineMs, settings);
      state = step.state;
      out.push(...step.out);
    }
    const step = pressKey(state, key, settings);
    state = step.state;
    out.push(...step.out);
  }
  const last = elapse(state, Number.MAX_SAFE_INTEGER, settings);
  return [...out, ...last.out];
}

const settingsOf: readonly WedgeSettings[] = [
  defaultWedgeSettings,
  { ...defaultWedgeSettings, suffix: [] },
  { ...defaultWedgeSettings, layout: 'fr' },
];

const anyTyping = fc.tuple(
  fc.array(
    fc.oneof(
      { weight: 9, arbitrary: fc.integer({ min: 0, max: 9 }).map(String) },
      { weight: 1, arbitrary: fc.constant('Enter') },
    ),
    { minLength: 1, maxLength: 80 },
  ),
  fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { minLength: 40, maxLength: 120 }),
);

test('the measured gaps are 120 words a minute and more', () => {
  const shares = Array.from({ length: 1000 }, (_, i) => i / 1000);
  const meanMs = shares.reduce((sum, share) => sum + typingGapMs(share), 0) / shares.length;
  // Five keys are a word.
  expect(60_000 / meanMs / 5).toBeGreaterThan(120);
  expect([typingGapMs(0), typingGapMs(0.5), typingGapMs(0.999)]).toEqual([0, 92, 255]);
});

test('digits typed as quickly as people type are never a scan, and none is lost', () => {
  const uniform = fc.tuple(anyTyping, fc.constantFrom(...settingsOf), fc.boolean());
  fc.assert(
    fc.property(uniform, fc.nat(), ([[keys, drawn], settings, lateTimer], seed) => {
      // fast-check likes extremes; people do not. Each drawn share is moved by its own step.
      const shares = drawn.map((share, i) => (share + ((seed % 997) + i * 0.618_034)) % 1);
      const typed = typedKeys(keys, shares, 1000);
      const out = typeKeys(typed, settings, lateTimer);
      const delivered = out.flatMap((one) => (one.kind === 'typed' ? one.keys : []));
      expect(out.filter((one) => one.kind !== 'typed')).toEqual([]);
      expect(delivered).toEqual(typed);
    }),
    { numRuns: 3000 },
  );
});

test('a million keys at those gaps hold no scan, not even where silence ends one', () => {
  const silent = { ...defaultWedgeSettings, suffix: [] };
  // A plain generator (mulberry32), so that every run types the same.
  let seed = 20_261_122;
  const uniform = (): number => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const scans = [defaultWedgeSettings, silent].map((settings) => {
    let found = 0;
    for (let entry = 0; entry < 62_500; entry += 1) {
      const keys = [...Array.from({ length: 7 }, () => '5'), 'Enter'];
      const shares = keys.map(uniform);
      const out = typeKeys(typedKeys(keys, shares, 1000), settings, false);
      found += out.filter((one) => one.kind !== 'typed').length;
    }
    return found;
  });
  expect(scans).toEqual([0, 0]);
});
