import { z } from 'zod';
import {
  posApiCalls,
  posErrorSchema,
  posEventSchema,
  posSaleNoSchema,
  type PosCall,
} from '../../app/contract/pos-api.ts';

type Json = { readonly [key: string]: unknown };

/** Refusals that any call may meet. */
export const commonRefusals: Readonly<Record<number, readonly string[]>> = {
  400: ['bad-request', 'not-json'],
  401: ['token-missing', 'token-unknown'],
  403: ['host-refused', 'origin-refused'],
  413: ['too-large'],
  500: ['internal'],
  503: ['busy', 'queue-full', 'not-recorded', 'setup-first'],
};

/** The OpenAPI 3.1 document of the loopback API, made of the schemas that the server itself uses. */
export function posOpenApi(): Json {
  const schemas: Record<string, unknown> = {};
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [name, call] of Object.entries<PosCall>(posApiCalls)) {
    paths[call.path] ??= {};
    (paths[call.path] ?? {})[call.method.toLowerCase()] = operation(name, call, schemas);
  }
  paths['/v1/events'] = { get: eventsOperation(schemas) };
  return {
    openapi: '3.1.0',
    info: {
      title: 'Counterfoil POS hand-over',
      version: '1',
      description: 'For programs on the same PC only: 127.0.0.1 and ::1.',
    },
    servers: [{ url: 'http://127.0.0.1:46120' }],
    paths,
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      schemas: Object.fromEntries(Object.entries(schemas).sort(([a], [b]) => (a < b ? -1 : 1))),
    },
  };
}

function operation(name: string, call: PosCall, schemas: Record<string, unknown>): Json {
  const json = (schema: unknown): Json => ({ content: { 'application/json': { schema } } });
  const error = toSchema(posErrorSchema, 'output', schemas);
  const refusals = Object.entries(call.refusals).map(([status, codes]) => [
    status,
    { description: codes.join(', '), ...json(error) },
  ]);
  const others = {
    description: 'Refused: one of the codes that any call may meet',
    ...json(error),
  };
  return {
    operationId: name,
    summary: call.summary,
    ...(call.needsToken ? { security: [{ token: [] }] } : {}),
    ...(call.path.includes('{posSaleNo}')
      ? {
          parameters: [
            {
              name: 'posSaleNo',
              in: 'path',
              required: true,
              schema: toSchema(posSaleNoSchema, 'input', schemas),
            },
          ],
        }
      : {}),
    ...(call.body === null
      ? {}
      : { requestBody: { required: true, ...json(toSchema(call.body, 'input', schemas)) } }),
    responses: {
      200: { description: 'OK', ...json(toSchema(call.answer, 'output', schemas)) },
      ...Object.fromEntries(refusals),
      default: others,
    },
  };
}

function eventsOperation(schemas: Record<string, unknown>): Json {
  const event = toSchema(posEventSchema, 'output', schemas);
  const query = (name: string, description: string): Json => ({
    name,
    in: 'query',
    required: false,
    description,
    schema: { type: 'string' },
  });
  return {
    operationId: 'events',
    summary: 'A WebSocket that tells each change; each message is one of these',
    security: [{ token: [] }],
    parameters: [
      query('stream', 'The stream one was on, to go on from `after`.'),
      query('after', 'The last number one was told.'),
    ],
    responses: {
      101: {
        description: 'Subprotocol counterfoil.v1; the token in Authorization, or as bearer.<token>',
        content: { 'application/json': { schema: event } },
      },
    },
  };
}

/** A zod schema as JSON Schema; what has a name of its own goes into `schemas` and is pointed to. */
function toSchema(
  schema: z.ZodType,
  io: 'input' | 'output',
  schemas: Record<string, unknown>,
): unknown {
  const {
    $schema: _version,
    $defs = {},
    ...own
  } = z.toJSONSchema(schema, { io }) as Json & {
    $defs?: Record<string, unknown>;
  };
  for (const [name, part] of Object.entries($defs)) schemas[name] = tidy(part, io);
  const { id } = own as { id?: unknown };
  if (typeof id !== 'string') return tidy(own, io);
  schemas[id] = tidy(own, io);
  return { $ref: `#/components/schemas/${id}` };
}

/** Points to where OpenAPI keeps its schemas, and leaves out limits that say no more than "an exact number". */
function tidy(part: unknown, io: 'input' | 'output'): unknown {
  if (Array.isArray(part)) return part.map((one) => tidy(one, io));
  if (typeof part !== 'object' || part === null) return part;
  const entries = Object.entries(part).flatMap(([key, value]): [string, unknown][] => {
    if (
      (key === 'id' && typeof value === 'string') ||
      Math.abs(Number(value)) === Number.MAX_SAFE_INTEGER
    )
      return [];
    // What is answered may get more fields.
    if (key === 'additionalProperties' && io === 'output') return [];
    if (key === '$ref' && typeof value === 'string')
      return [[key, value.replace('#/$defs/', '#/components/schemas/')]];
    return [[key, tidy(value, io)]];
  });
  return Object.fromEntries(entries);
}
