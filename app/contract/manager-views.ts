import { z } from 'zod';
import type { MemberId, SaleId, VoucherId } from '../domain/ids.ts';
import { amountMinor, calendarDate, idSchema, instantMs, wholeNumber } from './ids.ts';
import { localizedTextSchema } from './localized-text.ts';
import { memberListRowSchema } from './member-row.ts';
import { memberConsentSchema, notesMax, remarkSchema, tagSchema, tagsMax } from './remarks.ts';
import { staffRefSchema } from './staff.ts';

/*
 * What a manager asks of the counter: the member list with filters, one member as a whole, the
 * figures of a period, and files of these. All of it only reads.
 */

/** Rows of one page of the member list, and most rows a filtered list or an export holds. */
export const memberPageMax = 200;
export const listedMembersMax = 5_000;
/** Sales of one page of a member's history. */
export const salesPageMax = 50;
/** Days a period of figures may have. */
export const periodDaysMax = 62;
/** Codes of refusal a period tells of. */
export const refusalsMax = 200;

export const memberFilterSchema = z
  .object({
    tierId: z.string().max(32).nullable(),
    /** 1 to 12. */
    birthMonth: wholeNumber.min(1).max(12).nullable(),
    lineState: z.enum(['none', 'bound', 'blocked']).nullable(),
    /** Points that lapse within 30 days. */
    expiring: z.boolean(),
    /** `away`: bought before, but not for 90 days; `never`: no sale is known. */
    activity: z.enum(['active', 'away', 'never']).nullable(),
    /** Members with this tag. */
    tag: tagSchema.nullable(),
  })
  .strict();
export type MemberFilter = z.infer<typeof memberFilterSchema>;

export const memberSortSchema = z.enum(['name', 'last-sale', 'points', 'joined']);
export type MemberSort = z.infer<typeof memberSortSchema>;

const done = z.object({ kind: z.literal('none') });
const lineOfPeriod = { sales: wholeNumber, paidMinor: wholeNumber, points: wholeNumber };

/** The periods a manager chooses from; days of Asia/Taipei. */
export const periodSchema = z.enum(['today', 'yesterday', '7-days', 'this-month', 'last-month']);
export type Period = z.infer<typeof periodSchema>;

const lotSchema = z.object({
  points: wholeNumber,
  expiresOn: calendarDate.nullable(),
  earnedAtMs: instantMs.nullable(),
});

const storyVoucherSchema = z.object({
  voucherId: idSchema<VoucherId>(),
  name: localizedTextSchema,
  /** Its last characters only: whoever reads a whole code over a shoulder could use it. */
  codeTail: z.string(),
  validFrom: calendarDate,
  validUntil: calendarDate,
  state: z.enum(['usable', 'not-yet', 'used', 'expired', 'cancelled']),
  usesLeft: wholeNumber,
  usedAtMs: instantMs.nullable(),
  /** Null = at this counter, or not known. */
  usedStoreName: z.string().nullable(),
});
export type StoryVoucher = z.infer<typeof storyVoucherSchema>;

const storyStampSchema = z.object({
  cardId: z.string(),
  name: localizedTextSchema,
  goal: wholeNumber,
  cardNo: wholeNumber,
  stamps: wholeNumber,
});

/** One thing on the way of a member; what belongs to each kind is in `name`, `n` and `storeName`. */
const storyStepSchema = z.object({
  /** Of days the noon in Taipei. */
  atMs: instantMs,
  kind: z.enum([
    'joined',
    'first-sale',
    'last-sale',
    'tier',
    'voucher-used',
    'card-full',
    'refund',
    'void',
    'expired',
    'adjusted',
  ]),
  name: localizedTextSchema.nullable(),
  n: wholeNumber.nullable(),
  storeName: z.string().nullable(),
});
export type StoryStep = z.infer<typeof storyStepSchema>;

/** One member as a whole, masked. */
export const memberStorySchema = z.object({
  member: memberListRowSchema,
  tierUntil: calendarDate.nullable(),
  /** Of the birthday the month only. */
  birthMonth: wholeNumber.min(1).max(12).nullable(),
  inviterMasked: z.string().nullable(),
  source: z.enum(['hq', 'counter']),
  lots: z.array(lotSchema).max(100),
  /** What stands in lots that are not listed. */
  furtherPoints: wholeNumber,
  /** Sales of the last 365 days that stand, and of all time. */
  year: z.object({ sales: wholeNumber, paidMinor: wholeNumber }),
  salesEver: wholeNumber,
  vouchers: z.array(storyVoucherSchema).max(100),
  stamps: z.array(storyStampSchema).max(20),
  steps: z.array(storyStepSchema).max(60),
  /** Oldest first. */
  tags: z.array(remarkSchema).max(tagsMax),
  /** Newest first. */
  notes: z.array(remarkSchema).max(notesMax),
  /** Null = not known. */
  consent: memberConsentSchema.nullable(),
});
export type MemberStory = z.infer<typeof memberStorySchema>;

