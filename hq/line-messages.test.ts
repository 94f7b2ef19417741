import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MemberRow } from '../app/contract/sync.ts';
import type { EventId, MemberId } from '../app/domain/ids.ts';
import { textsOf } from '../app/line/message-texts.fixture.ts';
import { couponTexts } from './apply/make-member-message.ts';
import { tellExchange } from './apply/tell-exchange.ts';
import { tellWelcome } from './apply/tell-welcome.ts';
import { insertLineAccount } from './db/line-accounts.ts';
import type { LineAccount } from './db/line-accounts.ts';
import { claimLineMessages } from './db/line-outbox.ts';
import { insertProgram } from './db/programs.ts';
import { markVouchersCancelled } from './db/vouchers.ts';
import { remindExpiring } from './jobs/remind-expiring.ts';
import { addMember, addVoucher, takeExceptions } from './test-rig/award-fixtures.ts';
import { giftCouponId, richProgram as program } from './test-rig/rich-program.ts';
import { tell } from './test-rig/test-counter.ts';
import type { TestCounter } from './test-rig/test-counter.ts';
import { makeAward, makeRefund, newTestId } from './test-rig/test-events.ts';
import { startTestHq } from './test-rig/test-hq.ts';
import type { TestHq } from './test-rig/test-hq.ts';
import { testStoreKinds } from './test-rig/test-stores.ts';

const text = JSON.stringify;
const at = (date: string, clock = '03:00') => Date.parse(`${date}T${clock}:00+08:00`);

