/** A case says something this adapter has no word for. The message names it. */
export class UnsupportedError extends Error {}

/** Stops the case: `what` is the unknown field or word. */
export function unsupported(what: string): never {
  throw new UnsupportedError(what);
}

/**
 * The fields of one object of a case, read one by one. What nobody has asked for when `end` is
 * called is unknown, so that no field of a case is ever passed over in silence.
 */
export type Fields = {
  /** Where the object stands, for messages: `given.coupons[0]`. */
  readonly where: string;
  readonly keys: readonly string[];
  has: (key: string) => boolean;
  any: (key: string) => unknown;
  /** A finite number, or undefined where the field is absent or null. */
  number: (key: string) => number | undefined;
  text: (key: string) => string | undefined;
  flag: (key: string) => boolean | undefined;
  /** One of `words`; anything else is unsupported. */
  word: <Word extends string>(key: string, words: readonly Word[]) => Word | undefined;
  texts: (key: string) => string[] | undefined;
  numbers: (key: string) => number[] | undefined;
  fields: (key: string) => Fields | undefined;
  list: (key: string) => Fields[] | undefined;
  end: () => void;
};

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads `value` as an object; anything else is unsupported. */
export function fieldsOf(value: unknown, where: string): Fields {
  if (!isRecord(value)) return unsupported(`${where} is not an object`);
  const record = value;
  const seen = new Set<string>();
  const wrong = (key: string, wanted: string) =>
    unsupported(`${where}.${key} = ${JSON.stringify(record[key])} (${wanted} expected)`);
  const take = (key: string): unknown => {
    seen.add(key);
    return Object.hasOwn(record, key) ? record[key] : undefined;
  };
  const list = (key: string): unknown[] | undefined => {
    const found = take(key) ?? undefined;
    if (found === undefined || Array.isArray(found)) return found;
    return wrong(key, 'a list');
  };
  const listOf = <Item>(key: string, wanted: string, is: (item: unknown) => item is Item) => {
    const found = list(key);
    if (found === undefined) return undefined;
    return found.every(is) ? found : wrong(key, wanted);
  };
  const single = <Item>(key: string, wanted: string, is: (item: unknown) => item is Item) => {
    const found = take(key) ?? undefined;
    if (found === undefined) return undefined;
    return is(found) ? found : wrong(key, wanted);
  };
  return {
    where,
    keys: Object.keys(record),
    has: (key) => Object.hasOwn(record, key),
    any: take,
    number: (key) => single(key, 'a number', isNumber),
    text: (key) => single(key, 'a text', isText),
    flag: (key) => single(key, 'true or false', isFlag),
    word: <Word extends string>(key: string, words: readonly Word[]) => {
      const isWord = (item: unknown): item is Word => words.some((word) => word === item);
      return single(key, words.join(' | '), isWord);
    },
    texts: (key) => listOf(key, 'texts', isText),
    numbers: (key) => listOf(key, 'numbers', isNumber),
    fields: (key) => {
      const found = take(key) ?? undefined;
      return found === undefined ? undefined : fieldsOf(found, `${where}.${key}`);
    },
    list: (key) => list(key)?.map((item, i) => fieldsOf(item, `${where}.${key}[${String(i)}]`)),
    end: () => {
      const unknown = Object.keys(record).find((key) => !seen.has(key));
      if (unknown !== undefined) unsupported(`${where}.${unknown}`);
    },
  };
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function isFlag(value: unknown): value is boolean {
  return typeof value === 'boolean';
}

/** The value of the first of several spellings of one field. All of them count as read. */
export function firstOf<Value>(
  read: (key: string) => Value | undefined,
  ...keys: readonly string[]
): Value | undefined {
  return keys.map((key) => read(key)).find((value) => value !== undefined);
}

/** `value` × `factor` where that is whole (2.5% → 250 basis points); else unsupported. */
export function wholeTimes(value: number, factor: number, what: string): number {
  const product = Math.round(value * factor);
  if (Math.abs(product - value * factor) > 1e-6) {
    return unsupported(`${what} = ${String(value)} (finer than the engine counts)`);
  }
  return product;
}
