import Fastify from 'fastify';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HqApp } from './hq-deps.ts';
import { addMemberPages } from './member-pages-route.ts';

const script = `export const text = '${'綠茶'.repeat(200)}';`;

describe('serving the member pages', () => {
  let folder: string;
  const app = Fastify();
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'counterfoil-pages-'));
    await mkdir(join(folder, 'assets'));
    await writeFile(join(folder, 'index.html'), '<!doctype html><title>card</title>');
    await writeFile(join(folder, 'assets/index-abc.js'), script);
    await addMemberPages(app as unknown as HqApp, folder);
  });
  afterAll(async () => {
    await app.close();
    await rm(folder, { recursive: true, force: true });
  });

  const get = async (url: string, encoding = '') =>
    await app.inject({ url, headers: { 'accept-encoding': encoding } });

  it('gives the page for every address, kept nowhere, with a policy of its own', async () => {
    for (const url of ['/m/', '/m/vouchers', '/m/?t=abc', '/m/..%2f..%2fetc%2fpasswd']) {
      const { statusCode, headers, body } = await get(url);
      expect({ url, statusCode, cache: headers['cache-control'], body }).toEqual({
        url,
        statusCode: 200,
        cache: 'no-store',
        body: '<!doctype html><title>card</title>',
      });
      const policy = String(headers['content-security-policy']);
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toContain('unsafe');
    }
  });

  it('sends the address without a slash on, with its query', async () => {
    const { statusCode, headers } = await get('/m?liff.state=%3Ft%3Dabc');
    expect([statusCode, headers.location]).toEqual([302, '/m/?liff.state=%3Ft%3Dabc']);
  });

  it('gives files for ever, as small as the browser can read them', async () => {
    const plain = await get('/m/assets/index-abc.js');
    expect(plain.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(plain.body).toBe(script);
    const small = await get('/m/assets/index-abc.js', 'gzip, deflate, br');
    expect(small.headers['content-encoding']).toBe('br');
    expect(brotliDecompressSync(small.rawPayload).toString()).toBe(script);
    const older = await get('/m/assets/index-abc.js', 'gzip;q=1.0, br;q=0');
    expect(older.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(older.rawPayload).toString()).toBe(script);
  });

  it('has no page for a file that is gone: an old page must see that it is old', async () => {
    expect((await get('/m/assets/index-old.js')).statusCode).toBe(404);
  });

  it('serves nothing where nothing was built', async () => {
    const empty = Fastify();
    await addMemberPages(empty as unknown as HqApp, null);
    await addMemberPages(empty as unknown as HqApp, join(folder, 'nowhere'));
    expect((await empty.inject('/m/')).statusCode).toBe(404);
    await empty.close();
  });
});
