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
  readonly checkRequest: (path: string, body: unknown) => string[];
  /** Statuses the document does not list (401, 5xx) are held against its ErrorResponse. */
  readonly checkAnswer: (path: string, status: number, body: unknown) => string[];
};

type Content = { content?: { 'application/json'?: { schema?: JsonSchema } } };
type Operation = { requestBody?: Content; responses?: Record<string, Content> };
type OpenApiDocument = {
  paths: Record<string, { post?: Operation } | undefined>;
  components: { schemas: Record<string, JsonSchema> };
};

/** What the stand-in's one endpoint says and hears. */
const checkedSchemas = new Set(['PushMessageRequest', 'PushMessageResponse', 'ErrorResponse']);

const documentId = 'https://line.invalid/messaging-api';

/**
 * Reads `messaging-api.yml` from LINE's published OpenAPI folder. Null when the folder is not
 * there: it is not part of this repository, so the stand-in must also work without it.
 */
export function readLineOpenApi(openApiDir: string): LineOpenApi | null {
  const file = join(openApiDir, 'messaging-api.yml');
  if (!existsSync(file)) return null;
  const document = parse(readFileSync(file, 'utf8')) as OpenApiDocument;
  const ajv = new Ajv2019({ strict: false, allErrors: true, validateFormats: true });
  addFormats.default(ajv);
  // Number widths of OpenAPI; JSON Schema has no such formats.
  for (const format of ['int32', 'int64', 'double', 'binary']) ajv.addFormat(format, true);
  const schemas = toJsonSchemas(document.components.schemas);
  ajv.addSchema({ $id: documentId, components: { schemas } });

  const operationOf = (path: string): Operation | undefined => document.paths[path]?.post;
  // Compiled now, because the large request schema takes longer than a test's deadline may be.
  const names = Object.values(document.paths).flatMap((path) => schemaNames(path?.post));
  const wanted = names.filter((name) => checkedSchemas.has(name));
  const validators = new Map<string, ValidateFunction>();
  for (const name of ['ErrorResponse', ...wanted]) {
    const known = validators.get(name);
    validators.set(
      name,
      known ?? ajv.compile({ $ref: `${documentId}#/components/schemas/${name}` }),
    );
  }
  const check = (name: string, body: unknown): string[] => {
    const validate = validators.get(name);
    if (validate === undefined) return [`${name} is not among the schemas checked here`];
    if (validate(body)) return [];
    return (validate.errors ?? []).map((e) => `${name}${e.instancePath} ${e.message ?? e.keyword}`);
  };
  return {
    checkRequest: (path, body) => {
      const name = schemaName(operationOf(path)?.requestBody);
      return name === null ? [`POST ${path} is not in LINE's OpenAPI`] : check(name, body);
    },
    checkAnswer: (path, status, body) => {
      const described = operationOf(path)?.responses?.[String(status)];
      return check(schemaName(described) ?? 'ErrorResponse', body);
    },
  };
}

function schemaNames(operation: Operation | undefined): string[] {
  const contents = [operation?.requestBody, ...Object.values(operation?.responses ?? {})];
  return contents.flatMap((content) => schemaName(content) ?? []);
}

function schemaName(content: Content | undefined): string | null {
  const ref = content?.content?.['application/json']?.schema?.$ref;
  return typeof ref === 'string' ? (ref.split('/').at(-1) ?? null) : null;
}
