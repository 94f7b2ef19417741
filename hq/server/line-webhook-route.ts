import type { FastifyError } from 'fastify';
import type { LineWebhooks, WebhookTaken } from '../line/webhook/line-webhooks.ts';
import type { HqApp } from './hq-deps.ts';
import { refusalOf, refuse } from './hq-errors.ts';
import type { Refusal } from './hq-errors.ts';

/** LINE's are a few kB. */
const bodyBytesMax = 1024 * 1024;
/** LINE brings a webhook again by its own rules; others who try may wait. */
const retryAfterS = 30;

const refusals: Readonly<Record<Exclude<WebhookTaken['kind'], 'kept'>, Refusal>> = {
  'no-secret': refuse('hq-misconfigured', 'HQ has no channel secret'),
  'bad-signature': refuse('bad-signature', 'x-line-signature is not of this body'),
  rubbish: refuse('bad-request', 'the body is no webhook'),
  'too-many-events': refuse('too-large', 'more events than HQ takes at once'),
  full: refuse('busy', 'too much waits already, try again'),
  failed: refuse('busy', 'it could not be kept, try again'),
  slow: refuse('busy', 'it could not be kept in time, try again'),
};

/**
 * POST /line/webhook (LINE Developers, Messaging API, "Receiving messages"): 200 once it is on disk, 401 for
 * a signature that is not of these bytes, 400 for what LINE signed and is no webhook, 413 above 1 MB, 503
 * while HQ has no channel secret or cannot keep it. In a scope of its own, as the rest of HQ refuses what is
 * no JSON before anybody has looked at a signature.
 */
export async function addLineWebhookRoute(app: HqApp, lineWebhooks: LineWebhooks): Promise<void> {
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      '*',
      { parseAs: 'buffer', bodyLimit: bodyBytesMax },
      (_request, body, done) => done(null, body),
    );
    scope.setErrorHandler<FastifyError>((error, _request, reply) => {
      const { status, body } = refusalOf(error);
      return reply.code(status).send(body);
    });
    scope.post(
      '/line/webhook',
      { bodyLimit: bodyBytesMax, schema: { hide: true } },
      async (request, reply) => {
        const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
        const taken = await lineWebhooks.take(body, request.headers['x-line-signature']);
        void reply.header('cache-control', 'no-store');
        if (taken.kind === 'kept') return await reply.code(200).send({});
        const { status, body: answer } = refusals[taken.kind];
        if (status === 503) void reply.header('retry-after', retryAfterS);
        return await reply.code(status).send(answer);
      },
    );
  });
}
