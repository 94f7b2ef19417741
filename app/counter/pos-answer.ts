import type { PosSaleView } from '../contract/pos-api.ts';
import type { PosDifference } from './pos-digest.ts';

/** What a POS is answered: its sale as it stands, or why not. */
export type PosAnswer =
  | { readonly kind: 'view'; readonly view: PosSaleView }
  | {
      readonly kind: 'refused';
      readonly code: string;
      /** The counter's own code behind it. */
      readonly reason?: string;
      readonly view?: PosSaleView;
      readonly differences?: readonly PosDifference[];
      readonly digests?: { readonly had: string; readonly got: string };
    };

/** A refusal with nothing to show. */
export function refusedAs(code: string): PosAnswer {
  return { kind: 'refused', code };
}
