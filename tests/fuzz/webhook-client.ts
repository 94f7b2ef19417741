import { Agent, request as httpRequest } from 'node:http';
import type { WebhookTry } from './mutate-webhook.ts';

export type WebhookAnswer = { readonly status: number; readonly tookMs: number };

export type WebhookClient = {
  /** `status` 0: the connection ended without an answer. */
  readonly send: (request: Pick<WebhookTry, 'headers' | 'body'>) => Promise<WebhookAnswer>;
  readonly close: () => void;
};

/** Posts to the webhook over kept connections and takes the time. */
export function createWebhookClient(port: number, inFlight: number): WebhookClient {
  const agent = new Agent({ keepAlive: true, maxSockets: inFlight });
  return {
    send: async ({ headers, body }) => {
      const startedMs = performance.now();
      const status = await new Promise<number>((resolve) => {
        const outgoing = httpRequest(
          {
            agent,
            host: '127.0.0.1',
            port,
            method: 'POST',
            path: '/line/webhook',
            headers: { ...headers, 'content-length': String(body.length) },
          },
          (response) => {
            const finish = () => resolve(response.statusCode ?? 0);
            response.resume().on('end', finish).on('close', finish);
          },
        );
        outgoing.on('error', () => resolve(0));
        outgoing.end(body);
      });
      return { status, tookMs: performance.now() - startedMs };
    },
    close: () => agent.destroy(),
  };
}
