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

  const validators = new Map<string, ValidateFunction>();
  const validatorOf = (name: string): ValidateFunction => {
    const known = validators.get(name);
    if (known !== undefined) return known;
    const made = ajv.compile({ $ref: `${documentId}#/components/schemas/${name}` });
    validators.set(name, made);
    return made;
  };
  const check = (name: string, body: unknown): string[] => {
    const validate = validatorOf(name);
    if (validate(body)) return [];
    return (validate.errors ?? []).map((e) => `${name}${e.instancePath} ${e.message ?? e.keyword}`);
  };
  const operationOf = (path: string): Operation | undefined => document.paths[path]?.post;
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

function schemaName(content: Content | undefined): string | null {
  const ref = content?.content?.['application/json']?.schema?.$ref;
  return typeof ref === 'string' ? (ref.split('/').at(-1) ?? null) : null;
}
