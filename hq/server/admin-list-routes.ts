import {
  adminApiRoot,
  adminErrorSchema,
  exceptionsAnswerSchema,
  exceptionsQuerySchema,
  lineOutboxAnswerSchema,
  lineOutboxQuerySchema,
  membersAnswerSchema,
  membersQuerySchema,
  overviewAnswerSchema,
  salesAnswerSchema,
  salesQuerySchema,
} from '../../app/contract/hq-admin.ts';
import { refundsAnswerSchema, refundsQuerySchema } from '../../app/contract/hq-admin-members.ts';
import type { OverviewAnswer } from '../../app/contract/hq-admin.ts';
import type { RefundId, SaleId } from '../../app/domain/ids.ts';
import { getBrand, listStores } from '../db/brand.ts';
import { listInstalls } from '../db/installs.ts';
import { countLineMessages, listLineMessages } from '../db/line-outbox.ts';
import { countEverything } from '../db/overview.ts';
import { listLatestRefunds } from '../db/refund-overview.ts';
import { listLatestSales } from '../db/sales.ts';
import type { LineWorker } from '../line/create-line-worker.ts';
import type { Guard } from './admin-routes.ts';
import type { HqApp, HqDeps } from './hq-deps.ts';
import { listCases } from '../workbench/list-cases.ts';
import { findMembersForPeople, maskForPeople } from './members-for-people.ts';

const failures = { '4xx': adminErrorSchema, '5xx': adminErrorSchema };
type Shared = { readonly lineWorker: LineWorker; readonly guard: Guard };

/** What the console reads. Names and numbers are masked here, before they leave HQ. */
export function addAdminListRoutes(app: HqApp, deps: HqDeps, { lineWorker, guard }: Shared): void {
  app.route({
    method: 'GET',
    url: `${adminApiRoot}/overview`,
    preValidation: guard,
    schema: { response: { 200: overviewAnswerSchema, ...failures } },
    handler: async () => await readOverview(deps, lineWorker),
  });
  app.route({
    method: 'GET',
    url: `${adminApiRoot}/members`,
    preValidation: guard,
    schema: {
      querystring: membersQuerySchema,
      response: { 200: membersAnswerSchema, ...failures },
    },
    handler: async (request) => await findMembersForPeople(deps, request.query),
  });
  app.route({
    method: 'GET',
    url: `${adminApiRoot}/exceptions`,
    preValidation: guard,
    schema: {
      querystring: exceptionsQuerySchema,
      response: { 200: exceptionsAnswerSchema, ...failures },
    },
    handler: async (request) => ({ rows: await listCases(deps.db, request.query.state) }),
  });
  app.route({
    method: 'GET',
    url: `${adminApiRoot}/line-outbox`,
    preValidation: guard,
    schema: {
      querystring: lineOutboxQuerySchema,
      response: { 200: lineOutboxAnswerSchema, ...failures },
    },
    handler: async (request) => {
      const { state = null, limit } = request.query;
      const rows = await listLineMessages(deps.db, { state, limit });
      return { rows: rows.map((row) => ({ ...row, memberName: maskForPeople(row.memberName) })) };
    },
  });
  addSalesRoute(app, deps, guard);
  addRefundsRoute(app, deps, guard);
}

function addSalesRoute(app: HqApp, deps: HqDeps, guard: Guard): void {
  app.route({
    method: 'GET',
    url: `${adminApiRoot}/sales`,
    preValidation: guard,
    schema: { querystring: salesQuerySchema, response: { 200: salesAnswerSchema, ...failures } },
    handler: async (request) => {
      const { before, limit } = request.query;
      // A place that is none of ours reads as the beginning.
      const place = before === undefined ? null : readPlace(before);
      const sales = await listLatestSales(deps.db, {
        before: place === null ? null : { atMs: place.atMs, saleId: place.id as SaleId },
        limit,
      });
      const last = sales.at(-1);
      return {
        rows: sales.map((sale) => ({ ...sale, memberName: maskForPeople(sale.memberName) })),
        older: last === undefined || sales.length < limit ? null : `${last.atMs}~${last.saleId}`,
      };
    },
  });
}

function addRefundsRoute(app: HqApp, deps: HqDeps, guard: Guard): void {
  app.route({
    method: 'GET',
    url: `${adminApiRoot}/refunds`,
    preValidation: guard,
    schema: {
      querystring: refundsQuerySchema,
      response: { 200: refundsAnswerSchema, ...failures },
    },
    handler: async (request) => {
      const { before, limit } = request.query;
      const place = before === undefined ? null : readPlace(before);
      const refunds = await listLatestRefunds(deps.db, {
        before: place === null ? null : { atMs: place.atMs, refundId: place.id as RefundId },
        limit,
      });
      const last = refunds.at(-1);
      return {
        rows: refunds.map((one) => ({ ...one, memberName: maskForPeople(one.memberName) })),
        older:
          last === undefined || refunds.length < limit ? null : `${last.atMs}~${last.refundId}`,
      };
    },
  });
}

function readPlace(text: string): { readonly atMs: number; readonly id: string } | null {
  const match = /^(-?\d{1,16})~([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(text);
  const [, atMs, id] = match ?? [];
  return atMs === undefined || id === undefined ? null : { atMs: Number(atMs), id };
}

async function readOverview(deps: HqDeps, lineWorker: LineWorker): Promise<OverviewAnswer> {
  const { brandName, timeline } = await getBrand(deps.db);
  const counts = await countEverything(deps.db);
  const { waiting, accepted, parked, failed, expired } = await countLineMessages(deps.db);
  const state = lineWorker.getState();
  const installs = await listInstalls(deps.db);
  const stores = (await listStores(deps.db)).map((store) => ({
    ...store,
    counters: installs
      .filter((install) => install.storeId === store.storeId)
      .map(({ installId, storeId: _, counterLabel, ...rest }) => ({
        inst: installId,
        label: counterLabel,
        ...rest,
      })),
  }));
  const alarm = state === 'sending' ? (parked > 0 ? ('quota' as const) : null) : state;
  const line = { waiting, accepted, parked, failed: failed + expired, alarm };
  const serverTimeMs = deps.nowMs();
  return { brandName, storeKind: deps.storeKind, timeline, counts, line, stores, serverTimeMs };
}
