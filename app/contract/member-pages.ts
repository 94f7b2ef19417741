import { z } from 'zod';
import type { CouponId, EventId, MemberId, VoucherId } from '../domain/ids.ts';
import { calendarDate, idSchema, instantMs, wholeNumber } from './ids.ts';
import { languageSchema } from './language.ts';

/**
 * What the member's pages in LINE and HQ say to each other. The pages lie under `/m/`. Every call but
 * `session` carries `Authorization: Bearer <session>`; all are JSON, all refusals are `memberErrorSchema`.
 */
export const memberApiRoot = '/member/api';

const count = wholeNumber.min(0);
/** A text in the words of the program, in the language of the page where it has that, else in English or Chinese. */
const words = z.string().max(200);

/** Why a call was refused; the page has words for each. `message` is for logs. */
export const memberErrorSchema = z.object({
  error: z.enum([
    'bad-request',
    /** LINE does not vouch for the token, or it is old: sign in to LINE again. */
    'not-signed-in',
    /** The LINE account is bound to nobody: join or bind first. */
    'not-bound',
    /** LINE cannot be asked now. */
    'line-unreachable',
    'ticket-unknown',
    'ticket-expired',
    'ticket-used',
    /** This LINE account, or this member, is bound elsewhere. */
    'bound-elsewhere',
    /** The number is a member's already: bind with the card instead. */
    'mobile-known',
    /** No member has this card and this mobile number. */
    'no-match',
    'too-many-tries',
    'consent-needed',
    'not-enough-points',
    'not-available',
    'busy',
    'internal',
  ]),
  message: z.string().max(300),
});
export type MemberError = z.infer<typeof memberErrorSchema>;

/** GET config, without a session: what the page needs before it can ask LINE who is there. */
export const memberConfigSchema = z.object({
  brandName: z.string().max(60),
  /** Null while HQ has no LINE channel: the page says so. */
  liffId: z.string().max(60).nullable(),
  /** The notice on personal data that counts now. */
  consentVersion: z.string().max(40),
});
export type MemberConfig = z.infer<typeof memberConfigSchema>;

/** POST session. */
export const memberSessionRequestSchema = z
  .object({ idToken: z.string().min(1).max(4_000), language: languageSchema })
  .strict();
export const memberSessionSchema = z.object({
  session: z.string().max(400),
  expiresAtMs: instantMs,
  bound: z.boolean(),
  serverTimeMs: instantMs,
});
export type MemberSession = z.infer<typeof memberSessionSchema>;

/** POST join: a new member with three fields; answers `memberHomeSchema`. */
export const joinRequestSchema = z
  .object({
    name: z.string().trim().min(1).max(60),
    mobile: z.string().min(8).max(20),
    /** `MM-DD`: of the birthday only what a birthday gift needs. */
    birthday: z
      .string()
      .regex(/^\d{2}-\d{2}$/)
      .nullable(),
    consentVersion: z.string().min(1).max(40),
    marketing: z.boolean(),
    /** Who invited them: what the link carried as `i` (see `memberReferralSchema`), or a card code somebody typed. */
    inviter: z.string().min(1).max(64).nullable(),
  })
  .strict();
export type JoinRequest = z.infer<typeof joinRequestSchema>;

/**
 * POST bind: a member who has a card; by the counter's one-time code, or by card and mobile number. Answers
 * `memberHomeSchema`. A counter's QR opens the pages with the code as `t`: `https://liff.line.me/<liffId>?t=<ticket>`.
 * Sent again after it went well it answers the same.
 */
export const bindRequestSchema = z.discriminatedUnion('by', [
  z
    .object({
      by: z.literal('ticket'),
      ticket: z.string().regex(/^[A-Za-z0-9_-]{22}$/),
      consentVersion: z.string().min(1).max(40),
      marketing: z.boolean(),
    })
    .strict(),
  z
    .object({
      by: z.literal('card'),
      cardCode: z.string().min(1).max(64),
      mobile: z.string().min(8).max(20),
      consentVersion: z.string().min(1).max(40),
      marketing: z.boolean(),
    })
    .strict(),
]);
export type BindRequest = z.infer<typeof bindRequestSchema>;

/** GET home: everything of the first page. Barcodes are SVG texts that HQ draws: the phone computes nothing. */
export const memberHomeSchema = z.object({
  memberId: idSchema<MemberId>(),
  name: z.string().max(60),
  /** Empty for a member without a card of their own; then there is no picture of it either. */
  cardCode: z.string().max(64),
  /** The EAN-13 or Code 128 of the card, with its quiet zones, without its digits in words. */
  cardSvg: z.string().max(20_000),
  tier: z.object({
    name: words,
    until: calendarDate.nullable(),
    /** The next tier, and what is still missing for it; null at the top. */
    next: z
      .object({ name: words, missingMinor: count, share: z.number().min(0).max(1) })
      .nullable(),
  }),
  points: wholeNumber,
  expiringNext: z.object({ points: count, on: calendarDate }).nullable(),
  vouchers: count,
  stampCards: z
    .array(
      z.object({
        cardId: z.string().max(64),
        name: words,
        stamps: count,
        goal: wholeNumber.min(1),
        rewardWords: words,
      }),
    )
    .max(20),
  /** What the member is told of the way their points came to be worth: NT$ per point, in words. */
  worthWords: words.nullable(),
  marketing: z.boolean(),
  /** A deletion the member asked for; null = none open. */
  deleteAskedAtMs: instantMs.nullable(),
  /** Only in the answer of `join`: they had the gifts for joining before, with another card. */
  giftsHadBefore: z.literal(true).optional(),
  serverTimeMs: instantMs,
});
export type MemberHome = z.infer<typeof memberHomeSchema>;

