import { createServer, request as httpRequest } from 'node:http';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the network does to one exchange. */
export type NetworkFault =
  | 'pass'
  /** The connection is reset before HQ hears anything. */
  | 'reset'
  /** HQ does the work, the answer is lost. */
  | 'swallow'
  /** HQ gets the request twice and both answers are real; the second one is delivered. */
  | 'twice'
  /** The answer breaks off in the middle. */
  | 'cut'
  | 'portal-page'
  | 'portal-redirect'
  | 'bad-gateway'
  /** The answer to the request before this one is delivered instead (a confused cache). */
  | 'stale';

export type FaultyProxy = {
  readonly url: string;
  /** How often each fault struck. */
  readonly struck: Map<NetworkFault, number>;
  readonly stop: () => Promise<void>;
};

type Answer = {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly body: Buffer;
};

const page = '<!doctype html><title>Wi-Fi</title><p>請先登入</p>';

/** An HTTP line to HQ on loopback that `choose` may break, exchange by exchange. */
export async function startFaultyProxy(
  hqPort: number,
  choose: () => NetworkFault,
): Promise<FaultyProxy> {
  const struck = new Map<NetworkFault, number>();
  let before: Answer | null = null;
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readAll(request);
    const fault = choose();
    struck.set(fault, (struck.get(fault) ?? 0) + 1);
    if (fault === 'reset') return void response.destroy();
    if (fault === 'portal-page')
      return deliver(response, {
        status: 200,
        headers: { 'content-type': 'text/html' },
        body: Buffer.from(page),
      });
    if (fault === 'portal-redirect')
      return deliver(response, {
        status: 302,
        headers: { location: '/login' },
        body: Buffer.alloc(0),
      });
    if (fault === 'bad-gateway')
      return deliver(response, { status: 502, headers: {}, body: Buffer.from('bad gateway') });
    if (fault === 'twice') await forward(hqPort, request, body);
    const answer = await forward(hqPort, request, body);
    const earlier = before;
    before = answer;
    if (fault === 'swallow') return void response.destroy();
    if (fault === 'cut') return cutShort(response, answer);
    deliver(response, fault === 'stale' && earlier !== null ? earlier : answer);
  };
  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    struck,
    stop: async () => {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

/** Passes a request on as it came; the Host header stays, because the signature covers it. */
async function forward(hqPort: number, request: IncomingMessage, body: Buffer): Promise<Answer> {
  return await new Promise<Answer>((resolve, reject) => {
    const { method, url: path, headers } = request;
    const upstream = httpRequest(
      { host: '127.0.0.1', port: hqPort, method, path, headers },
      (answer) => {
        readAll(answer).then((bytes) => {
          resolve({ status: answer.statusCode ?? 500, headers: answer.headers, body: bytes });
        }, reject);
      },
    );
    upstream.on('error', reject);
    upstream.end(body);
  });
}

function deliver(response: ServerResponse, answer: Answer): void {
  response.writeHead(answer.status, answer.headers).end(answer.body);
}

function cutShort(response: ServerResponse, answer: Answer): void {
  response.writeHead(answer.status, answer.headers);
  response.write(answer.body.subarray(0, Math.floor(answer.body.length / 2)), () =>
    response.destroy(),
  );
}

async function readAll(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}
