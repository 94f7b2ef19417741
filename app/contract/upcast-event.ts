/**
 * Reads an event of an earlier version as today's; anything else passes unchanged. Never throws:
 * what is malformed stays malformed and is refused by the schema. The bytes that were recorded and
 * hashed are not touched by this.
 */
export function upcastEvent(input: unknown): unknown {
  if (!isRecord(input) || input['type'] !== 'award' || input['v'] !== 1) return input;
  const { body } = input;
  if (!isRecord(body)) return input;
  return { ...input, v: 2, body: awardBody(input, body) };
}

/** An award of version 1 knew one amount, plain vouchers and one lot. */
function awardBody(event: Record<string, unknown>, body: Record<string, unknown>): unknown {
  const vouchers = listOf(body['vouchers']).map((voucher) => ({ ...voucher, uses: 1 }));
  const memberId = event['member'];
  const { tierId, amountMinor, discountMinor, paidMinor } = body;
  const discountOf = (voucher: Record<string, unknown>) => ({
    source: { kind: 'voucher', voucherId: voucher['voucherId'], couponId: voucher['couponId'] },
    discountMinor: voucher['discountMinor'],
    byLine: [voucher['discountMinor']],
    uses: 1,
  });
  return {
    ...body,
    vouchers,
    asked: askedOf(event, body, vouchers),
    facts: factsOf(memberId, tierId),
    lines: [
      {
        grossMinor: amountMinor,
        discountMinor,
        tiedDiscountMinor: 0,
        rewardMinor: 0,
        pointsMinor: 0,
        valueMinor: 0,
      },
    ],
    discounts: vouchers.map(discountOf),
    pointsSpent: 0,
    pointsValueMinor: 0,
    valueMinor: 0,
    spentMinor: paidMinor,
    issued: [],
    giftIds: [],
    stamps: [],
    tier: { tierIdBefore: tierId, tierId, tierUntil: null, kind: 'same' },
    values: [],
  };
}

/** What was asked for, as far as an award of version 1 tells. */
function askedOf(
  event: Record<string, unknown>,
  body: Record<string, unknown>,
  vouchers: readonly Record<string, unknown>[],
): unknown {
  return {
    date: event['bizDate'],
    time: '12:00',
    atMs: isRecord(event['t']) ? event['t']['wallMs'] : undefined,
    storeId: event['store'],
    channel: 'counter',
    identifiedBy: vouchers.length > 0 ? 'scan' : 'search',
    lines: [
      {
        sku: null,
        name: null,
        qty: 1,
        unitMinor: body['amountMinor'],
        category: null,
        labels: [],
        kind: 'goods',
      },
    ],
    vouchers: vouchers.map((voucher) => ({
      voucherId: voucher['voucherId'],
      couponId: voucher['couponId'],
      memberId: event['member'],
      validFrom: voucher['validFrom'],
      validUntil: voucher['validUntil'],
      usesLeft: 1,
      uses: 1,
    })),
    codes: [],
    rewards: [],
    spendPoints: 0,
    storedValueMinor: 0,
    giftCards: [],
    // One lot was all there could be; the others are never taken.
    lotIds: [0, 1, 2, 3].map((nth) => listOf(body['entries'])[nth]?.['lotId'] ?? body['saleId']),
  };
}

/** What was known of the member: the tier; the rest was not recorded. */
function factsOf(memberId: unknown, tierId: unknown): unknown {
  return {
    memberId,
    tierId,
    tierUntil: null,
    joinedOn: null,
    birthday: 'no',
    spentMinor: 0,
    spentSinceTierMinor: 0,
    saleCount: 1,
    inviterId: null,
    lots: [],
    storedValue: [],
    stamps: [],
    useCounts: [],
  };
}

function listOf(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
