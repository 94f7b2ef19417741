import type { LineBindingView } from '../contract/line-desk.ts';
import type { MemberId } from '../domain/ids.ts';
import type { LineBinding } from './step-line-binding.ts';

/**
 * The panel as the screen shows it; null while it is closed, and for the moment in which another member is
 * on the sale already. `joinUrl` is what HQ said last of where anybody joins.
 */
export function lineBindingView(
  { binding, joinUrl }: { readonly binding: LineBinding | null; readonly joinUrl: string | null },
  memberOnSale: MemberId | null,
): LineBindingView | null {
  if (binding === null) return null;
  const { memberId, nameMasked, cardCode, phase, ticket, silence } = binding;
  if (memberOnSale !== null && memberOnSale !== memberId) return null;
  const showsJoin = phase === 'silent' || phase === 'sending';
  return {
    memberId,
    nameMasked,
    cardCode,
    phase,
    qrText: ticket?.url ?? (showsJoin ? joinUrl : null),
    expiresAtMs: ticket?.endsAtMs ?? null,
    silence,
  };
}
