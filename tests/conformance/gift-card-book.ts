import type { OfferedGiftCard, ValueEntry } from '../../app/domain/sale.ts';
import {
  postValue,
  valueHolders,
  type ValueFact,
  type ValueRefusal,
  type ValueRequest,
} from '../../app/domain/stored-value.ts';
import type { Fields } from './fields.ts';
import { unsupported } from './fields.ts';
import type { AskedSale } from './sale-input.ts';
import type { World } from './world.ts';

/** Reads `given.gift_cards` as what their ledger says so far. */
export function readGiftCards(given: Fields): ValueFact[] {
  return (given.list('gift_cards') ?? []).flatMap((from) => {
    const holderId = from.text('code') ?? unsupported(`${from.where} without code`);
    const status = from.word('status', ['active', 'inactive', 'blocked'] as const) ?? 'active';
    const sold: ValueFact = {
      key: 'opening',
      holderId,
      kind: 'sell',
      amountMinor: from.number('balance') ?? 0,
      expiresOn: from.text('expires') ?? null,
      reversedKey: null,
    };
    from.end();
    const block = { ...sold, key: 'status', kind: 'block', amountMinor: 0 } as const;
    return status === 'active' ? [sold] : [sold, block];
  });
}

/** Asks the ledger of stored value and writes what it answers. */
export function postToCard(world: World, request: ValueRequest) {
  const outcome = postValue(world.valueFacts, request, world.clock.date);
  if (outcome.kind === 'posted') world.valueFacts.push(outcome.fact);
  return outcome;
}

/** What is on a card; null where there is no such card. */
export function cardBalance(world: World, code: string): number | null {
  return valueHolders(world.valueFacts).find((one) => one.holderId === code)?.balanceMinor ?? null;
}

/** The card on a sale: it pays what is due, up to its value or the amount the case names. */
export function offeredGiftCards(
  world: World,
  { giftCard, giftAmount }: AskedSale,
  dueMinor: number,
): OfferedGiftCard[] {
  if (giftCard === undefined) return [];
  const balanceMinor = cardBalance(world, giftCard) ?? 0;
  return [
    { cardId: giftCard, balanceMinor, useMinor: giftAmount ?? Math.min(balanceMinor, dueMinor) },
  ];
}

/** Why a card cannot pay at all, whatever the sale; null = it can. */
export function cardRefusal(world: World, giftCard: string | undefined): string | null {
  if (giftCard === undefined) return null;
  const probe = { key: 'probe', holderId: giftCard, kind: 'use', amountMinor: 1 } as const;
  const outcome = postValue(world.valueFacts, probe, world.clock.date);
  // An empty card is no obstacle: the customer pays the rest in money.
  const closed = outcome.kind === 'refused' && outcome.refusal.code !== 'value-short';
  return closed ? cardReason(outcome.refusal) : null;
}

/** Writes what a sale took from cards or a refund gives back to them. */
export function postToGiftCards(world: World, values: readonly ValueEntry[]): void {
  for (const { holder, holderId, amountMinor } of values) {
    if (holder !== 'gift-card') continue;
    const key = `sale-${String(world.valueFacts.length)}`;
    const kind = amountMinor < 0 ? 'use' : 'reverse';
    world.valueFacts.push({ key, holderId, kind, amountMinor, expiresOn: null, reversedKey: null });
  }
}

/** The vocabulary's word for why a card refuses. */
export function cardReason(refusal: ValueRefusal): string {
  switch (refusal.code) {
    case 'needs-supervisor':
      return 'role';
    case 'value-short':
      return 'insufficient_balance';
    case 'holder-unknown':
      return 'unknown_card';
    case 'key-unknown':
      return 'unknown_key';
    default:
      return refusal.code.replaceAll('-', '_');
  }
}
