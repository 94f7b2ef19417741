import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { createServer } from 'vite';
import { projectDir } from '../rig/counter-app.ts';

/** The screens without a counter process (`renderer/dev.html`), served on a free port. */
export async function startScreensPage(): Promise<{
  /** With a slash at the end. */
  readonly url: string;
  readonly stop: () => Promise<void>;
}> {
  const server = await createServer({
    configFile: false,
    root: join(projectDir, 'renderer'),
    logLevel: 'error',
    cacheDir: join(projectDir, 'node_modules', '.vite-screens'),
    plugins: [react()],
    // Nothing is edited meanwhile: no watching, no reloading under a picture.
    server: { host: '127.0.0.1', port: 0, hmr: false, watch: null },
  });
  await server.listen();
  if (server.httpServer === null) throw new Error('Vite serves no page');
  const { port } = server.httpServer.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, stop: () => server.close() };
}
