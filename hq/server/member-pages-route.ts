import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { HqApp } from './hq-deps.ts';

/**
 * Where LINE's SDK (@line/liff 2.31, read from its parts) goes: `api.line.me` for tokens and context,
 * `access.line.me` for the share picker, `liff.line.me` for permissions and links, `liffsdk.line-scdn.net`
 * for its own words; and it loads two scripts of LINE's in old versions of LINE and in Android's browser.
 */
const lineCalls =
  'https://api.line.me https://access.line.me https://liff.line.me https://liffsdk.line-scdn.net';
const lineScripts =
  'https://static.line-scdn.net/liff/edge/2/ https://static.line-scdn.net/lui/edge/versions/';

const pageHeaders = {
  'content-security-policy':
    `default-src 'none'; script-src 'self' ${lineScripts}; style-src 'self'; img-src 'self' data:; ` +
    `connect-src 'self' ${lineCalls}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'x-content-type-options': 'nosniff',
  // The SDK looks where its own pages came from; nobody else learns the query with its ticket.
  'referrer-policy': 'strict-origin-when-cross-origin',
  // The share picker of an outside browser is a window that speaks back.
  'cross-origin-opener-policy': 'same-origin-allow-popups',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), screen-wake-lock=(self)',
};

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** One built file, and its smaller forms once somebody has asked for them. */
type PageFile = {
  readonly type: string;
  readonly bytes: Buffer;
  readonly packed: Map<'br' | 'gzip', Promise<Buffer>>;
};

/**
 * Serves the built member pages under `/m/`: hashed files for ever, compressed once; any other address
 * is the page itself, which is never kept. `folder` null or not there = the pages are not served.
 */
export async function addMemberPages(app: HqApp, folder: string | null): Promise<void> {
  if (folder === null || !existsSync(path.join(folder, 'index.html'))) return;
  const files = await readFiles(folder);
  const index = files.get('index.html');
  if (index === undefined) return;
  // LINE's link adds the query to the registered address, with or without the slash.
  app.get('/m', { schema: { hide: true } }, async (request, reply) =>
    reply.header('cache-control', 'no-store').redirect(`/m/${queryOf(request.url)}`, 302),
  );
  app.get('/m/*', { schema: { hide: true } }, async (request, reply) => {
    const name = (request.params as { '*': string })['*'];
    const file = files.get(name);
    if (file === undefined && name.startsWith('assets/')) return reply.callNotFound();
    const isAsset = file !== undefined && name.startsWith('assets/');
    void reply.headers({
      ...pageHeaders,
      'cache-control': isAsset ? 'public, max-age=31536000, immutable' : 'no-store',
    });
    return sendFile(request, reply, file ?? index);
  });
}

async function readFiles(folder: string): Promise<ReadonlyMap<string, PageFile>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = new Map<string, PageFile>();
  for (const entry of entries) {
    const type = types[path.extname(entry.name)];
    if (!entry.isFile() || type === undefined) continue;
    const file = path.join(entry.parentPath, entry.name);
    const name = path.relative(folder, file).replaceAll(path.sep, '/');
    files.set(name, { type, bytes: await readFile(file), packed: new Map() });
  }
  return files;
}

async function sendFile(
  request: FastifyRequest,
  reply: FastifyReply,
  file: PageFile,
): Promise<FastifyReply> {
  const encoding = pickEncoding(request.headers['accept-encoding']);
  void reply.type(file.type).header('vary', 'accept-encoding');
  if (encoding === null) return reply.send(file.bytes);
  let packed = file.packed.get(encoding);
  if (packed === undefined) {
    packed = pack(encoding, file.bytes);
    file.packed.set(encoding, packed);
  }
  return reply.header('content-encoding', encoding).send(await packed);
}

function pickEncoding(accepted: string | string[] | undefined): 'br' | 'gzip' | null {
  const offered = String(accepted ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => !/;\s*q=0(\.0*)?$/.test(part))
    .map((part) => part.split(';')[0]);
  if (offered.includes('br')) return 'br';
  return offered.includes('gzip') ? 'gzip' : null;
}

function pack(encoding: 'br' | 'gzip', bytes: Buffer): Promise<Buffer> {
  if (encoding === 'gzip') return promisify(gzip)(bytes, { level: 9 });
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: 11,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  };
  return promisify(brotliCompress)(bytes, { params });
}

function queryOf(url: string): string {
  const at = url.indexOf('?');
  return at < 0 ? '' : url.slice(at);
}
