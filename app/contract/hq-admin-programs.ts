import { z } from 'zod';
import type { ProgramId } from '../domain/ids.ts';
import { amountMinor, calendarDate, idSchema, instantMs, wholeNumber } from './ids.ts';
import { localizedTextSchema } from './localized-text.ts';

const count = wholeNumber.min(0);

/** The longest program text HQ reads, in characters. */
export const programTextMax = 400_000;

/** How a version stands today. `past`: another has taken over, or its last day is gone. */
export const programStateSchema = z.enum(['in-force', 'upcoming', 'past']);
export type ProgramState = z.infer<typeof programStateSchema>;

const versionRef = { programId: idSchema<ProgramId>(), version: wholeNumber.min(1) };

export const adminProgramSchema = z.object({
  ...versionRef,
  name: localizedTextSchema,
  effectiveFrom: calendarDate,
  effectiveUntil: calendarDate.nullable(),
  /** The last day it really rules, where a later version takes over; null = open. */
  rulesUntil: calendarDate.nullable(),
  /** Null for rules HQ began with. */
  publishedAtMs: instantMs.nullable(),
  state: programStateSchema,
});
export type AdminProgram = z.infer<typeof adminProgramSchema>;

/** GET programs: every version, newest first. */
export const programsAnswerSchema = z.object({
  today: calendarDate,
  rows: z.array(adminProgramSchema),
});
export type ProgramsAnswer = z.infer<typeof programsAnswerSchema>;

/** GET programs/version?programId=&version=; 404 when HQ does not have it. */
export const programVersionQuerySchema = z.object({
  programId: idSchema<ProgramId>(),
  version: z.coerce.number().int().min(1),
});
/** A program as JSON; to be read with `programSchema`. */
const programJson = z.record(z.string(), z.unknown());
export const programVersionAnswerSchema = z.object({ program: programJson });
export type ProgramVersionAnswer = z.infer<typeof programVersionAnswerSchema>;

/** Something wrong in a draft, on a line of its text (from 1). */
export const draftFindingSchema = z.object({
  line: wholeNumber.min(1),
  severity: z.enum(['error', 'warning']),
  code: z.string().max(60),
  words: localizedTextLoose(),
});
export type DraftFinding = z.infer<typeof draftFindingSchema>;

/** Sentences may be longer than the names of a program. */
function localizedTextLoose() {
  return z.object({ 'zh-TW': z.string().max(2_000), en: z.string().max(2_000) });
}

const draftText = z.string().max(programTextMax);

/** POST programs/check: a draft's text, judged. */
export const checkDraftRequestSchema = z.object({ text: draftText }).strict();
export type CheckDraftRequest = z.infer<typeof checkDraftRequestSchema>;
export const findingsMax = 200;
export const checkDraftAnswerSchema = z.object({
  /** In the order of their lines, at most `findingsMax`. */
  findings: z.array(draftFindingSchema).max(findingsMax),
  /** Null while it is not a program at all. */
  program: programJson.nullable(),
});
export type CheckDraftAnswer = z.infer<typeof checkDraftAnswerSchema>;

/** The stretch of days whose sales a preview runs. */
export const previewPeriodSchema = z.enum(['last-month', 'last-30-days']);
export type PreviewPeriod = z.infer<typeof previewPeriodSchema>;
/** The most sales a preview runs. */
export const previewSalesMax = 20_000;

/** POST programs/previews: begins to run a draft; `busy` while HQ runs another. */
export const startPreviewRequestSchema = z
  .object({ text: draftText, period: previewPeriodSchema })
  .strict();
export type StartPreviewRequest = z.infer<typeof startPreviewRequestSchema>;
export const startPreviewAnswerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('started'), previewId: z.uuid() }),
  z.object({ kind: z.enum(['busy', 'not-a-program']) }),
]);
export type StartPreviewAnswer = z.infer<typeof startPreviewAnswerSchema>;

/** What the sales come to under one program. Amounts NT$. */
export const previewTotalsSchema = z.object({
  /** Points earned, those of inviters too. */
  points: count,
  /** Their worth at the program's redemption rate; 0 where points cannot pay. */
  pointsValueMinor: amountMinor,
  discountMinor: amountMinor,
  /** Left to pay in money. */
  paidMinor: amountMinor,
  vouchersIssued: count,
  tierRises: count,
  /** Sales that could not be settled as asked; run again without points, rewards and stored value. */
  refused: count,
});
export type PreviewTotals = z.infer<typeof previewTotalsSchema>;

const previewSideSchema = z.object({
  discountMinor: amountMinor,
  paidMinor: amountMinor,
  points: wholeNumber,
  vouchersIssued: count,
  tierName: localizedTextSchema.nullable(),
  reasons: z.array(localizedTextLoose()).max(60),
});
export type PreviewSide = z.infer<typeof previewSideSchema>;

/** A sale that comes out differently. `differenceMinor`: what the customer gains (NT$, points at their worth). */
export const previewSaleSchema = z.object({
  atMs: instantMs,
  storeName: z.string().max(60),
  /** Masked by HQ. */
  memberName: z.string().max(120),
  amountMinor,
  differenceMinor: wholeNumber,
  before: previewSideSchema,
  after: previewSideSchema,
});
export type PreviewSale = z.infer<typeof previewSaleSchema>;

export const previewResultSchema = z.object({
  from: calendarDate,
  until: calendarDate,
  salesCount: count,
  /** There were more than `previewSalesMax`; only the first are in it. */
  isCut: z.boolean(),
  before: z.object({
    version: wholeNumber,
    name: localizedTextSchema,
    totals: previewTotalsSchema,
  }),
  after: previewTotalsSchema,
  members: z.object({ all: count, better: count, worse: count }),
  salesAffected: count,
  /** What customers gain in all, discounts and points at their worth; below 0 = they lose. */
  differenceMinor: wholeNumber,
  /** Those that change most, at most 5. */
  most: z.array(previewSaleSchema).max(5),
});
export type PreviewResult = z.infer<typeof previewResultSchema>;

/** GET programs/previews?previewId=. `gone`: HQ no longer has it. */
export const previewQuerySchema = z.object({ previewId: z.uuid() });
export const previewAnswerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('running'), done: count, total: count }),
  z.object({ kind: z.literal('done'), result: previewResultSchema }),
  z.object({ kind: z.enum(['failed', 'gone']) }),
]);
export type PreviewAnswer = z.infer<typeof previewAnswerSchema>;

/** POST programs/publish. `afterVersion`: the last version the page knew of this program, 0 for none. */
export const publishRequestSchema = z
  .object({ text: draftText, effectiveFrom: calendarDate, afterVersion: count })
  .strict();
export type PublishRequest = z.infer<typeof publishRequestSchema>;
export const publishAnswerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('published'), ...versionRef, effectiveFrom: calendarDate }),
  /** Errors stand in it; none of its warnings keep it from being published. */
  z.object({ kind: z.literal('refused'), findings: z.array(draftFindingSchema).max(findingsMax) }),
  z.object({ kind: z.literal('in-the-past'), today: calendarDate }),
  /** Somebody published in between: look again at what would change. */
  z.object({ kind: z.literal('changed-meanwhile'), lastVersion: count }),
]);
export type PublishAnswer = z.infer<typeof publishAnswerSchema>;
