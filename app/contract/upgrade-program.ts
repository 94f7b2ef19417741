/**
 * Reads a schema 1 program (versions before 0.2) as the schema 2 program that gives the same
 * results; anything else passes unchanged. Never throws: what is malformed stays malformed and is
 * refused by the schema.
 */
export function upgradeProgram(input: unknown): unknown {
  if (!isRecord(input) || input['schema'] !== 1) return input;
  const { earn, coupons, expiry, ...rest } = input;
  return {
    ...rest,
    schema: 2,
    earn: [
      {
        ruleId: 'per-amount',
        name: { 'zh-TW': '消費集點', en: 'Points for spending' },
        give: isRecord(earn) ? { kind: 'per-amount', ...earn } : earn,
      },
    ],
    expiry,
    // A schema 1 voucher sale could mix any percentages up to its voucher limit.
    orderPercentsMax: 10,
    coupons: Array.isArray(coupons) ? coupons.map(upgradeCoupon) : coupons,
  };
}

function upgradeCoupon(coupon: unknown): unknown {
  if (!isRecord(coupon)) return coupon;
  const { minSpendMinor, ...rest } = coupon;
  return { ...rest, when: { minSpendMinor, measureOn: 'sale' } };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
