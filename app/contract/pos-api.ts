import { z } from 'zod';
import type { SaleId } from '../domain/ids.ts';
import { saleAmountMinorMax } from '../domain/money.ts';
import { amountMinor, calendarDate, idSchema, instantMs, wholeNumber } from './ids.ts';
import { localizedTextSchema } from './localized-text.ts';

/**
 * What the shop's POS and the counter say to each other on this PC: over HTTP and a WebSocket on the
 * loopback address, and in files. docs/pos-api.md is made from this file.
 */

/** The POS's own number of a sale. Never used again by that POS: one that starts anew each day adds the day. */
export const posSaleNoSchema = z
  .string()
  .regex(/^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,38}[A-Za-z0-9])?$/)
  .meta({
    description:
      'The number of the sale in the POS, 1–40 of A–Z a–z 0–9 . _ -; never given twice by one POS.',
    example: '20261122-0042',
  });

/** What a POS calls itself; its sale numbers are its own. */
export const posNameSchema = z
  .string()
  .trim()
  .regex(/^[\p{L}\p{N}](?:[\p{L}\p{N} ._-]{0,38}[\p{L}\p{N}])?$/u)
  .meta({ description: 'Name of the POS, shown in the settings.', example: '櫃台 1' });

/** Sales that come as files stand under this name; no POS may take it. */
export const folderPosName = 'folder';

const text = (max: number) => z.string().trim().min(1).max(max);

export const posLineSchema = z
  .object({
    sku: text(64).nullable().default(null),
    name: text(120).nullable().default(null),
    qty: wholeNumber.min(1).max(10_000).meta({ description: 'Whole units; weighed goods are 1.' }),
    unitMinor: amountMinor
      .max(saleAmountMinorMax)
      .meta({ description: 'List price of one unit, whole NT$.' }),
    discountMinor: amountMinor
      .max(saleAmountMinorMax)
      .default(0)
      .meta({ description: 'What the POS itself takes off this line, whole NT$.' }),
    category: text(64).nullable().default(null),
    labels: z.array(text(64)).max(20).default([]),
    kind: z.enum(['goods', 'delivery', 'stored-value']).default('goods'),
  })
  .strict()
  .meta({ id: 'PosLine' });
export type PosLine = z.output<typeof posLineSchema>;

export const posInvoiceSchema = z
  .object({
    number: z
      .string()
      .regex(/^[A-Z]{2}\d{8}$/)
      .meta({ example: 'AB12345678' }),
    date: calendarDate,
    sellerTaxId: z
      .string()
      .regex(/^\d{8}$/)
      .optional()
      .meta({ description: 'Left out: the tax id of this store.' }),
  })
  .strict()
  .meta({ id: 'PosInvoice' });
export type PosInvoice = z.output<typeof posInvoiceSchema>;

/** A sale as the POS hands it over. */
export const posSaleSchema = z
  .object({
    amountMinor: wholeNumber.min(1).max(saleAmountMinorMax).meta({
      description: 'To pay before the member’s discounts, whole NT$.',
    }),
    discountBeforeMinor: amountMinor.max(saleAmountMinorMax).default(0).meta({
      description:
        'What the POS took off the whole sale beside the lines. With lines: Σ(qty × unitMinor − discountMinor) − discountBeforeMinor = amountMinor.',
    }),
    lines: z.array(posLineSchema).min(1).max(200).nullable().default(null),
    invoice: posInvoiceSchema.nullable().default(null),
    memberCode: text(64).nullable().default(null).meta({
      description: 'The member’s card code, if the POS read it itself; else the cashier scans it.',
    }),
  })
  .strict()
  .meta({ id: 'PosHandOver' });
export type PosSale = z.output<typeof posSaleSchema>;

export const posStateSchema = z.enum([
  'queued',
  'waiting-for-member',
  'open',
  'settled',
  'no-member',
  'cancelled',
  'voided',
]);

