import { z } from 'zod';
import type {
  EventId,
  InstallId,
  MemberId,
  SaleId,
  StoreId,
  VoucherId,
  CouponId,
  RefundId,
} from '../domain/ids.ts';
import { entriesMax, ledgerEntrySchema, refundResultSchema, stampEntrySchema } from './sale.ts';
import { amountMinor, calendarDate, idSchema, instantMs, wholeNumber } from './ids.ts';
import { programSchema } from './program.ts';
import { memberConsentSchema, remarkRowSchema, remarksPerRequestMax } from './remarks.ts';
import { signedDocumentSchema } from './signed-document.ts';
import { heldRightSchema, heldRightsMax } from './spend-policy.ts';

/** Version of the wire between counter and HQ. */
export const protocolVersion = 1;
/** Limits of one push: events and bytes of raw bodies. */
export const pushEventsMax = 200;
export const pushBytesMax = 256 * 1024;
/** Rows of one pull page. */
export const pullRowsMax = 500;

/** What a shop is told of itself. The tax id decides whose e-invoices count. */
export const storeSchema = z.object({
  storeId: idSchema<StoreId>(),
  name: z.string().min(1).max(60),
  taxId: z.string().regex(/^\d{8}$/),
});
export type Store = z.infer<typeof storeSchema>;

/** POST /v1/enrol: a counter shows its code and its public key and becomes an install. */
export const enrolRequestSchema = z.object({
  proto: z.literal(protocolVersion),
  /** 8 characters, shown by HQ, without hyphen; see `enrolmentCodeAlphabet`. */
  code: z.string().regex(/^[BCDFGHJKLMNPQRSTVWXZ]{8}$/),
  /** Ed25519 public key, raw 32 bytes, base64url. */
  publicKey: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  hostName: z.string().max(120),
  appVersion: z.string().max(32),
});
export type EnrolRequest = z.infer<typeof enrolRequestSchema>;
export const enrolAnswerSchema = z.object({
  inst: idSchema<InstallId>(),
  counterLabel: z.string().min(1).max(40),
  brandName: z.string().min(1).max(60),
  store: storeSchema,
  /** HQ's public keys (`hq-keys`) and what HQ certifies of this install; absent from HQ before 0.3. */
  keys: signedDocumentSchema.optional(),
  certificate: signedDocumentSchema.optional(),
  tl: z.uuid(),
  serverTimeMs: instantMs,
});
export type EnrolAnswer = z.infer<typeof enrolAnswerSchema>;

const base64Url32 = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

/** POST /v1/sync/push. `events` are raw bodies; `from` is the seq of the first; `head` the last hash. */
export const pushRequestSchema = z.object({
  proto: z.literal(protocolVersion),
  inst: idSchema<InstallId>(),
  from: wholeNumber.min(1),
  events: z.array(z.string().max(pushBytesMax)).min(1).max(pushEventsMax),
  head: base64Url32,
});
export type PushRequest = z.infer<typeof pushRequestSchema>;
export const pushAnswerSchema = z.object({
  inst: idSchema<InstallId>(),
  /** Last seq of this request, and the hash HQ holds there; an ack counts only if it is our own. */
  through: wholeNumber.min(0),
  head: base64Url32,
  /** HQ's last seq of this install: greater than ours means our identity is used twice. */
  hqLast: wholeNumber.min(0),
  tl: z.uuid(),
  serverTimeMs: instantMs,
});
export type PushAnswer = z.infer<typeof pushAnswerSchema>;

/** Every refusal of HQ. `last`/`head` come with `gap` and `fork`. */
export const hqErrorSchema = z.object({
  error: z.enum([
    'bad-request',
    'bad-signature',
    /** Sign again with the nonce of this answer's `counterfoil-nonce` header. */
    'use-nonce',
    'code-unknown',
    'code-expired',
    'too-many-tries',
    'unknown-install',
    'revoked',
    'gap',
    'fork',
    /** The cursor is no place in HQ's stream: HQ came back from a backup. */
    'ahead',
    'too-large',
    'not-found',
    'busy',
    /** HQ's database is not as it must be: nothing gets better before a person mends it. */
    'hq-misconfigured',
    'internal',
  ]),
  message: z.string().max(500),
  last: wholeNumber.min(0).optional(),
  head: base64Url32.nullable().optional(),
});
export type HqError = z.infer<typeof hqErrorSchema>;

/** As many codes as a row of the stream names of a member; one that is full may leave some out. */
export const codesPerRowMax = 10;

