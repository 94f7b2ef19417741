import { z } from 'zod';
import type { MemberId } from '../domain/ids.ts';
import { idSchema, instantMs, wholeNumber } from './ids.ts';

/** Sales set aside, the oldest first. `parkedAtMs` names one. */
export const parkedSalesSchema = z
  .array(
    z.object({
      parkedAtMs: instantMs,
      memberId: idSchema<MemberId>().nullable(),
      nameMasked: z.string().nullable(),
      amountText: z.string().max(7),
      /** Vouchers and codes on it. */
      vouchers: wholeNumber,
      /** Set aside on an earlier business day. */
      otherDay: z.boolean(),
    }),
  )
  .max(5);