const whole = wholeNumber.min(0);

/** What the member's rules make of the sale: foretold while it is open, final once it is settled. */
export const posResultSchema = z
  .object({
    discountMinor: amountMinor.meta({ description: 'Coupons and vouchers, whole NT$.' }),
    pointsSpent: whole,
    pointsValueMinor: amountMinor.meta({ description: 'What the points spent pay, whole NT$.' }),
    paidMinor: amountMinor.meta({ description: 'Left for the customer to pay, whole NT$.' }),
    pointsEarned: whole,
    lines: z
      .array(
        z.object({
          discountMinor: amountMinor,
          pointsValueMinor: amountMinor,
          paidMinor: amountMinor,
        }),
      )
      .max(200)
      .meta({ description: 'In the order of the lines handed over; empty without lines.' }),
  })
  .meta({ id: 'PosResult' });
export type PosResult = z.infer<typeof posResultSchema>;

/** The member on the sale, masked as on the screen. */
export const posMemberSchema = z
  .object({
    nameMasked: z.string(),
    tier: localizedTextSchema,
    points: wholeNumber.meta({
      description: 'The member’s points; once settled, after the sale.',
    }),
  })
  .meta({ id: 'PosMember' });

/** A sale of the POS as it stands. */
export const posSaleViewSchema = z
  .object({
    posSaleNo: posSaleNoSchema,
    state: posStateSchema,
    digest: z
      .string()
      .meta({ description: 'Of the content handed over; equal content, equal digest.' }),
    amountMinor,
    member: posMemberSchema.nullable(),
    result: posResultSchema.nullable(),
    blockedBy: z.string().nullable().meta({
      description:
        'Why an open sale cannot be settled as it is (a code); the counter shows the sentence.',
    }),
    saleNo: z.string().nullable().meta({ description: 'The counter’s number, once settled.' }),
    saleId: idSchema<SaleId>().nullable(),
    settledAtMs: instantMs.nullable(),
    closedBy: z
      .enum(['pos', 'counter', 'newer-sale', 'expired'])
      .nullable()
      .meta({ description: 'Who took a cancelled sale off.' }),
  })
  .meta({ id: 'PosSale' });
export type PosSaleView = z.infer<typeof posSaleViewSchema>;

export const posSettleSchema = z
  .object({
    paidMinor: amountMinor.meta({
      description:
        'What the POS takes from the customer; another sum than the counter’s is refused.',
    }),
    invoice: posInvoiceSchema.nullable().default(null).meta({
      description: 'The e-invoice, where it is made only at payment.',
    }),
  })
  .strict();
export type PosSettle = z.output<typeof posSettleSchema>;

export const posVoidSchema = z
  .object({ why: z.enum(['mistake', 'wrong-member', 'goods-back', 'other']).default('mistake') })
  .strict();
export type PosVoid = z.output<typeof posVoidSchema>;

/** A refusal; `sentence` is for people, in zh-TW. */
export const posErrorSchema = z
  .object({
    error: z.string(),
    sentence: z.string(),
    reason: z
      .string()
      .optional()
      .meta({ description: 'The counter’s own code behind the refusal.' }),
    sale: posSaleViewSchema.optional(),
    differences: z
      .array(z.object({ field: z.string(), had: z.string(), got: z.string() }))
      .max(20)
      .optional(),
    digests: z.object({ had: z.string(), got: z.string() }).optional(),
  })
  .meta({ id: 'PosError' });
export type PosError = z.infer<typeof posErrorSchema>;

export const posPairSchema = z
  .object({ code: z.string().min(1).max(20), posName: posNameSchema })
  .strict();

export const posPairedSchema = z.object({
  posName: posNameSchema,
  token: z.string().meta({ description: 'For `Authorization: Bearer`; told this once only.' }),
});

