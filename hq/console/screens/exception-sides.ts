const pairs = [
  ['recorded', 'recomputed'],
  ['recorded', 'applied'],
  ['first', 'second'],
  ['held', 'offered'],
  ['offered', 'held'],
] as const;
export type SideName = (typeof pairs)[number][number];
type Detail = Readonly<Record<string, unknown>>;

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
  'mode',
  'tierId',
  'amountMinor',
  'discountMinor',
  'pointsSpent',
  'pointsValueMinor',
  'valueMinor',
  'paidMinor',
  'moneyMinor',
  'spentMinor',
  'baseMinor',
  'points',
  'clawedBack',
  'returned',
  'shortfall',
  'complete',
  'balanceBefore',
  'balancePoints',
  'expiresOn',
  'validFrom',
  'validUntil',
  'reason',
  'last',
  'from',
  'count',
  'head',
];

/** Names for machines: they tell a person nothing side by side. */
const idFields = ['eid', 'saleId'];

/** Finds the two sides in an exception's detail, whatever its kind. */
export function exceptionSides(detail: Detail): ExceptionSides {
  const pair = pairs.find(([left, right]) => isRecord(detail[left]) && hasSide(detail, right));
  if (pair === undefined) return fromDifferences(detail);
  const [leftName, rightName] = pair;
  const {
    [leftName]: leftValue,
    [rightName]: rightValue,
    recordedTierId,
    tierId,
    differences,
    ...rest
  } = detail;
  // The tier each side used belongs to the comparison.
  const left: Detail = {
    ...plainSide(leftValue),
    ...(recordedTierId === undefined ? {} : { tierId: recordedTierId }),
  };
  const right: Detail = {
    ...plainSide(rightValue),
    ...(tierId === undefined ? {} : { tierId }),
  };
  // Two events are two things; two results of one sale should be one.
  const shouldAgree = leftName === 'recorded' && isRecord(rightValue);
  const fields = [...new Set([...Object.keys(left), ...Object.keys(right)])]
    .filter((field) => !idFields.includes(field))
    .map((field) => compare(field, left[field], right[field], shouldAgree));
  const more = readDifferences(differences).filter(
    ({ field }) => field !== 'kind' && !fields.some((known) => known.field === field),
  );
  const all = [...fields, ...more].sort((a, b) => rank(a.field) - rank(b.field));
  return {
    sides: { left: leftName, right: rightName, fields: all },
    rest: [
      ...otherFields(null, rest),
      ...otherFields(leftName, pickIds(left)),
      ...otherFields(rightName, pickIds(right)),
      ...listsOf(all, leftName, rightName),
    ],
  };
}

/** A side that came to nothing is a side too. */
function hasSide(detail: Detail, name: string): boolean {
  return isRecord(detail[name]) || (name === 'applied' && detail[name] === null);
}

/** Only parts that differ are told: what a counter sent, and what HQ holds. */
function fromDifferences(detail: Detail): ExceptionSides {
  const { differences, ...rest } = detail;
  const fields = readDifferences(differences);
  if (fields.length === 0) return { sides: null, rest: otherFields(null, detail) };
  return {
    sides: { left: 'offered', right: 'held', fields },
    rest: [...otherFields(null, rest), ...listsOf(fields, 'offered', 'held')],
  };
}

function compare(field: string, one: unknown, other: unknown, shouldAgree: boolean): ComparedField {
  const [left, right] = [one ?? null, other ?? null];
  const differs = shouldAgree && JSON.stringify(left) !== JSON.stringify(right);
  return { field, left, right, differs };
}

function readDifferences(value: unknown): ComparedField[] {
  if (!Array.isArray(value)) return [];
  return value.filter(isRecord).map(({ field, recorded, recomputed }) => ({
    field: String(field),
    left: recorded ?? null,
    right: recomputed ?? null,
    differs: true,
  }));
}

/** Lists do not fit next to each other: they stand below, whole. */
function listsOf(
  fields: readonly ComparedField[],
  leftName: SideName,
  rightName: SideName,
): OtherField[] {
  return fields
    .filter(({ left, right }) => isList(left) || isList(right))
    .flatMap(({ field, left, right }): OtherField[] => [
      { side: leftName, field, value: left },
      { side: rightName, field, value: right },
    ]);
}

/** Something with parts, that is no reason a person can read. */
export function isList(value: unknown): boolean {
  return Array.isArray(value) || (isRecord(value) && typeof value['code'] !== 'string');
}

function rank(field: string): number {
  const at = fieldOrder.indexOf(field);
  return at === -1 ? fieldOrder.length : at;
}

/** A sum that was refused, failed or found nothing left says why instead of sums. */
function plainSide(value: unknown): Detail {
  if (!isRecord(value)) return { reason: { code: 'nothing-left' } };
  const { kind, ...rest } = value;
  if (kind === 'refused') return { reason: rest };
  return kind === 'failed' ? { reason: { code: 'failed' } } : value;
}

function pickIds(side: Detail): Record<string, unknown> {
  return Object.fromEntries(Object.entries(side).filter(([field]) => idFields.includes(field)));
}

function otherFields(side: SideName | null, from: Detail): readonly OtherField[] {
  return Object.entries(from)
    .map(([field, value]) => ({ side, field, value }))
    .sort((a, b) => restRank(a.field) - restRank(b.field));
}

/** What people look at first, then the rest, names for machines last. */
function restRank(field: string): number {
  if (/(Id|^id|^eid|Eid|^seq|^status)$/.test(field)) return fieldOrder.length + 1;
  return rank(field);
}

export function isRecord(value: unknown): value is Detail {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
