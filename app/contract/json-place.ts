/** A place in a JSON value, as in zod issues: `['coupons', 2, 'effect']`. */
export type JsonPath = readonly PropertyKey[];

/** JSON text, read, together with where everything stands in it. Lines count from 1. */
export type PlacedJson =
  | {
      readonly kind: 'read';
      readonly value: unknown;
      /** The line of a value's key, of `key` inside the value, or of the nearest thing that exists. */
      readonly lineOf: (path: JsonPath, key?: string) => number;
      /** Keys written twice in one object; JSON would silently keep the last. */
      readonly twice: readonly { readonly line: number; readonly key: string }[];
    }
  | { readonly kind: 'broken'; readonly line: number };

type Child = { readonly keyAt: number; readonly node: Node };
/** A value's first character and what is in it; lists have their items under `0`, `1`, …. */
type Node = { readonly at: number; readonly children: Map<string, Child> | null };
type Scan = {
  readonly text: string;
  readonly twice: { readonly at: number; readonly key: string }[];
  at: number;
};

/** Thrown where the text stops being JSON; never leaves this file. */
class BrokenJson extends Error {
  readonly at: number;
  constructor(at: number) {
    super('not JSON');
    this.at = at;
  }
}

/** Deeper nesting than this is none of ours, and would only cost stack. */
const depthMax = 100;

/** Reads JSON and remembers where everything stands. A byte order mark is passed over. */
export function readPlacedJson(given: string): PlacedJson {
  const text = given.replace(/^\uFEFF/, '');
  const lineAt = lineFinder(text);
  try {
    const scan: Scan = { text, twice: [], at: 0 };
    const root = scanValue(scan, 0);
    skipSpace(scan);
    if (scan.at < text.length) throw new BrokenJson(scan.at);
    return {
      kind: 'read',
      value: JSON.parse(text) as unknown,
      lineOf: (path, key) => lineAt(placeOf(root, path, key)),
      twice: scan.twice.map(({ at, key }) => ({ line: lineAt(at), key })),
    };
  } catch (error) {
    if (!(error instanceof BrokenJson)) throw error;
    return { kind: 'broken', line: lineAt(Math.min(error.at, text.trimEnd().length)) };
  }
}

function lineFinder(text: string): (at: number) => number {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (at) => {
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  };
}

function placeOf(root: Node, path: JsonPath, key: string | undefined): number {
  let node = root;
  let at = root.at;
  for (const step of key === undefined ? path : [...path, key]) {
    const child = node.children?.get(String(step));
    // A missing field stands at its object.
    if (child === undefined) return at;
    node = child.node;
    at = child.keyAt;
  }
  return at;
}

function skipSpace(scan: Scan): void {
  while (' \t\r\n'.includes(scan.text[scan.at] ?? 'x')) scan.at += 1;
}

function scanValue(scan: Scan, depth: number): Node {
  skipSpace(scan);
  const at = scan.at;
  if (depth > depthMax) throw new BrokenJson(at);
  const first = scan.text[at];
  if (first === '{') return { at, children: scanObject(scan, depth) };
  if (first === '[') return { at, children: scanList(scan, depth) };
  if (first === '"') scanText(scan);
  else scanPlain(scan);
  return { at, children: null };
}

function scanObject(scan: Scan, depth: number): Map<string, Child> {
  const children = new Map<string, Child>();
  scan.at += 1;
  skipSpace(scan);
  if (takeIf(scan, '}')) return children;
  for (;;) {
    skipSpace(scan);
    const keyAt = scan.at;
    const key = scanText(scan);
    if (children.has(key)) scan.twice.push({ at: keyAt, key });
    skipSpace(scan);
    take(scan, ':');
    children.set(key, { keyAt, node: scanValue(scan, depth + 1) });
    skipSpace(scan);
    if (takeIf(scan, '}')) return children;
    take(scan, ',');
  }
}

function scanList(scan: Scan, depth: number): Map<string, Child> {
  const children = new Map<string, Child>();
  scan.at += 1;
  skipSpace(scan);
  if (takeIf(scan, ']')) return children;
  for (;;) {
    const node = scanValue(scan, depth + 1);
    children.set(String(children.size), { keyAt: node.at, node });
    skipSpace(scan);
    if (takeIf(scan, ']')) return children;
    take(scan, ',');
  }
}

function takeIf(scan: Scan, char: string): boolean {
  if (scan.text[scan.at] !== char) return false;
  scan.at += 1;
  return true;
}

function take(scan: Scan, char: string): void {
  if (!takeIf(scan, char)) throw new BrokenJson(scan.at);
}

/** A text between quotes; JSON itself judges what is inside. */
function scanText(scan: Scan): string {
  const start = scan.at;
  take(scan, '"');
  for (;;) {
    const char = scan.text[scan.at];
    if (char === undefined || char === '\n') throw new BrokenJson(start);
    scan.at += char === '\\' ? 2 : 1;
    if (char === '"') return parsePart(scan, start) as string;
  }
}

/** A number, `true`, `false` or `null`. */
function scanPlain(scan: Scan): void {
  const start = scan.at;
  while (/[\w+.-]/.test(scan.text[scan.at] ?? ' ')) scan.at += 1;
  parsePart(scan, start);
}

function parsePart(scan: Scan, start: number): unknown {
  try {
    return JSON.parse(scan.text.slice(start, scan.at));
  } catch {
    throw new BrokenJson(start);
  }
}
