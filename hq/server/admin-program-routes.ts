import {
  checkDraftAnswerSchema,
  checkDraftRequestSchema,
  previewAnswerSchema,
  previewQuerySchema,
  programsAnswerSchema,
  programVersionAnswerSchema,
  programVersionQuerySchema,
  publishAnswerSchema,
  publishRequestSchema,
  startPreviewAnswerSchema,
  startPreviewRequestSchema,
} from '../../app/contract/hq-admin-programs.ts';
import { adminApiRoot, adminErrorSchema } from '../../app/contract/hq-admin.ts';
import type { Program } from '../../app/domain/program.ts';
import { starterProgram } from '../../app/domain/starter-program.ts';
import { businessDate } from '../../app/domain/time.ts';
import { programInForce } from '../db/program-in-force.ts';
import { listPrograms, listProgramVersions, programKey } from '../db/programs.ts';
import { readDraft } from './admin-draft.ts';
import type { Guard } from './admin-routes.ts';
import { getAdmin } from './admin-session.ts';
import type { HqApp, HqDeps } from './hq-deps.ts';
import { refuse } from './hq-errors.ts';
import { createPreviewDesk } from './preview-desk.ts';
import { describeVersions } from './program-versions.ts';
import { publishProgram } from './publish-program.ts';

const failures = { '4xx': adminErrorSchema, '5xx': adminErrorSchema };
/** A program with every coupon it may have, in Chinese, and its JSON inside JSON. */
const bodyLimit = 2 * 1024 * 1024;

/** The console's rules page: versions, drafts, previews, publishing. */
export function addAdminProgramRoutes(app: HqApp, deps: HqDeps, guard: Guard): void {
  addVersionRoutes(app, deps, guard);
  addDraftRoutes(app, deps, guard);
  addPreviewRoutes(app, deps, guard);
}

function addVersionRoutes(app: HqApp, deps: HqDeps, guard: Guard): void {
  app.route({
    method: 'GET',
    url: `${adminApiRoot}/programs`,
    preValidation: guard,
    schema: { response: { 200: programsAnswerSchema, ...failures } },
    handler: async () => {
      const today = businessDate(deps.nowMs());
      return { today, rows: describeVersions(await listProgramVersions(deps.db), today) };
    },
  });
  app.route({
    method: 'GET',
    url: `${adminApiRoot}/programs/version`,
    preValidation: guard,
    schema: {
      querystring: programVersionQuerySchema,
      response: { 200: programVersionAnswerSchema, ...failures },
    },
    handler: async (request, reply) => {
      const { programId, version } = request.query;
      const program = (await listPrograms(deps.db)).get(programKey(programId, version));
      if (program !== undefined) return reply.send({ program: { ...program } });
      const { status, body } = refuse('not-found', 'no such version');
      return reply.code(status).send(body);
    },
  });
}

function addDraftRoutes(app: HqApp, deps: HqDeps, guard: Guard): void {
  app.route({
    method: 'POST',
    url: `${adminApiRoot}/programs/check`,
    preValidation: guard,
    bodyLimit,
    schema: {
      body: checkDraftRequestSchema,
      response: { 200: checkDraftAnswerSchema, ...failures },
    },
    handler: async (request) => {
      const { program, findings } = readDraft(request.body.text, await findInForce(deps));
      return { findings: [...findings], program: program === null ? null : { ...program } };
    },
  });
  app.route({
    method: 'POST',
    url: `${adminApiRoot}/programs/publish`,
    preValidation: guard,
    bodyLimit,
    schema: { body: publishRequestSchema, response: { 200: publishAnswerSchema, ...failures } },
    handler: async (request) =>
      await publishProgram(deps, await getAdmin(deps, request), request.body),
  });
}

function addPreviewRoutes(app: HqApp, deps: HqDeps, guard: Guard): void {
  const desk = createPreviewDesk(deps);
  app.route({
    method: 'POST',
    url: `${adminApiRoot}/programs/previews`,
    preValidation: guard,
    bodyLimit,
    schema: {
      body: startPreviewRequestSchema,
      response: { 200: startPreviewAnswerSchema, ...failures },
    },
    handler: async (request) => {
      const { text, period } = request.body;
      const inForce = await findInForce(deps);
      const after = readDraft(text, inForce).program;
      if (after === null) return { kind: 'not-a-program' as const };
      const previewId = desk.start({ before: inForce ?? starterProgram, after, period });
      if (previewId === null) return { kind: 'busy' as const };
      return { kind: 'started' as const, previewId };
    },
  });
  app.route({
    method: 'GET',
    url: `${adminApiRoot}/programs/previews`,
    preValidation: guard,
    schema: {
      querystring: previewQuerySchema,
      response: { 200: previewAnswerSchema, ...failures },
    },
    handler: async (request) => desk.find(request.query.previewId),
  });
}

async function findInForce(deps: HqDeps): Promise<Program | null> {
  const programs = await listPrograms(deps.db);
  return programInForce(programs.values(), businessDate(deps.nowMs()));
}
