/** One thing two sides say; `null` where a side says nothing. */
export type ComparedField = {
  readonly field: string;
  readonly left: unknown;
  readonly right: unknown;
  readonly differs: boolean;
};

/** An exception's detail laid out for a person: two sides next to each other, and the rest. */
export type ExceptionSides = {
  readonly sides: {
    readonly left: SideName;
    readonly right: SideName;
    readonly fields: readonly ComparedField[];
  } | null;
  readonly rest: readonly { readonly field: string; readonly value: unknown }[];
};

const pairs = [
  ['recorded', 'recomputed'],
  ['first', 'second'],
  ['held', 'offered'],
] as const;
export type SideName = (typeof pairs)[number][number];

/** What people compare comes first; ids and hashes last. */
const fieldOrder = [
  'storeName',
  'saleNo',
  'atMs',
  'tierId',
  'amountMinor',
  'discountMinor',
  'paidMinor',
  'baseMinor',
  'points',
  'expiresOn',
  'reason',
  'last',
  'from',
  'count',
  'head',
  'saleId',
  'eid',
];

/** Finds the two sides in an exception's detail, whatever its kind. */
export function exceptionSides(detail: Readonly<Record<string, unknown>>): ExceptionSides {
  const pair = pairs.find(([left, right]) => isRecord(detail[left]) && isRecord(detail[right]));
  if (pair === undefined) return { sides: null, rest: flatten(detail, '') };
  const [leftName, rightName] = pair;
  const rest = { ...detail };
  delete rest[leftName];
  delete rest[rightName];
  const left = plainSide(detail[leftName]);
  const right = plainSide(detail[rightName]);
  // The tier each side used belongs to the comparison.
  if ('recordedTierId' in rest) {
    left['tierId'] = rest['recordedTierId'];
    right['tierId'] = rest['tierId'];
    delete rest['recordedTierId'];
    delete rest['tierId'];
  }
  const fields = [...new Set([...Object.keys(left), ...Object.keys(right)])]
    .sort((a, b) => rank(a) - rank(b))
    .map((field) => {
      const [a, b] = [left[field] ?? null, right[field] ?? null];
      return { field, left: a, right: b, differs: JSON.stringify(a) !== JSON.stringify(b) };
    });
  return { sides: { left: leftName, right: rightName, fields }, rest: flatten(rest, '') };
}

function rank(field: string): number {
  const at = fieldOrder.indexOf(field);
  return at === -1 ? fieldOrder.length : at;
}

/** A refused sum says why instead of sums. */
function plainSide(value: unknown): Record<string, unknown> {
  if (!isRecord(value)) return {};
  if (value['kind'] !== 'refused') return { ...value };
  return { reason: value['code'] };
}

function flatten(
  value: Readonly<Record<string, unknown>>,
  prefix: string,
): { field: string; value: unknown }[] {
  return Object.entries(value).flatMap(([key, inner]) =>
    isRecord(inner) && prefix === ''
      ? flatten(inner, `${key}.`)
      : [{ field: prefix + key, value: inner }],
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
