import { authoriseAnswerSchema } from '../contract/spend-policy.ts';
import type { AuthoriseOutcome, AuthoriseRequest } from '../contract/spend-policy.ts';
import { callHq } from './call-hq.ts';
import { findConnection } from './find-connection.ts';
import type { SyncDeps } from './push-events.ts';

/** A cashier and a customer wait for it. HQ answers within 0.1 s; a link that needs longer is none. */
const deadlineMs = 4_000;

/**
 * Asks HQ for its word on one sale. Anything but HQ's own clear answer is `unreachable`: what was
 * reserved without our knowing comes with the list of rights and is given back.
 */
export async function authoriseSpend(
  deps: SyncDeps,
  body: AuthoriseRequest,
): Promise<AuthoriseOutcome | { readonly kind: 'unreachable' }> {
  const connection = await findConnection(deps.db);
  if (connection === null || connection.installId !== body.inst) return { kind: 'unreachable' };
  const request = { method: 'POST', path: '/v1/spend/authorise', body, deadlineMs } as const;
  const exchange = await callHq(deps, connection, request, authoriseAnswerSchema);
  return exchange.kind === 'answer' ? exchange.value.outcome : { kind: 'unreachable' };
}
