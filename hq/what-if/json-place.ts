import { isMap, isNode, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import type { Node } from 'yaml';
import { findJsonFault } from './json-fault.ts';

/** A place as in zod issues. */
export type JsonPath = readonly PropertyKey[];

/** A JSON file, read; `lineOf` finds the line (from 1) on which a value, or a key, stands. */
export type JsonFile =
  | {
      readonly kind: 'read';
      readonly value: unknown;
      readonly lineOf: (path: JsonPath, key?: string) => number;
      /** Keys written twice in one object; JSON would silently keep the last. */
      readonly twice: readonly { readonly line: number; readonly key: string }[];
    }
  | { readonly kind: 'broken'; readonly line: number };

/** Reads JSON and remembers where everything stands. A byte order mark is passed over. */
export function readJson(given: string): JsonFile {
  const text = given.replace(/^\uFEFF/, '');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    const upTo = text.slice(0, findJsonFault(text));
    return { kind: 'broken', line: upTo.split('\n').length };
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: false, version: '1.2' });
  const lineAt = (node: Node | null): number => lines.linePos(node?.range?.[0] ?? 0).line;
  return {
    kind: 'read',
    value,
    lineOf: (path, key) => lineAt(nodeAt(document.contents, path, key)),
    twice: findTwice(document.contents, lineAt),
  };
}

/** The node of a path, or of the deepest part of it that exists: a missing field stands at its object. */
function nodeAt(root: Node | null, path: JsonPath, key?: string): Node | null {
  let node = root;
  for (const [at, step] of path.entries()) {
    const next = childOf(node, step, at === path.length - 1 && key === undefined);
    if (next === null) return node;
    node = next;
  }
  if (key === undefined || !isMap(node)) return node;
  return keyNode(node, key) ?? node;
}

function childOf(node: Node | null, step: PropertyKey, isLast: boolean): Node | null {
  if (isSeq(node) && typeof step === 'number') {
    const item: unknown = node.items[step];
    return isNode(item) ? item : null;
  }
  if (!isMap(node)) return null;
  const pair = node.items.find((one) => isScalar(one.key) && one.key.value === String(step));
  if (pair === undefined) return null;
  // A value may begin on a line below its key; people look for the key.
  return isLast && isNode(pair.key) ? pair.key : isNode(pair.value) ? pair.value : null;
}

function keyNode(node: Node, key: string): Node | null {
  if (!isMap(node)) return null;
  const found = node.items.find((one) => isScalar(one.key) && one.key.value === key)?.key;
  return isNode(found) ? found : null;
}

function findTwice(
  node: unknown,
  lineAt: (node: Node) => number,
): { readonly line: number; readonly key: string }[] {
  if (isSeq(node)) return node.items.flatMap((item) => findTwice(item, lineAt));
  if (!isMap(node)) return [];
  const seen = new Set<string>();
  return node.items.flatMap(({ key, value }) => {
    const inside = findTwice(value, lineAt);
    if (!isScalar(key)) return inside;
    const name = String(key.value);
    if (seen.has(name)) return [{ line: lineAt(key), key: name }, ...inside];
    seen.add(name);
    return inside;
  });
}
