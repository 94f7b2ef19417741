import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { request as httpRequest } from 'node:http';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** What the network does to one exchange. */
export type NetworkFault =
  | 'pass'
  /** Late, by a different time for each. */
  | 'latency'
  /** The answer comes drop by drop, but whole and in time. */
  | 'trickle'
  /** HQ gets the request twice, one after the other; the second answer is delivered. */
  | 'twice'
  /** HQ gets the request twice at once; one answer is delivered. */
  | 'twin'
  /** The connection is reset as soon as it is made. */
  | 'refuse'
  /** The connection is reset before HQ hears anything. */
  | 'reset'
  /** The connection is closed in order, without a word. */
  | 'hang-up'
  /** HQ gets half of the request, then both sides are reset. */
  | 'cut-request'
  /** The answer breaks off in the middle. */
  | 'cut'
  /** HQ does the work, the answer is lost and the connection with it. */
  | 'swallow'
  /** HQ does the work, the connection stays open and silent for ever. */
  | 'half-open'
  /** Nothing arrives and nothing comes back. */
  | 'black-hole'
  /** The answer comes drop by drop, for minutes. */
  | 'drip'
  | 'portal-page'
  | 'portal-redirect'
  /** A cheerful 200 with JSON that HQ never said. */
  | 'portal-json'
  /** Bytes that are not HTTP. */
  | 'garbage'
  /** HQ's own answer, called HTML on the way. */
  | 'wrong-type'
  | 'bad-gateway'
  /** The answer to the request before this one is delivered instead (a confused cache). */
  | 'stale';

/** An exchange the proxy holds in its hands. */
export type Exchange = {
  readonly hqPort: number;
  readonly request: IncomingMessage;
  readonly body: Buffer;
  readonly response: ServerResponse;
  /** From 0 to below 1; the same draws for the same seed. */
  readonly random: () => number;
};

export type Answer = {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly body: Buffer;
};

const page = '<!doctype html><title>Wi-Fi</title><p>請先登入</p>';
const latencyMsMax = 120;
/** Pieces and pace of an answer that still comes in time. */
const trickle = { pieces: 8, everyMs: 6 };
const dripEveryMs = 150;

/**
 * Does to an exchange what the fault says. Gives HQ's answer where it was delivered as it is, else
 * null. Throws only when HQ itself is away.
 */
export async function strike(fault: NetworkFault, exchange: Exchange): Promise<Answer | null> {
  const { request, response, random } = exchange;
  switch (fault) {
    case 'pass':
    case 'latency':
    case 'twice':
    case 'twin':
    case 'trickle':
      return await carry(fault, exchange);
    case 'refuse':
    case 'reset':
      request.socket.resetAndDestroy();
      return null;
    case 'hang-up':
      request.socket.end();
      return null;
    case 'cut-request':
      await sendHalf(exchange);
      request.socket.resetAndDestroy();
      return null;
    case 'black-hole':
      return null;
    case 'portal-page':
    case 'portal-redirect':
    case 'portal-json':
    case 'bad-gateway':
      deliver(response, strangerAnswer(fault));
      return null;
    case 'garbage':
      request.socket.end(
        Buffer.from(Array.from({ length: 200 }, () => Math.floor(random() * 256))),
      );
      return null;
    case 'cut':
    case 'swallow':
    case 'half-open':
    case 'drip':
    case 'wrong-type':
    case 'stale':
      await spoil(fault, exchange);
      return null;
  }
}

/** HQ's answer arrives whole. */
async function carry(fault: NetworkFault, exchange: Exchange): Promise<Answer> {
  const { response, random } = exchange;
  if (fault === 'latency') await sleep(random() * latencyMsMax);
  if (fault === 'twice') await forward(exchange);
  const twin = fault === 'twin' ? forward(exchange) : null;
  const answer = await forward(exchange);
  await twin;
  if (fault === 'latency') await sleep(random() * latencyMsMax);
  if (fault === 'trickle') await pour(response, answer, trickle);
  else deliver(response, answer);
  return answer;
}

/** HQ does the work; what the counter hears of it is no answer. */
async function spoil(
  fault: Extract<NetworkFault, 'cut' | 'swallow' | 'half-open' | 'drip' | 'wrong-type' | 'stale'>,
  exchange: Exchange,
): Promise<void> {
  const { request, response } = exchange;
  const answer = await forward(exchange);
  switch (fault) {
    case 'cut':
      cutShort(response, answer);
      return;
    case 'swallow':
      request.socket.resetAndDestroy();
      return;
    case 'half-open':
    case 'stale':
      return;
    case 'drip':
      await pour(response, answer, { pieces: answer.body.length, everyMs: dripEveryMs });
      return;
    case 'wrong-type':
      deliver(response, { ...answer, headers: { ...answer.headers, 'content-type': 'text/html' } });
  }
}

function strangerAnswer(
  fault: Extract<NetworkFault, 'portal-page' | 'portal-redirect' | 'portal-json' | 'bad-gateway'>,
): Answer {
  switch (fault) {
    case 'portal-page':
      return { status: 200, headers: { 'content-type': 'text/html' }, body: Buffer.from(page) };
    case 'portal-redirect':
      return { status: 302, headers: { location: '/login' }, body: Buffer.alloc(0) };
    case 'portal-json':
      return {
        status: 200,
        headers: { 'content-type': 'application/json' },
        body: Buffer.from('{"ok":true,"through":999999,"serverTimeMs":0}'),
      };
    case 'bad-gateway':
      return { status: 502, headers: {}, body: Buffer.from('bad gateway') };
  }
}

/** Passes a request on as it came; the Host header stays, because the signature covers it. */
async function forward({ hqPort, request, body }: Exchange): Promise<Answer> {
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

/** Sends HQ the head and the first half of the body, and then a reset. */
async function sendHalf({ hqPort, request, body }: Exchange): Promise<void> {
  const head = [`${request.method} ${request.url} HTTP/1.1`];
  for (let i = 0; i + 1 < request.rawHeaders.length; i += 2) {
    head.push(`${request.rawHeaders[i]}: ${request.rawHeaders[i + 1]}`);
  }
  const whole = Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), body]);
  // Of a request without a body not even the head arrives whole.
  const half = whole.subarray(0, whole.length - Math.ceil((body.length || whole.length) / 2));
  const upstream: Socket = connect(hqPort, '127.0.0.1');
  upstream.on('error', () => undefined);
  await new Promise<void>((resolve) => void upstream.write(half, () => resolve()));
  await sleep(5);
  upstream.resetAndDestroy();
}

export function deliver(response: ServerResponse, answer: Answer): void {
  response.writeHead(answer.status, answer.headers).end(answer.body);
}

async function pour(
  response: ServerResponse,
  answer: Answer,
  pace: { readonly pieces: number; readonly everyMs: number },
): Promise<void> {
  response.writeHead(answer.status, answer.headers);
  const size = Math.max(1, Math.ceil(answer.body.length / pace.pieces));
  for (let at = 0; at < answer.body.length && !response.destroyed; at += size) {
    response.write(answer.body.subarray(at, at + size));
    await sleep(pace.everyMs);
  }
  response.end();
}

function cutShort(response: ServerResponse, answer: Answer): void {
  response.writeHead(answer.status, answer.headers);
  response.write(answer.body.subarray(0, Math.floor(answer.body.length / 2)), () =>
    response.destroy(),
  );
}

export async function readAll(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}
