import { z } from 'zod';
import { wholeNumber } from './ids.ts';
import { languageSchema } from './language.ts';

/** What HQ shows of each kind of LINE message, on invented facts around the brand's own name. */
export const lineSampleKindSchema = z.enum([
  'sale',
  'upgrade',
  'refund',
  'void',
  'birthday',
  'referral',
  'referral-undone',
  'sign-up',
  'exchange',
  'vouchers-expiring',
  'points-expiring',
  'tier-kept',
  'tier-lowered',
  'welcome',
]);
export type LineSampleKind = z.infer<typeof lineSampleKindSchema>;

/** An everyday one, one with names as long as they may be, and one with more lines than are shown. */
export const lineSampleSizeSchema = z.enum(['short', 'long', 'many']);

export const linePreviewQuerySchema = z
  .object({ kind: lineSampleKindSchema, language: languageSchema, size: lineSampleSizeSchema })
  .strict();
export type LinePreviewQuery = z.infer<typeof linePreviewQuerySchema>;

const pixels = z.string().regex(/^\d+px$/);
const color = z.string().regex(/^#[0-9A-F]{6}$/);
/** LINE's steps of size and space. */
const step = z.enum(['none', 'xs', 'sm', 'md', 'lg', 'xl', 'xxl']);

const flexTextSchema = z
  .object({
    type: z.literal('text'),
    text: z.string().min(1),
    wrap: z.boolean().optional(),
    size: z.enum(['xxs', 'xs', 'sm', 'md', 'lg', 'xl', 'xxl']).optional(),
    weight: z.enum(['regular', 'bold']).optional(),
    color: color.optional(),
    align: z.enum(['start', 'end', 'center']).optional(),
    flex: wholeNumber.min(0).optional(),
    margin: step.optional(),
  })
  .strict();

const flexSeparatorSchema = z
  .object({ type: z.literal('separator'), color: color.optional(), margin: step.optional() })
  .strict();

const flexButtonSchema = z
  .object({
    type: z.literal('button'),
    style: z.literal('link'),
    height: z.literal('sm'),
    color: color.optional(),
    action: z.object({ type: z.literal('uri'), label: z.string(), uri: z.string() }).strict(),
  })
  .strict();

const boxLook = {
  type: z.literal('box'),
  layout: z.enum(['vertical', 'horizontal']),
  spacing: step.optional(),
  margin: step.optional(),
  width: z
    .string()
    .regex(/^\d+%$/)
    .optional(),
  height: pixels.optional(),
  cornerRadius: pixels.optional(),
  backgroundColor: color.optional(),
  paddingAll: pixels.optional(),
  paddingTop: pixels.optional(),
  paddingBottom: pixels.optional(),
  paddingStart: pixels.optional(),
  paddingEnd: pixels.optional(),
};

const boxLookSchema = z.object(boxLook);
export type FlexText = z.infer<typeof flexTextSchema>;
export type FlexSeparator = z.infer<typeof flexSeparatorSchema>;
export type FlexButton = z.infer<typeof flexButtonSchema>;
export type FlexBox = z.infer<typeof boxLookSchema> & { contents: FlexPart[] };
/** The part of LINE's Flex that our messages are made of: whatever else a builder wrote could not be shown. */
export type FlexPart = FlexText | FlexBox | FlexSeparator | FlexButton;

const flexBoxSchema = z
  .object({
    ...boxLook,
    get contents(): z.ZodArray<z.ZodType<FlexPart>> {
      return z.array(
        z.union([flexBoxSchema, flexTextSchema, flexSeparatorSchema, flexButtonSchema]),
      );
    },
  })
  .strict();

export const flexBubbleSchema = z
  .object({
    type: z.literal('bubble'),
    size: z.literal('mega'),
    header: flexBoxSchema,
    body: flexBoxSchema,
    footer: flexBoxSchema,
  })
  .strict();
export type FlexBubble = z.infer<typeof flexBubbleSchema>;

/** GET /line/preview: a message as it would be sent. */
export const linePreviewAnswerSchema = z.object({
  brandName: z.string(),
  messages: z
    .array(
      z.object({
        altText: z.string(),
        contents: flexBubbleSchema,
        bytes: wholeNumber.min(0),
        bytesMax: wholeNumber.min(1),
      }),
    )
    .max(5),
  /** Whether only members who agreed to news get it. */
  news: z.boolean(),
});
export type LinePreviewAnswer = z.infer<typeof linePreviewAnswerSchema>;
