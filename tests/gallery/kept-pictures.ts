import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { projectDir } from '../rig/counter-app.ts';
import { comparePictures, type ComparedArea } from './compare-pictures.ts';
import { dresses, type Area, type DrawnGallery, type Dress, type Sheet } from './draw-gallery.ts';

const keptDir = join(projectDir, 'tests/gallery/pictures');
/** Where the pictures of a failed comparison are left to be looked at. */
export const failedDir = join(projectDir, 'test-results/gallery');

type KeptIndex = { readonly engine: string; readonly sheets: Readonly<Record<string, Sheet>> };

const dressName = ({ theme, language }: Dress): string => `${theme}-${language}`;

/** Cuts areas out of a picture; PNG, base64. */
async function cutOut(page: Page, picture: Buffer, areas: readonly Area[]): Promise<string[]> {
  return page.evaluate(
    async ({ png, cuts }) => {
      const bytes = Uint8Array.from(atob(png), (char) => char.charCodeAt(0));
      const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
      return cuts.map(({ x, y, width, height }) => {
        const canvas = document.createElement('canvas');
        canvas.width = width;
        canvas.height = height;
        canvas.getContext('2d')?.drawImage(bitmap, -x, -y);
        return canvas.toDataURL('image/png').replace(/^.*,/, '');
      });
    },
    { png: picture.toString('base64'), cuts: [...areas] },
  );
}

async function writeSheets(page: Page, folder: string, drawn: DrawnGallery): Promise<void> {
  await mkdir(folder, { recursive: true });
  const names = Object.keys(drawn.sheets);
  const cuts = await cutOut(page, drawn.picture, Object.values(drawn.sheets));
  for (const [at, name] of names.entries())
    await writeFile(join(folder, `${name}.png`), Buffer.from(cuts[at] ?? '', 'base64'));
}

/** Keeps what was drawn as the measure of the next comparison; in the checkout, or in another folder. */
export async function keepPictures(
  page: Page,
  dress: Dress,
  drawn: DrawnGallery,
  keptIn = keptDir,
): Promise<void> {
  const folder = join(keptIn, dressName(dress));
  await rm(folder, { recursive: true, force: true });
  await writeSheets(page, folder, drawn);
  const engine = await engineOf(page);
  const index: KeptIndex = { engine, sheets: drawn.sheets };
  await writeFile(join(folder, 'index.json'), `${JSON.stringify(index, null, 2)}\n`);
}

function engineOf(page: Page): Promise<string> {
  return page.evaluate(() => /Chrome\/(\d+)/.exec(navigator.userAgent)?.[1] ?? '');
}

/** The same specimens of a kept sheet and of the page now; what only one of them has is named. */
function pairUp(
  group: string,
  kept: Sheet,
  now: Sheet | undefined,
): { readonly areas: ComparedArea[]; readonly faults: string[] } {
  const areas: ComparedArea[] = [];
  const faults: string[] = [];
  for (const id of new Set([
    ...Object.keys(kept.specimens),
    ...Object.keys(now?.specimens ?? {}),
  ])) {
    const [was, is] = [kept.specimens[id], now?.specimens[id]];
    if (was && is && now)
      areas.push({ id, kept: was, now: { ...is, x: is.x + now.x, y: is.y + now.y } });
    else faults.push(`${group}/${id}: ${was ? 'is gone' : 'has no kept picture'}`);
  }
  return { areas, faults };
}

/**
 * Everything that no longer looks as it was kept: `dress group/specimen: what`. Another engine draws letters
 * otherwise: then nothing is compared, and that is said.
 */
export async function compareWithKept(
  page: Page,
  dress: Dress,
  drawn: DrawnGallery,
  keptIn = keptDir,
): Promise<string[]> {
  const folder = join(keptIn, dressName(dress));
  const indexFile = join(folder, 'index.json');
  if (!existsSync(indexFile)) return [`${dressName(dress)}: no pictures are kept`];
  const index = JSON.parse(await readFile(indexFile, 'utf8')) as KeptIndex;
  const engine = await engineOf(page);
  if (engine !== index.engine) {
    console.log(
      `The kept pictures are of Chrome ${index.engine}, this is ${engine}: not compared.`,
    );
    return [];
  }
  const faults: string[] = [];
  const sheets: { kept: string; areas: ComparedArea[] }[] = [];
  for (const [group, sheet] of Object.entries(index.sheets)) {
    const { areas, faults: unpaired } = pairUp(group, sheet, drawn.sheets[group]);
    const kept = (await readFile(join(folder, `${group}.png`))).toString('base64');
    sheets.push({ kept, areas: areas.map((area) => ({ ...area, id: `${group}/${area.id}` })) });
    faults.push(...unpaired);
  }
  const now = drawn.picture.toString('base64');
  const changed = await comparePictures(page, { now, sheets });
  faults.push(...changed.map(({ id, what }) => `${id}: ${what}`));
  const unknown = Object.keys(drawn.sheets).filter((group) => !(group in index.sheets));
  faults.push(...unknown.map((group) => `${group}: has no kept picture`));
  if (faults.length > 0) await writeSheets(page, join(failedDir, dressName(dress)), drawn);
  return faults.map((fault) => `${dressName(dress)} ${fault}`);
}

/** How many specimens are kept, over all dresses. */
export async function countKept(): Promise<number> {
  let count = 0;
  for (const dress of dresses) {
    const text = await readFile(join(keptDir, dressName(dress), 'index.json'), 'utf8');
    const { sheets } = JSON.parse(text) as KeptIndex;
    for (const { specimens } of Object.values(sheets)) count += Object.keys(specimens).length;
  }
  return count;
}
