import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { acceptedPage } from './accepted-page.ts';
import { answerPush } from './answer-push.ts';
import type { PushAnswer, StandInState } from './answer-push.ts';
import { lineMessages } from './line-faults.ts';
import type { LineFault } from './line-faults.ts';
import { createRateBucket } from './rate-bucket.ts';
import { readLineOpenApi } from './read-line-open-api.ts';
import type { LineOpenApi } from './read-line-open-api.ts';
import { createRetryKeys } from './retry-keys.ts';
import type { AcceptedPush } from './retry-keys.ts';

const pushPath = '/v2/bot/message/push';
const quotaPath = '/v2/bot/message/quota';
/** LINE answers 413 above. LINE reference "Status codes". */
const bodyBytesMax = 2 * 1024 * 1024;
/** The stand-in is for tests and trying out; it says so when something pushes without end. */
const acceptedMax = 200_000;

export type LineStandInOptions = {
  /** 0 or left out = any free port, on 127.0.0.1 only. */
  readonly port?: number;
  readonly nowMs?: () => number;
  /** Folder of LINE's OpenAPI files; left out = `LINE_OPENAPI_DIR` or beside the project. */
  readonly openApiDir?: string;
  /** The same, already read (about 0.4 s): for tests that start many stand-ins. */
  readonly openApi?: LineOpenApi | null;
  /** The bearer token it takes; `stand-in-token` when left out. */
  readonly channelAccessToken?: string;
  /** Users this channel knows; all others get 400. Every user when left out. */
  readonly isKnownUser?: (userId: string) => boolean;
  /** Pushes a second it takes before it answers 429; any number when left out. LINE takes 2,000. */
  readonly pushesPerSecond?: number;
  /** Faults beside those that are scripted: asked once for each push. */
  readonly nextFault?: () => LineFault | null;
  /** Holds only each so many-th push against the OpenAPI document; every one when left out. */
  readonly checkEvery?: number;
};

export type LineStandIn = {
  /** Origin to give the client as its base URL. */
  readonly url: string;
  readonly port: number;
  /** Everything accepted so far, oldest first. */
  readonly accepted: readonly AcceptedPush[];
  /** Whether requests and answers are held against LINE's OpenAPI document. */
  readonly validates: boolean;
  /** Adds faults, used up one per push in this order. */
  readonly script: (...faults: LineFault[]) => void;
  /** How many pushes were answered with each status. */
  readonly answered: ReadonlyMap<number, number>;
  readonly setMonthlyLimit: (messages: number | null) => void;
  /** Violations of LINE's contract so far; they are handed over, so `stop` no longer fails on them. */
  readonly takeViolations: () => string[];
  /** Stops; rejects if a request or answer broke LINE's contract and nobody took the violations. */
  readonly stop: () => Promise<void>;
};

/**
 * A real HTTP server that behaves as LINE's push endpoint does (retry keys for 24 h, two kinds of
 * 429, 401, 400 for strangers, faults on request) and records what it accepted.
 */
