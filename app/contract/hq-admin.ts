import { z } from 'zod';
import type { EventId, InstallId, MemberId, SaleId, StoreId } from '../domain/ids.ts';
import { amountMinor, calendarDate, idSchema, instantMs, wholeNumber } from './ids.ts';

/** Where HQ's console finds its API. Every call but signing in needs the session cookie. */
export const adminApiRoot = '/admin/api';

/** The most rows any list of this API answers with. */
export const adminRowsMax = 200;

const count = wholeNumber.min(0);

/** What every refusal says. The page finds words by `error` and status; `message` is for logs. */
export const adminErrorSchema = z.object({
  error: z.string().max(40),
  message: z.string().max(500),
});
export type AdminError = z.infer<typeof adminErrorSchema>;

/** The answer of a change that has nothing else to say. */
export const adminDoneSchema = z.object({ kind: z.literal('done') });
export type AdminDone = z.infer<typeof adminDoneSchema>;

/** POST session: the admin token opens a session (cookie HttpOnly, SameSite=Strict); 401 when wrong. */
export const signInRequestSchema = z.object({ token: z.string().min(1).max(200) }).strict();
export type SignInRequest = z.infer<typeof signInRequestSchema>;
export const signInAnswerSchema = z.object({ kind: z.literal('signed-in') });
export type SignInAnswer = z.infer<typeof signInAnswerSchema>;
/** DELETE session: ends it; also answers when there was none. */
export const signOutAnswerSchema = z.object({ kind: z.literal('signed-out') });
export type SignOutAnswer = z.infer<typeof signOutAnswerSchema>;

/** One counter of a store as HQ knows it. `label` is the name HQ gave with the enrolment code. */
export const adminCounterSchema = z.object({
  inst: idSchema<InstallId>(),
  label: z.string().max(40),
  hostName: z.string().max(120),
  appVersion: z.string().max(32),
  /** Number of events HQ holds of it: their sequence has no hole. */
  lastSeq: count,
  lastSeenMs: instantMs.nullable(),
  revokedAtMs: instantMs.nullable(),
  createdAtMs: instantMs,
});
export type AdminCounter = z.infer<typeof adminCounterSchema>;

export const adminStoreSchema = z.object({
  storeId: idSchema<StoreId>(),
  name: z.string().max(60),
  taxId: z.string().regex(/^\d{8}$/),
  counters: z.array(adminCounterSchema),
});
export type AdminStore = z.infer<typeof adminStoreSchema>;

/** GET overview. */
export const overviewAnswerSchema = z.object({
  brandName: z.string().max(60),
  /** `pglite` is for trying out: it never fsyncs, and the page must say so. */
  storeKind: z.enum(['pglite', 'postgres']),
  timeline: z.string().max(64),
  counts: z.object({ members: count, events: count, openExceptions: count }),
  line: z.object({
    waiting: count,
    accepted: count,
    parked: count,
    /** Given up: `failed` and `expired` together. */
    failed: count,
    /** Why nothing is being sent now: no token set, LINE refuses the token, or the month is used up. */
    alarm: z.enum(['no-token', 'unauthorized', 'quota']).nullable(),
  }),
  stores: z.array(adminStoreSchema),
  serverTimeMs: instantMs,
});
export type OverviewAnswer = z.infer<typeof overviewAnswerSchema>;

/** POST stores: a new shop. */
export const newStoreRequestSchema = z
  .object({ name: z.string().trim().min(1).max(60), taxId: z.string().regex(/^\d{8}$/) })
  .strict();
export type NewStoreRequest = z.infer<typeof newStoreRequestSchema>;
export const newStoreAnswerSchema = z.object({ storeId: idSchema<StoreId>() });
export type NewStoreAnswer = z.infer<typeof newStoreAnswerSchema>;

/** POST enrolment-codes: a code for one new counter; shown once, HQ keeps only its hash. */
export const enrolmentCodeRequestSchema = z
  .object({ storeId: idSchema<StoreId>(), counterLabel: z.string().trim().min(1).max(40) })
  .strict();
export type EnrolmentCodeRequest = z.infer<typeof enrolmentCodeRequestSchema>;
export const enrolmentCodeAnswerSchema = z.object({
  /** 8 letters without hyphen. */
  code: z.string().regex(/^[BCDFGHJKLMNPQRSTVWXZ]{8}$/),
  expiresAtMs: instantMs,
});
export type EnrolmentCodeAnswer = z.infer<typeof enrolmentCodeAnswerSchema>;

/** POST enrolment-codes/withdraw, with the body of `enrolment-codes`: how many open codes no longer hold. */
export const withdrawnCodesAnswerSchema = z.object({ count: z.number().int().min(0) });
export type WithdrawnCodesAnswer = z.infer<typeof withdrawnCodesAnswerSchema>;

