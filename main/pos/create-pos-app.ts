import websocket from '@fastify/websocket';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import {
  posApiCalls,
  posSaleNoSchema,
  type PosCall,
  type PosCallName,
} from '../../app/contract/pos-api.ts';
import { safeParse } from '../../app/contract/safe-parse.ts';
import { judgeHost } from './guard-host.ts';
import { posOpenApi } from './open-api.ts';
import { posSentence } from './pos-sentences.ts';

/** The largest sale with 200 lines of long names is under this. */
const bodyBytesMax = 256 * 1024;
/** Calls that may run at once; each waits in the counter's queue, which the cashier needs too. */
const runningMax = 16;
const connectionsMax = 32;
/** What a client may say on the socket: nothing worth more. */
const messageBytesMax = 1024;

/** A refusal as it goes over the wire. */
export type PosRefusal = { readonly error: string } & Readonly<Record<string, unknown>>;

/** What came of a call. */
export type PosReply =
  | { readonly kind: 'answer'; readonly body: unknown }
  | { readonly kind: 'refused'; readonly body: PosRefusal };

/** Who calls, with which number and content, each as its schema says. */
export type PosRequest = {
  readonly posName: string;
  readonly posSaleNo: string;
  readonly body: unknown;
};

export type PosAppDeps = {
  /** The port the world knows it by: the Host header must name it. */
  readonly port: () => number;
  readonly origins: readonly string[];
  /** Whose token it is; null = nobody's. */
  readonly findClient: (token: string) => Promise<string | null>;
  readonly calls: { readonly [N in PosCallName]: (request: PosRequest) => Promise<PosReply> };
  /** Takes a socket over, from its POS on. */
  readonly openSocket: (socket: EventSocket, given: SocketRequest) => void;
  readonly onTrouble: (error: unknown) => void;
};

/** The part of a WebSocket that is used. */
export type EventSocket = {
  readonly bufferedAmount: number;
  send(text: string): void;
  close(code?: number): void;
  on(event: 'close' | 'error', listener: () => void): unknown;
};

export type SocketRequest = {
  readonly posName: string;
  readonly stream: string | null;
  readonly after: number | null;
};

/** Every refusal any call may meet, and its status. */
const commonStatus: Readonly<Record<string, number>> = {
  'bad-request': 400,
  'not-json': 400,
  'token-missing': 401,
  'token-unknown': 401,
  'host-refused': 403,
  'origin-refused': 403,
  'not-found': 404,
  'sale-changed': 409,
  'too-large': 413,
  internal: 500,
  'not-recorded': 503,
  busy: 503,
  'queue-full': 503,
};

/** The server of the POS's calls, not yet listening. It knows no business: each call is handed on. */
export async function createPosApp(deps: PosAppDeps): Promise<FastifyInstance> {
  const app = Fastify({
    bodyLimit: bodyBytesMax,
    requestTimeout: 10_000,
    keepAliveTimeout: 60_000,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 64, caseSensitive: true },
    frameworkErrors: (_error, _request, reply) =>
      void refuse(reply as FastifyReply, { error: 'bad-request' }, {}),
  });
  app.server.maxConnections = connectionsMax;
  app.setErrorHandler((error, _request, reply) => refuseError(deps, error, reply));
  app.setNotFoundHandler((_request, reply) => refuse(reply, { error: 'not-found' }, {}));
  readJsonOnly(app);
  guard(app, deps);
  await app.register(websocket, {
    options: { maxPayload: messageBytesMax, handleProtocols: chooseProtocol },
  });
  for (const [name, call] of Object.entries(posApiCalls))
    addCall(app, deps, name as PosCallName, call);
  addEvents(app, deps);
  app.get('/v1/openapi.json', async () => posOpenApi());
  return app;
}

/** Host, Origin and the number of running calls, before anything is read. */
function guard(app: FastifyInstance, deps: PosAppDeps): void {
  let running = 0;
  app.addHook('onRequest', async (request, reply) => {
    void reply.headers({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
    const refusal = judgeHost(request.headers, { port: deps.port(), origins: deps.origins });
    if (refusal !== null) return await refuse(reply, { error: refusal }, {});
    if (request.ws) return undefined;
    if (running >= runningMax) return await refuse(reply, { error: 'busy' }, {});
    running += 1;
    let isCounted = true;
    reply.raw.once('close', () => {
      if (isCounted) running -= 1;
      isCounted = false;
    });
    return undefined;
  });
}

/** JSON in UTF-8 is read; a form, which any page may send without asking, is not. */
function readJsonOnly(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
    if (body.length === 0) return done(null, {});
    try {
      done(null, JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body as Buffer)));
    } catch {
      done(Object.assign(new Error('not JSON'), { statusCode: 400, code: 'not-json' }));
    }
  });
}

