import {
  ColumnNode,
  OperatorNode,
  PostgresQueryCompiler,
  PrimitiveValueListNode,
  ReferenceNode,
} from 'kysely';
import type { QueryCompiler } from 'kysely';

type BinaryOperation = Parameters<PostgresQueryCompiler['visitBinaryOperation']>[0];

/**
 * The types of the columns by which a push looks up many rows, in every table that has them; a test compares
 * them with the database.
 */
export const lookedUpBy: Readonly<Record<string, 'uuid' | 'text'>> = {
  account: 'text',
  eid: 'uuid',
  member_id: 'uuid',
  sale_id: 'uuid',
};

/**
 * PostgreSQL's SQL, but `column in (list of values)` is written `column = any($1)` with the whole list as
 * one array: 200 parameters cost more to write and to read than the rows they find. Where a push asks,
 * the array comes out of a SELECT. Otherwise PostgreSQL, as long as it has no statistics, counts its
 * elements, takes 200 members for all there are and the brand for rare, and reads all rows of the
 * brand (measured: 20,000 entries for 400). Of an array it cannot look into it expects ten.
 */
class ArrayQueryCompiler extends PostgresQueryCompiler {
  protected override visitBinaryOperation(node: BinaryOperation): void {
    const { leftOperand, operator, rightOperand } = node;
    const isList = OperatorNode.is(operator) && operator.operator === 'in';
    if (!isList || !PrimitiveValueListNode.is(rightOperand)) {
      super.visitBinaryOperation(node);
      return;
    }
    const type = lookedUpBy[columnName(leftOperand) ?? ''];
    this.visitNode(leftOperand);
    this.append(type === undefined ? ' = any(' : ' = any((select ');
    this.appendValue(rightOperand.values);
    // The second cast says that it is one array, and no list of rows.
    this.append(type === undefined ? ')' : `::${type}[])::${type}[])`);
  }
}

function columnName(node: BinaryOperation['leftOperand']): string | undefined {
  if (!ReferenceNode.is(node)) return undefined;
  return ColumnNode.is(node.column) ? node.column.column.name : undefined;
}

/** A compiler for kysely's PostgreSQL dialects. */
export function createArrayCompiler(): QueryCompiler {
  return new ArrayQueryCompiler();
}
