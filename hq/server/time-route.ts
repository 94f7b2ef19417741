import { z } from 'zod';
import { timeAnswerSchema, timeNonceSchema } from '../../app/contract/hq-time.ts';
import { hqErrorSchema } from '../../app/contract/sync.ts';
import { signDocument } from '../../app/db/sign-document.ts';
import { getBrand } from '../db/brand.ts';
import type { HqApp, HqDeps } from './hq-deps.ts';

/**
 * What time it is, signed: for a counter whose clock is so wrong that TLS fails and that therefore cannot
 * tell HQ from anybody else by its certificate. Says nothing that is not everybody's to know.
 */
export function addTimeRoute(app: HqApp, deps: HqDeps): void {
  app.route({
    method: 'GET',
    url: '/v1/time',
    schema: {
      summary: 'HQ’s clock, signed together with the asker’s nonce',
      querystring: z.object({ nonce: timeNonceSchema }),
      response: { 200: timeAnswerSchema, '4xx': hqErrorSchema, '5xx': hqErrorSchema },
    },
    handler: async (request) => {
      const { signingKey } = await getBrand(deps.db);
      const told = { nonce: request.query.nonce, serverTimeMs: deps.nowMs() };
      return { time: signDocument(signingKey, 'time', told) };
    },
  });
}
