import path from 'node:path';
import type { InlineConfig, Plugin } from 'vite';
import type { BuildFolders } from './build-app.ts';

/** The oldest browsers the pages are for: phones of four years ago, whose browsers follow the times. */
const phoneTargets = ['chrome107', 'safari16'];

/**
 * The member's pages in LINE: Preact, no inline script, files by hash under `/m/assets/`. With `mock` LINE's
 * SDK is replaced by LINE's own mock: for tests alone, into another folder.
 */
export function memberPagesConfig(folders: BuildFolders, mock?: { outDir: string }): InlineConfig {
  return {
    configFile: false,
    root: path.join(folders.source, 'hq/member-pages'),
    logLevel: 'warn',
    mode: 'production',
    base: '/m/',
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    plugins: [...(mock === undefined ? [] : [startWithMock()]), fetchLineAhead()],
    build: {
      target: phoneTargets,
      outDir: mock?.outDir ?? path.join(folders.output, 'member-pages'),
      emptyOutDir: true,
      minify: true,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
    },
  };
}

/** The page then begins with the mock; nothing else differs. */
function startWithMock(): Plugin {
  return {
    name: 'start-with-mock',
    transformIndexHtml: {
      order: 'pre',
      handler: (html) => html.replace('./main.tsx', './mock-main.tsx'),
    },
  };
}

/** LINE's SDK is its own file: the page names it, so that it comes along with the first and not after it. */
function fetchLineAhead(): Plugin {
  return {
    name: 'fetch-line-ahead',
    transformIndexHtml: {
      order: 'post',
      handler: (_html, { bundle = {} }) =>
        Object.values(bundle)
          .filter((file) => file.type === 'chunk' && /^(liff|mock)-port$/.test(file.name))
          .map((file) => ({
            tag: 'link',
            attrs: { rel: 'modulepreload', crossorigin: true, href: `/m/${file.fileName}` },
            injectTo: 'head' as const,
          })),
    },
  };
}
