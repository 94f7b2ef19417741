const read = new Map<string, unknown>();
const readMax = 2_000;

/** What the bytes of an event say. The same text is asked for by its row, the model and the checks: read once. */
export function readEventText(raw: string): unknown {
  const known = read.get(raw);
  if (known !== undefined) return known;
  if (read.size >= readMax) read.clear();
  const said = JSON.parse(raw) as unknown;
  read.set(raw, said);
  return said;
}
