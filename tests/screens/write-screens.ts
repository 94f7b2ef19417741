/**
 * `npm run screens`: every screen × language × theme × size as a picture in `screens/`, drawn by the app's own
 * browser engine from demo data, and looked over: nothing overflows, axe finds nothing (WCAG 2.2 A and AA).
 * Options: `--languages zh-TW,en --themes light,dark --sizes 1024x768,1920x1080 --targets normal
 * --scenes busy,deny --no-axe`. Exit code 1 when a screen has a fault.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { projectDir } from '../rig/counter-app.ts';
import { openSceneWindows } from './each-scene.ts';
import { reviewScreen, type ScreenFault } from './review-screen.ts';
import { scenes } from './scenes.ts';
import { startScreensPage } from './start-screens-page.ts';

const { values } = parseArgs({
  options: {
    languages: { type: 'string', default: 'zh-TW,en' },
    themes: { type: 'string', default: 'light,dark' },
    sizes: { type: 'string', default: '1024x768,1920x1080' },
    targets: { type: 'string', default: 'normal' },
    scenes: { type: 'string', default: '' },
    into: { type: 'string', default: join(projectDir, 'screens') },
    'no-axe': { type: 'boolean', default: false },
  },
  allowPositionals: true,
});

const wanted = values.scenes === '' ? null : new Set(values.scenes.split(','));

type Dress = { readonly size: string; readonly theme: string; readonly language: string };

function dresses(): readonly Dress[] {
  const list = (text: string): string[] => text.split(',').filter(Boolean);
  return list(values.sizes).flatMap((size) =>
    list(values.themes).flatMap((theme) =>
      list(values.languages).map((language) => ({ size, theme, language })),
    ),
  );
}

async function main(): Promise<number> {
  const site = await startScreensPage();
  const windows = await openSceneWindows(`${site.url}dev.html#idle`);
  const chosen = scenes.filter(({ name }) => wanted?.has(name) ?? true);
  const faults: ScreenFault[] = [];
  let written = 0;
  try {
    for (const dress of dresses()) {
      const folder = join(values.into, dress.size, dress.theme, dress.language);
      await mkdir(folder, { recursive: true });
      const common = { origin: site.url, targets: values.targets, withAxe: !values['no-axe'] };
      const found = await windows.each(chosen, async (page, scene) => {
        const review = await reviewScreen(page, { ...dress, ...common, scene });
        await writeFile(join(folder, `${scene.name}.png`), review.picture);
        return review.found;
      });
      faults.push(...found.flat());
      written += chosen.length;
      console.log(`${dress.size} ${dress.theme} ${dress.language}: ${written} pictures so far`);
    }
  } finally {
    await windows.close();
    await site.stop();
  }
  for (const { where, what } of faults) console.log(`${where}: ${what}`);
  const errors = new Set(windows.consoleErrors());
  for (const line of errors) console.log(`console: ${line}`);
  const wrong = new Set(faults.map(({ where }) => where)).size + errors.size;
  console.log(`${written - wrong} passed, ${wrong} failed`);
  return wrong === 0 ? 0 : 1;
}

process.exit(await main());
