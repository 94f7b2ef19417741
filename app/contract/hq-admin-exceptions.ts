import { z } from 'zod';
import type { EventId, MemberId, SaleId, StoreId } from '../domain/ids.ts';
import { adminExceptionSchema } from './hq-admin.ts';
import { adminRemarkSchema, shownRemarksMax } from './hq-admin-remarks.ts';
import { amountMinor, calendarDate, idSchema, instantMs, wholeNumber } from './ids.ts';

/** What can be done about an exception. `close`: it cost nothing, or nothing need be done. */
export const exceptionActionKinds = [
  'absorb',
  'charge-store',
  'claw-back',
  'recover',
  'redrive',
  'mark-duplicate',
  'close',
] as const;
export const exceptionActionKindSchema = z.enum(exceptionActionKinds);
export type ExceptionActionKind = z.infer<typeof exceptionActionKindSchema>;

/** What an exception costs: NT$, and the points behind it where it is points. */
export const exceptionCostSchema = z.object({ costMinor: amountMinor, points: amountMinor });
export type ExceptionCost = z.infer<typeof exceptionCostSchema>;

/**
 * Points of an overdraft, or of a second sale on an e-invoice, that refunds of the sale made good: those that are no
 * part of its cost, and those that came back only after a person decided about it, which stays as it was decided.
 */
export const returnedPointsSchema = z.object({ counted: amountMinor, since: amountMinor });
export type ReturnedPoints = z.infer<typeof returnedPointsSchema>;

/** Points one claw back may take. */
export const clawBackMax = 10_000_000;

/**
 * What an action takes of whoever asks for it: a reason, or a second person who agrees. A claw back of more
 * than `pointsAloneMax` takes two as well. `why`: it is above the owner's limit, or about points without a
 * price, which no limit in NT$ can tell.
 */
export const actionNeedsSchema = z.object({
  kind: exceptionActionKindSchema,
  note: z.boolean(),
  two: z.boolean(),
  pointsAloneMax: amountMinor.nullable(),
  why: z.enum(['limit', 'unpriced']),
});
export type ActionNeeds = z.infer<typeof actionNeedsSchema>;

/** An event of a counter for people: a sale, a refund, or bytes that could not be read. */
export const exceptionReceiptSchema = z.object({
  eid: idSchema<EventId>(),
  /** Which side of the exception it is; `own`: the event the exception is about. */
  side: z.enum(['own', 'first', 'second', 'original']),
  type: z.string().max(40),
  status: z.enum(['applied', 'duplicate', 'quarantined', 'awaiting']),
  atMs: instantMs,
  receivedAtMs: instantMs,
  storeName: z.string().max(60),
  counterLabel: z.string().max(40),
  /** Who was at the counter; null where nobody was signed in, or the event cannot be read. */
  staffName: z.string().max(40).nullable(),
  memberId: idSchema<MemberId>().nullable(),
  /** Masked by HQ; empty where HQ does not know the member. */
  memberName: z.string().max(120),
  saleId: idSchema<SaleId>().nullable(),
  saleNo: z.string().max(32).nullable(),
  /** What stands on it, top to bottom. */
  lines: z.array(z.object({ name: z.string().max(200), amountMinor: wholeNumber })).max(200),
  totals: z
    .object({
      amountMinor,
      discountMinor: amountMinor,
      pointsSpent: amountMinor,
      pointsValueMinor: amountMinor,
      paidMinor: amountMinor,
      points: wholeNumber,
    })
    .nullable(),
  voucherCodes: z.array(z.string().max(64)).max(20),
  /** The bytes as they came, cut at 4,000 characters; only where a person must look at them. */
  raw: z.string().max(4_000).nullable(),
});
export type ExceptionReceipt = z.infer<typeof exceptionReceiptSchema>;

export const exceptionActionSchema = z.object({
  actionId: z.uuid(),
  kind: exceptionActionKindSchema,
  amountMinor,
  points: amountMinor,
  storeName: z.string().max(60).nullable(),
  memberId: idSchema<MemberId>().nullable(),
  note: z.string().max(500),
  state: z.enum(['awaiting', 'done', 'refused', 'without-effect']),
  proposedBy: z.string().max(60),
  proposedAtMs: instantMs,
  decidedBy: z.string().max(60).nullable(),
  decidedAtMs: instantMs.nullable(),
  outcome: z.record(z.string(), z.unknown()).nullable(),
});
export type AdminExceptionAction = z.infer<typeof exceptionActionSchema>;

/** A line of the record. Who: a name, `owner`, or `hq` for HQ itself. */
export const auditLineSchema = z.object({
  auditNo: wholeNumber.min(1),
  atMs: instantMs,
  adminName: z.string().max(60),
  action: z.string().max(60),
  subject: z.string().max(120),
  before: z.unknown(),
  after: z.unknown(),
});
export type AuditLine = z.infer<typeof auditLineSchema>;

