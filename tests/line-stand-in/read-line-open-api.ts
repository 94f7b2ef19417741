import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2019 } from 'ajv/dist/2019.js';
import type { ValidateFunction } from 'ajv/dist/2019.js';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';
import { toJsonSchemas } from './to-json-schemas.ts';
import type { JsonSchema } from './to-json-schemas.ts';

/** Checks bodies against LINE's own description of its API; each check returns what is wrong. */
export type LineOpenApi = {
  /** Whether the document has this endpoint at all. */
  readonly has: (method: string, path: string) => boolean;
  readonly checkRequest: (path: string, body: unknown, method?: string) => string[];
  readonly checkQuery: (path: string, query: URLSearchParams, method: string) => string[];
  /** Statuses the document does not list (401, 5xx) are held against its ErrorResponse. */
  readonly checkAnswer: (path: string, status: number, body: unknown, method?: string) => string[];
  /** A webhook's body, as LINE sends it. */
  readonly checkWebhook: (body: string) => string[];
};

type Content = {
  $ref?: string;
  content?: { 'application/json'?: { schema?: JsonSchema } };
};
type Parameter = { in: string; name: string; required?: boolean; schema?: JsonSchema };
type Operation = {
  parameters?: Parameter[];
  requestBody?: Content;
  responses?: Record<string, Content>;
};
type OpenApiDocument = {
  paths: Record<string, Record<string, Operation> | undefined>;
  components: { schemas: Record<string, JsonSchema> };
};

const documentId = 'https://line.invalid/messaging-api';
const webhookId = 'https://line.invalid/webhook';

/**
 * Reads `messaging-api.yml` and `webhook.yml` from LINE's published OpenAPI folder. Null when the folder
 * is not there: it is not part of this repository, so the stand-in must also work without it.
 */
export function readLineOpenApi(openApiDir: string): LineOpenApi | null {
  const file = join(openApiDir, 'messaging-api.yml');
  if (!existsSync(file)) return null;
  const document = parse(readFileSync(file, 'utf8')) as OpenApiDocument;
  const webhook = parse(readFileSync(join(openApiDir, 'webhook.yml'), 'utf8')) as OpenApiDocument;
  const ajv = new Ajv2019({ strict: false, allErrors: true, validateFormats: true });
  addFormats.default(ajv);
  // Number widths of OpenAPI; JSON Schema has no such formats.
  for (const format of ['int32', 'int64', 'double', 'binary']) ajv.addFormat(format, true);
  for (const [id, { components }] of [
    [documentId, document],
    [webhookId, webhook],
  ] as const)
    ajv.addSchema({ $id: id, components: { schemas: toJsonSchemas(components.schemas) } });

  const check = createChecker(ajv);
  // Compiled now, because the large request schema takes longer than a test's deadline may be.
  for (const name of ['PushMessageRequest', 'PushMessageResponse', 'ErrorResponse'])
    check({ id: documentId, name }, {});
  const find = createFinder(document);
  return {
    has: (method, path) => find(method, path) !== null,
    checkRequest: (path, body, method = 'POST') => {
      const operation = find(method, path);
      if (operation === null) return [`${method} ${path} is not in LINE's OpenAPI`];
      const name = schemaName(operation.requestBody);
      if (name !== null) return check({ id: documentId, name }, body);
      return body === undefined ? [] : [`${method} ${path} takes no body`];
    },
    checkQuery: (path, query, method) => checkQuery(ajv, find(method, path), query),
    checkAnswer: (path, status, body, method = 'POST') => {
      const described = find(method, path)?.responses?.[String(status)];
      if (described !== undefined && schemaName(described) === null) return [];
      return check({ id: documentId, name: schemaName(described) ?? 'ErrorResponse' }, body);
    },
    checkWebhook: (body) => check({ id: webhookId, name: 'CallbackRequest' }, JSON.parse(body)),
  };
}

function createChecker(ajv: Ajv2019) {
  const validators = new Map<string, ValidateFunction>();
  return (
    { id, name }: { readonly id: string; readonly name: string },
    body: unknown,
  ): string[] => {
    const ref = `${id}#/components/schemas/${name}`;
    const validate = validators.get(ref) ?? ajv.compile({ $ref: ref });
    validators.set(ref, validate);
    if (validate(body)) return [];
    return (validate.errors ?? []).map((e) => `${name}${e.instancePath} ${e.message ?? e.keyword}`);
  };
}

/** The operation of a request; `{…}` in a path of the document stands for one part. */
function createFinder({ paths }: OpenApiDocument) {
  const templates = Object.keys(paths).map((template) => ({
    template,
    pattern: new RegExp(
      `^${template.replace(/[.*+?^$()|[\]\\]/g, String.raw`\$&`).replace(/\{[^}]+\}/g, '[^/]+')}$`,
    ),
    isExact: !template.includes('{'),
  }));
  return (method: string, path: string): Operation | null => {
    const fitting = templates.filter(({ pattern }) => pattern.test(path));
    const best = fitting.find(({ isExact }) => isExact) ?? fitting[0];
    return paths[best?.template ?? '']?.[method.toLowerCase()] ?? null;
  };
}

/** What is asked for in the address: each known, none missing, each of its kind. */
function checkQuery(ajv: Ajv2019, operation: Operation | null, query: URLSearchParams): string[] {
  const known = (operation?.parameters ?? []).filter((one) => one.in === 'query');
  const names = new Set(known.map(({ name }) => name));
  const unknown = [...query.keys()].filter((name) => !names.has(name));
  const wrong = known.flatMap(({ name, required, schema = {} }) => {
    const given = query.getAll(name);
    if (given.length === 0) return required === true ? [`query ${name} is missing`] : [];
    const value =
      schema['type'] === 'array'
        ? given
        : schema['type'] === 'integer'
          ? Number(given[0])
          : given[0];
    return ajv.validate(schema, value) ? [] : [`query ${name} ${ajv.errorsText()}`];
  });
  return [...unknown.map((name) => `query ${name} is not in LINE's OpenAPI`), ...wrong];
}

function schemaName(content: Content | undefined): string | null {
  const ref = content?.content?.['application/json']?.schema?.$ref;
  return typeof ref === 'string' ? (ref.split('/').at(-1) ?? null) : null;
}
