import { expect, test } from 'vitest';
import { awardEventSchema } from '../contract/events.ts';
import { closeDatabase, inTransaction, type Db } from '../db/handles.ts';
import { listUnsent } from '../db/events.ts';
import { learnHqKeys } from '../db/hq-keys.ts';
import { createSigningKey, publicKeyOf, signDocument } from '../db/sign-document.ts';
import { signMemberToken } from '../db/sign-member-token.ts';
import { markContact } from '../db/sync-state.ts';
import { openTestDatabase, tempFolder, withTestDatabase } from '../db/test-database.ts';
import type { Program } from '../domain/program.ts';
import {
  scanner,
  shop,
  shopProgram,
  shopVoucher,
  startMs,
  stockShop,
  testCounter,
  type TestCounter,
} from './test-counter.ts';
import { oneForOneProgram } from './test-spending.ts';

const hourMs = 3_600_000;
const { signingKey } = createSigningKey();
const { redemption } = oneForOneProgram;
const strict: Program = { ...shopProgram, redeemNeeds: 'token', redemption };
const name = '王○明';

/** A member's code HQ made at this moment by its own clock. */
const tokenAt = (issuedAtMs: number, memberId: string = shop.ming, key = signingKey) =>
  signMemberToken(key, { memberId, issuedAtMs });

async function stockWithKey(db: Db, program = strict): Promise<void> {
  await stockShop(db, [shopVoucher(1)], program);
  const keys = { keys: [publicKeyOf(signingKey)] };
  const document = signDocument(signingKey, 'hq-keys', keys);
  await inTransaction(db, (trx) => learnHqKeys(trx, { document, nowMs: 1, afresh: false }));
}

/** What the cashier is told, and how well the member is known. */
const told = ({ notice, member }: ReturnType<TestCounter['last']>) => [
  notice?.tone,
  notice?.code,
  member?.identifiedBy,
];

test('the static card earns, the code of this minute redeems; the sale says by which code', async () => {
  await withTestDatabase(async (db) => {
    await stockWithKey(db);
    const rig = testCounter(db);
    expect(told(await rig.scan(shop.mingCard))).toEqual(['ok', 'member-found', 'scan']);
    expect(rig.last().member).toMatchObject({ redeemNeeds: 'token' });
    const voucher = await rig.scan(shopVoucher(1).code);
    expect(told(voucher)).toEqual(['deny', 'voucher-needs-token', 'scan']);
    expect(voucher.member?.vouchers[0]?.blockedBy).toBe('voucher-needs-token');
    await rig.counter.handlers['sale:set-amount']({ amountText: '500' });
    expect(rig.last().sale.spendBlockedBy).toBe('redeem-needs-token');
    const token = tokenAt(startMs);
    expect(told(await rig.scan(token))).toEqual(['ok', 'member-found-token', 'token']);
    expect(rig.last().member).toMatchObject({ redeemNeeds: null, nameMasked: name });
    expect(told(await rig.scan(shopVoucher(1).code))[1]).toBe('voucher-attached');
    // A card read later makes nobody weaker.
    expect(told(await rig.scan(shop.mingCard))).toEqual(['ok', 'member-found-token', 'token']);
    expect((await rig.sell(500)).notice?.code).toBe('sale-settled');
    const [unsent] = await listUnsent(db, { limit: 9, bytesMax: 1e6 });
    expect(awardEventSchema.parse(JSON.parse(unsent?.rawBody ?? '')).body).toMatchObject({
      asked: { identifiedBy: 'token' },
      memberToken: { text: token, takenAtMs: startMs + 3000 },
      discountMinor: 50,
    });
    expect(rig.errors).toEqual([]);
  });
});

test('the same code again: on this sale it is no news, on the next it is used and counts as a card', async () => {
  await withTestDatabase(async (db) => {
    await stockWithKey(db);
    const rig = testCounter(db);
    const token = tokenAt(startMs);
    const seen: unknown[] = [told(await rig.scan(token)), told(await rig.scan(token))];
    // A trigger held down changes nothing: the gate of all codes marks it beside what was said.
    rig.counter.acceptScan({
      deviceId: scanner,
      intake: 'serial',
      bytes: new TextEncoder().encode(token),
      truncated: false,
      completedAtMs: rig.clock.wallMs,
    });
    await rig.counter.settled();
    seen.push([...told(rig.last()), rig.last().scanMarks?.repeated]);
    await rig.counter.handlers['sale:clear']({});
    seen.push(told(await rig.scan(token)));
    seen.push(told(await rig.scan(tokenAt(startMs + 1000))));
    expect(seen).toEqual([
      ['ok', 'member-found-token', 'token'],
      ['warn', 'member-token-on-sale', 'token'],
      ['warn', 'member-token-on-sale', 'token', 1],
      ['warn', 'member-token-used', 'scan'],
      ['ok', 'member-found-token', 'token'],
    ]);
    expect(rig.last().notice?.params).toEqual({ name });
  });
});

