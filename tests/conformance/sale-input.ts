import { saleInputSchema } from '../../app/contract/sale.ts';
import type { OfferedGiftCard, SaleInput, SaleLine } from '../../app/domain/sale.ts';
import { lineOfAmount } from '../../app/domain/sale.ts';
import type { Fields } from './fields.ts';
import { firstOf, unsupported } from './fields.ts';
import { rewardId } from './reward-words.ts';
import { newLotIds, type HeldVoucher, type World } from './world.ts';

/** A sale as a case asks for it. */
export type AskedSale = {
  readonly lines: readonly SaleLine[];
  /** As the case writes them; `<issued>` names the last voucher the case gave. */
  readonly codes: readonly string[];
  /** Units of the reward, 0 = not claimed. */
  readonly claimUnits: number;
  readonly redeemPoints: number;
  readonly storedValue: number;
  readonly giftCard: string | undefined;
  /** Null = as much as the card holds and the sale costs. */
  readonly giftAmount: number | null;
};

/** The word for the last voucher that a sale of the case gave. */
export const issuedWord = '<issued>';

/** Reads what a sale op asks for; its member, id and day are the caller's. */
export function readAskedSale(world: World, op: Fields): AskedSale {
  const { unitsPerClaim } = world.words.reward;
  const claim = op.any('claim_reward') ?? false;
  // What a screen says a reward costs counts for nothing.
  op.number('client_claimed_cost');
  const claims = typeof claim === 'boolean' ? Number(claim) : claim;
  if (typeof claims !== 'number') return unsupported(`${op.where}.claim_reward`);
  return {
    lines: readLines(op),
    codes: op.texts('codes') ?? [],
    claimUnits: op.number('claim_free_qty') ?? claims * Math.max(unitsPerClaim, 1),
    redeemPoints: op.number('redeem_points') ?? 0,
    storedValue: op.number('pay_stored_value') ?? 0,
    giftCard: op.text('gift_card'),
    giftAmount: firstOf(op.number, 'gift_amount', 'pay_gift_card') ?? null,
  };
}

/** The lines of a sale; a total is one line without goods. */
export function readLines(op: Fields): SaleLine[] {
  const total = op.number('total');
  const lines = op.list('lines');
  if (lines === undefined) {
    return [lineOfAmount(total ?? unsupported(`${op.where} without total or lines`))];
  }
  const read = lines.map(readLine);
  const sum = read.reduce((all, line) => all + line.qty * line.unitMinor, 0);
  if (total !== undefined && total !== sum) unsupported(`${op.where}.total beside lines`);
  return read;
}

function readLine(from: Fields): SaleLine {
  const isDelivery = from.flag('delivery') ?? false;
  const isValue = firstOf(from.flag, 'stored_value', 'gift_card') ?? false;
  const line = {
    sku: from.text('sku') ?? null,
    name: from.text('name') ?? null,
    qty: from.number('qty') ?? 1,
    unitMinor: from.number('unit') ?? unsupported(`${from.where} without unit`),
    category: from.text('category') ?? null,
    labels: from.texts('labels') ?? [],
    kind: isValue ? ('stored-value' as const) : isDelivery ? ('delivery' as const) : 'goods',
  } satisfies SaleLine;
  from.end();
  return line;
}

/** The engine's input for a sale on the case's day, checked against its schema. */
export function saleInput(
  world: World,
  asked: AskedSale,
  giftCards: readonly OfferedGiftCard[],
): SaleInput {
  const { date, time, atMs } = world.clock;
  const issued = asked.codes.includes(issuedWord) ? lastIssued(world) : null;
  const input: SaleInput = {
    date,
    time,
    atMs,
    storeId: null,
    channel: 'counter',
    identifiedBy: world.identifiedBy,
    lines: asked.lines,
    vouchers: issued === null ? [] : [offer(world, issued, asked)],
    codes: asked.codes.filter((code) => code !== issuedWord),
    rewards: issued === null && asked.claimUnits > 0 ? [{ rewardId, units: asked.claimUnits }] : [],
    spendPoints: asked.redeemPoints,
    storedValueMinor: asked.storedValue,
    giftCards,
    lotIds: newLotIds(world, 4),
  };
  const parsed = saleInputSchema.safeParse(input);
  if (parsed.success) return input;
  const issue = parsed.error.issues[0];
  return unsupported(
    `the sale schema refuses ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`,
  );
}

function lastIssued(world: World): HeldVoucher {
  return world.vouchers.at(-1) ?? unsupported('<issued> before any voucher was issued');
}

function offer(world: World, held: HeldVoucher, asked: AskedSale): SaleInput['vouchers'][number] {
  const { voucherId, couponId, memberId, validFrom, validUntil, usesLeft } = held;
  const unitsPerUse = world.words.issue?.unitsPerUse ?? 1;
  const uses = Math.max(Math.ceil(asked.claimUnits / unitsPerUse), 1);
  return { voucherId, couponId, memberId, validFrom, validUntil, usesLeft, uses };
}

/** The same sale without anything the member's card would pay or give: what a refused one costs. */
export function withoutMember(asked: AskedSale): AskedSale {
  return { ...asked, claimUnits: 0, redeemPoints: 0, storedValue: 0, giftCard: undefined };
}
