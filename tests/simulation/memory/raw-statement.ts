import { createHash } from 'node:crypto';
import type { Scope } from './expression.ts';
import { pinnedStatements } from './pinned-statements.ts';
import type { Row, Tables } from './tables.ts';

/** What kysely's `sql` makes of a template: its texts, and the values and parts between them. */
export type RawNode = {
  readonly kind: 'RawNode';
  readonly sqlFragments: readonly string[];
  readonly parameters: readonly OperationNode[];
};
type OperationNode = RawNode | { readonly kind: 'ValueNode'; readonly value: unknown } | OtherNode;
type OtherNode = { readonly kind: 'SelectQueryNode' };

/** A statement written out in SQL, done by hand: its arguments as they stand in the text. */
export type Statement = (tables: Tables, args: readonly unknown[]) => readonly object[];

/** A condition or value written out in SQL, read against rows. */
export type Condition = (tables: Tables, args: readonly unknown[]) => (scope: Scope) => unknown;

/** By how the text begins (blanks folded): one entry per statement of the query modules. */
export type Meanings<T> = readonly (readonly [begins: string, meaning: T])[];

const found = new WeakMap<readonly string[], unknown>();

/**
 * The meaning of a text of SQL. Throws for a text nobody has read: one that changed in the query modules
 * may mean something else now, so its hash must be pinned again by whoever compared the two.
 */
export function meaningOf<T>(node: RawNode, meanings: Meanings<T>): T {
  const known = found.get(node.sqlFragments);
  if (known !== undefined) return known as T;
  const text = textOf(node);
  let best: readonly [string, T] | null = null;
  for (const entry of meanings)
    if (text.startsWith(entry[0]) && entry[0].length > (best?.[0].length ?? -1)) best = entry;
  if (best === null) throw new Error(`the simulator has no meaning for this SQL: ${text}`);
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 12);
  if (!pinnedStatements.has(hash)) {
    if (process.env['SIM_PIN'] === '1') console.log(`PIN ${hash} ${text.slice(0, 60)}`);
    else throw new Error(`this SQL changed; compare and pin ${hash}: ${text}`);
  }
  found.set(node.sqlFragments, best[1]);
  return best[1];
}

const texts = new WeakMap<readonly string[], string>();

/** The texts with `?` for what stands between them, blanks folded. */
export function textOf({ sqlFragments }: RawNode): string {
  const known = texts.get(sqlFragments);
  if (known !== undefined) return known;
  const text = sqlFragments.join('?').replace(/\s+/g, ' ').trim();
  texts.set(sqlFragments, text);
  return text;
}

/** Stands for a value of a query that is built once: read anew each time the query runs. */
export class Given {
  readonly read: () => unknown;
  constructor(read: () => unknown) {
    this.read = read;
  }
}

/** What a stand-in stands for now; anything else is itself. */
export function plain(value: unknown): unknown {
  return value instanceof Given ? value.read() : value;
}

/** Values as they are (also what `sql.lit` holds), parts of SQL as nodes. */
export function argumentsOf(node: RawNode): readonly unknown[] {
  return node.parameters.map((one) => {
    if (one.kind === 'ValueNode') return plain(one.value);
    const { sqlFragments, parameters } = one as RawNode;
    if (parameters.length > 1) return one;
    const [only] = parameters;
    const isPlain = only?.kind === 'ValueNode' && sqlFragments.every((text) => text === '');
    return isPlain ? plain(only.value) : one;
  });
}

/** A value handed to the query builder: itself, or what `sql.lit` holds. */
export function valueOf(given: unknown): unknown {
  const node = nodeOf(given);
  if (node === null) return given;
  if (node.parameters.length === 1 && node.sqlFragments.every((text) => text === ''))
    return argumentsOf(node)[0];
  throw new Error(`not a plain value: ${textOf(node)}`);
}

/** The SQL behind a builder's argument; null when it is none. */
export function nodeOf(given: unknown): RawNode | null {
  if (typeof given !== 'object' || given === null || !('toOperationNode' in given)) return null;
  const node = (given as { toOperationNode: () => unknown }).toOperationNode() as RawNode;
  return node.kind === 'RawNode' ? node : null;
}

/** SQL with a name, as it is picked: `sql`…`.as('name')`; null for anything else. */
export function aliasedOf(
  given: unknown,
): { readonly alias: string; readonly expression: unknown } | null {
  if (typeof given !== 'object' || given === null || !('toOperationNode' in given)) return null;
  const { alias, expression } = given as { alias?: unknown; expression?: unknown };
  return typeof alias === 'string' ? { alias, expression } : null;
}

/** Rows of a JSON parameter, as `json_each` gives them. */
export function jsonRows<T = Row>(text: unknown): readonly T[] {
  return JSON.parse(text as string) as T[];
}