/** A member as every counter of the chain may hold it. */
export const memberRowSchema = z.object({
  memberId: idSchema<MemberId>(),
  name: z.string().max(60),
  mobile: z
    .string()
    .regex(/^\+8869\d{8}$/)
    .nullable(),
  birthday: z
    .string()
    .regex(/^\d{2}-\d{2}$/)
    .nullable(),
  tierId: z.string().max(32),
  /** All codes that name this member, the first is the one on the card. */
  cardCodes: z.array(z.string().min(1).max(64)).max(codesPerRowMax),
  lineState: z.enum(['none', 'bound', 'blocked']),
  joinedOn: calendarDate,
  /** Last day of the tier's period; null for the lowest tier. */
  tierUntil: calendarDate.nullable().default(null),
  /** The day the tier was reached or last renewed; left out where HQ does not know, and by an older one. */
  tierSince: calendarDate.nullable().optional(),
  /** Who invited this member, while the reward for it is due. */
  inviterId: idSchema<MemberId>().nullable().default(null),
  /**
   * Codes among `cardCodes` that came with a merge nobody has confirmed: they name the member but
   * are as weak as a looked-up number (a stranger could enrol with somebody's mobile number).
   */
  weakCodes: z.array(z.string().min(1).max(64)).max(codesPerRowMax).default([]),
  /** What they agreed to when joining; null = not known. An older HQ leaves it out: it says nothing. */
  consent: memberConsentSchema.nullable().optional(),
  /** Their personal data was deleted for good: what is remarked about them goes too. */
  erased: z.literal(true).optional(),
});
export type MemberRow = z.infer<typeof memberRowSchema>;

/** A voucher as HQ knows it. */
export const voucherRowSchema = z.object({
  voucherId: idSchema<VoucherId>(),
  code: z.string().min(1).max(64),
  couponId: idSchema<CouponId>(),
  memberId: idSchema<MemberId>(),
  validFrom: calendarDate,
  validUntil: calendarDate,
  state: z.enum(['issued', 'used', 'cancelled']),
  /** How often it can be used in all, and still; above 1 it is a count ticket. */
  uses: wholeNumber.min(1).default(1),
  usesLeft: wholeNumber.min(0).default(1),
  /** Where and when, once used. */
  used: z.object({ atMs: instantMs, storeName: z.string().max(60) }).nullable(),
  /** The used voucher for which a refund gave this one back. */
  copyOf: idSchema<VoucherId>().nullable().optional(),
});
export type VoucherRow = z.infer<typeof voucherRowSchema>;

/** Two members are one: everything of `memberId` counts for `into` from now on, also what comes later. */
export const mergeRowSchema = z.object({
  memberId: idSchema<MemberId>(),
  into: idSchema<MemberId>(),
});
export type MergeRow = z.infer<typeof mergeRowSchema>;

/** What HQ did with an event: the receipt. Also how other counters' sales become known. */
export const receiptRowSchema = z.object({
  inst: idSchema<InstallId>(),
  seq: wholeNumber.min(1),
  eid: idSchema<EventId>(),
  /**
   * `duplicate`: the eid, sale, refund or e-invoice had its effect before. `awaiting`: a refund whose
   * sale HQ has not seen; a second receipt follows when it is applied. Only `applied` has entries.
   */
  status: z.enum(['applied', 'duplicate', 'quarantined', 'awaiting']),
  atMs: instantMs,
  storeName: z.string().max(60),
  entries: z.array(ledgerEntrySchema).max(entriesMax),
  stamps: z.array(stampEntrySchema).max(50).default([]),
  /**
   * Coupons, rewards and gifts used (negative when a refund gave them back), for their limits. They count
   * for the buying member unless another one got them: gifts to who invited them.
   */
  uses: z
    .array(
      z.object({
        id: z.string().max(64),
        n: wholeNumber,
        memberId: idSchema<MemberId>().optional(),
      }),
    )
    .max(200)
    .default([]),
  sale: z
    .object({
      saleId: idSchema<SaleId>(),
      saleNo: z.string().max(32),
      memberId: idSchema<MemberId>(),
      paidMinor: amountMinor,
      points: wholeNumber,
      invoiceKey: z.string().max(32).nullable(),
      /** What counts for tiers; absent in rows of HQ before 0.2, where it is `paidMinor`. */
      spentMinor: amountMinor.optional(),
    })
    .nullable(),
  /** A sale undone or refunded, wherever that happened. */
  refund: z
    .object({
      refundId: idSchema<RefundId>(),
      saleId: idSchema<SaleId>(),
      memberId: idSchema<MemberId>(),
      result: refundResultSchema,
    })
    .nullable()
    .default(null),
  /** The e-invoice of a sale that was settled without it; absent everywhere else. */
  saleInvoice: z
    .object({ saleEid: idSchema<EventId>(), invoiceKey: z.string().max(32) })
    .optional(),
  usedVoucherIds: z.array(idSchema<VoucherId>()).max(20),
  exceptions: z.array(z.string().max(40)).max(10),
});
export type ReceiptRow = z.infer<typeof receiptRowSchema>;

