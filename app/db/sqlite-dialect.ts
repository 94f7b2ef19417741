import {
  type CompiledQuery,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  ValueNode,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type LimitNode,
  type QueryResult,
} from 'kysely';
import type { Statements } from './statements.ts';

/**
 * kysely's SQLite dialect with three differences: prepared statements are kept (see `createStatements`),
 * transactions begin IMMEDIATE, so a lock is never upgraded midway, and limits stand in the text.
 * `onCommitted` runs after each commit and before whoever asked for it learns of it; it never throws.
 */
export function sqliteDialect(statements: Statements, onCommitted: () => void): Dialect {
  return {
    createAdapter: () => new SqliteAdapter(),
    createQueryCompiler: () => new LimitInTextCompiler(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createDriver: () => sqliteDriver(statements, onCommitted),
  };
}

/** SQLite plans by the value of a bound limit and so prepares anew at each run: 15 µs become 66. */
class LimitInTextCompiler extends SqliteQueryCompiler {
  protected override visitLimit(node: LimitNode): void {
    const { limit } = node;
    if (!ValueNode.is(limit) || !Number.isSafeInteger(limit.value)) {
      super.visitLimit(node);
      return;
    }
    this.append(`limit ${String(limit.value)}`);
  }
}

function sqliteDriver(statements: Statements, onCommitted: () => void): Driver {
  const connection = connectionOf(statements);
  return {
    init: async () => {},
    acquireConnection: async () => connection,
    releaseConnection: async () => {},
    beginTransaction: async () => void statements.run('begin immediate', []),
    commitTransaction: async () => {
      statements.run('commit', []);
      onCommitted();
    },
    rollbackTransaction: async () => {
      statements.forget();
      // A full disk makes SQLite roll back by itself; a second rollback would hide the first error.
      if (statements.isInTransaction()) statements.run('rollback', []);
    },
    destroy: async () => statements.close(),
  };
}

function connectionOf(statements: Statements): DatabaseConnection {
  return {
    async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
      const { rows, changes, lastInsertRowid } = statements.run(sql, parameters);
      return {
        rows: rows as R[],
        numAffectedRows: BigInt(changes),
        insertId: BigInt(lastInsertRowid),
      };
    },
    streamQuery() {
      throw new Error(
        'streaming is not used: a till reads pages, and an open cursor blocks writes',
      );
    },
  };
}