export async function startLineStandIn(options: LineStandInOptions = {}): Promise<LineStandIn> {
  const state: StandInState = {
    accepted: [],
    faults: [],
    violations: [],
    retryKeys: createRetryKeys(),
    openApi:
      options.openApi !== undefined
        ? options.openApi
        : readLineOpenApi(options.openApiDir ?? lineOpenApiDir()),
    channelAccessToken: options.channelAccessToken ?? 'stand-in-token',
    isKnownUser: options.isKnownUser ?? (() => true),
    nowMs: options.nowMs ?? Date.now,
    monthlyLimit: null,
    bucket:
      options.pushesPerSecond === undefined ? null : createRateBucket(options.pushesPerSecond),
    nextFault: options.nextFault ?? (() => null),
    checkEvery: options.checkEvery ?? 1,
    seen: 0,
    answered: new Map(),
  };
  const server = createServer((request, response) => {
    handle(state, request, response).catch((error: unknown) => {
      state.violations.push(`the stand-in failed: ${String(error)}`);
      response.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    accepted: state.accepted,
    validates: state.openApi !== null,
    script: (...faults) => void state.faults.push(...faults),
    answered: state.answered,
    setMonthlyLimit: (messages) => void (state.monthlyLimit = messages),
    takeViolations: () => state.violations.splice(0),
    stop: async () => {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      if (state.violations.length > 0) {
        throw new Error(`LINE contract broken:\n${state.violations.join('\n')}`);
      }
    },
  };
}

/** Where LINE's OpenAPI files are looked for; they need not be there. */
export function lineOpenApiDir(): string {
  const besideProject = fileURLToPath(new URL('../../../shared/line-openapi', import.meta.url));
  return process.env.LINE_OPENAPI_DIR ?? besideProject;
}

async function handle(
  state: StandInState,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = new URL(request.url ?? '/', 'http://stand-in').pathname;
  const body = await readBody(request);
  if (request.method === 'POST' && path === pushPath) {
    if (body === null) return send(response, json(413, lineMessages.tooLarge));
    return handlePush(state, request, body, response);
  }
  if (request.method === 'GET' && path === '/') {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
    response.end(acceptedPage(state.accepted));
    return;
  }
  if (request.method === 'GET' && path === '/stand-in/accepted') {
    const { accepted, violations } = state;
    return send(response, { status: 200, headers: {}, body: { accepted, violations } });
  }
  if (request.method === 'GET' && path.startsWith(quotaPath))
    return send(response, answerQuota(state, path, request.headers.authorization));
  send(response, json(404, lineMessages.notFound));
}

/** The month's messages: how many the plan has, and how many were sent (here: exactly). */
function answerQuota(
  { channelAccessToken, monthlyLimit, accepted }: StandInState,
  path: string,
  authorization: string | undefined,
): PushAnswer {
  if (authorization !== `Bearer ${channelAccessToken}`) return json(401, lineMessages.unauthorized);
  if (path === `${quotaPath}/consumption`)
    return { status: 200, headers: {}, body: { totalUsage: accepted.length } };
  if (path !== quotaPath) return json(404, lineMessages.notFound);
  const quota = monthlyLimit === null ? { type: 'none' } : { type: 'limited', value: monthlyLimit };
  return { status: 200, headers: {}, body: quota };
}

function handlePush(
  state: StandInState,
  request: IncomingMessage,
  body: string,
  response: ServerResponse,
): void {
  if (state.accepted.length >= acceptedMax) throw new Error('too many messages for a stand-in');
  const fault = state.faults.shift() ?? state.nextFault();
  if (fault?.kind === 'portal') return sendPortal(response, fault.answer);
  const drops = fault?.kind === 'reset' || fault?.kind === 'silent';
  if (drops && !fault.accept) return void (fault.kind === 'reset' && response.destroy());
  const answer = answerPush(
    state,
    {
      authorization: request.headers.authorization,
      retryKey: headerText(request.headers['x-line-retry-key']),
      body,
    },
    fault,
  );
  state.answered.set(answer.status, (state.answered.get(answer.status) ?? 0) + 1);
  const openApi = state.seen % state.checkEvery === 0 ? state.openApi : null;
  const problems = openApi?.checkAnswer(pushPath, answer.status, answer.body) ?? [];
  state.violations.push(...problems.map((problem) => `answer ${answer.status}: ${problem}`));
  if (drops) return void (fault.kind === 'reset' && response.destroy());
  if (fault?.kind === 'slow') {
    setTimeout(() => send(response, answer), fault.delayMs).unref();
    return;
  }
  const failsAfter = fault?.kind === 'server-error' && fault.accept === true;
  send(response, failsAfter ? json(fault.status ?? 500, lineMessages.serverError) : answer);
}

function sendPortal(
  response: ServerResponse,
  answer: Extract<LineFault, { kind: 'portal' }>['answer'],
): void {
  const page = '<!doctype html><title>Wi-Fi</title><p>請先登入</p>';
  const html = { 'content-type': 'text/html; charset=utf-8' };
  if (answer === 'redirect') response.writeHead(302, { location: '/' }).end();
  else if (answer === 'empty') response.writeHead(200).end();
  else if (answer === 'json') send(response, { status: 200, headers: {}, body: { ok: true } });
  else response.writeHead(answer === 'html-403' ? 403 : 200, html).end(page);
}

function json(status: number, message: string): PushAnswer {
  return { status, headers: {}, body: { message } };
}

function send(response: ServerResponse, answer: PushAnswer): void {
  if (response.destroyed) return;
  response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
  response.end(JSON.stringify(answer.body));
}

/** The body as text, or null when it is larger than LINE takes. */
async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= bodyBytesMax) chunks.push(chunk);
  }
  return bytes > bodyBytesMax ? null : Buffer.concat(chunks).toString('utf8');
}

function headerText(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
