import type { CompiledQuery } from 'kysely';
import type { Db } from './handles.ts';

/** The same database, noting the plan of every query that runs. */
export function explaining(db: Db, plans: string[]): Db {
  const executor = db.getExecutor();
  const noting = withMember(executor, 'executeQuery', async (compiled: CompiledQuery) => {
    if (/^\s*(?:select|with)/i.test(compiled.sql)) {
      const explain = { ...compiled, sql: `EXPLAIN QUERY PLAN ${compiled.sql}` };
      const { rows } = await executor.executeQuery<{ detail: string }>(explain);
      plans.push(...rows.map((row) => row.detail));
    }
    return await executor.executeQuery(compiled);
  });
  return withMember(db, 'getExecutor', () => noting);
}

/** An object like the given one but for one member; the others keep their `this`. */
function withMember<T extends object>(object: T, name: keyof T, member: unknown): T {
  return new Proxy(object, {
    get: (target, key) => {
      if (key === name) return member;
      const value: unknown = Reflect.get(target, key);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}
