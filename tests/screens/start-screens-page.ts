import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { build, preview } from 'vite';
import { projectDir } from '../rig/counter-app.ts';

/**
 * The screens without a counter process (`renderer/dev.html`, or the gallery), built once and served on a free
 * port: hundreds of pictures are taken, and a development server takes a second for each page.
 */
export async function startScreensPage(entry: 'dev.html' | 'gallery.html' = 'dev.html'): Promise<{
  /** With a slash at the end. */
  readonly url: string;
  readonly stop: () => Promise<void>;
}> {
  const outDir = await mkdtemp(join(tmpdir(), 'counterfoil-screens-'));
  const root = join(projectDir, 'renderer');
  const common = { configFile: false, root, logLevel: 'error' } as const;
  await build({
    ...common,
    plugins: [react()],
    build: {
      outDir,
      emptyOutDir: true,
      target: 'chrome130',
      chunkSizeWarningLimit: 4_000,
      rollupOptions: { input: join(root, entry) },
    },
  });
  const site = await preview({
    ...common,
    build: { outDir },
    preview: { host: '127.0.0.1', port: 0 },
  });
  const { port } = site.httpServer.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    stop: async () => {
      await site.close();
      await rm(outDir, { recursive: true, force: true });
    },
  };
}
