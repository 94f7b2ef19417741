import { answer } from './answers.ts';
import { fieldsOf, isRecord, UnsupportedError } from './fields.ts';
import type { Case } from './read-cases.ts';
import { runStep } from './run-steps.ts';
import { openWorld } from './open-world.ts';

/** What came of one case. `got` has the keys of `want`, or names what is unsupported. */
export type Verdict = {
  readonly id: string;
  readonly kind: 'pass' | 'fail' | 'unsupported';
  readonly got: unknown;
  readonly want: unknown;
};

/** Runs one case through the engine and compares. Never throws. */
export function runCase(one: Case): Verdict {
  const { id, expect: want } = one;
  try {
    const got = answersOf(one);
    return { id, kind: isSame(got, want) ? 'pass' : 'fail', got, want };
  } catch (error) {
    if (error instanceof UnsupportedError) {
      return { id, kind: 'unsupported', got: { unknown: error.message }, want };
    }
    const message = error instanceof Error ? error.message : String(error);
    return { id, kind: 'fail', got: { thrown: message }, want };
  }
}

function answersOf(one: Case): Record<string, unknown> {
  const [unknown] = one.unknown;
  if (unknown !== undefined) throw new UnsupportedError(unknown);
  const keys = Object.keys(one.expect);
  // A case that expects nothing would pass whatever happens.
  if (keys.length === 0) throw new UnsupportedError('expect without keys');
  const world = openWorld(one);
  const steps = one.when.map((op, i) => runStep(world, fieldsOf(op, `when[${String(i)}]`)));
  const record = { world, steps };
  return Object.fromEntries(keys.map((key) => [key, answer(record, key, one.expect[key])]));
}

/** Equal as JSON, whatever the order of keys. */
export function isSame(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, i) => isSame(item, b[i]));
  }
  if (isRecord(a) && isRecord(b)) {
    const keys = Object.keys(a);
    return (
      keys.length === Object.keys(b).length &&
      keys.every((key) => Object.hasOwn(b, key) && isSame(a[key], b[key]))
    );
  }
  return a === b;
}
