import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildMemberPages } from './rig/build-member-pages.ts';

/** The bar for what a phone fetches before the card stands there; and what it should be. */
const firstPageBytesMax = 70 * 1024;
/** All pages, all languages: what a phone could ever fetch. */
const everythingBytesMax = 150 * 1024;

describe('the member pages as they go to phones', () => {
  let folder: string;
  let html: string;
  const files = new Map<string, string>();
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'counterfoil-pages-bundle-'));
    const built = await buildMemberPages(join(folder, 'pages'), 'line');
    html = await readFile(join(built, 'index.html'), 'utf8');
    for (const name of await readdir(join(built, 'assets')))
      files.set(name, await readFile(join(built, 'assets', name), 'utf8'));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  const weigh = (names: Iterable<string>): number =>
    [...names].reduce((sum, name) => sum + gzipSync(files.get(name) ?? '', { level: 9 }).length, 0);

  it('keeps to its budget, LINE’s SDK included', () => {
    const first = [...html.matchAll(/(?:src|href)="\/m\/assets\/([^"]+)"/g)].map(
      ([, name]) => name ?? '',
    );
    expect(first.map((name) => name.replace(/-[\w-]{8}\./, '.')).toSorted()).toEqual([
      'index.css',
      'index.js',
      'liff-port.js',
    ]);
    expect(weigh(first)).toBeLessThan(firstPageBytesMax);
    expect(weigh(files.keys())).toBeLessThan(everythingBytesMax);
  });

  it('has no script or style in the page itself, and nothing from elsewhere', () => {
    expect(html).not.toMatch(/<script(?![^>]*\ssrc=)/);
    expect(html).not.toMatch(/<style|\sstyle=|\son\w+=/);
    const addresses = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(
      ([, address]) => address ?? '',
    );
    expect(addresses.filter((address) => !/^(\/m\/|\/member\/api\/|data:,)/.test(address))).toEqual(
      [],
    );
  });

  it('has nothing of the mock, no schema checker, and evaluates no text', () => {
    for (const [name, text] of files) {
      const found = ['mock-line', 'LiffMock', 'ZodError', 'new Function'].filter((word) =>
        text.includes(word),
      );
      expect({ name, found }).toEqual({ name, found: [] });
    }
  });
});
