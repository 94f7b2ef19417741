import type { z } from 'zod';

type Def = {
  readonly type: string;
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly element?: z.ZodType;
  readonly options?: readonly z.ZodType[];
  readonly innerType?: z.ZodType;
  readonly in?: z.ZodType;
  readonly out?: z.ZodType;
};

function defOf(schema: z.ZodType): Def {
  return schema.def as unknown as Def;
}

/** The schemas directly inside one: what a default, a list, a union or a pipe is made of. */
function insideOf(schema: z.ZodType): readonly z.ZodType[] {
  const { element, options, innerType, in: first, out } = defOf(schema);
  return [element, ...(options ?? []), innerType, first, out].filter((one) => one !== undefined);
}

/** One field of one object of the schema. An object that stands in several places is one object. */
export type SchemaField = { readonly object: z.ZodType; readonly key: string };

/** Every field of every object in a schema, whatever lists, unions and defaults lie between. */
export function listFields(schema: z.ZodType, seen = new Set<z.ZodType>()): SchemaField[] {
  if (seen.has(schema)) return [];
  seen.add(schema);
  const shape = defOf(schema).shape ?? {};
  return [
    ...Object.keys(shape).map((key) => ({ object: schema, key })),
    ...Object.values(shape).flatMap((field) => listFields(field, seen)),
    ...insideOf(schema).flatMap((inner) => listFields(inner, seen)),
  ];
}

/** The fields of a schema that a value really writes, looking only into the union members that fit it. */
export function listUsedFields(schema: z.ZodType, value: unknown): SchemaField[] {
  if (value === undefined || value === null) return [];
  const { type, shape, element, options } = defOf(schema);
  if (type === 'object' && shape !== undefined) {
    return Object.entries(value).flatMap(([key, inner]) => {
      const field = shape[key];
      if (field === undefined) return [];
      return [{ object: schema, key }, ...listUsedFields(field, inner)];
    });
  }
  if (type === 'array' && element !== undefined && Array.isArray(value)) {
    return value.flatMap((one) => listUsedFields(element, one));
  }
  const fitting = options?.filter((option) => option.safeParse(value).success);
  return (fitting ?? insideOf(schema)).flatMap((inner) => listUsedFields(inner, value));
}
