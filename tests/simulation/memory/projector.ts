import type { Row } from './tables.ts';

/** Makes of a row of one table what a query picks of it. */
export type Projector = (row: Row) => Row;

const projectors = new Map<string, Projector>();

/**
 * One function for each list of columns, made as source text: its rows all have one shape, so that who reads
 * them, the query modules above all, reads fields and does not look names up.
 */
export function projectorOf(
  picks: readonly { readonly name: string; readonly column: string }[],
  alias: string,
): Projector {
  let text = '';
  for (const { name, column } of picks) {
    const dot = column.indexOf('.');
    if (dot > 0 && column.slice(0, dot) !== alias)
      throw new Error(`no table in scope for ${column}`);
    text += `${name}:${dot > 0 ? column.slice(dot + 1) : column},`;
  }
  const known = projectors.get(text);
  if (known !== undefined) return known;
  const fields = text
    .slice(0, -1)
    .split(',')
    .map((one) => {
      const [name = '', column = ''] = one.split(':');
      return `${JSON.stringify(name)}: row[${JSON.stringify(column)}] ?? null`;
    });
  // oxlint-disable-next-line no-new-func -- a query's own columns, as the query modules spell them
  const made = new Function('row', `return { ${fields.join(', ')} };`) as Projector;
  projectors.set(text, made);
  return made;
}
