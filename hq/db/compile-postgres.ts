import { OperatorNode, PostgresQueryCompiler, PrimitiveValueListNode } from 'kysely';
import type { QueryCompiler } from 'kysely';

type BinaryOperation = Parameters<PostgresQueryCompiler['visitBinaryOperation']>[0];

/**
 * PostgreSQL's SQL, but `column in (list of values)` is written `column = any($1)` with the whole list as
 * one array: 200 parameters cost more to write and to read than the rows they find.
 */
class ArrayQueryCompiler extends PostgresQueryCompiler {
  protected override visitBinaryOperation(node: BinaryOperation): void {
    const { leftOperand, operator, rightOperand } = node;
    const isList = OperatorNode.is(operator) && operator.operator === 'in';
    if (!isList || !PrimitiveValueListNode.is(rightOperand)) {
      super.visitBinaryOperation(node);
      return;
    }
    this.visitNode(leftOperand);
    this.append(' = any(');
    this.appendValue(rightOperand.values);
    this.append(')');
  }
}

/** A compiler for kysely's PostgreSQL dialects. */
export function createArrayCompiler(): QueryCompiler {
  return new ArrayQueryCompiler();
}
