import { createHash } from 'node:crypto';
import type { PosSale } from '../contract/pos-api.ts';

/** A field of a sale handed over twice with other content. */
export type PosDifference = { readonly field: string; readonly had: string; readonly got: string };

const differencesMax = 20;
const valueLengthMax = 200;

/** A digest of what was handed over: equal content gives the same, in whatever order its fields came. */
export function posDigest(sale: PosSale): string {
  return createHash('sha256').update(canonical(sale)).digest('hex').slice(0, 32);
}

/** JSON with the keys of every object in order. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, one: unknown) =>
    typeof one === 'object' && one !== null && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  );
}

/** Where two sales differ, lines one by one. */
export function posDifferences(had: PosSale, got: PosSale): readonly PosDifference[] {
  const before = fieldsOf(had);
  const now = fieldsOf(got);
  const names = [...new Set([...before.keys(), ...now.keys()])];
  return names
    .filter((name) => before.get(name) !== now.get(name))
    .slice(0, differencesMax)
    .map((field) => ({
      field,
      had: (before.get(field) ?? '').slice(0, valueLengthMax),
      got: (now.get(field) ?? '').slice(0, valueLengthMax),
    }));
}

function fieldsOf({ lines, ...sale }: PosSale): Map<string, string> {
  const fields = new Map(Object.entries(sale).map(([name, one]) => [name, canonical(one)]));
  for (const [place, line] of (lines ?? []).entries())
    fields.set(`lines[${place}]`, canonical(line));
  return fields;
}
