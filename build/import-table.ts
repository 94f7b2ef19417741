/** The floors of the house: who may look into which folder. The longest matching folder counts. */
export const folderImports: Readonly<Record<string, readonly string[]>> = {
  'app/domain': [],
  'app/contract': ['app/domain'],
  'app/db': ['app/contract', 'app/domain'],
  'app/counter': ['app/db', 'app/contract', 'app/domain'],
  'app/sync': ['app/db', 'app/contract', 'app/domain'],
  'app/line': ['app/db', 'app/contract', 'app/domain'],
  'app/seed': ['app/db', 'app/contract', 'app/domain'],
  native: ['app/contract', 'app/domain'],
  renderer: ['app/contract', 'app/domain'],
  'hq/console': ['app/contract', 'app/domain'],
  'hq/member-pages': ['app/contract', 'app/domain'],
  hq: allOfApp(),
  main: [...allOfApp(), 'native'],
  build: [],
  // Compiles the counter's program as main does.
  'build/code-cache': ['main'],
  tests: [...allOfApp(), 'native', 'hq', 'main', 'build'],
};

function allOfApp(): string[] {
  const parts = ['domain', 'contract', 'db', 'counter', 'sync', 'line', 'seed'];
  return parts.map((part) => `app/${part}`);
}

/** What test files may look into beyond their folder's own list: data, a real server, stand-ins. */
export const testFileImports: Readonly<Record<string, readonly string[]>> = {
  app: ['app/seed', 'build'],
  native: ['build'],
  renderer: ['app/seed'],
  hq: ['app/seed', 'build', 'tests'],
  main: ['app/seed', 'build', 'tests'],
};

const pages = ['renderer', 'hq/console'];

/**
 * Where each npm package may be imported; tests/ may import all of them, to look at the real
 * thing from outside. A package that is not named here is reported, so that a new one is a decision.
 */
export const packageOwners: Readonly<Record<string, readonly string[]>> = {
  electron: ['main', 'build/fallback-start-up.mjs', 'build/code-cache'],
  kysely: ['app/db', 'hq/db'],
  'better-sqlite3': ['app/db', 'hq/db'],
  '@electric-sql/pglite': ['hq/db'],
  pg: ['hq/db', 'build'],
  'node-hid': ['native'],
  serialport: ['native'],
  react: pages,
  'react-dom': pages,
  'react-i18next': pages,
  'bwip-js': [...pages, 'hq/member'],
  'hash-wasm': ['app/counter'],
  'write-excel-file': ['app/counter'],
  '@fontsource-variable/noto-sans-thai': ['renderer'],
  i18next: [...pages, 'main'],
  preact: ['hq/member-pages'],
  '@line/liff': ['hq/member-pages'],
  '@line/liff-mock': ['hq/member-pages'],
  '@line/bot-sdk': ['app/line'],
  undici: ['app/line'],
  fastify: ['hq', 'main'],
  '@fastify/websocket': ['main'],
  '@fastify/cookie': ['hq'],
  '@fastify/static': ['hq'],
  '@fastify/swagger': ['hq'],
  'fastify-type-provider-zod': ['hq'],
  zod: [...allOfApp().filter((folder) => folder !== 'app/domain'), 'native', 'hq', 'main'],
  uuid: ['main', 'hq', 'app/seed'],
  vite: ['build'],
  '@vitejs/plugin-react': ['build'],
  '@electron/fuses': ['build'],
  'electron-builder': ['build'],
  yaml: ['build'],
};

/** Free in test files and fixtures, which may break a database file to see what is said. */
export const testPackages = [
  'vitest',
  'fast-check',
  'playwright-core',
  '@axe-core/playwright',
  'ajv',
  'ajv-formats',
  'yaml',
  'uuid',
  'zod',
  'kysely',
  'better-sqlite3',
  'zxing-wasm',
];

/** Run in a sandboxed page or must stay free of any platform: no `node:` import. */
export const foldersWithoutNode = [
  'app/domain',
  'app/contract',
  'renderer',
  'hq/console',
  'hq/member-pages',
];

/** Clock, chance and the network come in as arguments here. */
export const pureFolders = ['app/domain', 'app/contract', 'app/counter', 'app/sync'];

/** Members and globals that hide such an input. */
export const impureMembers = ['Date.now', 'Math.random', 'performance.now', 'crypto.randomUUID'];
export const impureGlobals = ['setTimeout', 'setInterval', 'setImmediate', 'fetch'];
export const impureNodeImports: Readonly<Record<string, readonly string[]>> = {
  'node:crypto': ['randomUUID', 'randomBytes', 'randomInt', 'getRandomValues', 'webcrypto'],
  'node:timers': ['*'],
  'node:timers/promises': ['*'],
  'node:http': ['*'],
  'node:https': ['*'],
};