/** GET code: the signed code of this minute as a QR. Ask again after `showMs`. */
export const memberCodeSchema = z.object({
  text: z.string().max(200),
  svg: z.string().max(40_000),
  expiresAtMs: instantMs,
  showMs: wholeNumber.min(1_000),
  serverTimeMs: instantMs,
});
export type MemberCode = z.infer<typeof memberCodeSchema>;

/** GET postings?before=: newest first, at most 30; `older` is given as `before`. */
export const memberPostingsSchema = z.object({
  rows: z
    .array(
      z.object({
        id: idSchema<EventId>(),
        atMs: instantMs,
        kind: z.enum(['sale', 'refund', 'void', 'expire', 'gift', 'exchange', 'adjust']),
        storeName: z.string().max(60).nullable(),
        saleNo: z.string().max(32).nullable(),
        /** Of a sale what was paid; of a refund or void what was handed back, below 0. */
        paidMinor: wholeNumber.nullable(),
        points: wholeNumber,
        reasons: z.array(words).max(30),
        /** When the points of it lapse; null = none came, or never. */
        expiresOn: calendarDate.nullable(),
      }),
    )
    .max(30),
  older: z.string().max(120).nullable(),
});
export type MemberPostings = z.infer<typeof memberPostingsSchema>;

/** GET vouchers: what can be used (soonest end first), what was, and what points can be exchanged for. */
export const memberVouchersSchema = z.object({
  usable: z
    .array(
      z.object({
        voucherId: idSchema<VoucherId>(),
        code: z.string().max(64),
        name: words,
        terms: z.array(words).max(10),
        validFrom: calendarDate,
        validUntil: calendarDate,
        usesLeft: wholeNumber.min(1),
        uses: wholeNumber.min(1),
        /** Its QR: the code, or a signed token where HQ signs vouchers. */
        svg: z.string().max(40_000),
      }),
    )
    .max(200),
  past: z
    .array(
      z.object({
        voucherId: idSchema<VoucherId>(),
        name: words,
        state: z.enum(['used', 'expired', 'cancelled']),
        atMs: instantMs.nullable(),
        storeName: z.string().max(60).nullable(),
      }),
    )
    .max(50),
  offers: z
    .array(
      z.object({
        couponId: idSchema<CouponId>(),
        name: words,
        terms: z.array(words).max(10),
        points: wholeNumber.min(1),
        /** Why not now; null = it can be had. */
        blocked: z.enum(['points', 'limit', 'days']).nullable(),
      }),
    )
    .max(50),
});
export type MemberVouchers = z.infer<typeof memberVouchersSchema>;

/** POST exchange: points for a voucher, once per `key` whatever the phone's network does. */
export const exchangeRequestSchema = z
  .object({ couponId: idSchema<CouponId>(), key: z.uuid() })
  .strict();
export const exchangeAnswerSchema = z.object({
  voucherId: idSchema<VoucherId>(),
  points: wholeNumber,
});
export type ExchangeAnswer = z.infer<typeof exchangeAnswerSchema>;

/** GET referral. */
export const memberReferralSchema = z.object({
  /**
   * `https://liff.line.me/<liffId>?i=<code>`; the page hands the code on as `inviter` when somebody joins. Null
   * while the program has no reward for inviting.
   */
  url: z.string().max(300).nullable(),
  inviterWords: words.nullable(),
  inviteeWords: words.nullable(),
  invited: count,
  rewarded: count,
});
export type MemberReferral = z.infer<typeof memberReferralSchema>;

/**
 * POST marketing. POST unlink, POST delete-request and POST delete-withdraw (the member thought better of it)
 * have an empty object as body. Each answers `{kind:'done'}`. After `unlink` the session goes on, bound to nobody.
 */
export const marketingRequestSchema = z.object({ on: z.boolean() }).strict();
export const memberDoneSchema = z.object({ kind: z.literal('done') });

/**
 * GET copy: all HQ holds of the member, for the right to a copy (個資法 art. 3). A page may offer it to be kept
 * as a file; its shape is for people and may grow.
 */
export const memberCopySchema = z.object({
  madeAtMs: instantMs,
  member: z.record(z.string(), z.unknown()),
  line: z.record(z.string(), z.unknown()),
  postings: z.array(z.record(z.string(), z.unknown())).max(5_000),
  vouchers: z.array(z.record(z.string(), z.unknown())).max(1_000),
  /** What shops noted about them: tags and notes. */
  remarks: z.array(z.record(z.string(), z.unknown())).max(1_000),
  requests: z.array(z.record(z.string(), z.unknown())).max(100),
  /** Whether there is more than fits; a person at HQ gives the rest. */
  more: z.boolean(),
});
export type MemberCopy = z.infer<typeof memberCopySchema>;