export const posAboutSchema = z.object({
  product: z.literal('counterfoil'),
  api: z.literal(1),
  appVersion: z.string(),
  posName: posNameSchema,
  isSetUp: z.boolean(),
});

/** What the WebSocket tells, one JSON object a message. */
export const posEventSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('hello'),
    stream: z.string(),
    seq: whole,
    /** True: what follows goes on right after the given number; false: `sales` and `member` are all anew. */
    resumed: z.boolean(),
    sales: z.array(posSaleViewSchema).max(50),
    member: posMemberSchema.nullable(),
  }),
  z.object({ kind: z.literal('sale'), stream: z.string(), seq: whole, sale: posSaleViewSchema }),
  z.object({
    kind: z.literal('member'),
    stream: z.string(),
    seq: whole,
    member: posMemberSchema.nullable(),
  }),
]);
export type PosEvent = z.infer<typeof posEventSchema>;

const nothing = z.object({}).strict();

/** One call of the API. `refusals` are the codes it may answer beside those every call may. */
export type PosCall = {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly summary: string;
  readonly needsToken: boolean;
  readonly body: z.ZodType | null;
  readonly answer: z.ZodType;
  readonly refusals: Readonly<Record<number, readonly string[]>>;
};

/** Every call, in the order of the document. The server and the OpenAPI document are made of it. */
export const posApiCalls = {
  pair: {
    method: 'POST',
    path: '/v1/pair',
    summary: 'Turn the code of the settings screen into a token',
    needsToken: false,
    body: posPairSchema,
    answer: posPairedSchema,
    refusals: { 403: ['code-unknown'], 409: ['name-reserved'], 429: ['too-many-tries'] },
  },
  about: {
    method: 'GET',
    path: '/v1/about',
    summary: 'Whom the token belongs to and what answers',
    needsToken: true,
    body: null,
    answer: posAboutSchema,
    refusals: {},
  },
  putSale: {
    method: 'PUT',
    path: '/v1/sales/{posSaleNo}',
    summary: 'Hand a sale over, or change one that is not settled',
    needsToken: true,
    body: posSaleSchema,
    answer: posSaleViewSchema,
    refusals: {
      409: ['sale-settled-differs', 'invoice-used'],
      422: ['lines-differ', 'too-many-lines', 'card-unknown', 'no-tax-id'],
      503: ['setup-first', 'queue-full'],
    },
  },
  getSale: {
    method: 'GET',
    path: '/v1/sales/{posSaleNo}',
    summary: 'How a sale stands',
    needsToken: true,
    body: null,
    answer: posSaleViewSchema,
    refusals: { 404: ['sale-unknown'] },
  },
  settleSale: {
    method: 'POST',
    path: '/v1/sales/{posSaleNo}/settle',
    summary:
      'The customer has paid: record points and vouchers; without a member nothing is recorded',
    needsToken: true,
    body: posSettleSchema,
    answer: posSaleViewSchema,
    refusals: {
      404: ['sale-unknown'],
      409: [
        'paid-differs',
        'sale-cancelled',
        'sale-queued',
        'blocked',
        'invoice-used',
        'sale-settled-differs',
      ],
      422: ['no-tax-id'],
    },
  },
  cancelSale: {
    method: 'POST',
    path: '/v1/sales/{posSaleNo}/cancel',
    summary: 'Take a sale off that is not settled',
    needsToken: true,
    body: nothing,
    answer: posSaleViewSchema,
    refusals: { 404: ['sale-unknown'], 409: ['sale-settled'] },
  },
  voidSale: {
    method: 'POST',
    path: '/v1/sales/{posSaleNo}/void',
    summary: 'Undo a settled sale as a whole',
    needsToken: true,
    body: posVoidSchema,
    answer: posSaleViewSchema,
    refusals: { 404: ['sale-unknown'], 409: ['sale-not-settled', 'void-refused'] },
  },
} as const satisfies Record<string, PosCall>;
export type PosCallName = keyof typeof posApiCalls;
