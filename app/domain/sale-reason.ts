import type { CombineMode, EarnGive, LocalizedText } from './program.ts';
import type { DiscountSource } from './sale.ts';
import type { CalendarDate } from './time.ts';

/** Why each point and each dollar is what it is; turned into words by `reasonWords`. */
export type SaleReason =
  | {
      readonly code: 'discount';
      readonly source: DiscountSource;
      readonly name: LocalizedText;
      readonly discountMinor: number;
      /** Of a percentage: its basis points; else null. */
      readonly offBps: number | null;
      /** The coupon's own maximum made the discount smaller than its percentage. */
      readonly capped: boolean;
      /** Of a reward: what it cost; else 0. */
      readonly costPoints: number;
    }
  | { readonly code: 'points-spent'; readonly points: number; readonly valueMinor: number }
  | { readonly code: 'value-used'; readonly valueMinor: number }
  /** The program's base, where it is not simply what was paid. */
  | { readonly code: 'base'; readonly baseMinor: number; readonly excludedMinor: number }
  | {
      readonly code: 'earn';
      readonly ruleId: string;
      readonly name: LocalizedText;
      readonly give: EarnGive;
      readonly baseMinor: number;
      readonly units: number;
      readonly points: number;
      /** Under `pro-rata`: the points before the share that points paid was taken off; else null. */
      readonly beforeShare: number | null;
      /** The rule's own maximum made the points fewer. */
      readonly capped: boolean;
    }
  | {
      readonly code: 'multiplier';
      /** The tier or multipliers that took part. */
      readonly parts: readonly { readonly name: LocalizedText; readonly factorBps: number }[];
      readonly combine: CombineMode;
      readonly pointsBefore: number;
      readonly pointsAfter: number;
    }
  | {
      readonly code: 'line-multiplier';
      readonly multiplierId: string;
      readonly name: LocalizedText;
      readonly factorBps: number;
      readonly baseMinor: number;
    }
  | {
      readonly code: 'gift';
      readonly giftId: string;
      readonly name: LocalizedText;
      readonly points: number;
    }
  | {
      readonly code: 'stamps';
      readonly cardId: string;
      readonly name: LocalizedText;
      readonly added: number;
      /** Stamps a card begun by this sale came with; in `stamps`, not in `added`. */
      readonly bonus: number;
      readonly stamps: number;
      readonly goal: number;
    }
  | { readonly code: 'stamp-limit'; readonly cardId: string; readonly name: LocalizedText }
  | { readonly code: 'outside-program' }
  | { readonly code: 'expires'; readonly expiresOn: CalendarDate | null };
