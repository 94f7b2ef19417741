/** A part of two results that is not the same. */
export type Difference = {
  readonly field: string;
  readonly recorded: unknown;
  readonly recomputed: unknown;
};

/** Beyond, an exception would carry half an event; the event itself is kept. */
const shownCharsMax = 4_000;

/** What differs between two results, part by part. Numbers, texts, lists and objects count by value. */
export function compareResults(
  recorded: Readonly<Record<string, unknown>>,
  recomputed: Readonly<Record<string, unknown>>,
): Difference[] {
  const fields = Object.keys(recorded);
  return fields.flatMap((field): Difference[] => {
    const [one, other] = [recorded[field], recomputed[field]];
    // The text decides; that what is alike in all its parts has the same text is found much sooner.
    if (isAlike(one, other) || canonicalJson(one) === canonicalJson(other)) return [];
    return [{ field, recorded: shown(one), recomputed: shown(other) }];
  });
}

/** Whether two values of JSON are the same in all their parts. False says nothing: a part may be left out. */
function isAlike(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null)
    return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const [left, right] = [one as Record<string, unknown>, other as Record<string, unknown>];
  const names = Object.keys(left);
  if (names.length !== Object.keys(right).length) return false;
  return names.every((name) => Object.hasOwn(right, name) && isAlike(left[name], right[name]));
}

/** JSON with the keys of every object in order, so that equal values give equal text. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, sortKeys) ?? 'null';
}

function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function shown(value: unknown): unknown {
  const text = JSON.stringify(value) ?? 'null';
  return text.length <= shownCharsMax ? (value ?? null) : `${text.slice(0, shownCharsMax)}…`;
}
