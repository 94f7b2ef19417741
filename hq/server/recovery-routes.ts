import {
  recoveryKeyAnswerSchema,
  sealedKeyAnswerSchema,
  sealedKeyRequestSchema,
} from '../../app/contract/recovery-key.ts';
import { hqErrorSchema } from '../../app/contract/sync.ts';
import { signDocument } from '../../app/db/sign-document.ts';
import { getBrand } from '../db/brand.ts';
import { insertSealedKey, listRecoveryKeys, listSealedKeys } from '../db/recovery-keys.ts';
import type { HqApp, HqDeps } from './hq-deps.ts';
import { refuse } from './hq-errors.ts';
import { sendRefusal } from './signed-routes.ts';
import type { Signed } from './signed-routes.ts';

const failures = { '4xx': hqErrorSchema, '5xx': hqErrorSchema };

/** How a counter leaves a copy of its database key that only the holder of the recovery key can read. */
export function addRecoveryRoutes(app: HqApp, deps: HqDeps, signed: Signed): void {
  addAskRoute(app, deps, signed);
  addHandInRoute(app, deps, signed);
}

function addAskRoute(app: HqApp, deps: HqDeps, signed: Signed): void {
  app.route({
    method: 'GET',
    url: '/v1/recovery-key',
    preValidation: signed.preValidation,
    schema: {
      summary: 'To which key a counter seals the key of its database',
      response: { 200: recoveryKeyAnswerSchema, ...failures },
    },
    handler: async (request, reply) => {
      const { installId } = signed.getInstall(request);
      const [newest] = await listRecoveryKeys(deps.db);
      const { signingKey } = await getBrand(deps.db);
      const [held] = await listSealedKeys(deps.db, installId);
      const document =
        newest === undefined
          ? null
          : signDocument(signingKey, 'recovery-key', {
              kid: newest.kid,
              publicKey: newest.publicKey,
            });
      return reply.send({
        document,
        heldKid: held?.sealed.kid ?? null,
        serverTimeMs: deps.nowMs(),
      });
    },
  });
}

function addHandInRoute(app: HqApp, deps: HqDeps, signed: Signed): void {
  app.route({
    method: 'POST',
    url: '/v1/recovery-key',
    preValidation: signed.preValidation,
    schema: {
      summary: 'The sealed key of the database of the asking install',
      body: sealedKeyRequestSchema,
      response: { 200: sealedKeyAnswerSchema, ...failures },
    },
    handler: async (request, reply) => {
      const { installId } = signed.getInstall(request);
      const { sealed } = request.body;
      const nowMs = deps.nowMs();
      const known = await listRecoveryKeys(deps.db);
      if (!known.some(({ kid }) => kid === sealed.kid))
        return sendRefusal(reply, refuse('bad-request', 'sealed to no recovery key of this HQ'));
      const kept = await deps.db
        .transaction()
        .execute((trx) => insertSealedKey(trx, { installId, sealed, nowMs }));
      if (kept === 'full')
        return sendRefusal(reply, refuse('bad-request', 'too many sealed keys of this install'));
      return reply.send({ heldKid: sealed.kid, serverTimeMs: nowMs });
    },
  });
}