function addCall(app: FastifyInstance, deps: PosAppDeps, name: PosCallName, call: PosCall): void {
  app.route({
    method: call.method,
    url: call.path.replace('{posSaleNo}', ':posSaleNo'),
    handler: async (request, reply) => {
      const posName = call.needsToken ? await readClient(deps, request) : { posName: '' };
      if ('error' in posName) return await refuse(reply, posName, call.refusals);
      const read = readRequest(call, request);
      if ('error' in read) return await refuse(reply, read, call.refusals);
      const outcome = await deps.calls[name]({ ...posName, ...read });
      if (outcome.kind === 'refused') return await refuse(reply, outcome.body, call.refusals);
      return await reply.send(call.answer.parse(outcome.body));
    },
  });
}

async function readClient(
  deps: PosAppDeps,
  request: FastifyRequest,
): Promise<{ readonly posName: string } | PosRefusal> {
  const token = tokenOf(request);
  if (token === null) return { error: 'token-missing' };
  const posName = await deps.findClient(token);
  return posName === null ? { error: 'token-unknown' } : { posName };
}

/** A page cannot set headers on a WebSocket, nor can older clients: there it may be a subprotocol. */
function tokenOf({ headers, ws }: FastifyRequest): string | null {
  const bearer = /^Bearer ([A-Za-z0-9_-]{43})$/i.exec(headers.authorization ?? '')?.[1];
  if (bearer !== undefined) return bearer;
  const offered = ws ? (headers['sec-websocket-protocol'] ?? '') : '';
  return /(?:^|[ ,])bearer\.([A-Za-z0-9_-]{43})(?:$|[ ,])/.exec(offered)?.[1] ?? null;
}

const protocol = 'counterfoil.v1';

/** The token is never sent back. */
function chooseProtocol(offered: Set<string>): string | false {
  return offered.has(protocol) ? protocol : false;
}

function readRequest(
  call: PosCall,
  request: FastifyRequest,
): Omit<PosRequest, 'posName'> | PosRefusal {
  let posSaleNo = '';
  if (call.path.includes('{posSaleNo}')) {
    const number = safeParse(
      posSaleNoSchema,
      (request.params as { posSaleNo?: unknown }).posSaleNo,
    );
    if (!number.success) return { error: 'bad-request', reason: 'posSaleNo' };
    posSaleNo = number.data;
  }
  if (call.body === null) return { posSaleNo, body: null };
  const body = safeParse(call.body, request.body ?? {});
  if (body.success) return { posSaleNo, body: body.data };
  const places = body.error.issues.slice(0, 5).map(({ path }) => path.map(String).join('.') || '.');
  return { error: 'bad-request', reason: [...new Set(places)].join(', ').slice(0, 200) };
}

async function refuse(
  reply: FastifyReply,
  body: PosRefusal,
  refusals: PosCall['refusals'],
): Promise<FastifyReply> {
  const own = Object.entries(refusals).find(([, codes]) => codes.includes(body.error));
  const status = own === undefined ? (commonStatus[body.error] ?? 409) : Number(own[0]);
  if (status === 401) void reply.header('www-authenticate', 'Bearer');
  return await reply.code(status).send({ ...body, sentence: posSentence(body.error) });
}

async function refuseError(
  deps: PosAppDeps,
  error: unknown,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { statusCode = 500 } = error as { statusCode?: number };
  if (statusCode === 413) return await refuse(reply, { error: 'too-large' }, {});
  if (statusCode >= 400 && statusCode < 500) return await refuse(reply, { error: 'not-json' }, {});
  deps.onTrouble(error);
  return await refuse(reply, { error: 'internal' }, {});
}

function addEvents(app: FastifyInstance, deps: PosAppDeps): void {
  const names = new WeakMap<FastifyRequest, string>();
  app.route({
    method: 'GET',
    url: '/v1/events',
    preValidation: async (request, reply) => {
      const client = await readClient(deps, request);
      if ('error' in client) return await refuse(reply, client, {});
      names.set(request, client.posName);
      return undefined;
    },
    // Asked without an upgrade.
    handler: async (_request, reply) => await refuse(reply, { error: 'not-found' }, {}),
    wsHandler: (socket, request) => {
      const { stream, after } = request.query as { stream?: unknown; after?: unknown };
      deps.openSocket(socket, {
        posName: names.get(request) ?? '',
        stream: typeof stream === 'string' ? stream : null,
        after: typeof after === 'string' && /^\d{1,12}$/.test(after) ? Number(after) : null,
      });
    },
  });
}
