/** Long enough to recognise a thing, short enough for a line. */
const textMax = 160;
const fieldsMax = 20;

type Fields = Readonly<Record<string, unknown>>;

/**
 * What differs between two states of a thing, for the record of what was done: the top-level fields whose
 * JSON is not the same, each cut short on both sides. A thing that is new has nothing before.
 */
export function briefChange(
  before: Fields | null,
  after: Fields,
): { readonly before: Fields | null; readonly after: Fields } {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after)])]
    .filter((name) => JSON.stringify(before?.[name]) !== JSON.stringify(after[name]))
    .slice(0, fieldsMax);
  const pick = (from: Fields): Fields =>
    Object.fromEntries(names.map((name) => [name, brief(from[name])]));
  return { before: before === null ? null : pick(before), after: pick(after) };
}

function brief(value: unknown): unknown {
  if (value === undefined) return null;
  if (typeof value !== 'object' && typeof value !== 'string') return value;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const whole = typeof value === 'string' || value === null ? value : text;
  return text.length <= textMax ? whole : `${text.slice(0, textMax)}…`;
}