export const storySaleSchema = z.object({
  saleId: idSchema<SaleId>(),
  saleNo: z.string(),
  atMs: instantMs,
  /** Null = at this counter. */
  storeName: z.string().nullable(),
  amountMinor: amountMinor.nullable(),
  discountMinor: amountMinor.nullable(),
  paidMinor: amountMinor,
  points: wholeNumber,
  pointsSpent: wholeNumber,
  refundedMinor: amountMinor,
  pointsTakenBack: wholeNumber,
  /** Taken back as a whole. */
  undone: z.boolean(),
  /** HQ gave it no effect. */
  rejected: z.boolean(),
});
export type StorySale = z.infer<typeof storySaleSchema>;

/** What this counter did in a period. Sales that HQ gave no effect count in `rejected` alone. */
export const figuresSchema = z.object({
  from: calendarDate,
  to: calendarDate,
  sales: wholeNumber,
  amountMinor: wholeNumber,
  discountMinor: wholeNumber,
  paidMinor: wholeNumber,
  rejected: wholeNumber,
  /** Recorded in the period, whenever the sale was. */
  refunds: wholeNumber,
  voids: wholeNumber,
  refundedMinor: wholeNumber,
  /** Net points of all events recorded here in the period, by kind of ledger entry, as they stand now. */
  points: z.object({
    earn: wholeNumber,
    spend: wholeNumber,
    refund: wholeNumber,
    adjust: wholeNumber,
    expire: wholeNumber,
  }),
  newMembers: wholeNumber,
  buyers: wholeNumber,
  /** Buyers of the period who had bought (anywhere) before it began. */
  returningBuyers: wholeNumber,
  /** Net uses of coupons and rewards by sales and refunds of the period, most used first. */
  coupons: z
    .array(z.object({ id: z.string(), name: localizedTextSchema, uses: wholeNumber }))
    .max(20),
  couponUses: wholeNumber,
  /** 24 of them, hours of Taipei from 0. */
  hours: z.array(z.object({ hour: wholeNumber, ...lineOfPeriod })).length(24),
  days: z.array(z.object({ date: calendarDate, ...lineOfPeriod })).max(periodDaysMax),
  /** By who was at the counter, most sales first; null = nobody was signed in. */
  byStaff: z
    .array(
      z.object({
        staff: staffRefSchema.nullable(),
        ...lineOfPeriod,
        refunds: wholeNumber,
        newMembers: wholeNumber,
      }),
    )
    .max(101),
  /** What this counter refused, by the code of the notice, most often first; of all days it counted. */
  refusals: z.array(z.object({ code: z.string(), n: wholeNumber })).max(refusalsMax),
  unsent: wholeNumber,
});
export type Figures = z.infer<typeof figuresSchema>;

/** As what a table is saved: CSV reads everywhere, a workbook opens in Excel with its types and widths. */
export const exportFormatSchema = z.enum(['csv', 'xlsx']);
export type ExportFormat = z.infer<typeof exportFormatSchema>;
const format = exportFormatSchema.default('csv');

const saved = z.union([
  z.object({ kind: z.literal('saved'), path: z.string(), rows: wholeNumber }),
  z.object({ kind: z.literal('refused'), code: z.string().max(60) }),
]);

const asked = { text: z.string().max(64), filter: memberFilterSchema, sort: memberSortSchema };

export const managerCalls = {
  /** A page of the member list under a search, filters and an order. */
  'manager:members': {
    in: z
      .object({
        ...asked,
        offset: wholeNumber.min(0),
        limit: wholeNumber.min(1).max(memberPageMax),
      })
      .strict(),
    out: z.object({
      rows: z.array(memberListRowSchema).max(memberPageMax),
      /** Rows that can be paged through. */
      total: wholeNumber,
      /** There are more than `total`: further words or filters make them fewer. */
      more: z.boolean(),
      /** `tag`: a text that begins with `#`. */
      searchedBy: z.enum(['all', 'phone-tail', 'phone', 'name', 'card', 'tag']),
    }),
  },
  /** The tiers a list can be filtered by, lowest first. */
  'manager:tiers': {
    in: z.object({}).strict(),
    out: z.object({
      tiers: z.array(z.object({ tierId: z.string(), name: localizedTextSchema })).max(50),
    }),
  },
  'manager:story': {
    in: z.object({ memberId: idSchema<MemberId>() }).strict(),
    out: z.union([z.object({ kind: z.literal('found'), story: memberStorySchema }), done]),
  },
  'manager:sales': {
    in: z
      .object({
        memberId: idSchema<MemberId>(),
        offset: wholeNumber.min(0),
        limit: wholeNumber.min(1).max(salesPageMax),
      })
      .strict(),
    out: z.object({ sales: z.array(storySaleSchema).max(salesPageMax) }),
  },
  'manager:figures': { in: z.object({ period: periodSchema }).strict(), out: figuresSchema },
  'manager:export-figures': {
    in: z.object({ period: periodSchema, format }).strict(),
    out: saved,
  },
  /** The list as it is filtered, masked, at most `listedMembersMax` rows. */
  'manager:export-members': { in: z.object({ ...asked, format }).strict(), out: saved },
  /** Rows gathered so far by the export under way; null = there is none. */
  'export:progress': { in: z.object({}).strict(), out: z.object({ rows: wholeNumber.nullable() }) },
  /** Stops the export under way: it answers `export-cancelled`, and there is no file. */
  'export:cancel': { in: z.object({}).strict(), out: z.object({ kind: z.literal('done') }) },
} as const;
