import { programSchema } from '../../app/contract/program.ts';
import type { CouponId, MemberId, ProgramId, StoreId, VoucherId } from '../../app/domain/ids.ts';
import {
  couponDefaults,
  earnPerAmount,
  programDefaults,
} from '../../app/domain/program-defaults.ts';
import type { Program } from '../../app/domain/program.ts';
import { createSigningKey } from '../../app/db/sign-document.ts';
import { insertBrand, insertStore } from '../../hq/db/brand.ts';
import { insertChanges, type NewChange } from '../../hq/db/changes.ts';
import type { insertEntries } from '../../hq/db/ledger.ts';
import type { HqDb } from '../../hq/db/hq-db.ts';
import { insertMembers, newHqMember, publicMember } from '../../hq/db/members.ts';
import { insertPostings, publicPosting } from '../../hq/db/postings.ts';
import { insertProgram } from '../../hq/db/programs.ts';
import { insertVouchers } from '../../hq/db/vouchers.ts';
import type { IdSource } from './ids.ts';

/** NT$10 = 1 point; a step of 10 points pays NT$10; NT$20 off by voucher. The model knows no more. */
export const pointsPerAmount = 10;
export const discountMinor = 20;
export const stepPoints = 10;
export const openingPoints = 500;

const couponId = '0198b3a0-0000-7000-8000-00000000c001' as CouponId;

const shopProgram: Program = programSchema.parse({
  ...programDefaults,
  programId: '0198b3a0-0000-7000-8000-00000000aaaa' as ProgramId,
  version: 1,
  name: { 'zh-TW': '模擬', en: 'Simulated' },
  effectiveFrom: '2025-01-01',
  earn: [earnPerAmount(pointsPerAmount, 1)],
  tiers: [
    {
      tierId: 'general',
      name: { 'zh-TW': '一般', en: 'General' },
      thresholdMinor: 0,
      multiplierBps: 10_000,
    },
  ],
  expiry: { kind: 'none' },
  redemption: {
    pointsPerStep: stepPoints,
    minorPerStep: stepPoints,
    pointsMin: 0,
    shareMaxBps: 10_000,
    cartMinMinor: 0,
  },
  coupons: [
    {
      ...couponDefaults,
      couponId,
      name: { 'zh-TW': '折二十', en: 'Twenty off' },
      effect: { kind: 'amount', amountMinor: discountMinor },
    },
  ],
});

/** Who and what there is when a plan begins. */
export type Stock = {
  readonly stores: readonly {
    readonly storeId: StoreId;
    readonly name: string;
    readonly taxId: string;
  }[];
  readonly members: readonly MemberId[];
  readonly mobiles: readonly string[];
  readonly vouchers: readonly { readonly voucherId: VoucherId; readonly memberId: MemberId }[];
};

/** Fills an empty HQ: brand, stores, rules, members with 500 points each, and their vouchers. */
export async function stockHq(
  db: HqDb,
  ids: IdSource,
  wanted: {
    readonly stores: number;
    readonly members: number;
    readonly vouchers: number;
    readonly nowMs: number;
  },
): Promise<Stock> {
  const stores = Array.from({ length: wanted.stores }, (_, i) => ({
    storeId: ids.next<StoreId>(),
    name: `S${i + 1}`,
    taxId: '04595257',
  }));
  const members = Array.from({ length: wanted.members }, (_, i) =>
    newHqMember({
      memberId: ids.next<MemberId>(),
      name: `M${i + 1}`,
      mobile: `+8869000000${String(i).padStart(2, '0')}`,
      birthday: null,
      tierId: 'general',
      tierUntil: null,
      cardCodes: [`CARD-${i + 1}`],
      weakCodes: [],
      lineState: 'none',
      joinedOn: '2026-01-01',
      inviterId: null,
    }),
  );
  const vouchers = Array.from({ length: wanted.vouchers }, (_, i) => ({
    voucherId: ids.next<VoucherId>(),
    code: `V-${i + 1}`,
    couponId,
    memberId: (members[i % members.length] as (typeof members)[number]).memberId,
    validFrom: '2026-01-01',
    validUntil: '2027-12-31',
    state: 'issued' as const,
    uses: 1,
    usesLeft: 1,
    used: null,
  }));
  const opening = members.map(({ memberId }) => ({
    postingId: ids.next<Parameters<typeof insertEntries>[1][number]['eid']>(),
    why: 'opening',
    memberId,
    atMs: wanted.nowMs,
    entries: [
      {
        leg: 0,
        kind: 'earn' as const,
        memberId,
        lotId: ids.next<Parameters<typeof insertEntries>[1][number]['lotId']>(),
        points: openingPoints,
        expiresOn: null,
      },
    ],
    stamps: [],
    uses: [],
    detail: {},
  }));
  const { signingKey } = createSigningKey();
  await insertBrand(db, { brandName: 'Sim', timeline: ids.next(), adminTokenHash: '', signingKey });
  await db.transaction().execute(async (trx) => {
    for (const store of stores) await insertStore(trx, store);
    await insertProgram(trx, shopProgram);
    await insertMembers(trx, members);
    await insertVouchers(trx, vouchers);
    await insertPostings(trx, opening);
    await insertChanges(trx, [
      { kind: 'program', program: shopProgram },
      ...stores.map((store): NewChange => ({ kind: 'store', store })),
      ...members.map((member): NewChange => ({ kind: 'member', member: publicMember(member) })),
      ...vouchers.map((voucher): NewChange => ({ kind: 'voucher', voucher })),
      ...opening.map((posting): NewChange => ({
        kind: 'posting',
        posting: publicPosting(posting),
      })),
    ]);
  });
  return {
    stores,
    members: members.map(({ memberId }) => memberId),
    mobiles: members.map(({ mobile }) => mobile ?? ''),
    vouchers: vouchers.map(({ voucherId, memberId }) => ({ voucherId, memberId })),
  };
}
