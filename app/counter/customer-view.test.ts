import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CounterView, ReadyView } from '../contract/counter-view.ts';
import { customerViewSchema, type CustomerView } from '../contract/training.ts';
import { maskName } from '../domain/member-name.ts';
import { maskMobile } from '../domain/mobile-number.ts';
import { inTransaction, type Db } from '../db/handles.ts';
import { putSettings } from '../db/settings.ts';
import { withTestDatabase } from '../db/test-database.ts';
import { createCustomerDesk, thanksMs } from './create-customer-desk.ts';
import { customerViewOf, thanksOf } from './customer-view.ts';
import { shop, shopVoucher, stockShop, testCounter } from './test-counter.ts';

/** The counter of 王記茶行 with what its customer's window would be shown. */
async function openShop(db: Db) {
  await stockShop(db, [shopVoucher(1)]);
  const joinUrl = 'https://liff.line.me/1234567890-AbcdEfgh';
  await inTransaction(db, (trx) => putSettings(trx, { lineJoinUrl: joinUrl }));
  const pushed: CustomerView[] = [];
  const timers: { readonly delayMs: number; readonly fn: () => void }[] = [];
  const desk = createCustomerDesk({
    push: (view) => pushed.push(customerViewSchema.parse(view)),
    setTimer: (delayMs, fn) => {
      const timer = { delayMs, fn };
      timers.push(timer);
      return () => {
        const at = timers.indexOf(timer);
        if (at >= 0) timers.splice(at, 1);
      };
    },
  });
  const till = testCounter(db);
  const seen = () => {
    for (const view of till.views.splice(0, till.views.length - 1)) desk.viewChanged(view);
    desk.viewChanged(till.last());
    return pushed.at(-1);
  };
  await till.counter.start();
  return { till, pushed, timers, seen };
}

test('an invitation, the sale as it grows, thanks for six seconds, and the invitation again', () =>
  withTestDatabase(async (db) => {
    const { till, timers, seen } = await openShop(db);
    const common = {
      language: 'zh-TW',
      brandName: '王記茶行',
      joinUrl: 'https://liff.line.me/1234567890-AbcdEfgh',
      training: false,
    };
    const idle = { ...common, kind: 'idle' };
    expect(seen()).toEqual(idle);
    await till.scan(shop.mingCard);
    const member = { nameMasked: '王○明', points: 0 };
    expect(seen()).toEqual({ ...common, kind: 'sale', member, sale: null });
    await till.counter.handlers['sale:set-amount']({ amountText: '400' });
    await till.scan(shopVoucher(1).code);
    expect(seen()).toEqual({
      ...common,
      kind: 'sale',
      member,
      sale: { amountMinor: 400, discountMinor: 50, pointsSpent: 0, paidMinor: 350, earns: 52 },
    });
    await till.sell(400);
    const thanked = { nameMasked: '王○明', paidMinor: 350, earned: 52, balance: 52 };
    expect([seen(), timers.map(({ delayMs }) => delayMs)]).toEqual([
      { ...common, kind: 'thanks', ...thanked },
      [thanksMs],
    ]);
    await till.counter.handlers['sale:back']({});
    expect(seen()?.kind).toBe('thanks');
    timers.shift()?.fn();
    expect(seen()).toEqual(idle);
  }));

test('the next customer does not wait for the thanks to the one before, and never sees them again', () =>
  withTestDatabase(async (db) => {
    const { till, timers, seen } = await openShop(db);
    await till.scan(shop.mingCard);
    await till.sell(400);
    expect(seen()?.kind).toBe('thanks');
    await till.scan(shop.linCard);
    expect(seen()).toMatchObject({ kind: 'sale', member: { nameMasked: '林○麗' } });
    await till.counter.handlers['sale:clear']({});
    expect([seen()?.kind, timers]).toEqual(['idle', []]);
  }));

test('it speaks its own language at once, whatever the cashier reads, and again the counter’s', () =>
  withTestDatabase(async (db) => {
    const { till, seen } = await openShop(db);
    const { handlers } = till.counter;
    const heard = () => [till.last().language, seen()?.language];
    const languages = [heard()];
    await handlers['settings:set-language']({ language: 'th' });
    languages.push(heard());
    await handlers['settings:set-customer-language']({ language: 'zh-TW' });
    languages.push(heard());
    await handlers['settings:set-language']({ language: 'ja' });
    languages.push(heard());
    await handlers['settings:set-customer-language']({ language: null });
    languages.push(heard());
    expect(languages).toEqual([
      ['zh-TW', 'zh-TW'],
      ['th', 'th'],
      ['th', 'zh-TW'],
      ['ja', 'zh-TW'],
      ['ja', 'ja'],
    ]);
  }));

