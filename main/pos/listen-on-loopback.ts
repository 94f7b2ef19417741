import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** Listening on both loopback addresses, or why not. */
export type Loopback =
  | { readonly kind: 'listening'; readonly port: number; readonly close: () => Promise<void> }
  | { readonly kind: 'port-taken' | 'failed' };

/**
 * Listens on 127.0.0.1 and, where the PC has it, on ::1, with one app each. Never on any other address. If
 * either is another program's, neither is taken: a POS must not reach the wrong one. Port 0 = any free one.
 */
export async function listenOnLoopback(
  makeApp: (port: () => number) => Promise<FastifyInstance>,
  port: number,
): Promise<Loopback> {
  const apps: FastifyInstance[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(apps.map((app) => app.close()));
  };
  let taken = port;
  for (const host of ['127.0.0.1', '::1']) {
    const app = await makeApp(() => taken);
    apps.push(app);
    try {
      await app.listen({ host, port: taken });
      taken = (app.server.address() as AddressInfo).port;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (host === '::1' && (code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT')) continue;
      await close();
      return { kind: code === 'EADDRINUSE' || code === 'EACCES' ? 'port-taken' : 'failed' };
    }
  }
  return { kind: 'listening', port: taken, close };
}
