/** A JSON Schema or OpenAPI schema object, read as plain data. */
export type JsonSchema = { readonly [key: string]: unknown };

type Discriminator = {
  readonly propertyName: string;
  readonly mapping?: Record<string, string>;
};

const refPrefix = '#/components/schemas/';
/** Name under which a family's own properties stand, apart from the choice between its members. */
const ownName = (base: string): string => `${base}.own`;

/**
 * OpenAPI 3.0 component schemas as JSON Schema 2019-09, stricter than the letter where that finds
 * our mistakes:
 * - `nullable` adds null to the type;
 * - a schema with `discriminator.mapping` becomes "own properties, and the mapped schema for this
 *   value"; a member of the family (`allOf: [base, …]`) then takes only the base's own properties,
 *   else base and member would refer to each other for ever;
 * - a member reached by one value of the discriminator must carry that value;
 * - a finished object takes no property the document does not know (a typo would be ignored by LINE).
 */
export function toJsonSchemas(schemas: Record<string, JsonSchema>): Record<string, JsonSchema> {
  const bases = new Set(Object.keys(schemas).filter((name) => mappingOf(schemas[name]) !== null));
  const extended = new Set(Object.values(schemas).flatMap(allOfNames));
  const tags = memberTags(schemas);
  const out: Record<string, JsonSchema> = {};
  for (const [name, schema] of Object.entries(schemas)) {
    const converted = convert(schema, bases, false) as JsonSchema;
    if (bases.has(name)) {
      out[ownName(name)] = converted;
      out[name] = choice(name, schema);
      continue;
    }
    const tag = tags.get(name);
    const tagged =
      tag === undefined
        ? converted
        : { allOf: [converted, { properties: { [tag.property]: { const: tag.value } } }] };
    const isObject = schema.type === 'object' || 'allOf' in schema || 'properties' in schema;
    const closed = isObject && !extended.has(name) && !('additionalProperties' in schema);
    out[name] = closed ? { ...tagged, unevaluatedProperties: false } : tagged;
  }
  return out;
}

function discriminatorOf(schema: JsonSchema | undefined): Discriminator | null {
  return (schema?.discriminator as Discriminator | undefined) ?? null;
}

function mappingOf(schema: JsonSchema | undefined): Record<string, string> | null {
  return discriminatorOf(schema)?.mapping ?? null;
}

function choice(name: string, schema: JsonSchema): JsonSchema {
  const property = discriminatorOf(schema)?.propertyName ?? 'type';
  const mapping = mappingOf(schema) ?? {};
  return {
    allOf: [
      { $ref: refPrefix + ownName(name) },
      { properties: { [property]: { enum: Object.keys(mapping) } } },
      ...Object.entries(mapping).map(([value, ref]) => ({
        if: { properties: { [property]: { const: value } }, required: [property] },
        then: { $ref: ref },
      })),
    ],
  };
}

/** Members that exactly one discriminator value leads to. */
function memberTags(
  schemas: Record<string, JsonSchema>,
): Map<string, { property: string; value: string }> {
  const tags = new Map<string, { property: string; value: string }>();
  const twice = new Set<string>();
  for (const schema of Object.values(schemas)) {
    const property = discriminatorOf(schema)?.propertyName ?? '';
    for (const [value, ref] of Object.entries(mappingOf(schema) ?? {})) {
      const member = ref.slice(refPrefix.length);
      if (tags.has(member)) twice.add(member);
      tags.set(member, { property, value });
    }
  }
  for (const member of twice) tags.delete(member);
  return tags;
}

function allOfNames(schema: JsonSchema): string[] {
  const parts = Array.isArray(schema.allOf) ? (schema.allOf as JsonSchema[]) : [];
  return parts.flatMap((part) =>
    typeof part.$ref === 'string' ? [part.$ref.slice(refPrefix.length)] : [],
  );
}

function convert(node: unknown, bases: ReadonlySet<string>, inAllOf: boolean): unknown {
  if (Array.isArray(node)) return node.map((item) => convert(item, bases, inAllOf));
  if (typeof node !== 'object' || node === null) return node;
  const source = node as JsonSchema;
  if (typeof source.$ref === 'string') {
    const name = source.$ref.slice(refPrefix.length);
    return { $ref: refPrefix + (inAllOf && bases.has(name) ? ownName(name) : name) };
  }
  const out: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(source)) {
    if (isLeftOut(key, value)) continue;
    // Inside `properties` a key is a property's name, not a keyword.
    out[key] =
      key === 'properties' ? convertEach(value, bases) : convert(value, bases, key === 'allOf');
  }
  if (source.nullable === true && typeof source.type === 'string') out.type = [source.type, 'null'];
  return out;
}

function convertEach(properties: unknown, bases: ReadonlySet<string>): JsonSchema {
  const entries = Object.entries(properties as JsonSchema);
  return Object.fromEntries(entries.map(([name, value]) => [name, convert(value, bases, false)]));
}

/** Words for people, and one `format` of the document that is really a pattern. */
function isLeftOut(key: string, value: unknown): boolean {
  if (['discriminator', 'nullable', 'example', 'externalDocs', 'description'].includes(key))
    return true;
  return key === 'format' && typeof value === 'string' && value.startsWith('^');
}
