import type { z } from 'zod';
import { safeParse } from '../../app/contract/safe-parse.ts';
import { getBrand } from '../../hq/db/brand.ts';
import type { HqApp, HqDeps } from '../../hq/server/hq-deps.ts';
import { refusalOf, refuse } from '../../hq/server/hq-errors.ts';
import { createHqIdentity } from '../../hq/server/hq-identity.ts';
import { nonceHeader } from '../../hq/server/request-nonce.ts';
import { createSignedRoutes } from '../../hq/server/signed-routes.ts';
import { addSyncRoutes } from '../../hq/server/sync-routes.ts';

/** A request on its way. */
export type WireRequest = {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** What came back, or what somebody else made up. */
export type WireAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

type Reply = {
  readonly raw: { readonly destroyed: boolean };
  sent: WireAnswer | null;
  readonly code: (status: number) => Reply;
  readonly header: (name: string, value: string) => Reply;
  readonly send: (body: unknown) => Reply;
};

type Route = {
  readonly method: string;
  readonly url: string;
  readonly preValidation?: (request: unknown, reply: Reply) => Promise<unknown>;
  readonly schema?: { readonly body?: z.ZodType; readonly querystring?: z.ZodType };
  readonly handler: (request: unknown, reply: Reply) => Promise<unknown>;
};

/**
 * HQ's real routes for counters without the HTTP server around them: signature, schema, handler and
 * refusal in the order Fastify has them. A request comes in as text and goes out as text.
 */
export async function createHqServer(
  deps: HqDeps,
): Promise<(request: WireRequest) => Promise<WireAnswer>> {
  const routes = new Map<string, Route>();
  const app = {
    route: (route: Route) => routes.set(`${route.method} ${route.url}`, route),
    get: () => undefined,
    addHook: () => undefined,
  } as unknown as HqApp;
  const bodies = new WeakMap<object, Uint8Array>();
  const rawBodies = { get: (request: object) => bodies.get(request) ?? new Uint8Array() };
  const identity = createHqIdentity(await getBrand(deps.db));
  const signedRoutes = createSignedRoutes(deps, { rawBodies, identity });
  addSyncRoutes(app, deps, { signedRoutes, rawBodies, identity });
  return async (wire) => {
    const reply = createReply({ [nonceHeader]: identity.nonces.nonceAt(deps.nowMs()) });
    const cut = wire.target.indexOf('?');
    const path = cut < 0 ? wire.target : wire.target.slice(0, cut);
    const route = routes.get(`${wire.method} ${path}`);
    if (route === undefined) return refused(reply, new Error(`no route ${wire.method} ${path}`));
    const request = {
      method: wire.method,
      url: wire.target,
      raw: { url: wire.target },
      headers: wire.headers,
      // All counters behind one line.
      ip: '192.0.2.1',
      query: cut < 0 ? {} : Object.fromEntries(new URLSearchParams(wire.target.slice(cut))),
      body: undefined as unknown,
    };
    if (wire.body !== '') bodies.set(request, Buffer.from(wire.body));
    try {
      if (wire.body !== '') request.body = JSON.parse(wire.body) as unknown;
      await route.preValidation?.(request, reply);
      if (reply.sent !== null) return reply.sent;
      if (!readBySchema(route, request)) {
        const { status, body } = refuse('bad-request', 'not of its schema');
        reply.code(status).send(body);
      } else await answer(route, request, reply);
      return reply.sent ?? refused(reply, new Error('a route without an answer'));
    } catch (error) {
      return refused(reply, error);
    }
  };
}

async function answer(route: Route, request: unknown, reply: Reply): Promise<void> {
  const returned = await route.handler(request, reply);
  if (reply.sent === null && returned !== undefined && returned !== reply) reply.send(returned);
}

function readBySchema(route: Route, request: { body: unknown; query: unknown }): boolean {
  const { schema } = route;
  if (schema?.body !== undefined) {
    const parsed = safeParse(schema.body, request.body);
    if (!parsed.success) return false;
    request.body = parsed.data;
  }
  if (schema?.querystring !== undefined) {
    const parsed = safeParse(schema.querystring, request.query);
    if (!parsed.success) return false;
    request.query = parsed.data;
  }
  return true;
}

function refused(reply: Reply, error: unknown): WireAnswer {
  const { status, body } = refusalOf(error);
  // A refusal of ours is a bug of the core: the simulator must not take it for bad weather.
  if (status === 500) throw error;
  reply.code(status).send(body);
  if (reply.sent === null) throw new Error('a refusal that was not sent');
  return reply.sent;
}

function createReply(first: Readonly<Record<string, string>>): Reply {
  let status = 200;
  const headers: Record<string, string> = { 'content-type': 'application/json', ...first };
  const reply: Reply = {
    sent: null,
    // Who asked is still there: what hangs up on its way is the net's matter here.
    raw: { destroyed: false },
    code: (given) => ((status = given), reply),
    header: (name, value) => ((headers[name.toLowerCase()] = value), reply),
    send: (body) => {
      reply.sent = { status, headers, body: JSON.stringify(body) };
      return reply;
    },
  };
  return reply;
}
