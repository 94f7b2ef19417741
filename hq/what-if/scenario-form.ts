import { z } from 'zod';
import { amountMinor, calendarDate, idSchema, wholeNumber } from '../../app/contract/ids.ts';
import type { StoreId } from '../../app/domain/ids.ts';

const name = z.string().min(1).max(64);
const count = wholeNumber.min(0);
const clock = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/);

/** Points or NT$ with their last day; null = they stay. */
const lot = z.strictObject({ points: wholeNumber, until: calendarDate.nullable().default(null) });

const memberSchema = z.strictObject({
  /** What the sales call the member. */
  member: name,
  /** Points without a last day; `lots` are on top. */
  points: count.default(0),
  lots: z.array(lot).max(50).default([]),
  /** Left out: the program's first. */
  tier: z.string().max(32).optional(),
  tierUntil: calendarDate.nullable().default(null),
  /** NT$ in the tier window before the first sale, and since the tier began. */
  spent: amountMinor.default(0),
  spentSinceTier: amountMinor.default(0),
  /** Earlier sales. */
  sales: count.default(0),
  joined: calendarDate.nullable().default(null),
  /** `MM-DD`. */
  birthday: z
    .string()
    .regex(/^(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/)
    .nullable()
    .default(null),
  /** The member who invited this one. */
  invitedBy: name.nullable().default(null),
  /** NT$ without a last day; `storedValueLots` are on top. */
  storedValue: amountMinor.default(0),
  storedValueLots: z.array(lot).max(50).default([]),
  stamps: z
    .array(z.strictObject({ card: name, stamps: count, cardNo: wholeNumber.min(1).default(1) }))
    .max(20)
    .default([]),
});

const lineSchema = z.strictObject({
  /** NT$ for one. */
  price: amountMinor.max(9_999_999),
  qty: wholeNumber.min(1).max(10_000).default(1),
  sku: name.nullable().default(null),
  name: name.nullable().default(null),
  category: name.nullable().default(null),
  labels: z.array(name).max(20).default([]),
  kind: z.enum(['goods', 'delivery', 'stored-value']).default('goods'),
});

/** A voucher of a coupon, by its id or one of its names. The same `voucher` twice is the same voucher. */
const voucherSchema = z.strictObject({
  coupon: name,
  voucher: name.optional(),
  from: calendarDate.optional(),
  until: calendarDate.optional(),
  usesLeft: count.optional(),
  uses: wholeNumber.min(1).default(1),
});

const step = {
  date: calendarDate.optional(),
  time: clock.default('12:00'),
};

const saleSchema = z.strictObject({
  ...step,
  /** What refunds call the sale; left out: its number from 1. */
  sale: name.optional(),
  /** Left out: the first member. */
  member: name.optional(),
  /** NT$; or `lines`. */
  amount: wholeNumber.optional(),
  lines: z.array(lineSchema).min(1).max(200).optional(),
  store: idSchema<StoreId>().nullable().default(null),
  channel: name.max(32).default('counter'),
  identifiedBy: z.enum(['scan', 'token', 'search']).default('scan'),
  vouchers: z
    .array(z.union([name, voucherSchema]))
    .max(20)
    .default([]),
  codes: z.array(name).max(20).default([]),
  rewards: z
    .array(z.union([name, z.strictObject({ reward: name, units: wholeNumber.min(1).default(1) })]))
    .max(20)
    .default([]),
  /** Points to pay with. */
  spendPoints: count.default(0),
  /** NT$ of the member's stored value. */
  useStoredValue: amountMinor.default(0),
  giftCards: z
    .array(z.strictObject({ card: name, balance: amountMinor, use: amountMinor }))
    .max(10)
    .default([]),
});

const refundSchema = z.strictObject({
  ...step,
  /** The sale's name, or its number from 1. */
  refund: z.union([name, wholeNumber.min(1)]),
  mode: z.enum(['refund', 'void']).default('refund'),
  /** NT$ of goods; or `lines` (numbers from 1); neither = all of it. */
  amount: wholeNumber.optional(),
  lines: z
    .array(z.strictObject({ line: wholeNumber.min(1), qty: wholeNumber.min(1).default(1) }))
    .min(1)
    .max(200)
    .optional(),
});

/** SCENARIO.json: what happens, in order. Everything that can have a default has one. */
export const scenarioFormSchema = z.strictObject({
  members: z.array(memberSchema).max(1000).default([]),
  sales: z
    .array(z.union([refundSchema, saleSchema]))
    .min(1)
    .max(10_000),
});

export type ScenarioForm = z.infer<typeof scenarioFormSchema>;
export type MemberForm = z.infer<typeof memberSchema>;
export type SaleForm = z.infer<typeof saleSchema>;
export type RefundForm = z.infer<typeof refundSchema>;
