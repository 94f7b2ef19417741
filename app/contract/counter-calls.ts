import { z } from 'zod';
import { appearanceSchema } from './appearance.ts';
import type { DeviceId, MemberId, RefundId, SaleId, VoucherId } from '../domain/ids.ts';
import {
  counterViewSchema,
  refundableSaleSchema,
  refundPreviewSchema,
  settledSaleViewSchema,
  toneSchema,
} from './counter-view.ts';
import { amountMinor, idSchema, wholeNumber } from './ids.ts';
import { calendarSchema, languageSchema } from './language.ts';
import { inboxCalls } from './inbox.ts';
import { guideCalls } from './guide.ts';
import { lineDeskCalls } from './line-desk.ts';
import { managerCalls } from './manager-views.ts';
import { memberListRowSchema } from './member-row.ts';
import { posSettingsCalls } from './pos-settings.ts';
import { scannerCalls } from './scan-log.ts';
import { remarkCalls } from './remarks.ts';
import { refundRequestSchema } from './sale.ts';
import { shiftCalls } from './shift.ts';
import { permissionSchema, staffCalls } from './staff.ts';
import { trainingCalls } from './training.ts';
import { serialDetectionCalls } from './serial-detection.ts';
import { serialPortChoiceSchema, serialSettingsSchema } from './serial-settings.ts';
import { wedgeSettingsSchema } from './wedge.ts';

/**
 * Every call the screen may make of the counter process, in and out. The same registry types both
 * sides; the counter process parses what comes in and what goes out.
 */
const nothing = z.object({}).strict();
const done = z.object({ kind: z.literal('done') });
const refused = z.object({ kind: z.literal('refused'), code: z.string().max(60) });

export { memberListRowSchema, type MemberListRow } from './member-row.ts';

/** How a shop without HQ names itself; the tax id decides whose e-invoices count. */
const shopSchema = z
  .object({
    shopName: z.string().trim().min(1).max(60),
    taxId: z
      .string()
      .regex(/^\d{8}$/)
      .nullable(),
  })
  .strict();

