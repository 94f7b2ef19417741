import { v5 } from 'uuid';
import { z } from 'zod';
import {
  installAnswerSchema,
  reinstallAnswerSchema,
  reinstallRequestSchema,
} from '../../app/contract/install.ts';
import { hqErrorSchema, pullQuerySchema } from '../../app/contract/sync.ts';
import { derivedIdNamespace } from '../apply/make-effects.ts';
import { findStore, getBrand } from '../db/brand.ts';
import { isInStream } from '../db/changes.ts';
import { insertExceptions } from '../db/exceptions.ts';
import { findInstall } from '../db/installs.ts';
import type { HqInstall } from '../db/installs.ts';
import { markMaybeTold } from '../db/line-outbox.ts';
import { againOnConflict } from '../member/again-on-conflict.ts';
import type { HqApp, HqDeps } from './hq-deps.ts';
import { refuse } from './hq-errors.ts';
import type { HqIdentity } from './hq-identity.ts';
import { installPapers } from './install-papers.ts';
import { reinstallCounter } from './reinstall-counter.ts';
import { arrivedRequest, sendRefusal, signatureWords } from './signed-routes.ts';
import type { RawBodies, Signed } from './signed-routes.ts';
import { readSignedRequest } from './verify-signature.ts';

const failures = { '4xx': hqErrorSchema, '5xx': hqErrorSchema };

/** How a counter finds out whether HQ and it tell the same story, and begins anew when they do not. */
export function addInstallRoutes(
  app: HqApp,
  deps: HqDeps,
  given: { readonly signed: Signed; readonly rawBodies: RawBodies; readonly identity: HqIdentity },
): void {
  addInstallRoute(app, deps, given.signed);
  addReinstallRoute(app, deps, given);
}

const installQuerySchema = z.object({
  cursor: pullQuerySchema.shape.cursor,
  mark: z.string().max(32).optional(),
});

function addInstallRoute(app: HqApp, deps: HqDeps, signed: Signed): void {
  app.route({
    method: 'GET',
    url: '/v1/sync/install',
    preValidation: signed.preValidation,
    schema: {
      summary: 'What HQ holds of the asking install',
      querystring: installQuerySchema,
      response: { 200: installAnswerSchema, ...failures },
    },
    handler: async (request, reply) => {
      const asker = signed.getInstall(request);
      const install = (await findInstall(deps.db, asker.installId)) ?? asker;
      const { installId, publicKey, storeId, counterLabel, headHash } = install;
      const brand = await getBrand(deps.db);
      const store = await findStore(deps.db, storeId);
      if (store === null || publicKey === null) throw new Error('an install without store or key');
      const { cursor, mark = null } = request.query;
      return reply.send({
        inst: installId,
        last: install.lastSeq,
        head: headHash === '' ? null : headHash,
        cursorValid: await isInStream(deps.db, { cursor, mark }),
        confirmed: install.confirmedAtMs !== null,
        ...installPapers(brand, {
          inst: installId,
          publicKey,
          counterLabel,
          store,
          issuedAtMs: install.createdAtMs,
        }),
        tl: brand.timeline,
        serverTimeMs: deps.nowMs(),
      });
    },
  });
}

function addReinstallRoute(
  app: HqApp,
  deps: HqDeps,
  { rawBodies, identity }: { readonly rawBodies: RawBodies; readonly identity: HqIdentity },
): void {
  app.route({
    method: 'POST',
    url: '/v1/reinstall',
    schema: {
      summary: 'A counter that cannot go on under its install becomes a new one',
      body: reinstallRequestSchema,
      response: { 200: reinstallAnswerSchema, ...failures },
    },
    handler: async (request, reply) => {
      const signed = readSignedRequest(arrivedRequest(request, rawBodies));
      if (signed === null)
        return sendRefusal(reply, refuse('bad-signature', signatureWords['bad-signature']));
      if (signed.nonce === null || !identity.nonces.isFresh(signed.nonce, deps.nowMs()))
        return sendRefusal(reply, refuse('use-nonce', signatureWords['use-nonce']));
      const made = await reinstallCounter(deps, signed, request.body);
      if (made.kind === 'reinstalled') return reply.send(made.answer);
      if (made.kind === 'bad-key')
        return sendRefusal(reply, refuse('bad-request', 'publicKey is no Ed25519 key'));
      const words = made.kind === 'too-many-tries' ? tooMany : signatureWords[made.kind];
      return sendRefusal(reply, refuse(made.kind, words));
    },
  });
}

const tooMany = 'too many re-installs wait for a manager at HQ';

/**
 * A counter read what HQ does not hold: HQ came back from a backup. Noted once per timeline, by the first one:
 * from then on what happened before may have been told in LINE, as where an operator says so. A counter that comes
 * late cannot be told from one that shows a further restore, to a backup made after this: that is not noted.
 */
export async function noteAhead(
  deps: HqDeps,
  seen: {
    readonly timeline: string;
    readonly install: HqInstall;
    readonly cursor: number;
    readonly nowMs: number;
  },
): Promise<void> {
  const { timeline, install, cursor, nowMs } = seen;
  const exception = {
    exceptionId: v5(`${timeline}:ahead`, derivedIdNamespace),
    kind: 'hq-restored',
    eid: null,
    inst: install.installId,
    detail: { counterLabel: install.counterLabel, last: cursor },
    nowMs,
  };
  await againOnConflict(deps.db, async (trx) => {
    // A later counter says nothing new: what was made since then has been told by nobody.
    if ((await insertExceptions(trx, [exception])) > 0) await markMaybeTold(trx, nowMs);
  });
}
