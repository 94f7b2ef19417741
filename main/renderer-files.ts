import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { contentSecurityPolicy } from './content-security-policy.ts';

/** Where the screens live: one origin, and only files of the build under it. */
export const appScheme = 'app';
export const appHost = 'counterfoil';
export const appOrigin = `${appScheme}://${appHost}`;

const mimeTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

/** One answer of app://; header names in lower case. */
export type RendererFile = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
};

/** Serves `GET` of a known file; everything else is 404, whatever its spelling. */
export type RendererFiles = (request: {
  readonly method: string;
  readonly url: string;
}) => RendererFile;

/**
 * Reads which files the build left in `folder` and answers requests for exactly those. A path is
 * looked up, never joined: no spelling of `..`, no link and no absolute path can lead outside.
 * Files of kinds that a page does not need (source maps) are not served.
 */
export function createRendererFiles(folder: string): RendererFiles {
  const files = new Map(listFiles(folder, ''));
  return ({ method, url }) => {
    const file = method === 'GET' ? files.get(readPath(url) ?? '') : undefined;
    if (file === undefined) return answer(404, Buffer.alloc(0), 'text/plain; charset=utf-8');
    return answer(200, readFileSync(file), mimeTypes[extname(file)] ?? '');
  };
}

/** Path as the page wrote it, decoded once; null when the address is not ours or not decodable. */
function readPath(url: string): string | null {
  if (!URL.canParse(url)) return null;
  const parsed = new URL(url);
  if (parsed.protocol !== `${appScheme}:` || parsed.host !== appHost) return null;
  try {
    const path = decodeURIComponent(parsed.pathname);
    return path === '/' || path === '' ? '/index.html' : path;
  } catch {
    return null;
  }
}

function listFiles(folder: string, at: string): [string, string][] {
  return readdirSync(join(folder, at), { withFileTypes: true }).flatMap((entry) => {
    const path = `${at}/${entry.name}`;
    if (entry.isDirectory()) return listFiles(folder, path);
    const isServed = entry.isFile() && mimeTypes[extname(entry.name)] !== undefined;
    return isServed ? [[path, join(folder, path)] satisfies [string, string]] : [];
  });
}

function answer(status: number, body: Buffer, type: string): RendererFile {
  const headers = {
    'content-type': type,
    'content-security-policy': contentSecurityPolicy,
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
  };
  return { status, headers, body };
}