export const counterCalls = {
  /** The whole view now; also the first call of every screen. */
  'counter:view': { in: nothing, out: counterViewSchema },

  /** First run: work without HQ from now on. */
  'setup:start-local': {
    in: shopSchema,
    out: z.union([done, refused]),
  },
  /** Connect this counter to HQ by its code; also later, from local mode (everything flows up). */
  'setup:connect': {
    in: z.object({ hqUrl: z.string().max(300), code: z.string().max(20) }).strict(),
    out: z.union([done, refused]),
  },

  /** A burst of keys that the screen recognised as a scan. */
  'scan:wedge': {
    in: z.object({ text: z.string().min(1).max(4096), completedAtMs: z.number() }).strict(),
    out: done,
  },

  /**
   * Where scans go from now on, those of keys and of devices: to the open sale, to the desk where goods
   * come back (an e-invoice or card finds sales), or into the field for who invited a new member (a
   * card only). What came of one is the view's `deskScan`. In test mode they lead to nothing at all, and are
   * only listed (see `scanPage`).
   */
  'scan:aim': {
    in: z.object({ at: z.enum(['sale', 'refund', 'inviter', 'test']) }).strict(),
    out: done,
  },

  'sale:set-amount': {
    in: z.object({ amountText: z.string().regex(/^\d{0,8}$/) }).strict(),
    out: z.union([done, refused]),
  },
  'sale:toggle-voucher': {
    in: z.object({ voucherId: idSchema<VoucherId>() }).strict(),
    out: z.union([done, refused]),
  },
  /** Take the code of a shared coupon off the sale. */
  'sale:drop-code': {
    in: z.object({ code: z.string().max(64) }).strict(),
    out: z.union([done, refused]),
  },
  /** Settle the open sale. `expected` is what the screen showed; another result is refused, never posted. */
  'sale:settle': {
    in: z.object({ expectedPaidMinor: amountMinor, expectedPoints: wholeNumber }).strict(),
    out: z.union([done, refused]),
  },
  /** Pay a part with points; 0 takes them off again. More than possible is cut to what is. */
  'sale:set-points': {
    in: z.object({ points: wholeNumber.min(0) }).strict(),
    out: z.union([done, refused]),
  },
  /** Put the best combination of the vouchers at hand on the sale. */
  'sale:use-best': { in: nothing, out: z.union([done, refused]) },

  /**
   * Sales of this counter by the end of their number, e-invoice number or a member's card code, newest
   * first; all when empty.
   */
  'refund:find': {
    in: z.object({ text: z.string().max(64) }).strict(),
    out: z.object({ sales: z.array(settledSaleViewSchema).max(50) }),
  },
  'refund:open': {
    in: z.object({ saleId: idSchema<SaleId>() }).strict(),
    out: z.union([z.object({ kind: z.literal('open'), open: refundableSaleSchema }), refused]),
  },
  'refund:preview': {
    in: z
      .object({
        saleId: idSchema<SaleId>(),
        mode: z.enum(['void', 'refund']),
        request: refundRequestSchema,
      })
      .strict(),
    out: refundPreviewSchema,
  },
  /** Undo or refund. The screen makes `refundId` once per intent: sent twice it counts once. */
  'refund:settle': {
    in: z
      .object({
        refundId: idSchema<RefundId>(),
        saleId: idSchema<SaleId>(),
        mode: z.enum(['void', 'refund']),
        request: refundRequestSchema,
        why: z.enum(['mistake', 'wrong-member', 'goods-back', 'other']),
        expectedMoneyMinor: amountMinor,
        expectedClawedBack: wholeNumber,
      })
      .strict(),
    out: z.union([done, refused]),
  },
  /** One step back: close the notice, else drop the e-invoice/vouchers/amount, else the member. */
  'sale:back': { in: nothing, out: done },
  'sale:clear': { in: nothing, out: done },
  /** Set the open sale aside, whole, and be free for the next customer. */
  'sale:park': { in: nothing, out: z.union([done, refused]) },
  /** Take a sale back that was set aside; one that is begun on the counter goes aside in its place. */
  'sale:recall': {
    in: z.object({ parkedAtMs: z.number().int() }).strict(),
    out: z.union([done, refused]),
  },

  'member:find': {
    in: z
      .object({
        text: z.string().max(64),
        offset: wholeNumber.min(0),
        limit: wholeNumber.min(1).max(200),
      })
      .strict(),
    out: z.object({
      rows: z.array(memberListRowSchema).max(200),
      total: wholeNumber,
      /** More than `total` fit; how many, was not counted. */
      more: z.boolean().optional(),
      searchedBy: z.enum(['all', 'phone-tail', 'phone', 'name', 'card', 'tag']),
    }),
  },
  /** Put a found member on the open sale (weak identification: may earn, not use vouchers). */
  'member:attach': {
    in: z.object({ memberId: idSchema<MemberId>() }).strict(),
    out: z.union([done, refused]),
  },
  'member:reveal': {
    in: z.object({ memberId: idSchema<MemberId>() }).strict(),
    out: z.object({ name: z.string(), mobile: z.string().nullable() }),
  },
  'member:enrol': {
    in: z
      .object({
        name: z.string().trim().min(1).max(60),
        mobile: z.string().max(24),
        birthday: z.string().max(10).nullable(),
        /** The inviting member's card code, when there is one. */
        invitedByCode: z.string().max(64).nullable(),
        consent: z.literal(true),
      })
      .strict(),
    out: z.union([z.object({ kind: z.literal('done'), memberId: idSchema<MemberId>() }), refused]),
  },

  /** Name and tax id of a shop that runs without HQ; with HQ they are HQ's. */
  'settings:set-shop': {
    in: shopSchema,
    out: z.union([done, refused]),
  },
  /**
   * This PC's clock is right now, though something was recorded under a later time: the time goes on from the
   * clock. Only without HQ; refused: `clock-is-hqs`.
   */
  'settings:trust-clock': { in: nothing, out: z.union([done, refused]) },
  'settings:set-language': {
    in: z.object({ language: languageSchema }).strict(),
    out: done,
  },
  'settings:set-calendar': { in: z.object({ calendar: calendarSchema }).strict(), out: done },
  'settings:set-appearance': { in: appearanceSchema, out: done },
  'settings:set-wedge': { in: wedgeSettingsSchema, out: z.union([done, refused]) },
  'device:list-ports': {
    in: nothing,
    out: z.object({ ports: z.array(serialPortChoiceSchema).max(64) }),
  },
  'device:add-serial': {
    in: z
      .object({ name: z.string().trim().min(1).max(40), settings: serialSettingsSchema })
      .strict(),
    out: z.union([done, refused]),
  },
  ...serialDetectionCalls,
  'device:remove': { in: z.object({ deviceId: idSchema<DeviceId>() }).strict(), out: done },
  ...scannerCalls,
  ...posSettingsCalls,
  ...lineDeskCalls,
  ...managerCalls,
  ...inboxCalls,
  ...staffCalls,
  ...shiftCalls,
  ...trainingCalls,
  ...guideCalls,
  ...remarkCalls,
  'sync:now': { in: nothing, out: done },
  /** A sign that sync may be worth a try now: somebody looks at its details, or the network changed. */
  'sync:look': { in: z.object({ why: z.enum(['details', 'network']) }).strict(), out: done },
} as const;

export type CounterCallName = keyof typeof counterCalls;
export type CounterCallIn<N extends CounterCallName> = z.input<(typeof counterCalls)[N]['in']>;
export type CounterCallOut<N extends CounterCallName> = z.output<(typeof counterCalls)[N]['out']>;

/** The counter's side: one handler per call, each given parsed input. */
export type CounterCallHandlers = {
  readonly [N in CounterCallName]: (
    input: z.output<(typeof counterCalls)[N]['in']>,
  ) => Promise<CounterCallOut<N>> | CounterCallOut<N>;
};

/** What travels over the port: screen → counter. */
export const callRequestSchema = z
  .object({
    id: wholeNumber,
    name: z.enum(Object.keys(counterCalls) as [CounterCallName, ...CounterCallName[]]),
    input: z.unknown(),
  })
  .strict();

/** Counter → screen: an answer, or a push of the whole view, or a sound to play. */
export const portMessageSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('answer'), id: wholeNumber, output: z.unknown() }),
  /**
   * The call was not of its schema or broke, nobody is signed in, or it takes a manager: a stable code, never
   * a stack.
   */
  z.object({
    kind: z.literal('failed'),
    id: wholeNumber,
    code: z.enum(['bad-input', 'internal', 'locked', 'manager-needed']),
    /** With `manager-needed`: what `staff:allow` must allow. */
    permission: permissionSchema.optional(),
  }),
  z.object({ kind: z.literal('counter:changed'), view: counterViewSchema }),
  z.object({ kind: z.literal('sound'), tone: toneSchema }),
]);
export type PortMessage = z.infer<typeof portMessageSchema>;
