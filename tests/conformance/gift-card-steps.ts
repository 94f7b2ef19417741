import type { ValueRequest } from '../../app/domain/stored-value.ts';
import { readClock } from './clock.ts';
import type { Fields } from './fields.ts';
import { unsupported } from './fields.ts';
import { cardBalance, cardReason, postToCard } from './gift-card-book.ts';
import { okStep, rejectedStep, type Step } from './step.ts';
import type { World } from './world.ts';

/** A card sold: under its code, or one made for it. */
export function sellGiftCardStep(world: World, op: Fields): Step {
  const code = op.text('code') ?? `made-${String(world.valueFacts.length)}`;
  const amountMinor = op.number('value') ?? unsupported(`${op.where} without value`);
  const expiresOn = op.text('expires') ?? null;
  return requestStep(world, op, 'sell_gift_card', {
    key: keyOf(world, op),
    holderId: code,
    kind: 'sell',
    amountMinor,
    expiresOn,
  });
}

/** The sale of a card taken back. */
export function refundGiftCardSaleStep(world: World, op: Fields): Step {
  return requestStep(world, op, 'refund_gift_card_sale', {
    key: keyOf(world, op),
    holderId: codeOf(op),
    kind: 'refund-sale',
  });
}

/** Value taken off a card. */
export function redeemGiftStep(world: World, op: Fields): Step {
  const amountMinor = op.number('amount') ?? unsupported(`${op.where} without amount`);
  return requestStep(world, op, 'redeem_gift', {
    key: keyOf(world, op),
    holderId: codeOf(op),
    kind: 'use',
    amountMinor,
  });
}

/** What an earlier op did under a key, undone. */
export function cancelStep(world: World, op: Fields): Step {
  const reversedKey = op.text('key') ?? unsupported(`${op.where} without key`);
  const fact = world.valueFacts.find((one) => one.key === reversedKey);
  const code = op.text('code') ?? fact?.holderId ?? '';
  return requestStep(world, op, 'cancel', {
    key: `cancel ${reversedKey}`,
    holderId: code,
    kind: 'reverse',
    reversedKey,
  });
}

/** Value put on a card. */
export function topUpStep(world: World, op: Fields): Step {
  const amountMinor = op.number('amount') ?? unsupported(`${op.where} without amount`);
  const role = op.word('role', ['cashier', 'supervisor', 'manager'] as const) ?? 'cashier';
  return requestStep(world, op, 'top_up', {
    key: keyOf(world, op),
    holderId: codeOf(op),
    kind: 'top-up',
    amountMinor,
    expiresOn: op.text('expires') ?? null,
    role: role === 'cashier' ? 'cashier' : 'supervisor',
  });
}

function codeOf(op: Fields): string {
  return op.text('code') ?? unsupported(`${op.where} without code`);
}

/** The op's own key, else one that no other op has. */
function keyOf(world: World, op: Fields): string {
  return op.text('key') ?? `op-${op.where}-${String(world.valueFacts.length)}`;
}

function requestStep(world: World, op: Fields, name: string, request: ValueRequest): Step {
  world.clock = readClock(op, world.clock);
  op.end();
  const outcome = postToCard(world, request);
  const balance = cardBalance(world, request.holderId);
  switch (outcome.kind) {
    case 'posted':
      return okStep(name, balance, { card_balance: balance });
    case 'refused':
      return rejectedStep(name, cardReason(outcome.refusal), balance);
    case 'replayed':
    case 'conflict':
      return { ...okStep(name, balance), result: outcome.kind };
  }
}
