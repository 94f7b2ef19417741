import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { until } from './pty-pair.fixture.ts';
import { watchDeviceNode } from './watch-device-node.ts';

test('a node that goes, one that becomes another, one that stays, and none at all', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'device-node-'));
  const gone: string[] = [];
  const at = (name: string) => join(folder, name);
  try {
    for (const name of ['goes', 'changes', 'stays', 'other']) await writeFile(at(name), '');
    const watches = await Promise.all(
      ['goes', 'changes', 'stays', 'never'].map((name) =>
        watchDeviceNode(at(name), () => gone.push(name)),
      ),
    );
    await rm(at('goes'));
    await rename(at('other'), at('changes'));
    await until(() => gone.length >= 2);
    await sleep(600);
    expect(gone.toSorted()).toEqual(['changes', 'goes']);
    expect(await Promise.all(watches.map((watch) => watch.isThere()))).toEqual([
      false,
      false,
      true,
      true,
    ]);
    for (const watch of watches) watch.stop();
    await rm(at('stays'));
    await sleep(600);
    expect(gone).toHaveLength(2);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
