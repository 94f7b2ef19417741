/**
 * `npm run gallery`: serves the gallery of controls and tells its address, until Ctrl+C.
 * `npm run gallery -- --check` compares every specimen with its kept picture (light and dark, zh-TW and en),
 * `npm run gallery -- --write` keeps the pictures anew. Exit code 1 when something looks different.
 */
import { parseArgs } from 'node:util';
import { startScreensPage } from '../screens/start-screens-page.ts';
import { dresses, dressGallery, drawGallery, openGallery } from './draw-gallery.ts';
import { compareWithKept, countKept, failedDir, keepPictures } from './kept-pictures.ts';

const { values } = parseArgs({
  options: {
    check: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
  allowPositionals: true,
});

async function serve(): Promise<number> {
  const site = await startScreensPage('gallery.html');
  console.log(`The gallery is at ${site.url}gallery.html until Ctrl+C.`);
  await new Promise((resolve) => process.once('SIGINT', resolve));
  await site.stop();
  return 0;
}

async function draw(): Promise<number> {
  const gallery = await openGallery();
  const faults: string[] = [];
  try {
    for (const dress of dresses) {
      const { page } = gallery.browser;
      await dressGallery(page, gallery.url, dress);
      const drawn = await drawGallery(page);
      if (values.write) await keepPictures(page, dress, drawn);
      else faults.push(...(await compareWithKept(page, dress, drawn)));
    }
    faults.push(...new Set(gallery.browser.consoleErrors));
  } finally {
    await gallery.close();
  }
  for (const fault of faults) console.log(fault);
  if (faults.length > 0)
    console.log(`How it looks now: ${failedDir}. Meant so? npm run gallery -- --write`);
  console.log(`${(await countKept()) - faults.length} passed, ${faults.length} failed`);
  return faults.length === 0 ? 0 : 1;
}

process.exit(values.check || values.write ? await draw() : await serve());
