import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRendererFiles, type RendererFiles } from './renderer-files.ts';

let folder = '';
let serve: RendererFiles;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'renderer-files-'));
  const build = join(folder, 'renderer');
  mkdirSync(join(build, 'assets'), { recursive: true });
  writeFileSync(join(folder, 'secret.js'), 'secret');
  writeFileSync(join(build, 'index.html'), '<p>page</p>');
  writeFileSync(join(build, 'assets', 'app.js'), 'start()');
  writeFileSync(join(build, 'assets', 'app.js.map'), '{}');
  writeFileSync(join(build, 'assets', 'theme.css'), 'p {}');
  symlinkSync(join(folder, 'secret.js'), join(build, 'assets', 'link.js'));
  serve = createRendererFiles(build);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const get = (url: string, method = 'GET') => serve({ method, url });

test('the page comes with the policy, whatever stands behind its path', () => {
  const [first, second] = [get('app://counterfoil/'), get('app://counterfoil/index.html?x#y')];
  expect([first, second].map(({ body }) => body.toString())).toEqual([
    '<p>page</p>',
    '<p>page</p>',
  ]);
  expect(first.headers['content-security-policy']).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
      "font-src 'self'; connect-src 'none'; object-src 'none'; frame-ancestors 'none'; " +
      "base-uri 'none'; form-action 'none'",
  );
});

test('files have their type, the policy, and are neither sniffed nor kept', () => {
  const seen = ['assets/app.js', 'assets/theme.css'].map((path) => {
    const { status, headers } = get(`app://counterfoil/${path}`);
    const policy = headers['content-security-policy'] ?? '';
    return [status, headers['content-type'], /unsafe|nonce/.test(policy)];
  });
  expect(seen).toEqual([
    [200, 'text/javascript; charset=utf-8', false],
    [200, 'text/css; charset=utf-8', false],
  ]);
  const { headers } = get('app://counterfoil/assets/app.js');
  expect([headers['x-content-type-options'], headers['cache-control']]).toEqual([
    'nosniff',
    'no-store',
  ]);
});

test.each([
  'app://counterfoil/../secret.js',
  'app://counterfoil/%2e%2e/secret.js',
  'app://counterfoil/..%2fsecret.js',
  'app://counterfoil/..%5csecret.js',
  'app://counterfoil/assets/..%2f..%2fsecret.js',
  'app://counterfoil/%252e%252e%252fsecret.js',
  'app://counterfoil//etc/passwd',
  'app://counterfoil/%2fetc%2fpasswd',
  'app://counterfoil/assets/link.js',
  'app://counterfoil/assets/app.js.map',
  'app://counterfoil/assets',
  'app://counterfoil/assets/',
  'app://counterfoil/index.html%00.js',
  'app://counterfoil/%zz',
  'app://elsewhere/index.html',
  'app://counterfoil@elsewhere/index.html',
  'app://counterfoil:81/index.html',
  'https://counterfoil/index.html',
  'file:///etc/passwd',
  'not an address',
])('%s is not there', (url) => {
  expect(get(url).status).toBe(404);
});

test('only GET', () => {
  expect(['POST', 'PUT', 'HEAD'].map((m) => get('app://counterfoil/', m).status)).toEqual([
    404, 404, 404,
  ]);
});
