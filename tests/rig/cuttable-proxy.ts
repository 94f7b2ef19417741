import { createServer, connect, type Socket, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';

/** How the line between counter and HQ behaves right now. */
export type LineMode = 'open' | 'cut' | 'captive-portal';

/** A TCP line that can be cut in the middle of whatever runs over it. */
export type CuttableProxy = {
  readonly url: string;
  readonly port: number;
  /** Changes the line; `cut` also resets every running connection at once. */
  readonly setMode: (mode: LineMode) => void;
  /** Connections taken so far, in any mode. */
  readonly connectionCount: () => number;
  readonly stop: () => Promise<void>;
};

const captivePage = '<!doctype html><title>Wi-Fi</title><h1>請先登入店內 Wi-Fi</h1>';

/** Stands between a counter and HQ on loopback; `targetPort` is HQ's. */
export async function startCuttableProxy(targetPort: number): Promise<CuttableProxy> {
  const sockets = new Set<Socket>();
  let mode: LineMode = 'open';
  let count = 0;

  const server: Server = createServer((client) => {
    count += 1;
    if (mode === 'cut') {
      client.resetAndDestroy();
      return;
    }
    track(client);
    if (mode === 'captive-portal') {
      answerAsPortal(client);
      return;
    }
    const upstream = connect(targetPort, '127.0.0.1');
    track(upstream);
    client.pipe(upstream).pipe(client);
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => client.destroy());
  });

  function track(socket: Socket): void {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  }

  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });

  return {
    url: `http://127.0.0.1:${port}`,
    port,
    setMode: (next) => {
      mode = next;
      for (const socket of sockets) socket.resetAndDestroy();
    },
    connectionCount: () => count,
    stop: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

/** A cheerful 200 with a page, as the router of a shopping mall sends it. */
function answerAsPortal(client: Socket): void {
  client.once('data', () => {
    const body = Buffer.from(captivePage, 'utf8');
    client.end(
      `HTTP/1.1 200 OK\r\ncontent-type: text/html; charset=utf-8\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${captivePage}`,
    );
  });
}
