import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findAxeFaults } from '../rig/find-axe-faults.ts';
import { dresses, dressGallery, drawGallery, openGallery } from '../gallery/draw-gallery.ts';
import { compareWithKept, keepPictures } from '../gallery/kept-pictures.ts';

/** Every control and recurring piece looks as it was kept; a small change is found. */
describe('the gallery', () => {
  let gallery: Awaited<ReturnType<typeof openGallery>>;

  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'counterfoil-kept-'));
    gallery = await openGallery();
  });

  afterAll(async () => {
    await gallery.close();
    await rm(folder, { recursive: true, force: true });
  });

  it.each(dresses)('looks as kept: $theme, $language', async (dress) => {
    const { page } = gallery.browser;
    await dressGallery(page, gallery.url, dress);
    expect(await compareWithKept(page, dress, await drawGallery(page))).toEqual([]);
    if (dress.language === 'zh-TW') expect(await findAxeFaults(page)).toEqual([]);
    const faint = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('[data-ratio]')]
        .filter(({ dataset }) => Number(dataset['ratio']) < Number(dataset['ratioMin']))
        .map(({ dataset, parentElement }) => `${parentElement?.textContent} ${dataset['ratio']}`),
    );
    expect(faint).toEqual([]);
    expect(gallery.browser.consoleErrors).toEqual([]);
  });

  const light = { theme: 'light', language: 'en' } as const;

  /** The specimens that look different, to those drawn just before, once a rule is added. */
  async function changedBy(css: string): Promise<string[]> {
    const { page } = gallery.browser;
    await dressGallery(page, gallery.url, light);
    await keepPictures(page, light, await drawGallery(page), folder);
    await page.addStyleTag({ content: css });
    const faults = await compareWithKept(page, light, await drawGallery(page), folder);
    return faults.map((fault) => fault.replace(/^\S+ (\S+):.*$/, '$1'));
  }

  /** One small change each: what is found must be these and nothing else. */
  const planted = {
    'buttons/button-plain-small': 'button { padding-inline: calc(0.75rem + 2px); }',
    'buttons/key-caps': 'kbd { border-bottom-width: 5px; }',
    'chips/chip-quiet': '[data-look] { font-weight: 900; }',
    'chips/chip-ok': '[data-look="ok"] { background: #d8f0f0; }',
    'fields/field-error': '[role="alert"] { color: #801010; }',
    'choices/switch': 'div { gap: 0.5rem; }',
  };

  it('finds 2 px of padding, a thicker edge, bolder words, another green, another red, a gap', async () => {
    const rules = Object.entries(planted).map(
      ([id, rule]) => `[data-specimen="${id.replace(/^.*\//, '')}"] ${rule}`,
    );
    expect((await changedBy(rules.join('\n'))).sort()).toEqual(Object.keys(planted).sort());
  });

  it('does not take another smoothing of letters and edges for a change', async () => {
    const smoothing = '[data-specimen] > div > * { transform: translate(0.3px, 0.2px); }';
    expect(await changedBy(smoothing)).toEqual([]);
  });
});
