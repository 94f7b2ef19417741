import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  memberCopySchema,
  memberHomeSchema,
  memberReferralSchema,
} from '../../app/contract/member-pages.ts';
import { startLineStandIn } from '../../tests/line-stand-in/start-line-stand-in.ts';
import type { LineStandIn } from '../../tests/line-stand-in/start-line-stand-in.ts';
import { callMember, lineUser } from '../test-rig/member-page.ts';
import { joinBody, startMemberRig, testLoginChannelId } from '../test-rig/member-rig.ts';
import type { MemberRig } from '../test-rig/member-rig.ts';
import { pullAll } from '../test-rig/test-counter.ts';
import { testStoreKinds } from '../test-rig/test-stores.ts';
import { eraseMember } from './erase-member.ts';

describe.each(testStoreKinds)('joining and looking on %s', (kind) => {
  let line: LineStandIn;
  let rig: MemberRig;
  beforeAll(async () => {
    line = await startLineStandIn({ loginChannelIds: [testLoginChannelId] });
    rig = await startMemberRig(kind, line);
  });
  afterAll(async () => {
    await rig.hq.stop();
    await line.stop();
  });

  it('makes a member with a card, gifts and a welcome, and the counters hear of it', async () => {
    const counter = await rig.hq.enrol();
    const before = (await pullAll(counter)).at(-1)?.pos ?? 0;
    const page = await rig.open();
    expect(await page.get('home')).toMatchObject({ status: 409, body: { error: 'not-bound' } });
    const mobile = rig.newMobile();
    const joined = await page.post('join', joinBody(mobile, { name: '  林 美 ' }));
    const home = memberHomeSchema.parse(joined.body);
    expect(home).toMatchObject({
      name: '林 美',
      points: 25,
      vouchers: 1,
      tier: { name: '一般', until: null, next: { name: '金卡', missingMinor: 5_000, share: 0 } },
      stampCards: [{ name: '咖啡', stamps: 1, goal: 10, rewardWords: '5 點' }],
      worthWords: '1 點可折 NT$1',
      marketing: false,
      deleteAskedAtMs: null,
    });
    expect(home.cardCode).toMatch(/^21\d{11}$/);
    const told = await pullAll(counter, before);
    expect(told).toMatchObject([
      {
        kind: 'member',
        member: {
          memberId: home.memberId,
          mobile: `+886${mobile.slice(1)}`,
          birthday: '05-17',
          cardCodes: [home.cardCode],
          lineState: 'bound',
        },
      },
      { kind: 'voucher', voucher: { memberId: home.memberId } },
      { kind: 'posting', posting: { why: 'joined', entries: [{ kind: 'earn', points: 25 }] } },
    ]);
    const sent = await rig.hq.db
      .selectFrom('line_outbox')
      .select(['kind'])
      .where('member_id', '=', home.memberId)
      .execute();
    expect(sent).toEqual([{ kind: 'welcome' }]);
    // Asked again, as by a phone that lost the answer.
    expect((await page.post('join', joinBody(rig.newMobile()))).body).toMatchObject({
      memberId: home.memberId,
    });
  });

  it('makes one member of somebody who asks many times at once', async () => {
    const page = await rig.open();
    const mobiles = Array.from({ length: 6 }, () => rig.newMobile());
    const answers = await Promise.all(
      mobiles.map(async (mobile) => await page.post('join', joinBody(mobile))),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200]);
    expect(new Set(answers.map(({ body }) => body['memberId'])).size).toBe(1);
    const members = await rig.hq.db
      .selectFrom('member')
      .select('member_id')
      .where(
        'mobile',
        'in',
        mobiles.map((mobile) => `+886${mobile.slice(1)}`),
      )
      .execute();
    expect(members).toHaveLength(1);
  });

  it('gives its gifts to one LINE user once, whatever numbers they join with, and says so', async () => {
    const page = await rig.join();
    const { lineUserId } = page;
    const again = async () => {
      const { body } = await page.post('join', joinBody(rig.newMobile()));
      const { points, vouchers, giftsHadBefore } = memberHomeSchema.parse(body);
      return { points, vouchers, giftsHadBefore };
    };
    const none = { points: 0, vouchers: 0, giftsHadBefore: true };
    await page.post('unlink');
    const second = await again();
    const { memberId } = memberHomeSchema.parse((await page.get('home')).body);
    await rig.hq.db.transaction().execute((trx) => eraseMember(trx, memberId));
    expect([second, await again()]).toEqual([none, none]);
    const [given, second0] = [await rig.join(), await page.get('home')];
    expect((await given.get('home')).body).toMatchObject({ points: 25, vouchers: 1 });
    expect(second0.body).not.toHaveProperty('giftsHadBefore');
    // What is remembered names nobody, neither in LINE nor here.
    const kept = await rig.hq.db.selectFrom('line_gifted').selectAll().execute();
    expect(kept.length).toBeGreaterThan(1);
    for (const named of [lineUserId, lineUserId.slice(1), page.memberId, memberId])
      expect(JSON.stringify(kept)).not.toContain(named);
  });

  it('gives one number to one of many', async () => {
    const mobile = rig.newMobile();
    const pages = await Promise.all(Array.from({ length: 5 }, async () => await rig.open()));
    const answers = await Promise.all(
      pages.map(async (page) => await page.post('join', joinBody(mobile))),
    );
    expect(answers.map(({ body }) => body['error'] ?? 'joined').toSorted()).toEqual([
      'joined',
      ...Array.from({ length: 4 }, () => 'mobile-known'),
    ]);
  });

  it('refuses what is no number, no day, another notice, and says so', async () => {
    const page = await rig.open();
    const wrong = async (mobile: string, change: object = {}) =>
      (await page.post('join', joinBody(mobile, change))).body['error'];
    expect(await wrong('02-2345-6789')).toBe('bad-request');
    expect(await wrong(rig.newMobile(), { birthday: '02-30' })).toBe('bad-request');
    expect(await wrong(rig.newMobile(), { name: '  ' })).toBe('bad-request');
    expect(await wrong(rig.newMobile(), { memberId: lineUser(9) })).toBe('bad-request');
    expect(await wrong(rig.newMobile(), { consentVersion: '2019' })).toBe('consent-needed');
  });

  it('knows who invited, by the link and by a card, and never gives the card away', async () => {
    const inviter = await rig.join();
    const home = memberHomeSchema.parse((await inviter.get('home')).body);
    const referral = memberReferralSchema.parse((await inviter.get('referral')).body);
    expect(referral).toMatchObject({
      inviterWords: '好友首次消費後，你可得20 點',
      inviteeWords: '好友首次消費可得10 點',
      invited: 0,
      rewarded: 0,
    });
    const code = new URL(referral.url ?? '').searchParams.get('i');
    expect(code).not.toContain(home.cardCode);
    await rig.join({ inviter: code });
    await rig.join({ inviter: home.cardCode });
    await rig.join({ inviter: 'nobody' });
    await rig.join({ inviter: 'iAAAAAAAAAAAAAAAAAAAAAA' });
    expect((await inviter.get('referral')).body).toMatchObject({ invited: 2, rewarded: 0 });
  });

  it('lets a member say no to news, unlink, ask for deletion, think again, and take a copy', async () => {
    const page = await rig.join();
    const done = { status: 200, body: { kind: 'done' } };
    expect(await page.post('marketing', { on: true })).toEqual(done);
    expect((await page.get('home')).body).toMatchObject({ marketing: true });
    expect(await page.post('marketing', { on: false })).toEqual(done);
    for (const _ of [1, 2]) expect(await page.post('delete-request')).toEqual(done);
    expect((await page.get('home')).body['deleteAskedAtMs']).toEqual(expect.any(Number));
    const copy = memberCopySchema.parse((await page.get('copy')).body);
    expect(copy).toMatchObject({
      member: { memberId: page.memberId, name: '王小明' },
      line: { lineUserId: page.lineUserId, marketing: false, consentVersion: '2026-11-line' },
      postings: [{ what: 'joined', points: 25 }],
      vouchers: [{ state: 'issued' }],
      requests: [{ kind: 'delete' }],
      more: false,
    });
    expect(await page.post('delete-withdraw')).toEqual(done);
    expect((await page.get('home')).body['deleteAskedAtMs']).toBeNull();
    const counter = await rig.hq.enrol();
    const before = (await pullAll(counter)).at(-1)?.pos ?? 0;
    for (const _ of [1, 2]) expect(await page.post('unlink')).toEqual(done);
    expect((await page.get('home')).body).toMatchObject({ error: 'not-bound' });
    expect(await pullAll(counter, before)).toMatchObject([
      { kind: 'member', member: { memberId: page.memberId, lineState: 'none' } },
    ]);
    const waiting = await rig.hq.db
      .selectFrom('line_outbox')
      .select(['state', 'last_outcome'])
      .where('member_id', '=', page.memberId)
      .execute();
    expect(waiting).toEqual([{ state: 'expired', last_outcome: 'unlinked' }]);
  });

  it('speaks the language of the page', async () => {
    const page = await rig.join();
    const seen = async (language: string) => {
      const inIt = await rig.open(page.lineUserId, language);
      const vouchers = (await inIt.get('vouchers')).body as { offers: { terms: string[] }[] };
      const { tier } = (await inIt.get('home')).body as { tier: { name: string } };
      return [tier.name, ...(vouchers.offers[0]?.terms ?? [])];
    };
    expect({
      zh: await seen('zh-TW'),
      en: await seen('en'),
      ja: await seen('ja'),
      th: await seen('th'),
    }).toEqual({
      zh: ['一般', '折 NT$30', '消費滿 NT$200 可用', '限週一、二', '限一般'],
      en: ['一般', 'NT$30 off', 'On purchases from NT$200', 'On Mon, Tue', 'For 一般'],
      ja: ['一般', 'NT$30 割引', 'NT$200 以上のお買い物で利用可', '月・火曜日限定', '一般 限定'],
      th: ['一般', 'ลด NT$30', 'ใช้ได้เมื่อซื้อครบ NT$200', 'เฉพาะวันจันทร์, อังคาร', 'เฉพาะ 一般'],
    });
    const [account] = await rig.hq.db
      .selectFrom('line_account')
      .select('language')
      .where('member_id', '=', page.memberId)
      .execute();
    expect(account).toEqual({ language: 'th' });
  });

  it('tells a page without a session what it needs, and nothing else', async () => {
    const open = async (path: string) => await callMember(rig.hq.url, { method: 'GET', path });
    expect(await open('config')).toEqual({
      status: 200,
      body: {
        brandName: expect.any(String) as string,
        liffId: '1650000001-abcdefgh',
        consentVersion: '2026-11-line',
      },
    });
    for (const path of ['home', 'code', 'postings', 'vouchers', 'referral', 'copy'])
      expect([path, await open(path)]).toMatchObject([
        path,
        { status: 401, body: { error: 'not-signed-in' } },
      ]);
  });
});