test('not HQ’s, unknown, cut and too old ones each have their sentence; where a card is enough an old one is a card', async () => {
  const scanned = async (program: Program) => {
    const all: unknown[] = [];
    await withTestDatabase(async (db) => {
      await stockWithKey(db, program);
      const rig = testCounter(db);
      const stranger = '01970000-0000-7000-8000-0000000000ff';
      const good = tokenAt(startMs);
      for (const text of [
        tokenAt(startMs, shop.ming, createSigningKey().signingKey),
        tokenAt(startMs, stranger),
        good.slice(0, 119),
        `${good.slice(0, 30)}${good[30] === 'A' ? 'B' : 'A'}${good.slice(31)}`,
        tokenAt(startMs - 120_000),
        tokenAt(startMs + 120_000),
      ]) {
        all.push(told(await rig.scan(text)));
        await rig.counter.handlers['sale:clear']({});
      }
    });
    return all;
  };
  const refused = [
    ['deny', 'member-token-invalid', undefined],
    ['deny', 'member-token-unknown', undefined],
    ['deny', 'card-misread', undefined],
    ['deny', 'member-token-invalid', undefined],
  ];
  expect(await scanned(strict)).toEqual([
    ...refused,
    ['warn', 'member-token-expired', 'scan'],
    ['warn', 'member-token-clock', 'scan'],
  ]);
  expect(await scanned({ ...strict, redeemNeeds: 'scan' })).toEqual([
    ...refused,
    ['ok', 'member-found', 'scan'],
    ['ok', 'member-found', 'scan'],
  ]);
});

/** Tells the counter that HQ answered now, by HQ's clock at this moment. */
async function hear(db: Db, rig: TestCounter, hqMs: number): Promise<void> {
  const { wallMs } = rig.clock;
  await inTransaction(db, (trx) => markContact(trx, { serverTimeMs: hqMs, wallMs }));
  rig.counter.notifySyncChanged();
  await rig.counter.settled();
}

test.each([hourMs, -hourMs])('a PC clock %d ms off', async (offMs) => {
  await withTestDatabase(async (db) => {
    await stockWithKey(db);
    const rig = testCounter(db);
    const seen: Record<string, unknown> = {};
    const scanAt = async (what: string, hqMs: number) => {
      seen[what] = told(await rig.scan(tokenAt(hqMs)));
      await rig.counter.handlers['sale:clear']({});
    };
    let hqMs = startMs;
    const pass = (ms: number) => {
      hqMs += ms;
      rig.clock.wallMs += ms;
      rig.clock.monoMs += ms;
    };
    rig.clock.wallMs += offMs;
    await hear(db, rig, hqMs);
    await scanAt('off all along, HQ heard just now', hqMs);
    pass(23 * hourMs);
    await scanAt('off all along, HQ heard 23 h ago', (hqMs += 1000));
    pass(2 * hourMs);
    await scanAt('off all along, HQ heard 25 h ago', (hqMs += 1000));
    await hear(db, rig, (hqMs += 1000));
    rig.clock.wallMs -= offMs;
    await scanAt('set right since HQ was heard', (hqMs += 1000));
    await hear(db, rig, (hqMs += 1000));
    await scanAt('set right, HQ heard again', hqMs);
    rig.clock.wallMs += offMs;
    await scanAt('set wrong since HQ was heard', (hqMs += 1000));
    expect(seen).toEqual({
      'off all along, HQ heard just now': ['ok', 'member-found-token', 'token'],
      'off all along, HQ heard 23 h ago': ['ok', 'member-found-token', 'token'],
      'off all along, HQ heard 25 h ago': ['warn', 'member-token-clock', 'scan'],
      'set right since HQ was heard': ['warn', 'member-token-clock', 'scan'],
      'set right, HQ heard again': ['ok', 'member-found-token', 'token'],
      'set wrong since HQ was heard': ['warn', 'member-token-clock', 'scan'],
    });
  });
});

test('a clock set back while the program was closed does not revive a screenshot', async () => {
  const temp = tempFolder();
  const before = openTestDatabase(temp.filePath);
  await stockWithKey(before);
  const first = testCounter(before);
  await hear(before, first, startMs);
  const screenshot = tokenAt(startMs - hourMs);
  await closeDatabase(before);
  const again = openTestDatabase(temp.filePath);
  const rig = testCounter(again);
  rig.clock.wallMs = startMs - hourMs;
  expect(told(await rig.scan(screenshot))).toEqual(['warn', 'member-token-clock', 'scan']);
  await closeDatabase(again);
  temp.remove();
});

test('at a desk it stands for the card behind it; the open sale is not touched, nothing is used up', async () => {
  await withTestDatabase(async (db) => {
    await stockWithKey(db);
    const rig = testCounter(db);
    const token = tokenAt(startMs);
    const seen = [];
    for (const at of ['refund', 'inviter'] as const) {
      await rig.counter.handlers['scan:aim']({ at });
      const { deskScan, member, notice } = await rig.scan(token);
      seen.push([deskScan?.at, deskScan?.text, member, notice?.code]);
    }
    await rig.scan(tokenAt(startMs, shop.ming, createSigningKey().signingKey));
    seen.push([rig.last().deskScan?.text, rig.last().notice?.code]);
    await rig.counter.handlers['scan:aim']({ at: 'sale' });
    seen.push(told(await rig.scan(token)));
    expect(seen).toEqual([
      ['refund', shop.mingCard, null, 'desk-scanned'],
      ['inviter', shop.mingCard, null, 'inviter-scanned'],
      [null, 'member-token-invalid'],
      ['ok', 'member-found-token', 'token'],
    ]);
  });
});
