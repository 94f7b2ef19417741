import { z } from 'zod';
import {
  actAnswerSchema,
  actRequestSchema,
  costsAnswerSchema,
  costsCsvQuerySchema,
  costsQuerySchema,
  decideRequestSchema,
  exceptionCaseAnswerSchema,
  exceptionCaseQuerySchema,
} from '../../app/contract/hq-admin-exceptions.ts';
import { adminApiRoot, adminErrorSchema } from '../../app/contract/hq-admin.ts';
import { businessDate } from '../../app/domain/time.ts';
import { actOnException, decideOnAction } from '../workbench/act-on-exception.ts';
import { reportCosts } from '../workbench/cost-report.ts';
import { costsCsv } from '../workbench/costs-csv.ts';
import { readCase } from '../workbench/read-case.ts';
import { addAdminPeopleRoutes } from './admin-people-routes.ts';
import type { Guard } from './admin-routes.ts';
import { getAdmin } from './admin-session.ts';
import type { HqApp, HqDeps } from './hq-deps.ts';
import { refuse } from './hq-errors.ts';

const failures = { '4xx': adminErrorSchema, '5xx': adminErrorSchema };

/** The exceptions workbench: one exception whole, what is decided about it, what exceptions cost. */
export function addAdminWorkbenchRoutes(app: HqApp, deps: HqDeps, guard: Guard): void {
  app.route({
    method: 'GET',
    url: `${adminApiRoot}/exceptions/case`,
    preValidation: guard,
    schema: {
      querystring: exceptionCaseQuerySchema,
      response: { 200: exceptionCaseAnswerSchema, ...failures },
    },
    handler: async (request, reply) => {
      const admin = await getAdmin(deps, request);
      const { exceptionId } = request.query;
      const found = await readCase(deps.db, { exceptionId, admin });
      if (found !== null) return reply.send(found);
      const { status, body } = refuse('not-found', 'no such exception');
      return reply.code(status).send(body);
    },
  });
  app.route({
    method: 'POST',
    url: `${adminApiRoot}/exceptions/act`,
    preValidation: guard,
    schema: { body: actRequestSchema, response: { 200: actAnswerSchema, ...failures } },
    handler: async (request) =>
      await actOnException(deps, await getAdmin(deps, request), request.body),
  });
  app.route({
    method: 'POST',
    url: `${adminApiRoot}/exceptions/decide`,
    preValidation: guard,
    schema: { body: decideRequestSchema, response: { 200: actAnswerSchema, ...failures } },
    handler: async (request) =>
      await decideOnAction(deps, await getAdmin(deps, request), request.body),
  });
  addReportRoutes(app, deps, guard);
  addAdminPeopleRoutes(app, deps, guard);
}

function addReportRoutes(app: HqApp, deps: HqDeps, guard: Guard): void {
  app.route({
    method: 'GET',
    url: `${adminApiRoot}/exceptions/costs`,
    preValidation: guard,
    schema: { querystring: costsQuerySchema, response: { 200: costsAnswerSchema, ...failures } },
    handler: async (request) => ({
      rows: await reportCosts(deps.db, { weeks: request.query.weeks, nowMs: deps.nowMs() }),
    }),
  });
  app.route({
    method: 'GET',
    url: `${adminApiRoot}/exceptions/costs.csv`,
    preValidation: guard,
    schema: { querystring: costsCsvQuerySchema, response: { 200: z.string(), ...failures } },
    handler: async (request, reply) => {
      const { weeks, language } = request.query;
      const nowMs = deps.nowMs();
      const rows = await reportCosts(deps.db, { weeks, nowMs });
      const name = `exception-costs-${businessDate(nowMs)}.csv`;
      void reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="${name}"`)
        .serializer((text: string) => text);
      return costsCsv(rows, language);
    },
  });
}
