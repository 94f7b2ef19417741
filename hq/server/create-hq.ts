import { existsSync } from 'node:fs';
import cookie from '@fastify/cookie';
import fastifyStatic from '@fastify/static';
import swagger from '@fastify/swagger';
import Fastify from 'fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyValidationResult } from 'fastify/types/schema.js';
import {
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
} from 'fastify-type-provider-zod';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { getBrand } from '../db/brand.ts';
import { createLineWorker } from '../line/create-line-worker.ts';
import type { LineWorker } from '../line/create-line-worker.ts';
import { openLineWebhooks } from '../line/webhook/line-webhooks.ts';
import type { LineWebhooks } from '../line/webhook/line-webhooks.ts';
import { addMemberRoutes } from '../member/member-routes.ts';
import { addAdminRoutes } from './admin-routes.ts';
import type { HqApp, HqDeps } from './hq-deps.ts';
import { refusalOf, refuse } from './hq-errors.ts';
import { createHqIdentity } from './hq-identity.ts';
import { addLineWebhookRoute } from './line-webhook-route.ts';
import type { HqIdentity } from './hq-identity.ts';
import { addMemberPages } from './member-pages-route.ts';
import { addTimeRoute } from './time-route.ts';
import { createMisconfiguredNote } from './note-misconfigured.ts';
import { nonceHeader } from './request-nonce.ts';
import { createSignedRoutes } from './signed-routes.ts';
import { addSyncRoutes } from './sync-routes.ts';

const bodyBytesMax = 512 * 1024;
/** Nothing gets better by asking often: a person is needed. */
const retryAfterMendingS = 60;

/** Only our own files; nothing inline, nothing from elsewhere. */
const pageHeaders = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
};

/** HQ, put together but not yet listening. */
export type Hq = {
  readonly app: HqApp;
  readonly lineWorker: LineWorker;
  readonly lineWebhooks: LineWebhooks | null;
};

/**
 * Puts HQ's server together: the counters' wire under /v1, the console's API under /admin/api, the
 * console itself at /. The database must be migrated and the brand set up.
 */
export async function createHq(deps: HqDeps): Promise<Hq> {
  const app = Fastify({
    bodyLimit: bodyBytesMax,
    requestTimeout: 30_000,
    frameworkErrors: (error, _request, reply) => {
      const { body, status } = refusalOf(error);
      void (reply as FastifyReply).code(status >= 500 ? 400 : status).send(body);
    },
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(checkBySchema);
  app.setSerializerCompiler(serializerCompiler);
  const noteMisconfigured = createMisconfiguredNote(deps);
  app.setErrorHandler((error, _request, reply) => {
    const { status, body } = refusalOf(error);
    if (body.error === 'hq-misconfigured') {
      noteMisconfigured(error);
      void reply.header('retry-after', retryAfterMendingS);
    }
    if (status === 500)
      deps.log(`internal: ${error instanceof Error ? (error.stack ?? error.message) : 'unknown'}`);
    return reply.code(status).send(body);
  });
  app.addHook('onRequest', async (request, reply) => {
    void reply.headers(pageHeaders);
    if (/^\/(v1|admin)\//.test(request.url)) void reply.header('cache-control', 'no-store');
  });
  const rawBodies = keepRawBodies(app);
  await app.register(cookie);
  await addDocument(app);
  const lineWorker = createLineWorker(deps);
  const identity = createHqIdentity(await getBrand(deps.db));
  giveNonces(app, deps, identity);
  const signedRoutes = createSignedRoutes(deps, { rawBodies, identity });
  addSyncRoutes(app, deps, { signedRoutes, rawBodies, identity });
  addTimeRoute(app, deps);
  await addMemberRoutes(app, deps);
  addAdminRoutes(app, deps, lineWorker);
  const lineWebhooks = openLineWebhooks(deps);
  if (lineWebhooks !== null) await addLineWebhookRoute(app, lineWebhooks);
  await addMemberPages(app, deps.memberPagesDir ?? null);
  await addConsole(app, deps.consoleDir);
  return { app, lineWorker, lineWebhooks };
}

/** Every answer to a counter brings the nonce for its next signature. */
function giveNonces(app: HqApp, deps: HqDeps, { nonces }: HqIdentity): void {
  app.addHook('onRequest', async (request, reply) => {
    if (request.url.startsWith('/v1/'))
      void reply.header(nonceHeader, nonces.nonceAt(deps.nowMs()));
  });
}

/** The route's schema; what makes zod itself throw (see `safeParse`) is a bad request like any other. */
function checkBySchema(route: Parameters<typeof validatorCompiler>[0]): FastifyValidationResult {
  const check = validatorCompiler(route);
  return (input) => {
    try {
      return check(input);
    } catch {
      return { error: new Error('not of its schema') };
    }
  };
}

/** Signatures and hashes are over the bytes that came, so those are kept beside what they parse to. */
function keepRawBodies(app: HqApp): { readonly get: (request: FastifyRequest) => Uint8Array } {
  const bodies = new WeakMap<FastifyRequest, Uint8Array>();
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    const bytes = body as Buffer;
    bodies.set(request, bytes);
    try {
      done(null, JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
    } catch {
      done(Object.assign(new Error('the body is not JSON'), { statusCode: 400 }));
    }
  });
  return { get: (request) => bodies.get(request) ?? new Uint8Array() };
}

async function addDocument(app: HqApp): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Counterfoil HQ',
        version: '1',
        description:
          'What counters and the console say to HQ. Counters sign with RFC 9421, Ed25519.',
      },
    },
    transform: jsonSchemaTransform,
  });
  app.get('/v1/openapi.json', { schema: { hide: true } }, async () => app.swagger());
}

async function addConsole(app: HqApp, consoleDir: string | null): Promise<void> {
  const hasConsole = consoleDir !== null && existsSync(consoleDir);
  if (hasConsole) await app.register(fastifyStatic, { root: consoleDir, index: ['index.html'] });
  else {
    app.get('/', { schema: { hide: true } }, async (_request, reply) =>
      reply
        .type('text/plain; charset=utf-8')
        .send('Counterfoil HQ 總部\n\nnpm run build → console 主控台\n'),
    );
  }
  app.setNotFoundHandler((_request, reply) => {
    const { status, body } = refuse('not-found', 'there is nothing here');
    return reply.code(status).send(body);
  });
}
