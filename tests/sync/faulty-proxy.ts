import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { deliver, readAll, strike } from './line-faults.ts';
import type { Answer, Exchange, NetworkFault } from './line-faults.ts';

export type { NetworkFault } from './line-faults.ts';

export type FaultyProxy = {
  readonly url: string;
  /** How often each fault struck. */
  readonly struck: Map<NetworkFault, number>;
  readonly connectionCount: () => number;
  /** Pulls that brought the end of HQ's stream to the counter, whole. */
  readonly evenPullCount: () => number;
  /** Drops every connection, as a router does that starts anew. */
  readonly dropAll: () => void;
  readonly stop: () => Promise<void>;
};

/**
 * An HTTP line to HQ on loopback that `choose` may break, exchange by exchange. `refuses` is asked
 * when a connection is made; `random` gives times and garbage.
 */
export async function startFaultyProxy(
  hqPort: number,
  choose: () => NetworkFault,
  {
    random = Math.random,
    refuses = () => false,
  }: { readonly random?: () => number; readonly refuses?: () => boolean } = {},
): Promise<FaultyProxy> {
  const struck = new Map<NetworkFault, number>();
  const count = (fault: NetworkFault) => struck.set(fault, (struck.get(fault) ?? 0) + 1);
  let connections = 0;
  let evenPulls = 0;
  let before: Answer | null = null;
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readAll(request);
    const exchange: Exchange = { hqPort, request, body, response, random };
    const wanted = choose();
    const earlier = before;
    const fault = wanted === 'stale' && earlier === null ? 'pass' : wanted;
    count(fault);
    const answer = await strike(fault, exchange);
    if (fault === 'stale' && earlier !== null) deliver(response, earlier);
    if (answer === null) return;
    before = answer;
    if (request.method === 'GET' && answer.body.includes('"more":false')) evenPulls += 1;
  };
  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  server.on('connection', (socket) => {
    connections += 1;
    socket.on('error', () => socket.destroy());
    if (!refuses()) return;
    count('refuse');
    socket.resetAndDestroy();
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    struck,
    connectionCount: () => connections,
    evenPullCount: () => evenPulls,
    dropAll: () => server.closeAllConnections(),
    stop: async () => {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}
