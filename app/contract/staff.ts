import { z } from 'zod';
import type { StaffId } from '../domain/ids.ts';
import { amountMinor, idSchema, instantMs, wholeNumber } from './ids.ts';

/*
 * The people who work at a counter. While nobody is listed the counter asks nobody; from the first manager on
 * whoever works there signs in, and what they do carries their name.
 */

/** What a person may do: a manager may do all. */
export const staffRoleSchema = z.enum(['cashier', 'manager']);
export type StaffRole = z.infer<typeof staffRoleSchema>;

export const staffNameSchema = z.string().trim().min(1).max(40);

/** 6 to 12 digits (OWASP and our own figures: shorter ones are tried through within hours). */
export const pinSchema = z.string().regex(/^\d{6,12}$/);

/** Who did something, as it is kept with what was done: the name as it was then. */
export const staffRefSchema = z.object({
  staffId: idSchema<StaffId>(),
  name: z.string().min(1).max(40),
});
export type StaffRef = z.infer<typeof staffRefSchema>;

/** Why a manager let something happen that a cashier may not do. */
export const overrideReasonSchema = z.enum([
  'customer-complaint',
  'cashier-mistake',
  'goods-faulty',
  'told-by-hq',
  'other',
]);
export type OverrideReason = z.infer<typeof overrideReasonSchema>;

/** What a cashier may not do, as the guard and the record name it. */
export const permissionSchema = z.enum([
  'refund-over-limit',
  'reveal',
  'export',
  'figures',
  'settings',
  'staff',
  'shift-reports',
  'training',
]);
export type Permission = z.infer<typeof permissionSchema>;

const whats = [
  'signed-in',
  'sign-in-failed',
  'sign-in-stopped',
  'locked',
  'override',
  'revealed',
  'exported',
  'staff-added',
  'staff-changed',
  'staff-removed',
  'pin-changed',
  'rules-changed',
  'clock-set',
  'shift-opened',
  'shift-closed',
] as const;

/** What people did that moves no points. Sales and refunds are events of their own and carry `staff`. */
export const staffActBodySchema = z.object({
  what: z.enum(whats),
  /** Whom it was about, where that is another than who did it: who was added, who failed to sign in. */
  about: staffRefSchema.nullable(),
  /** `override`: who allowed it, what and why. */
  by: staffRefSchema.nullable(),
  permission: permissionSchema.nullable(),
  reason: overrideReasonSchema.nullable(),
  /** How: by PIN or badge, or after how long idle; which report; how many rows. Never a PIN or a code. */
  detail: z.record(z.string().max(24), z.union([z.string().max(80), wholeNumber])),
});
export type StaffActBody = z.infer<typeof staffActBodySchema>;

/** What the screen shows of the staff. */
export const staffViewSchema = z.object({
  /** All who can sign in, managers first, then by name. */
  people: z
    .array(
      z.object({
        ...staffRefSchema.shape,
        role: staffRoleSchema,
        /** Their PIN is not taken before this instant (wall time); left out = no wait. */
        waitUntilMs: instantMs.optional(),
      }),
    )
    .min(1)
    .max(100),
  /** Who is at the counter; kept while it is locked, so that the same person only types the PIN. */
  current: z.object({ ...staffRefSchema.shape, role: staffRoleSchema }).nullable(),
  /** Nothing can be done until somebody signs in; the open sale stays as it is. */
  locked: z.boolean(),
  /** After how many idle minutes the screen locks by itself; 0 = never. */
  lockAfterMinutes: wholeNumber.min(0).max(60),
  /** The wait of the person whose PIN was tried last, as in `people`; null = none. Others may sign in meanwhile. */
  waitUntilMs: instantMs.nullable(),
  /** A manager allowed this once, for the next minute. */
  allowed: z.object({ permission: permissionSchema, by: staffRefSchema }).nullable(),
});
export type StaffView = z.infer<typeof staffViewSchema>;

/** One person as the settings page lists them. */
export const staffRowSchema = z.object({
  ...staffRefSchema.shape,
  role: staffRoleSchema,
  hasBadge: z.boolean(),
  lastSignInAtMs: instantMs.nullable(),
});
export type StaffRow = z.infer<typeof staffRowSchema>;

