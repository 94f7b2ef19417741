import { plain, type RawNode } from './raw-statement.ts';
import { rowsBy, tableOf, type Row, type Tables } from './tables.ts';

/** Rows of a table with this value in a column that has an index. */
export function by(tables: Tables, table: string, column: string, value: unknown): Row[] {
  const rows = rowsBy(tableOf(tables, table), column, value);
  if (rows === null) throw new Error(`${table} is not looked up by ${column}`);
  return rows;
}

export function survivorOf(tables: Tables, memberId: unknown): string {
  const alias = tableOf(tables, 'member_alias').rows.get(String(memberId));
  return (alias?.['into_id'] ?? memberId) as string;
}

/** All ids under which things of a member stand, its own first. */
export function idsOf(tables: Tables, memberId: unknown): string[] {
  const survivor = survivorOf(tables, memberId);
  return [
    survivor,
    ...by(tables, 'member_alias', 'into_id', survivor).map((row) => row['member_id'] as string),
  ];
}

/** The member a part of SQL made by `idsOf` or `survivorOf` is about. */
export function memberIn(node: unknown): string {
  let at = node as RawNode;
  for (;;) {
    const [first] = at.parameters;
    if (first === undefined) throw new Error('no member in this part of SQL');
    if (first.kind === 'ValueNode') return plain(first.value) as string;
    at = first as RawNode;
  }
}

/** Whether HQ answered for an own event and gave it no effect. */
export function isRefused(tables: Tables, eid: unknown): boolean {
  const receipts = by(tables, 'receipt', 'eid', eid);
  return receipts.length > 0 && !receipts.some((row) => row['status'] === 'applied');
}

export function sumOf(rows: readonly Row[], column: string): number {
  return rows.reduce((sum, row) => sum + (row[column] as number), 0);
}
