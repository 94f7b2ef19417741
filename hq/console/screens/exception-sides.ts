const pairs = [
  ['recorded', 'recomputed'],
  ['first', 'second'],
  ['held', 'offered'],
] as const;
export type SideName = (typeof pairs)[number][number];

/** One thing both sides speak of; `null` where a side says nothing. */
export type ComparedField = {
  readonly field: string;
  readonly left: unknown;
  readonly right: unknown;
  /** The two should have been the same and are not. */
  readonly differs: boolean;
};

/** A field outside the comparison; `side` where it belongs to one of the two. */
export type OtherField = {
  readonly side: SideName | null;
  readonly field: string;
  readonly value: unknown;
};

/** An exception's detail laid out for a person: two sides next to each other, and the rest. */
export type ExceptionSides = {
  readonly sides: {
    readonly left: SideName;
    readonly right: SideName;
    readonly fields: readonly ComparedField[];
  } | null;
  readonly rest: readonly OtherField[];
};

/** What people compare comes first. */
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
];

/** Names for machines: they tell a person nothing side by side. */
const idFields = ['eid', 'saleId'];

/** Finds the two sides in an exception's detail, whatever its kind. */
export function exceptionSides(detail: Readonly<Record<string, unknown>>): ExceptionSides {
  const pair = pairs.find(([left, right]) => isRecord(detail[left]) && isRecord(detail[right]));
  if (pair === undefined) return { sides: null, rest: otherFields(null, detail) };
  const [leftName, rightName] = pair;
  const {
    [leftName]: leftValue,
    [rightName]: rightValue,
    recordedTierId,
    tierId,
    ...rest
  } = detail;
  // The tier each side used belongs to the comparison.
  const left: Readonly<Record<string, unknown>> = {
    ...plainSide(leftValue),
    ...(recordedTierId === undefined ? {} : { tierId: recordedTierId }),
  };
  const right: Readonly<Record<string, unknown>> = {
    ...plainSide(rightValue),
    ...(tierId === undefined ? {} : { tierId }),
  };
  // Two events are two things; two results of one sale should be one.
  const shouldAgree = leftName === 'recorded';
  const fields = [...new Set([...Object.keys(left), ...Object.keys(right)])]
    .filter((field) => !idFields.includes(field))
    .sort((a, b) => rank(a) - rank(b))
    .map((field) => {
      const [a, b] = [left[field] ?? null, right[field] ?? null];
      const differs = shouldAgree && JSON.stringify(a) !== JSON.stringify(b);
      return { field, left: a, right: b, differs };
    });
  return {
    sides: { left: leftName, right: rightName, fields },
    rest: [
      ...otherFields(null, rest),
      ...otherFields(leftName, pickIds(left)),
      ...otherFields(rightName, pickIds(right)),
    ],
  };
}

function rank(field: string): number {
  const at = fieldOrder.indexOf(field);
  return at === -1 ? fieldOrder.length : at;
}

/** A refused sum says why instead of sums. */
function plainSide(value: unknown): Readonly<Record<string, unknown>> {
  if (!isRecord(value)) return {};
  return value['kind'] === 'refused' ? { reason: value['code'] } : value;
}

function pickIds(side: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(side).filter(([field]) => idFields.includes(field)));
}

function otherFields(
  side: SideName | null,
  from: Readonly<Record<string, unknown>>,
): readonly OtherField[] {
  return Object.entries(from).map(([field, value]) => ({ side, field, value }));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
