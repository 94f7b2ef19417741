import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { createLanguage } from './expression-builder.ts';
import { createMemoryDatabase, type Disk } from './memory-database.ts';
import { createTables } from './tables.ts';

type Handle = {
  readonly transaction: () => {
    readonly execute: (work: () => Promise<object>) => Promise<object>;
  };
};

const turn = () => new Promise((resolve) => void setImmediate(resolve));

test('who stops at a commit waits for ever and is gone with all it held', async () => {
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc') as () => void;
  const stopping: Disk = {
    stopsBeforeCommit: () => true,
    stopsAfterCommit: () => false,
    refuseCommit: () => undefined,
  };
  const begin = (): WeakRef<object> => {
    const language = createLanguage({ statements: [], conditions: [] });
    const tables = createTables({ sale: { key: ['sale_id'] } }, 'UNIQUE');
    const { handle } = createMemoryDatabase({ tables, language }, stopping);
    const held = { handle: handle as Handle };
    void held.handle.transaction().execute(async () => await Promise.resolve(held));
    return new WeakRef(held);
  };
  const worlds = [begin(), begin(), begin()];
  for (let i = 0; i < 3; i += 1) await turn();
  gc();
  await turn();
  expect(worlds.map((world) => world.deref())).toEqual([undefined, undefined, undefined]);
});
