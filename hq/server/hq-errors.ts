import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import type { HqError } from '../../app/contract/sync.ts';
import { classifyDbError } from '../db/db-errors.ts';

/** A refusal with its HTTP status. */
export type Refusal = { readonly status: number; readonly body: HqError };

const statusOf: { readonly [E in HqError['error']]: number } = {
  'bad-request': 400,
  'bad-signature': 401,
  'use-nonce': 401,
  revoked: 403,
  'code-unknown': 404,
  'unknown-install': 404,
  'not-found': 404,
  gap: 409,
  fork: 409,
  ahead: 409,
  'code-expired': 410,
  'too-large': 413,
  'too-many-tries': 429,
  internal: 500,
  busy: 503,
  'hq-misconfigured': 503,
};

/** A refusal in HQ's one form. `message` is for whoever reads logs, in English. */
export function refuse(
  error: HqError['error'],
  message: string,
  extra: Pick<HqError, 'last' | 'head'> = {},
): Refusal {
  return { status: statusOf[error], body: { error, message, ...extra } };
}

/** What to answer for something thrown while a request was handled. Only our own bugs are `internal`. */
export function refusalOf(error: unknown): Refusal {
  if (hasZodFastifySchemaValidationErrors(error)) {
    const where = error.validation
      .slice(0, 5)
      .map((issue) => issue.instancePath)
      .join(', ');
    return refuse('bad-request', `not of its schema: ${where}`.slice(0, 500));
  }
  const status = (error as { statusCode?: unknown } | null)?.statusCode;
  if (status === 413) return refuse('too-large', 'the body is larger than HQ takes');
  if (typeof status === 'number' && status >= 400 && status < 500) {
    return { ...refuse('bad-request', (error as Error).message.slice(0, 500)), status };
  }
  // Text that the database cannot hold (U+0000, half characters) is the sender's doing.
  const kind = classifyDbError(error);
  if (kind === 'deterministic') return refuse('bad-request', 'a value that cannot be stored');
  if (kind === 'misconfigured') return refuse('hq-misconfigured', 'HQ must be mended; see its log');
  if (kind === 'transient' || kind === 'conflict')
    return refuse('busy', 'the database is busy, try again');
  return refuse('internal', 'HQ failed; see its log');
}
