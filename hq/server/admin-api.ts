import { z } from 'zod';
import { instantMs, wholeNumber } from '../../app/contract/ids.ts';

/**
 * What HQ's console asks and hears, both sides typed from here. Names and numbers are masked before
 * they leave the server.
 */
export const signInSchema = z.object({ token: z.string().min(1).max(200) }).strict();

export const overviewSchema = z.object({
  brandName: z.string(),
  /** `pglite` is for trying out: it never fsyncs, and the page says so. */
  storeKind: z.enum(['postgres', 'pglite']),
  serverTimeMs: instantMs,
  memberCount: wholeNumber,
  saleCount: wholeNumber,
  openExceptionCount: wholeNumber,
  line: z.object({
    state: z.enum(['no-token', 'sending', 'unauthorized']),
    waiting: wholeNumber,
  }),
  stores: z.array(
    z.object({
      storeId: z.string(),
      name: z.string(),
      taxId: z.string(),
      counters: z.array(
        z.object({
          inst: z.string(),
          counterLabel: z.string(),
          hostName: z.string(),
          appVersion: z.string(),
          lastSeq: wholeNumber,
          lastSeenMs: instantMs.nullable(),
          revoked: z.boolean(),
        }),
      ),
    }),
  ),
});
export type Overview = z.infer<typeof overviewSchema>;

export const newStoreSchema = z
  .object({ name: z.string().trim().min(1).max(60), taxId: z.string().regex(/^\d{8}$/) })
  .strict();
export const brandNameSchema = z.object({ brandName: z.string().trim().min(1).max(60) }).strict();
export const newCodeSchema = z
  .object({ storeId: z.uuid(), counterLabel: z.string().trim().min(1).max(40) })
  .strict();
export const madeCodeSchema = z.object({ code: z.string(), expiresAtMs: instantMs });
export const revokeSchema = z.object({ inst: z.uuid() }).strict();
export const closeExceptionSchema = z.object({ exceptionId: z.uuid() }).strict();
export const doneSchema = z.object({ kind: z.literal('done') });

export const saleListSchema = z.object({
  sales: z.array(
    z.object({
      saleId: z.string(),
      saleNo: z.string(),
      atMs: instantMs,
      storeName: z.string(),
      counterLabel: z.string(),
      memberName: z.string(),
      paidMinor: wholeNumber,
      discountMinor: wholeNumber,
      points: wholeNumber,
    }),
  ),
});
export type SaleList = z.infer<typeof saleListSchema>;

export const memberListSchema = z.object({
  total: wholeNumber,
  members: z.array(
    z.object({
      memberId: z.string(),
      name: z.string(),
      mobile: z.string().nullable(),
      cardCode: z.string(),
      tierId: z.string(),
      points: wholeNumber,
      lineState: z.enum(['none', 'bound', 'blocked']),
      joinedOn: z.string(),
      placeholder: z.boolean(),
    }),
  ),
});
export type MemberList = z.infer<typeof memberListSchema>;

export const exceptionListSchema = z.object({
  exceptions: z.array(
    z.object({
      exceptionId: z.string(),
      kind: z.string(),
      eid: z.string().nullable(),
      storeName: z.string().nullable(),
      counterLabel: z.string().nullable(),
      detail: z.record(z.string(), z.unknown()),
      state: z.enum(['open', 'closed']),
      atMs: instantMs,
    }),
  ),
});
export type ExceptionList = z.infer<typeof exceptionListSchema>;

const lineStateSchema = z.enum(['waiting', 'accepted', 'parked', 'failed', 'expired']);
export const lineOutboxSchema = z.object({
  state: z.enum(['no-token', 'sending', 'unauthorized']),
  counts: z.record(lineStateSchema, wholeNumber),
  latest: z.array(
    z.object({
      outboxId: z.string(),
      memberName: z.string(),
      state: lineStateSchema,
      attempts: wholeNumber,
      createdAtMs: instantMs,
      nextAttemptAtMs: instantMs,
      acceptedAtMs: instantMs.nullable(),
      lastOutcome: z.string().nullable(),
    }),
  ),
});
export type LineOutbox = z.infer<typeof lineOutboxSchema>;
