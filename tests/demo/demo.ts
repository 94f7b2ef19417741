/**
 * `npm run demo`: the main job on real parts, with a table of what was done and checked, and a
 * picture of each step in demo-out/. Exit code 1 when any check fails. `--stay` leaves the window
 * open at the end.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { formatCheckTable, makeCheckList } from '../rig/check-list.ts';
import { projectDir } from '../rig/counter-app.ts';
import { startDemoWorld } from './demo-world.ts';
import { playStory } from './play-story.ts';

const { values } = parseArgs({
  options: {
    stay: { type: 'boolean', default: false },
    members: { type: 'string', default: '5000' },
  },
  allowPositionals: true,
});

const outDir = join(projectDir, 'demo-out');
await rm(outDir, { recursive: true, force: true });
const list = makeCheckList(console.log);
const startedAt = performance.now();
console.log('Counterfoil demo: starting HQ, the LINE stand-in, a serial scanner and the app');
const world = await startDemoWorld(outDir, Number(values.members));
console.log(`ready after ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
try {
  await playStory(world, list);
} catch (error) {
  list.that('the story goes on', false, error instanceof Error ? error.message : String(error));
  await world.picture('where-it-stopped').catch(() => undefined);
}
const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
console.log(`\n${formatCheckTable(list.rows)}\n`);
console.log(`pictures: demo-out/   time: ${seconds} s`);
const isSeen = process.env['COUNTERFOIL_VIRTUAL_DISPLAY'] === undefined;
if (values.stay && !isSeen)
  console.log('The window is on a virtual screen, where nobody can see it: it does not stay.');
if (values.stay && isSeen) {
  const app = await world.restart();
  console.log('The window stays open; close it to end.');
  await new Promise((resolve) => app.electron.process().once('exit', resolve));
}
await world.stop();
console.log(`${list.passedCount()} passed, ${list.failedCount()} failed`);
process.exit(list.failedCount() === 0 ? 0 : 1);