test('a language of a newer version, kept by this counter, is as if none were chosen', () =>
  withTestDatabase(async (db) => {
    const { till, seen } = await openShop(db);
    await inTransaction(db, (trx) =>
      putSettings(trx, { language: 'en', customerLanguage: 'ko' as never }),
    );
    await till.counter.handlers['sale:clear']({});
    expect([till.last().customerLanguage, seen()?.language]).toEqual([undefined, 'en']);
  }));

test('an amount without a member is shown as it is, and earns nothing', () =>
  withTestDatabase(async (db) => {
    const { till, seen } = await openShop(db);
    await till.counter.handlers['sale:set-amount']({ amountText: '120' });
    const plain = { amountMinor: 120, discountMinor: 0, pointsSpent: 0, paidMinor: 120 };
    expect(seen()).toMatchObject({ kind: 'sale', member: null, sale: { ...plain, earns: null } });
  }));

test('a locked counter, one that is not set up and one without database show nobody', () =>
  withTestDatabase(async (db) => {
    const { till } = await openShop(db);
    await till.scan(shop.mingCard);
    const view = till.last();
    const people = [{ staffId: shop.ming as never, name: '店長', role: 'manager' as const }];
    const staff = { people, current: null, locked: true } as unknown as ReadyView['staff'] & object;
    const common = { revision: 1, language: 'th', appVersion: '0' } as const;
    const others: CounterView[] = [
      { ...view, staff },
      { ...common, kind: 'first-run', busy: false, notice: null },
      { ...common, kind: 'refused', code: 'key-missing', detail: '' },
    ];
    expect(others.map((one) => customerViewOf(one, null).kind)).toEqual(['idle', 'idle', 'idle']);
  }));

test('training is said there too', () =>
  withTestDatabase(async (db) => {
    const { till } = await openShop(db);
    expect(customerViewOf({ ...till.last(), training: true }, null).training).toBe(true);
  }));

const han = fc.constantFrom(...'王林陳張李黃吳劉蔡楊許鄭謝小明麗豪婷偉芬傑淑');
const nameText = fc.array(han, { minLength: 3, maxLength: 5 }).map((parts) => parts.join(''));
const digits = (length: number) =>
  fc.array(fc.constantFrom(...'0123456789'), { minLength: length, maxLength: length });
const mobileText = digits(8).map((parts) => `+8869${parts.join('')}`);
const cardText = digits(11).map((parts) => `27${parts.join('')}`);

test('whatever the counter knows: no phone number, no code, no id and no whole name gets there', () =>
  withTestDatabase(async (db) => {
    const { till } = await openShop(db);
    await till.scan(shop.mingCard);
    await till.sell(1_234);
    await till.scan(shop.mingCard);
    await till.counter.handlers['sale:set-amount']({ amountText: '400' });
    const view = till.last();
    const { member } = view;
    if (member === null) throw new Error('nobody is on the sale');
    fc.assert(
      fc.property(
        nameText,
        mobileText,
        cardText,
        fc.nat(99_999),
        fc.boolean(),
        (name, mobile, cardCode, points, isSettled) => {
          const nameMasked = maskName(name);
          const mobileMasked = maskMobile(mobile);
          const notice = {
            id: 1,
            tone: 'ok' as const,
            code: 'sale-settled',
            params: { name: nameMasked, paidMinor: 400, points, balance: points },
            atMs: 0,
          };
          const onSale = { ...member, nameMasked, mobileMasked, cardCode, points };
          const now: ReadyView = { ...view, notice, member: isSettled ? null : onSale };
          const idle = isSettled ? { ...now, sale: { ...now.sale, amountText: '' } } : now;
          const shown = customerViewOf(idle, thanksOf(notice));
          const text = JSON.stringify(customerViewSchema.parse(shown));
          const local = `0${mobile.slice(4)}`;
          const secrets = [name, mobile, local, mobileMasked, cardCode, member.memberId];
          const vouchers = member.vouchers.flatMap((one) => [one.code, one.voucherId]);
          const found = [...secrets, ...vouchers].filter((one) => text.includes(one));
          expect([found, text.includes(nameMasked)]).toEqual([[], true]);
        },
      ),
    );
  }));
