import { z } from 'zod';
import type { EventId, InstallId, MemberId, RightId, VoucherId } from '../domain/ids.ts';
import type { SpendPolicy } from '../domain/spend-policy.ts';
import { idSchema, instantMs, wholeNumber } from './ids.ts';

/** The purpose under which HQ signs a policy. */
export const policyPurpose = 'spend-policy';

const points = wholeNumber.min(0).max(10_000_000);
const hours = wholeNumber.min(0).max(24 * 366);

/** A policy as it is signed, stored and edited. */
export const spendPolicySchema = z
  .object({
    revision: wholeNumber.min(0),
    floorSalePoints: points,
    floorMemberPoints: points,
    floorCounterPoints: points,
    askAfterSales: wholeNumber.min(0).max(1_000),
    floorSalesMax: wholeNumber.min(0).max(1_000),
    snapshotAgeHoursMax: hours,
    offlineHoursMax: hours,
    leasePoints: points,
    leaseHours: wholeNumber.min(1).max(24 * 31),
    onlineAbovePoints: points.nullable(),
    verifyShareBps: wholeNumber.min(0).max(10_000),
    onOverdraft: z.enum(['absorb', 'recover', 'contact']),
  })
  .refine((policy) => policy.floorSalePoints <= policy.floorMemberPoints, {
    path: ['floorMemberPoints'],
    message: 'one sale may not spend more than the member in all',
  })
  .refine((policy) => policy.floorMemberPoints <= policy.floorCounterPoints, {
    path: ['floorCounterPoints'],
    message: 'one member may not spend more than all members together',
  }) satisfies z.ZodType<SpendPolicy>;

/** What covers the points (and the class B vouchers) of a sale at a counter of an HQ. */
export const spendCoverSchema = z.discriminatedUnion('by', [
  z.object({ by: z.literal('lease'), leaseId: idSchema<RightId>() }),
  z.object({
    by: z.literal('floor'),
    /** HQ was asked for this sale and nothing came back: it may have reserved these points. */
    asked: idSchema<RightId>().optional(),
  }),
  z.object({
    by: z.literal('online'),
    authId: idSchema<RightId>(),
    /** A lease of this counter that pays its part; the authorisation is for the rest. */
    lease: z
      .object({ leaseId: idSchema<RightId>(), points: wholeNumber.min(1) })
      .nullable()
      .default(null),
  }),
]);
export type SpendCover = z.infer<typeof spendCoverSchema>;

/**
 * A right as HQ lists it to the install that holds it. `lease`: points of one member. `auth`: what HQ
 * granted for one sale. `pin`: a voucher that only this counter may redeem.
 */
export const heldRightSchema = z.object({
  rightId: idSchema<RightId>(),
  kind: z.enum(['lease', 'auth', 'pin']),
  memberId: idSchema<MemberId>(),
  grantedPoints: wholeNumber.min(0),
  /** What HQ has seen spent on it. */
  spentPoints: wholeNumber.min(0),
  /** Of a pin. */
  voucherId: idSchema<VoucherId>().nullable(),
  expiresAtMs: instantMs,
  /** HQ asks for it back: somebody waits for these points at another counter. */
  recalled: z.boolean(),
});
export type HeldRight = z.infer<typeof heldRightSchema>;
/** Rights one install may hold; HQ grants no more. */
export const heldRightsMax = 500;

/**
 * POST /v1/leases: points of a member, or one voucher, for this install alone. The id is made by the
 * counter: the same id twice is the same right.
 */
export const leaseRequestSchema = z.object({
  rightId: idSchema<RightId>(),
  inst: idSchema<InstallId>(),
  memberId: idSchema<MemberId>(),
  /** Null = points. */
  voucherId: idSchema<VoucherId>().nullable(),
});
export type LeaseRequest = z.infer<typeof leaseRequestSchema>;

/** Why HQ reserves nothing. `held-elsewhere`: another counter holds the voucher. */
export const rightRefusals = [
  'not-usual-store',
  'nothing-left',
  'held-elsewhere',
  'held-already',
  'voucher-gone',
  'unknown-member',
  'too-many-rights',
  'closed',
  'not-granted-by-policy',
] as const;
export const leaseAnswerSchema = z.object({
  outcome: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('granted'), right: heldRightSchema }),
    z.object({ kind: z.literal('refused'), why: z.enum(rightRefusals) }),
  ]),
  serverTimeMs: instantMs,
});
export type LeaseAnswer = z.infer<typeof leaseAnswerSchema>;

/** Sales HQ may not have heard of yet that one question names. */
export const pendingMax = 100;

/**
 * POST /v1/spend/authorise: HQ's word for one sale, before it is settled. Reserves the points and the
 * vouchers until the sale arrives or the counter gives them back.
 */
export const authoriseRequestSchema = z.object({
  authId: idSchema<RightId>(),
  inst: idSchema<InstallId>(),
  memberId: idSchema<MemberId>(),
  /** Beyond what the lease below covers. */
  points: points,
  /** A lease of this install that pays the first part. */
  leaseId: idSchema<RightId>().nullable(),
  voucherIds: z.array(idSchema<VoucherId>()).max(20),
  /** The member's sales on no right that this counter has not sent: HQ counts those it does not know. */
  pending: z
    .array(
      z.object({
        eid: idSchema<EventId>(),
        points: wholeNumber.min(1),
        /** The question that was asked in vain for it: what HQ reserved then is not counted once more. */
        asked: idSchema<RightId>().optional(),
      }),
    )
    .max(pendingMax),
});
export type AuthoriseRequest = z.infer<typeof authoriseRequestSchema>;
export const authoriseAnswerSchema = z.object({
  outcome: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('granted'), authId: idSchema<RightId>() }),
    z.object({
      kind: z.literal('points-short'),
      availablePoints: wholeNumber,
      /** Reserved at other counters, which HQ has asked to give them back. */
      heldPoints: wholeNumber.min(0),
    }),
    z.object({
      kind: z.literal('voucher-refused'),
      voucherId: idSchema<VoucherId>(),
      why: z.enum(['used', 'cancelled', 'unknown', 'of-other-member', 'held-elsewhere']),
    }),
    z.object({ kind: z.literal('refused'), why: z.enum(rightRefusals) }),
  ]),
  serverTimeMs: instantMs,
});
export type AuthoriseAnswer = z.infer<typeof authoriseAnswerSchema>;
export type AuthoriseOutcome = AuthoriseAnswer['outcome'];