/** GET exceptions/case?exceptionId=: one exception whole. */
export const exceptionCaseQuerySchema = z.object({ exceptionId: z.uuid() });
export const exceptionCaseAnswerSchema = z.object({
  exception: adminExceptionSchema,
  /** What it costs now; what it cost when a person decided who bears it. */
  cost: exceptionCostSchema,
  returnedPoints: returnedPointsSchema,
  receipts: z.array(exceptionReceiptSchema).max(4),
  memberIds: z.array(idSchema<MemberId>()).max(4),
  /** What shops remarked about these members, newest first, and how many there are of it. */
  remarks: z.array(adminRemarkSchema).max(shownRemarksMax),
  remarkCount: wholeNumber.min(0),
  /** What this kind allows now; the first is the one most likely wanted. */
  allowed: z.array(exceptionActionKindSchema),
  /** Of each of these. */
  needs: z.array(actionNeedsSchema),
  /** How many points a claw back takes unless told otherwise. */
  clawBackPoints: amountMinor,
  stores: z.array(z.object({ storeId: idSchema<StoreId>(), name: z.string().max(60) })),
  /** The store that would be charged. */
  storeId: idSchema<StoreId>().nullable(),
  actions: z.array(exceptionActionSchema),
  /** Whether who asks proposed what is waiting: then somebody else must agree. */
  isOwnProposal: z.boolean(),
  twoPersonMinor: amountMinor,
  history: z.array(auditLineSchema),
});
export type ExceptionCaseAnswer = z.infer<typeof exceptionCaseAnswerSchema>;

/** POST exceptions/act. `points`, `amountMinor` and `storeId` are left out for what HQ works out itself. */
export const actRequestSchema = z
  .object({
    exceptionId: z.uuid(),
    kind: exceptionActionKindSchema,
    note: z.string().trim().max(500).default(''),
    storeId: idSchema<StoreId>().optional(),
    points: amountMinor.max(clawBackMax).optional(),
    amountMinor: amountMinor.max(100_000_000).optional(),
  })
  .strict();
export type ActRequest = z.input<typeof actRequestSchema>;

/** POST exceptions/decide: the second person agrees or refuses. */
export const decideRequestSchema = z
  .object({ exceptionId: z.uuid(), actionId: z.uuid(), agree: z.boolean() })
  .strict();

/**
 * What came of either. `awaiting`: above the limit, a second person must agree. `same-person`: the one
 * who proposed it cannot. `not-allowed`: this kind has no such action now. `still-unfit`: judged again,
 * the event cannot be applied, `why` says it. `note-needed`: it costs something, a reason must stand.
 */
export const actAnswerSchema = z.object({
  kind: z.enum([
    'done',
    'awaiting',
    'refused',
    'same-person',
    'not-allowed',
    'already-decided',
    'already-awaiting',
    'still-unfit',
    'note-needed',
    'not-found',
  ]),
  why: z.string().max(500).optional(),
});
export type ActAnswer = z.infer<typeof actAnswerSchema>;

/** GET exceptions/costs?weeks=: what exceptions cost, by week (its Monday), store and kind. Newest week first. */
export const costsQuerySchema = z.object({
  weeks: z.coerce.number().int().min(1).max(53).default(8),
});
export const costRowSchema = z.object({
  week: calendarDate,
  storeName: z.string().max(60),
  kind: z.string().max(40),
  count: wholeNumber.min(0),
  openCount: wholeNumber.min(0),
  /** NT$ the brand bears, stores were charged, members gave or will give back, and undecided. */
  absorbedMinor: amountMinor,
  chargedMinor: amountMinor,
  clawedBackMinor: amountMinor,
  openMinor: amountMinor,
  /** Of what was absorbed, charged or given back by a person's decision: NT$ that refunds made good since. */
  undoneMinor: amountMinor,
});
export type CostRow = z.infer<typeof costRowSchema>;
export const costsAnswerSchema = z.object({ rows: z.array(costRowSchema) });
export type CostsAnswer = z.infer<typeof costsAnswerSchema>;
/** GET exceptions/costs.csv?weeks=&language=: the same as a file. */
export const costsCsvQuerySchema = costsQuerySchema.extend({
  language: z.enum(['zh-TW', 'en']).default('zh-TW'),
});

/** GET admins: who has a token of their own, the limit, and what was done lately. */
export const adminsAnswerSchema = z.object({
  me: z.object({ isOwner: z.boolean(), name: z.string().max(60) }),
  twoPersonMinor: amountMinor,
  rows: z.array(
    z.object({
      adminId: z.uuid(),
      name: z.string().max(60),
      createdAtMs: instantMs,
      revokedAtMs: instantMs.nullable(),
    }),
  ),
  latest: z.array(auditLineSchema),
});
export type AdminsAnswer = z.infer<typeof adminsAnswerSchema>;

/** POST admins: only the owner. The token is shown once; HQ keeps its hash. */
export const newAdminRequestSchema = z.object({ name: z.string().trim().min(1).max(40) }).strict();
export const newAdminAnswerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('made'), adminId: z.uuid(), token: z.string().max(64) }),
  z.object({ kind: z.enum(['only-owner', 'name-taken']) }),
]);
export type NewAdminAnswer = z.infer<typeof newAdminAnswerSchema>;

/** POST admins/revoke and POST admins/limit: only the owner. */
export const revokeAdminRequestSchema = z.object({ adminId: z.uuid() }).strict();
export const limitRequestSchema = z
  .object({ twoPersonMinor: amountMinor.max(100_000_000) })
  .strict();
export const ownerAnswerSchema = z.object({ kind: z.enum(['done', 'only-owner', 'not-found']) });
export type OwnerAnswer = z.infer<typeof ownerAnswerSchema>;