/** GET sales?before=&limit=. `before` is the `older` of an earlier answer, opaque to the page. */
export const salesQuerySchema = z.object({
  before: z.string().min(1).max(120).optional(),
  limit: z.coerce.number().int().min(1).max(adminRowsMax).default(50),
});
export type SalesQuery = z.input<typeof salesQuerySchema>;
/** Newest first by the time of sale; one that was made offline arrives later, in its place. */
export const adminSaleSchema = z.object({
  saleId: idSchema<SaleId>(),
  saleNo: z.string().max(32),
  atMs: instantMs,
  receivedAtMs: instantMs,
  storeName: z.string().max(60),
  counterLabel: z.string().max(40),
  memberId: idSchema<MemberId>(),
  /** Masked by HQ; empty when HQ does not know the member. */
  memberName: z.string().max(120),
  paidMinor: amountMinor,
  discountMinor: amountMinor,
  points: wholeNumber,
  pointsSpent: count,
  /** Goods taken back so far. */
  refundedMinor: amountMinor,
  /** Nothing of it is left. */
  undone: z.boolean(),
  invoiceKey: z.string().max(32).nullable(),
  /** How many vouchers were redeemed with it. */
  vouchers: count,
  /** The sale's LINE message; `none`: there is none. */
  lineState: z.enum(['none', 'waiting', 'accepted', 'parked', 'failed', 'expired']),
});
export type AdminSale = z.infer<typeof adminSaleSchema>;
export const salesAnswerSchema = z.object({
  rows: z.array(adminSaleSchema).max(adminRowsMax),
  /** To be given as `before` for the next page; null at the end. */
  older: z.string().max(120).nullable(),
});
export type SalesAnswer = z.infer<typeof salesAnswerSchema>;

/** GET members?text=&offset=&limit=. `text`: card code, mobile or its last digits, part of a name. */
export const membersQuerySchema = z.object({
  text: z.string().max(64).default(''),
  offset: z.coerce.number().int().min(0).max(10_000_000).default(0),
  limit: z.coerce.number().int().min(1).max(adminRowsMax).default(50),
});
export type MembersQuery = z.input<typeof membersQuerySchema>;
export const adminMemberSchema = z.object({
  memberId: idSchema<MemberId>(),
  /** Empty for a placeholder: a member HQ only knows from a sale. */
  nameMasked: z.string().max(120),
  mobileMasked: z.string().max(40).nullable(),
  cardCode: z.string().max(64).nullable(),
  tierId: z.string().max(32),
  /** Usable today. */
  points: wholeNumber,
  lineState: z.enum(['none', 'bound', 'blocked']),
  joinedOn: calendarDate,
});
export type AdminMember = z.infer<typeof adminMemberSchema>;
export const membersAnswerSchema = z.object({
  rows: z.array(adminMemberSchema).max(adminRowsMax),
  total: count,
});
export type MembersAnswer = z.infer<typeof membersAnswerSchema>;

/** GET exceptions?state=. Newest first. */
export const exceptionStateSchema = z.enum(['open', 'closed']);
export type ExceptionState = z.infer<typeof exceptionStateSchema>;
export const exceptionsQuerySchema = z.object({ state: exceptionStateSchema.default('open') });
export type ExceptionsQuery = z.input<typeof exceptionsQuerySchema>;
export const adminExceptionSchema = z.object({
  exceptionId: z.string().max(64),
  /** As hq/apply names it; the page has words for the known ones. */
  kind: z.string().max(40),
  state: exceptionStateSchema,
  createdAtMs: instantMs,
  eid: idSchema<EventId>().nullable(),
  storeName: z.string().max(60).nullable(),
  counterLabel: z.string().max(40).nullable(),
  /** Both results where there are two: recorded/recomputed, first/second, held/offered. */
  detail: z.record(z.string(), z.unknown()),
  /** In lists: what it cost, NT$; whether a second person must agree to something; whether it can simply be closed. */
  costMinor: amountMinor.optional(),
  isAwaiting: z.boolean().optional(),
  canClose: z.boolean().optional(),
});
export type AdminException = z.infer<typeof adminExceptionSchema>;
export const exceptionsAnswerSchema = z.object({
  rows: z.array(adminExceptionSchema).max(adminRowsMax),
});
export type ExceptionsAnswer = z.infer<typeof exceptionsAnswerSchema>;

/** GET line-outbox?state=&limit=. Newest first. */
export const lineOutboxStateSchema = z.enum(['waiting', 'accepted', 'parked', 'failed', 'expired']);
export type LineOutboxState = z.infer<typeof lineOutboxStateSchema>;
export const lineOutboxQuerySchema = z.object({
  state: lineOutboxStateSchema.optional(),
  limit: z.coerce.number().int().min(1).max(adminRowsMax).default(100),
});
export type LineOutboxQuery = z.input<typeof lineOutboxQuerySchema>;
/** How a try at a LINE message, or the message itself, ended, as HQ writes it down. */
export const lineOutcomes = [
  'accepted',
  'accepted earlier',
  'network',
  'rate',
  'server',
  'not-line',
  'quota',
  'unauthorized',
  'not-tried',
  'retry key too old',
  'too late',
  'restored',
  'unlinked',
  'blocked',
  'erased',
] as const;
export type LineOutcomeWord = (typeof lineOutcomes)[number];
/** LINE's refusals carry their HTTP status; 0 = it was not even sent. */
export type LastLineOutcome = LineOutcomeWord | `refused ${number}`;
export const lineOutboxRowSchema = z.object({
  outboxId: z.string().max(64),
  /** Masked by HQ. */
  memberName: z.string().max(120),
  kind: z.string().max(40),
  state: lineOutboxStateSchema,
  attempts: count,
  createdAtMs: instantMs,
  /** LINE took it over; it does not say whether the member got it. */
  acceptedAtMs: instantMs.nullable(),
  /** A `LastLineOutcome`, or the word of another version of HQ. */
  lastOutcome: z.string().max(500).nullable(),
});
export type LineOutboxRow = z.infer<typeof lineOutboxRowSchema>;
export const lineOutboxAnswerSchema = z.object({
  rows: z.array(lineOutboxRowSchema).max(adminRowsMax),
});
export type LineOutboxAnswer = z.infer<typeof lineOutboxAnswerSchema>;

/** POST line/resume: the token was set right, send again. Answers `adminDoneSchema`. */
export const resumeLinePath = '/line/resume';
