import { z } from 'zod';
import { instantMs } from './ids.ts';
import { signedDocumentSchema } from './signed-document.ts';

/** What a counter makes up for one question, so that no answer to an earlier one can pass for its own. */
export const timeNonceSchema = z.string().regex(/^[A-Za-z0-9_-]{22,64}$/);

/** Payload of a document `time`: HQ's clock, said in answer to one nonce. */
export const hqTimeSchema = z.object({ nonce: timeNonceSchema, serverTimeMs: instantMs });

/** Answer to `GET /v1/time`. */
export const timeAnswerSchema = z.object({ time: signedDocumentSchema });
