import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDemoWorld, type DemoWorld } from '../demo/demo-world.ts';
import { playStory } from '../demo/play-story.ts';
import { makeCheckList } from '../rig/check-list.ts';

/** `npm run demo`, as a test, with a smaller shop. */
describe('the main job', () => {
  let world: DemoWorld;
  let outDir: string;

  beforeAll(async () => {
    outDir = await mkdtemp(join(tmpdir(), 'counterfoil-story-'));
    world = await startDemoWorld(outDir, 500);
  });

  afterAll(async () => {
    await world.stop();
    await rm(outDir, { recursive: true, force: true });
  });

  it('runs from the first scan to the reckoning with HQ and LINE', async () => {
    const list = makeCheckList(() => undefined);
    await playStory(world, list);
    expect(list.rows.filter((row) => !row.passed)).toEqual([]);
    expect(list.passedCount()).toBeGreaterThan(25);
    expect(world.app().consoleErrors).toEqual([]);
  });
});
