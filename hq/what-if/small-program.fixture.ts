/** A program with a coupon, goods on top and a gift, as a file. */
export const smallProgramText = `{
  "schema": 2,
  "programId": "01980000-0000-7000-8000-000000000000",
  "version": 1,
  "name": { "zh-TW": "會員集點", "en": "Points" },
  "effectiveFrom": "2026-01-01",
  "earn": [
    {
      "ruleId": "spend",
      "name": { "zh-TW": "消費集點", "en": "Points for spending" },
      "give": { "kind": "per-amount", "perMinor": 100, "points": 1 }
    }
  ],
  "tiers": [
    { "tierId": "basic", "name": { "zh-TW": "一般會員", "en": "Member" }, "thresholdMinor": 0 }
  ],
  "redemption": {},
  "coupons": [
    {
      "couponId": "01980000-0000-7000-8000-000000000001",
      "name": { "zh-TW": "折 50", "en": "NT$50 off" },
      "effect": { "kind": "amount", "amountMinor": 50 },
      "when": {
        "minSpendMinor": 40
      }
    },
    {
      "couponId": "01980000-0000-7000-8000-000000000002",
      "name": { "zh-TW": "贈品", "en": "A present" },
      "trigger": "auto",
      "effect": {
        "kind": "goods", "sku": "BAG", "name": { "zh-TW": "提袋", "en": "Bag" }, "units": 2
      },
      "when": { "minSpendMinor": 900 }
    }
  ],
  "gifts": [
    {
      "giftId": "next",
      "name": { "zh-TW": "下次券", "en": "Next time" },
      "on": "sale",
      "when": { "minSpendMinor": 500 },
      "give": { "kind": "voucher", "couponId": "01980000-0000-7000-8000-000000000001", "uses": 2 }
    }
  ]
}
`;
