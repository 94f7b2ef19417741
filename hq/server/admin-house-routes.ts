import { z } from 'zod';
import {
  adminApiRoot,
  adminDoneSchema,
  adminErrorSchema,
  enrolmentCodeAnswerSchema,
  enrolmentCodeRequestSchema,
  newStoreAnswerSchema,
  newStoreRequestSchema,
  withdrawnCodesAnswerSchema,
} from '../../app/contract/hq-admin.ts';
import type { StoreId } from '../../app/domain/ids.ts';
import { insertAudit, lockAudit } from '../db/audit.ts';
import { findStore, getBrand, insertStore, markBrandName } from '../db/brand.ts';
import { insertChanges } from '../db/changes.ts';
import { deleteOpenCodes } from '../db/enrolment-codes.ts';
import type { Guard } from './admin-routes.ts';
import { getAdmin } from './admin-session.ts';
import { makeEnrolmentCode } from './enrol-counter.ts';
import type { HqApp, HqDeps } from './hq-deps.ts';
import { warmSnapshot } from './snapshot-routes.ts';
import { refuse } from './hq-errors.ts';

const failures = { '4xx': adminErrorSchema, '5xx': adminErrorSchema };

/** The house: the brand's name, its stores, and codes for new counters. Each leaves a line in the record. */
export function addAdminHouseRoutes(app: HqApp, deps: HqDeps, guard: Guard): void {
  app.route({
    method: 'POST',
    url: `${adminApiRoot}/brand`,
    preValidation: guard,
    schema: {
      body: z.object({ brandName: z.string().trim().min(1).max(60) }).strict(),
      response: { 200: adminDoneSchema, ...failures },
    },
    handler: async (request) => {
      const admin = await getAdmin(deps, request);
      const { brandName: name } = request.body;
      await deps.db.transaction().execute(async (trx) => {
        await lockAudit(trx);
        const before = { name: (await getBrand(trx)).brandName };
        await markBrandName(trx, name);
        const about = { action: 'brand.renamed', subject: 'brand', atMs: deps.nowMs() };
        await insertAudit(trx, { admin, ...about, before, after: { name } });
      });
      return { kind: 'done' as const };
    },
  });
  app.route({
    method: 'POST',
    url: `${adminApiRoot}/stores`,
    preValidation: guard,
    schema: { body: newStoreRequestSchema, response: { 200: newStoreAnswerSchema, ...failures } },
    handler: async (request) => {
      const admin = await getAdmin(deps, request);
      const store = { storeId: deps.newId<StoreId>(), ...request.body };
      await deps.db.transaction().execute(async (trx) => {
        await lockAudit(trx);
        await insertStore(trx, store);
        await insertAudit(trx, {
          admin,
          action: 'store.added',
          subject: store.storeId,
          before: null,
          after: { name: store.name, taxId: store.taxId },
          atMs: deps.nowMs(),
        });
        await insertChanges(trx, [{ kind: 'store', store }]);
      });
      return { storeId: store.storeId };
    },
  });
  addCodeRoutes(app, deps, guard);
}

function addCodeRoutes(app: HqApp, deps: HqDeps, guard: Guard): void {
  app.route({
    method: 'POST',
    url: `${adminApiRoot}/enrolment-codes`,
    preValidation: guard,
    schema: {
      body: enrolmentCodeRequestSchema,
      response: { 200: enrolmentCodeAnswerSchema, ...failures },
    },
    handler: async (request, reply) => {
      const admin = await getAdmin(deps, request);
      const made = await deps.db.transaction().execute(async (trx) => {
        await lockAudit(trx);
        const code = await makeEnrolmentCode({ ...deps, db: trx }, request.body);
        if (code.kind !== 'made') return null;
        const { storeId, counterLabel } = request.body;
        // Never the code itself: whoever reads the record could enrol with it.
        await insertAudit(trx, {
          admin,
          action: 'code.made',
          subject: storeId,
          before: null,
          after: {
            name: `${(await findStore(trx, storeId))?.name ?? ''} ${counterLabel}`,
            expiresAtMs: code.expiresAtMs,
          },
          atMs: deps.nowMs(),
        });
        return code;
      });
      if (made !== null) {
        warmSnapshot(deps).catch((error: unknown) => deps.log(`snapshot: ${String(error)}`));
        return reply.send({ code: made.code, expiresAtMs: made.expiresAtMs });
      }
      const { status, body } = refuse('not-found', 'no such store');
      return reply.code(status).send(body);
    },
  });
  app.route({
    method: 'POST',
    url: `${adminApiRoot}/enrolment-codes/withdraw`,
    preValidation: guard,
    schema: {
      body: enrolmentCodeRequestSchema,
      response: { 200: withdrawnCodesAnswerSchema, ...failures },
    },
    handler: async (request) => {
      const admin = await getAdmin(deps, request);
      const { storeId, counterLabel } = request.body;
      const count = await deps.db.transaction().execute(async (trx) => {
        await lockAudit(trx);
        const atMs = deps.nowMs();
        const open = await deleteOpenCodes(trx, { storeId, counterLabel, nowMs: atMs });
        if (open === 0) return 0;
        const name = `${(await findStore(trx, storeId))?.name ?? ''} ${counterLabel}`;
        await insertAudit(trx, {
          admin,
          action: 'code.withdrawn',
          subject: storeId,
          before: { codes: open },
          after: { name, codes: 0 },
          atMs,
        });
        return open;
      });
      return { count };
    },
  });
}