/**
 * Ledger entries that HQ made itself, without an event of a counter: lapsed points, gifts of the
 * calendar, corrections by a person. `postingId` stands where an event's eid does. May come twice.
 */
export const postingRowSchema = z.object({
  postingId: idSchema<EventId>(),
  /** `expire`, `birthday`, …: what it is for. Unknown ones are posted all the same. */
  why: z.string().max(40),
  atMs: instantMs,
  entries: z.array(ledgerEntrySchema).max(entriesMax),
  /** Stamps moved from card to card when members were merged. */
  stamps: z.array(stampEntrySchema).max(50).default([]),
  /** Gifts given, for their limits. */
  uses: z
    .array(z.object({ id: z.string().max(64), n: wholeNumber }))
    .max(200)
    .default([]),
});
export type PostingRow = z.infer<typeof postingRowSchema>;

/** One change group; `pos` rises without a hole a reader could miss. Unknown kinds are skipped. */
export const changeRowSchema = z.discriminatedUnion('kind', [
  z.object({ pos: wholeNumber, kind: z.literal('program'), program: programSchema }),
  z.object({ pos: wholeNumber, kind: z.literal('store'), store: storeSchema }),
  z.object({ pos: wholeNumber, kind: z.literal('member'), member: memberRowSchema }),
  z.object({ pos: wholeNumber, kind: z.literal('voucher'), voucher: voucherRowSchema }),
  z.object({ pos: wholeNumber, kind: z.literal('receipt'), receipt: receiptRowSchema }),
  z.object({ pos: wholeNumber, kind: z.literal('merge'), merge: mergeRowSchema }),
  z.object({ pos: wholeNumber, kind: z.literal('posting'), posting: postingRowSchema }),
  /** How points may be spent offline, signed by HQ (see `policyPurpose`). */
  z.object({ pos: wholeNumber, kind: z.literal('policy'), document: signedDocumentSchema }),
  z.object({ pos: wholeNumber, kind: z.literal('remark'), remark: remarkRowSchema }),
]);
export type ChangeRow = z.infer<typeof changeRowSchema>;

/**
 * POST /v1/sync/remarks: what was remarked about members, or taken off again, at this counter. Each stands for
 * itself (`remarkRowSchema`): one HQ cannot take holds back no other.
 */
export const remarksRequestSchema = z.object({
  proto: z.literal(protocolVersion),
  inst: idSchema<InstallId>(),
  remarks: z.array(z.unknown()).min(1).max(remarksPerRequestMax),
});
export type RemarksRequest = z.infer<typeof remarksRequestSchema>;
export const remarksAnswerSchema = z.object({
  inst: idSchema<InstallId>(),
  /**
   * In the order of the request. `later`: HQ does not know the member (yet), or does not understand the row.
   * `gone`: the member was erased, nothing may be kept of it.
   */
  outcomes: z.array(z.enum(['kept', 'later', 'gone'])).max(remarksPerRequestMax),
  tl: z.uuid(),
  serverTimeMs: instantMs,
});
export type RemarksAnswer = z.infer<typeof remarksAnswerSchema>;

/** Query of a pull: `mark` as HQ gave it with the cursor, `kid` of the key of HQ that is known. */
export const pullQuerySchema = z.object({
  cursor: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER),
  limit: z.coerce.number().int().min(1).max(pullRowsMax).default(pullRowsMax),
  mark: z.string().max(32).optional(),
  kid: z.string().max(16).optional(),
});

/** GET /v1/sync/pull?cursor=C&limit=N&mark=M&kid=K. Rows stay unparsed here so that an unknown kind can be skipped. */
export const pullAnswerSchema = z.object({
  from: wholeNumber.min(0),
  to: wholeNumber.min(0),
  rows: z.array(z.object({ pos: wholeNumber, kind: z.string().max(40) }).loose()).max(pullRowsMax),
  more: z.boolean(),
  /** Names the row at `to`; given back with the next pull. Absent from HQ before 0.3, as all below. */
  mark: z.string().max(32).nullable().optional(),
  /** HQ's last seq of the asking install, and its hash there (null at 0): a cloned disk is found by it. */
  hqLast: wholeNumber.min(0).optional(),
  hqHead: base64Url32.nullable().optional(),
  /** False while a re-install waits for a manager. */
  confirmed: z.boolean().optional(),
  /** HQ's public keys, when the asker did not name the one in use. */
  keys: signedDocumentSchema.optional(),
  /** Every right HQ says this install holds; absent from HQ before 0.3. */
  rights: z.array(heldRightSchema).max(heldRightsMax).optional(),
  tl: z.uuid(),
  serverTimeMs: instantMs,
});
export type PullAnswer = z.infer<typeof pullAnswerSchema>;