describe.each(testStoreKinds)('messages to members, on %s', (kind) => {
  let hq: TestHq;
  let counter: TestCounter;
  let nowMs = at('2026-11-22', '12:01');
  let serial = 0;
  beforeAll(async () => {
    hq = await startTestHq(kind, {
      nowMs: () => nowMs,
      line: { liffId: '2000000001-AbcdEfgh' },
    });
    await insertProgram(hq.db, program);
    counter = await hq.enrol();
  });
  afterAll(async () => await hq.stop());

  async function addLineMember(
    account: Partial<LineAccount> = {},
    change: Partial<MemberRow> = {},
  ): Promise<MemberId> {
    const memberId = await addMember(hq, 'general', change);
    serial += 1;
    await hq.db.transaction().execute(
      async (trx) =>
        await insertLineAccount(trx, {
          memberId,
          lineUserId: `U${String(serial).padStart(32, '0')}`,
          state: 'bound',
          boundAtMs: 0,
          language: 'zh-TW',
          marketing: true,
          marketingAtMs: 0,
          consentVersion: null,
          consentAtMs: null,
          ...account,
        }),
    );
    return memberId;
  }

  /** What a member is to be told, oldest first: kind, alt text, and when from. */
  async function toldTo(memberId: MemberId) {
    const rows = await hq.db
      .selectFrom('line_outbox')
      .selectAll()
      .where('member_id', '=', memberId)
      .orderBy('outbox_no')
      .execute();
    return rows.map((row) => {
      const { messages } = JSON.parse(row.body) as { messages: { altText: string }[] };
      return {
        kind: row.kind,
        says: messages.map(({ altText }) => altText),
        texts: textsOf(messages.map((one) => (one as { contents?: unknown }).contents)),
        fromMs: row.next_attempt_at_ms,
      };
    });
  }
  const kindsTo = async (memberId: MemberId) => (await toldTo(memberId)).map((one) => one.kind);

  it('tells the buyer everything in one message, and whoever invited them in another', async () => {
    const inviter = await addLineMember({ language: 'en' });
    const buyer = await addLineMember({ language: 'ja' }, { inviterId: inviter });
    const sale = makeAward({
      memberId: buyer,
      program,
      amountMinor: 6_000,
      facts: { inviterId: inviter },
    });
    const sent = text(sale);
    await tell(counter, sent);
    expect(await takeExceptions(hq)).toEqual([]);
    const [toBuyer, ...noMore] = await toldTo(buyer);
    expect(noMore).toEqual([]);
    expect(toBuyer).toMatchObject({ kind: 'sale', fromMs: nowMs });
    expect(toBuyer?.says[0]).toMatch(/^金卡にランクアップしました！\d+ポイント獲得/u);
    expect(toBuyer?.texts).toEqual(
      expect.arrayContaining(['獲得したクーポン', '折五十', 'スタンプカード', '会員カードを開く']),
    );
    expect(await toldTo(inviter)).toMatchObject([
      {
        kind: 'referral',
        says: ['Your reward for inviting a friend: 20 points, 20 points in total. Counterfoil'],
      },
    ]);
    // The invitee is nobody's business.
    expect(text(await toldTo(inviter))).not.toContain('林美');
    // Everything of it undone: the inviter's reward too.
    await tell(counter, text(makeRefund({ of: sale, program, mode: 'void' })));
    expect(await kindsTo(buyer)).toEqual(['sale', 'refund']);
    expect((await toldTo(inviter)).at(-1)).toMatchObject({
      kind: 'referral',
      says: ['Reward for inviting a friend taken back: -20 points, 0 points in total. Counterfoil'],
    });
    await takeExceptions(hq);
  });

  it('tells nobody without LINE, nobody who blocked the account, and nobody of news they did not want', async () => {
    const stranger = await addMember(hq);
    const blocked = await addLineMember({ state: 'blocked' });
    const quiet = await addLineMember({ marketing: false });
    const soon = { couponId: giftCouponId, validFrom: '2026-11-01', validUntil: '2026-12-01' };
    for (const memberId of [stranger, blocked, quiet]) {
      await tell(counter, text(makeAward({ memberId, program })));
      await addVoucher(hq, memberId, soon);
    }
    nowMs = at('2026-11-24');
    await hq.runNightly();
    expect([await kindsTo(stranger), await kindsTo(blocked), await kindsTo(quiet)]).toEqual([
      [],
      [],
      ['sale'],
    ]);
  });

  it('reminds of what ends soon, all in one, once, also after a night that was missed', async () => {
    const memberId = await addLineMember();
    const voucher = { couponId: giftCouponId, validFrom: '2026-11-01' };
    await addVoucher(hq, memberId, { ...voucher, validUntil: '2026-12-03' });
    await addVoucher(hq, memberId, { ...voucher, validUntil: '2026-12-01' });
    await addVoucher(hq, memberId, { ...voucher, validUntil: '2027-03-01' });
    const { voucherId } = await addVoucher(hq, memberId, { ...voucher, validUntil: '2026-12-03' });
    await hq.db.transaction().execute((trx) => markVouchersCancelled(trx, [voucherId]));
    // The day of the second one was 2026-11-24, of the first it is 2026-11-26.
    nowMs = at('2026-11-26');
    expect(await hq.runNightly()).toMatchObject({ reminded: 1 });
    expect(await hq.runNightly()).toMatchObject({ reminded: 0 });
    nowMs = at('2026-11-27');
    expect(await hq.runNightly()).toMatchObject({ reminded: 0 });
    expect(await toldTo(memberId)).toMatchObject([
      {
        kind: 'expiring',
        says: ['2 張優惠券即將到期，最早到 2026/12/1。Counterfoil'],
        fromMs: at('2026-11-26', '10:00'),
      },
    ]);
    const [told] = await toldTo(memberId);
    expect(told?.texts.some((one) => one.includes('免費關閉'))).toBe(true);
  });

  it('reminds who has two phones since a merge once, whichever of the two ids the night comes to first', async () => {
    const [joined, survivor] = [await addLineMember(), await addLineMember()];
    const voucher = { couponId: giftCouponId, validFrom: '2026-11-01', validUntil: '2027-01-08' };
    await addVoucher(hq, joined, voucher);
    await hq.db
      .updateTable('member')
      .set({ merged_into: survivor })
      .where('member_id', '=', joined)
      .execute();
    const remindDay = '2027-01-01';
    nowMs = at(remindDay);
    const night = {
      day: remindDay,
      remindDay,
      nowMs,
      program,
      names: couponTexts([program]),
      memberPageUrl: null,
      randomBytes: () => new Uint8Array(),
    };
    const remind = async (...ids: MemberId[]) =>
      await hq.db.transaction().execute((trx) => remindExpiring(trx, ids, night));
    // Pages of their own, as where others stand between them; then the night once more.
    expect([await remind(survivor), await remind(joined), await remind(joined, survivor)]).toEqual([
      1, 0, 0,
    ]);
    expect([await kindsTo(joined), await kindsTo(survivor)]).toEqual([[], ['expiring']]);
  });

  it('reminds of points a month before they lapse', async () => {
    const memberId = await addLineMember({ language: 'th' });
    nowMs = at('2027-02-01', '12:01');
    await tell(counter, text(makeAward({ memberId, program, date: '2027-02-01' })));
    // They lapse on 1 March: less than a month before, there is nothing to wait for.
    nowMs = at('2027-02-02');
    await hq.runNightly();
    expect(await kindsTo(memberId)).toEqual(['sale']);
    nowMs = at('2027-03-03', '12:01');
    await tell(counter, text(makeAward({ memberId, program, date: '2027-03-03' })));
    nowMs = at('2027-03-04');
    await hq.runNightly();
    expect((await toldTo(memberId)).map(({ kind: k, says }) => [k, ...says]).at(-1)).toEqual([
      'expiring',
      '10 คะแนน ใกล้หมดอายุ เริ่มจาก 3 เม.ย. ค.ศ. 2027 · Counterfoil',
    ]);
  });

  it('tells of the birthday gift by day, and of a tier judged anew', async () => {
    const memberId = await addLineMember({ marketing: false }, { birthday: '06-01' });
    await hq.db
      .updateTable('member')
      .set({ tier_id: 'gold', tier_until: '2027-05-31', tier_since: '2026-05-31' })
      .where('member_id', '=', memberId)
      .execute();
    nowMs = at('2027-06-01');
    await hq.runNightly();
    await hq.runNightly();
    expect(await toldTo(memberId)).toMatchObject([
      {
        kind: 'tier',
        says: ['會員等級調整為一般。Counterfoil'],
        fromMs: at('2027-06-01', '10:00'),
      },
      {
        kind: 'birthday',
        says: ['生日禮已入帳：20 點、1 張優惠券，目前共 20 點。Counterfoil'],
        fromMs: at('2027-06-01', '10:00'),
      },
    ]);
  });

  it('sends a receipt of the early morning before what waits for the day', async () => {
    const memberId = await addLineMember({}, { birthday: '07-01' });
    nowMs = at('2027-07-01');
    await hq.runNightly();
    nowMs = at('2027-07-01', '06:30');
    await tell(counter, text(makeAward({ memberId, program, date: '2027-07-01' })));
    const claim = { limit: 1_000, untilMs: nowMs + 60_000 };
    const bodiesAt = async (atMs: number) => {
      const due = await claimLineMessages(hq.db, { ...claim, nowMs: atMs });
      return due.map(({ eid }) => eid);
    };
    const own = await hq.db
      .selectFrom('line_outbox')
      .select(['eid', 'kind'])
      .where('member_id', '=', memberId)
      .execute();
    const kindsOf = (eids: readonly EventId[]) =>
      own.filter(({ eid }) => eids.includes(eid)).map((row) => row.kind);
    expect(kindsOf(await bodiesAt(at('2027-07-01', '06:31')))).toEqual(['sale']);
    expect(kindsOf(await bodiesAt(at('2027-07-01', '10:00')))).toContain('birthday');
  });

  it('welcomes who was bound, and tells of an exchange', async () => {
    const memberId = await addLineMember({ language: 'en' });
    await addVoucher(hq, memberId, { couponId: giftCouponId, validUntil: '2028-01-01' });
    const memberPageUrl = 'https://liff.line.me/2000000001-AbcdEfgh';
    await hq.db.transaction().execute(async (trx) => {
      await tellWelcome(trx, { memberId, nowMs, memberPageUrl });
      await tellExchange(trx, {
        memberId,
        postingId: newTestId<EventId>(),
        pointsSpent: 500,
        voucher: {
          couponId: giftCouponId,
          validFrom: '2027-06-01',
          validUntil: '2027-07-01',
          uses: 1,
        },
        name: { 'zh-TW': '折五十', en: 'Fifty off' },
        nowMs,
        memberPageUrl,
      });
    });
    const told = await toldTo(memberId);
    expect(told.map((one) => [one.kind, ...one.says])).toEqual([
      ['welcome', 'Your card is linked to LINE, 0 points in total. Counterfoil'],
      ['exchange', 'Points exchanged: Fifty off, 0 points in total. Counterfoil'],
    ]);
    expect(told[0]?.texts.join()).toMatch(/unlink at any time.*free of charge/);
  });
});
