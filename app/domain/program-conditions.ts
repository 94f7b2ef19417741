import type { StoreId } from './ids.ts';
import type { CalendarDate } from './time.ts';

/**
 * Which lines of a sale a rule looks at. A line counts when no `except…` list names it and every
 * include list that is not empty does (any of its values). All empty = every line. Lines that sell
 * stored value never count.
 */
export type LineScope = {
  readonly skus: readonly string[];
  readonly categories: readonly string[];
  readonly labels: readonly string[];
  readonly exceptSkus: readonly string[];
  readonly exceptCategories: readonly string[];
  readonly exceptLabels: readonly string[];
  /** Whether delivery fees count. */
  readonly delivery: boolean;
};

/** Part of a day in Asia/Taipei, `HH:MM` each: from inclusive, until exclusive; may pass midnight. */
export type DayHours = { readonly from: string; readonly until: string };

/** When a rule, multiplier, coupon, reward or gift holds. Everything named must hold at once. */
export type Conditions = {
  /** Inclusive, whole NT$, on the lines of `measureOn`; 0 = no minimum. */
  readonly minSpendMinor: number;
  /** Inclusive; null = no maximum. */
  readonly maxSpendMinor: number | null;
  /** Inclusive, in units, on the lines of `measureOn`; 0 = no minimum. */
  readonly minUnits: number;
  readonly maxUnits: number | null;
  /** Where spend and units are measured: the rule's own scope, the whole sale, or other lines. */
  readonly measureOn: 'scope' | 'sale' | LineScope;
  /** Whether spend is measured before or after coupons. Coupons themselves always measure before. */
  readonly spendBasis: 'before-discounts' | 'after-discounts';
  /** At least one line of one of these must be in the sale; empty = not asked. */
  readonly needsSkus: readonly string[];
  /** A code that must have been given with the sale (not case-sensitive); null = none. */
  readonly needsCode: string | null;
  /** First and last day, inclusive, Asia/Taipei. */
  readonly from: CalendarDate | null;
  readonly until: CalendarDate | null;
  /** ISO weekdays, 1 = Monday; empty = every day. */
  readonly weekdays: readonly number[];
  /** Empty = the whole day. */
  readonly hours: readonly DayHours[];
  /** Tiers the member may have before the sale; empty = all. */
  readonly tierIds: readonly string[];
  /** The member's birthday month or day in Asia/Taipei. */
  readonly birthday: 'any' | 'month' | 'day';
  /** The member joined at most so many days ago; 0 = today; null = not asked. */
  readonly joinedWithinDays: number | null;
  /** `first` = the member's first sale that was not undone. */
  readonly purchase: 'any' | 'first';
  /** Stores and channels it holds in; empty = all. */
  readonly storeIds: readonly StoreId[];
  readonly channels: readonly string[];
};

/** Every line. */
export const everyLine: LineScope = {
  skus: [],
  categories: [],
  labels: [],
  exceptSkus: [],
  exceptCategories: [],
  exceptLabels: [],
  delivery: true,
};

/** Holds always. */
export const always: Conditions = {
  minSpendMinor: 0,
  maxSpendMinor: null,
  minUnits: 0,
  maxUnits: null,
  measureOn: 'scope',
  spendBasis: 'before-discounts',
  needsSkus: [],
  needsCode: null,
  from: null,
  until: null,
  weekdays: [],
  hours: [],
  tierIds: [],
  birthday: 'any',
  joinedWithinDays: null,
  purchase: 'any',
  storeIds: [],
  channels: [],
};
