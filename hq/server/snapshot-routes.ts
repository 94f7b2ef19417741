import { z } from 'zod';
import {
  snapshotAnswerSchema,
  snapshotChunkParamsSchema,
  snapshotQuerySchema,
} from '../../app/contract/snapshot.ts';
import type { SnapshotAnswer } from '../../app/contract/snapshot.ts';
import { hqErrorSchema } from '../../app/contract/sync.ts';
import { snapshotSchemaVersion } from '../../app/db/write-snapshot.ts';
import { getBrand } from '../db/brand.ts';
import type { HqInstall } from '../db/installs.ts';
import { findLastPos, hasMembers } from '../db/snapshot-facts.ts';
import { isSendable } from '../snapshot/snapshot-shelf.ts';
import type { HqApp, HqDeps } from './hq-deps.ts';
import { refuse } from './hq-errors.ts';
import { sendRefusal } from './signed-routes.ts';
import type { Signed } from './signed-routes.ts';

const failures = { '4xx': hqErrorSchema, '5xx': hqErrorSchema };

/**
 * With fewer members than this a counter is as soon done by rows: 20,000 take it some 20 s, and neither a
 * build nor the swap of a file is worth its trouble.
 */
export const snapshotMembersMin = 20_000;

/** The snapshot: what HQ has of one, and its chunks. Both signed like any request of an install. */
export function addSnapshotRoutes(app: HqApp, deps: HqDeps, signed: Signed): void {
  app.route({
    method: 'GET',
    url: '/v1/snapshot',
    preValidation: signed.preValidation,
    schema: {
      summary: 'A database file with all of the stream so far, for a fresh counter of a big chain',
      querystring: snapshotQuerySchema,
      response: { 200: snapshotAnswerSchema, ...failures },
    },
    handler: async (request, reply) => {
      const { timeline } = await getBrand(deps.db);
      const install = signed.getInstall(request);
      const outcome = await findOutcome(deps, { install, timeline, schema: request.query.schema });
      return reply.send({ outcome, tl: timeline, serverTimeMs: deps.nowMs() });
    },
  });
  app.route({
    method: 'GET',
    url: '/v1/snapshot/:id/chunks/:n',
    preValidation: signed.preValidation,
    schema: {
      summary: 'A part of that file, as it lies',
      params: snapshotChunkParamsSchema,
      response: { 200: z.unknown().describe('The bytes'), ...failures },
    },
    handler: async (request, reply) => {
      const { id, n } = request.params;
      const chunk = (await deps.snapshots?.shelf.readChunk(id, n)) ?? null;
      if (chunk === null)
        return sendRefusal(reply, refuse('not-found', 'there is no such snapshot here; ask anew'));
      // Sent whole, or the line is gone: nobody reads this memory any more.
      reply.raw.once('close', chunk.giveBack);
      return reply.type('application/octet-stream').send(chunk.bytes);
    },
  });
}

/** A counter is about to come: whoever types its code gives HQ the time to build one. */
export async function warmSnapshot(deps: HqDeps): Promise<void> {
  const { db, snapshots } = deps;
  if (snapshots == null || !(await hasMembers(db, snapshots.membersMin))) return;
  const { timeline } = await getBrand(db);
  snapshots.shelf.ask({ pos: await findLastPos(db), timeline });
}

/** A counter whose events are in the stream already may not have them a second time, in short form. */
async function findOutcome(
  { db, snapshots }: HqDeps,
  asked: { readonly install: HqInstall; readonly timeline: string; readonly schema: number },
): Promise<SnapshotAnswer['outcome']> {
  if (snapshots == null) return { kind: 'none', why: 'no-store' };
  if (asked.schema !== snapshotSchemaVersion) return { kind: 'none', why: 'other-schema' };
  if (asked.install.lastSeq > 0) return { kind: 'none', why: 'not-fresh' };
  if (!(await hasMembers(db, snapshots.membersMin))) return { kind: 'none', why: 'few-members' };
  const outcome = snapshots.shelf.ask({ pos: await findLastPos(db), timeline: asked.timeline });
  if (outcome.kind === 'ready' && !isSendable(outcome)) return { kind: 'none', why: 'too-big' };
  return outcome;
}
