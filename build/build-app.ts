import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import react from '@vitejs/plugin-react';
import { build, type InlineConfig } from 'vite';
import { root } from './electron-runtime.ts';
import { memberPagesConfig } from './member-pages-config.ts';

/** Everything else is bundled: the window is there sooner and packaging has little to collect. */
const notBundled = ['electron', 'better-sqlite3', 'node-hid', 'serialport'];

/** The oldest runtime the app is tested on: the fallback Electron 33 (Node 20.18, Chrome 130). */
const nodeTarget = 'node20.18';
const chromeTarget = 'chrome130';

const inputGlobs = [
  'app/**/*',
  'main/**/*',
  'native/**/*',
  'renderer/**/*',
  'hq/console/**/*',
  'hq/member-pages/**/*',
  'build/build-app.ts',
  'build/make-code-cache.ts',
  'build/code-cache/*',
  'package.json',
  'package-lock.json',
  'tsconfig.base.json',
];

/** Below the output folder: the hash of what the bundles were made from. */
export const stampName = 'app/.inputs';

export interface BuildFolders {
  /** Folder with main/, renderer/, hq/console/ and hq/member-pages/. */
  source: string;
  /** Folder that receives app/, hq-console/ and member-pages/. */
  output: string;
}

export const defaultFolders: BuildFolders = { source: root, output: path.join(root, 'dist') };

/**
 * Bundles the app, HQ's console and the member pages with plain Vite calls. Does nothing when the inputs' hash is
 * the one of the last complete build.
 * @returns whether a build was needed
 */
export async function buildApp(folders: BuildFolders = defaultFolders): Promise<boolean> {
  const stampFile = path.join(folders.output, stampName);
  const stamp = hashInputs(folders.source);
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return false;
  rmSync(path.join(folders.output, 'app'), { recursive: true, force: true });
  rmSync(path.join(folders.output, 'hq-console'), { recursive: true, force: true });
  await build(nodeConfig(folders));
  await build(preloadConfig(folders));
  await build(pageConfig(folders, 'renderer', 'app/renderer'));
  if (existsSync(path.join(folders.source, 'hq/console/index.html'))) {
    await build(pageConfig(folders, 'hq/console', 'hq-console'));
  }
  if (existsSync(path.join(folders.source, 'hq/member-pages/index.html'))) {
    await build(memberPagesConfig(folders));
  }
  mkdirSync(path.dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, stamp);
  return true;
}

function hashInputs(source: string): string {
  const hash = createHash('sha256');
  const files = globSync(inputGlobs, { cwd: source, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
  for (const file of files) {
    hash.update(`${path.relative(source, file)}\0`);
    hash.update(readFileSync(file));
  }
  return hash.digest('hex');
}

/** The main process and the counter process, sharing chunks. */
export function nodeConfig(folders: BuildFolders): InlineConfig {
  return forNode(folders.source, {
    outDir: path.join(folders.output, 'app'),
    emptyOutDir: false,
    sourcemap: true,
    rolldownOptions: {
      input: {
        main: path.join(folders.source, 'main/main.ts'),
        'counter-start': path.join(folders.source, 'main/counter-start.ts'),
        'counter-process': path.join(folders.source, 'main/counter-process.ts'),
        'workbook-worker': path.join(folders.source, 'app/counter/workbook-worker.ts'),
        'snapshot-worker': path.join(folders.source, 'app/db/snapshot-worker.ts'),
      },
      external: isExternal,
      output: {
        // Node is quicker with CommonJS than with modules: some 20 ms of each start.
        format: 'cjs',
        entryFileNames: '[name].cjs',
        chunkFileNames: 'chunks/[name]-[hash].cjs',
        // What comes from the code cache cannot `import()`.
        dynamicImportInCjs: false,
        // Less to read at the start, and nothing in it that would have V8 hold two bytes for each character. Names
        // and lines stay: the log tells where something broke.
        comments: { legal: true, annotation: false, jsdoc: false },
        minify: {
          compress: false,
          mangle: false,
          codegen: { asciiOnly: true, removeWhitespace: false },
        },
      },
    },
  });
}

/** Programs that only the build runs, inside Electron: `<folder>/<name>.ts` each. */
export function toolConfig(
  source: string,
  given: { readonly folder: string; readonly names: readonly string[]; readonly outDir: string },
): InlineConfig {
  const { folder, names, outDir } = given;
  return forNode(source, {
    outDir,
    emptyOutDir: true,
    rolldownOptions: {
      input: Object.fromEntries(
        names.map((name) => [name, path.join(source, folder, `${name}.ts`)]),
      ),
      external: isExternal,
      output: { format: 'cjs', entryFileNames: '[name].cjs' },
    },
  });
}

/** One CommonJS file without chunks: a sandboxed preload can load nothing else. */
export function preloadConfig(folders: BuildFolders): InlineConfig {
  return forNode(folders.source, {
    outDir: path.join(folders.output, 'app'),
    emptyOutDir: false,
    rolldownOptions: {
      input: { preload: path.join(folders.source, 'main/preload.ts') },
      external: isExternal,
      output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
    },
  });
}

function forNode(source: string, build: NonNullable<InlineConfig['build']>): InlineConfig {
  return {
    ...sharedConfig(source),
    ssr: { noExternal: true, external: notBundled, target: 'node' },
    build: { ssr: true, target: nodeTarget, minify: false, ...build },
  };
}

/** A React page that obeys a strict content security policy: no inline script, no data: address. */
function pageConfig(folders: BuildFolders, page: string, output: string): InlineConfig {
  return {
    ...sharedConfig(path.join(folders.source, page)),
    base: './',
    plugins: [react()],
    build: {
      target: page === 'renderer' ? chromeTarget : 'baseline-widely-available',
      outDir: path.join(folders.output, output),
      emptyOutDir: true,
      minify: true,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 2_000,
      ...(page === 'renderer' ? { rolldownOptions: { input: rendererPages(folders) } } : {}),
    },
  };
}

/** The counter's own screen, and the window for the customer. */
function rendererPages({ source }: BuildFolders): string[] {
  return ['index.html', 'customer.html'].map((name) => path.join(source, 'renderer', name));
}

function sharedConfig(folder: string): InlineConfig {
  return { configFile: false, root: folder, logLevel: 'warn', mode: 'production' };
}

function isExternal(id: string): boolean {
  return isBuiltin(id) || notBundled.some((name) => id === name || id.startsWith(`${name}/`));
}