/**
 * One line of the record of what people did: a `staff_act`, or a sale undone or goods taken back (`void`,
 * `refund`: `detail` has `saleNo`, `moneyMinor` and the cashier's `why`). Newest first.
 */
export const actRowSchema = z.object({
  eid: z.uuid(),
  atMs: instantMs,
  staff: staffRefSchema.nullable(),
  act: staffActBodySchema.extend({ what: z.enum([...whats, 'void', 'refund']) }),
  /** Whose data was looked at, whose sale taken back: masked; left out where it was about no member. */
  memberMasked: z.string().max(80).optional(),
});
export type ActRow = z.infer<typeof actRowSchema>;

const nothing = z.object({}).strict();
const done = z.object({ kind: z.literal('done') });
const refused = z.object({ kind: z.literal('refused'), code: z.string().max(60) });

export const staffRulesSchema = z
  .object({
    lockAfterMinutes: wholeNumber.min(0).max(60),
    /** Money back up to which a cashier refunds or undoes alone, whole NT$. */
    refundLimitMinor: amountMinor.max(9_999_999),
  })
  .strict();
export type StaffRules = z.infer<typeof staffRulesSchema>;
export const staffRulesDefaults: StaffRules = { lockAfterMinutes: 3, refundLimitMinor: 3_000 };

/** Calls about staff. What each takes stands in `callNeeds`; the first two can be made while the counter is locked. */
export const staffCalls = {
  /**
   * Refused: `pin-wrong` (with the tries left in the notice), `pin-wait`, `staff-unknown`. Also unlocks. After 5
   * wrong PINs of a person none of theirs is taken for 5 minutes.
   */
  'staff:sign-in': {
    in: z.object({ staffId: idSchema<StaffId>(), pin: pinSchema }).strict(),
    out: z.union([done, refused]),
  },
  'staff:lock': { in: z.object({ why: z.enum(['person', 'idle']) }).strict(), out: done },

  'staff:list': {
    in: nothing,
    out: z.object({ staff: z.array(staffRowSchema).max(100), rules: staffRulesSchema }),
  },
  /**
   * Adds (staffId null) or changes a person. The first one must be a manager; the last manager stays one.
   * `badge: 'new'` makes a fresh badge code, answered this once, to be printed; the old one ends.
   * Refused: `pin-weak`, `first-is-manager`, `last-manager`, `staff-full`, `staff-unknown`, `pin-missing`,
   * `name-taken`, `setup-first`.
   */
  'staff:put': {
    in: z
      .object({
        staffId: idSchema<StaffId>().nullable(),
        name: staffNameSchema,
        role: staffRoleSchema,
        /** Null keeps the one there is. */
        pin: pinSchema.nullable(),
        badge: z.enum(['keep', 'new', 'none']),
      })
      .strict(),
    out: z.union([
      z.object({
        kind: z.literal('done'),
        staffId: idSchema<StaffId>(),
        badgeCode: z.string().max(40).nullable(),
      }),
      refused,
    ]),
  },
  /** Refused: `last-manager` while others are listed; the very last person may go: then nobody signs in any more. */
  'staff:remove': {
    in: z.object({ staffId: idSchema<StaffId>() }).strict(),
    out: z.union([done, refused]),
  },
  'staff:set-rules': { in: staffRulesSchema, out: z.union([done, refused]) },
  /**
   * A manager allows the person at the counter one thing once, with their own PIN and a reason; it holds for the
   * next call that needs it, at most a minute. Refused: `pin-wrong`, `pin-wait`, `not-a-manager`.
   */
  'staff:allow': {
    in: z
      .object({
        staffId: idSchema<StaffId>(),
        pin: pinSchema,
        permission: permissionSchema,
        reason: overrideReasonSchema,
      })
      .strict(),
    out: z.union([done, refused]),
  },
  'staff:acts': {
    in: z
      .object({
        /** Null = everybody. */
        staffId: idSchema<StaffId>().nullable(),
        offset: wholeNumber.min(0),
        limit: wholeNumber.min(1).max(100),
      })
      .strict(),
    out: z.object({ rows: z.array(actRowSchema).max(100), total: wholeNumber }),
  },
} as const;
