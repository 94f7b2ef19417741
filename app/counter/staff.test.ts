import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import type { RefundId } from '../domain/ids.ts';
import {
  countingIds,
  openTestDatabase,
  tempFolder,
  withTestDatabase,
} from '../db/test-database.ts';
import { closeDatabase, type Db } from '../db/handles.ts';
import { verifyChain } from '../db/verify-chain.ts';
import { invoiceQr, shop, shopVoucher, stockShop, testCounter } from './test-counter.ts';
import { eventsOf, newRefundId } from './test-refund.ts';
import { addPerson, callAs, pins, staffShop } from './test-staff.ts';

async function stocked(db: Db) {
  await stockShop(db, [shopVoucher(1)]);
  const rig = testCounter(db, { randomBytes: (count) => new Uint8Array(randomBytes(count)) });
  return rig;
}

/** What was recorded of people: what, by whom, about whom, details. */
async function actsOf(db: Db) {
  return (await eventsOf(db)).flatMap((event) => {
    if (event.type !== 'staff_act') return [];
    const { what, about, by, permission, reason, detail } = event.body;
    const parts = [what, event.staff?.name ?? null, about?.name ?? null];
    const word = by === null ? [] : [by.name, permission, reason];
    return [[...parts, ...word, ...Object.values(detail)]];
  });
}

test('while nobody is listed nobody is asked, and the view has no staff', async () => {
  await withTestDatabase(async (db) => {
    const rig = await stocked(db);
    await rig.counter.start();
    await rig.scan(shop.mingCard);
    const view = await rig.sell(100);
    const events = await eventsOf(db);
    expect([view.staff, events.map((event) => [event.type, event.staff])]).toEqual([
      undefined,
      [['award', undefined]],
    ]);
  });
});

test('the first is a manager and is there; from then on everything carries a name', async () => {
  await withTestDatabase(async (db) => {
    const rig = await stocked(db);
    const cashier = {
      name: '小君',
      role: 'cashier' as const,
      pin: pins.cashier,
      badge: 'none' as const,
    };
    const put = rig.counter.handlers['staff:put'];
    const refusals = [
      await put({ staffId: null, ...cashier }),
      await put({ staffId: null, ...cashier, role: 'manager', pin: null }),
      await put({ staffId: null, ...cashier, role: 'manager', pin: '112233' }),
      await put({ staffId: shop.ming as never, ...cashier }),
    ];
    expect(refusals.map((one) => one.kind === 'refused' && one.code)).toEqual([
      'first-is-manager',
      'pin-missing',
      'pin-weak',
      'staff-unknown',
    ]);
    const { manager, signIn } = await staffShop(rig);
    expect(rig.last().staff).toMatchObject({
      people: [
        { name: '陳美玉', role: 'manager' },
        { name: '小君', role: 'cashier' },
      ],
      current: { name: '陳美玉' },
      locked: false,
      lockAfterMinutes: 3,
    });
    await rig.scan(shop.mingCard);
    await rig.counter.handlers['sale:set-amount']({ amountText: '400' });
    // Somebody else takes over: the open sale stays.
    expect(await signIn('cashier')).toEqual({ kind: 'done' });
    expect([rig.last().sale.amountText, rig.last().member?.memberId]).toEqual(['400', shop.ming]);
    await rig.sell(400);
    const events = await eventsOf(db);
    expect(events.filter(({ type }) => type === 'award').map(({ staff }) => staff?.name)).toEqual([
      '小君',
    ]);
    expect(await actsOf(db)).toEqual([
      ['staff-added', null, '陳美玉', 'manager'],
      ['staff-added', '陳美玉', '小君', 'cashier', 'new'],
      ['signed-in', '小君', null, 'pin'],
    ]);
    const again = await put({ staffId: null, ...cashier, name: '陳美玉' });
    const demoted = await put({ ...cashier, staffId: manager.staffId, pin: null });
    expect([again, demoted].map((one) => one.kind === 'refused' && one.code)).toEqual([
      'name-taken',
      'name-taken',
    ]);
    expect((await verifyChain(db)).kind).toBe('whole');
  });
});

test('locked: calls are not made, scans change nothing, the sale and half an e-invoice wait', async () => {
  await withTestDatabase(async (db) => {
    const rig = await stocked(db);
    const { cashier, lock, signIn } = await staffShop(rig);
    await signIn('cashier');
    await rig.scan(shop.mingCard);
    await rig.counter.handlers['sale:set-amount']({ amountText: '400' });
    await lock();
    expect(rig.last().staff).toMatchObject({ locked: true, current: { name: '小君' } });
    const calls = [
      await callAs(rig, 'sale:clear', {}),
      await callAs(rig, 'sale:set-amount', { amountText: '1' }),
      await callAs(rig, 'staff:list', {}),
      await callAs(rig, 'member:reveal', { memberId: shop.ming }),
    ];
    expect(calls.map((one) => 'kind' in one && one.kind)).toEqual(Array(4).fill('locked'));
    for (const aim of ['sale', 'refund', 'inviter', 'test'] as const) {
      await callAs(rig, 'scan:aim', { at: aim });
      for (const code of [shop.linCard, shopVoucher(1).code, invoiceQr({ totalMinor: 900 })]) {
        const view = await rig.scan(code);
        expect([view.notice?.code, view.sale.amountText, view.member?.memberId]).toEqual([
          'counter-locked',
          '400',
          shop.ming,
        ]);
      }
    }
    // A badge opens, wherever scans go.
    const view = await rig.scan(cashier.badgeCode ?? '');
    expect([view.notice?.code, view.staff?.locked, view.sale.amountText]).toEqual([
      'staff-signed-in',
      false,
      '400',
    ]);
    await callAs(rig, 'scan:aim', { at: 'sale' });
    await rig.sell(400);
    expect((await actsOf(db)).slice(-3)).toEqual([
      ['signed-in', '小君', null, 'pin'],
      ['locked', '小君', null, 'person'],
      ['signed-in', '小君', null, 'badge'],
    ]);
    expect(rig.errors).toEqual([]);
  });
});

test('a badge takes over at once; a new one ends the old; nobody’s is nobody’s', async () => {
  await withTestDatabase(async (db) => {
    const rig = await stocked(db);
    const { cashier, manager } = await staffShop(rig);
    const old = cashier.badgeCode ?? '';
    expect((await rig.scan(old)).staff?.current?.name).toBe('小君');
    const before = (await actsOf(db)).length;
    // Twice the same: one sign-in.
    rig.clock.monoMs += 60_000;
    await rig.scan(old);
    expect((await actsOf(db)).length).toBe(before);
    const person = { name: '小君', role: 'cashier' as const, pin: null };
    const renewed = await rig.counter.handlers['staff:put']({
      staffId: cashier.staffId,
      ...person,
      badge: 'new',
    });
    const fresh = renewed.kind === 'done' ? (renewed.badgeCode ?? '') : '';
    await callAs(rig, 'staff:sign-in', { staffId: manager.staffId, pin: pins.manager });
    expect((await rig.scan(old)).notice?.code).toBe('badge-unknown');
    expect((await rig.scan(fresh)).staff?.current?.name).toBe('小君');
    const { rows } = { rows: await db.selectFrom('staff').selectAll().execute() };
    expect(JSON.stringify(rows)).not.toContain(fresh.slice(3));
    expect(JSON.stringify(rows)).not.toContain(pins.cashier);
  });
});

test('five wrong PINs: five minutes, for that person, also after a restart and with the clock set', async () => {
  const temp = tempFolder();
  let db = openTestDatabase(temp.filePath);
  let rig = await stocked(db);
  const { cashier, manager, lock } = await staffShop(rig);
  await lock();
  const attempt = async (pin: string, staffId = cashier.staffId) => {
    const answer = await callAs(rig, 'staff:sign-in', { staffId, pin });
    return 'code' in answer ? [answer.code, rig.last().notice?.params['left']] : [answer.kind];
  };
  const answers = [];
  for (let n = 0; n < 5; n += 1) answers.push(await attempt(pins.wrong));
  expect(answers).toEqual([
    ['pin-wrong', 4],
    ['pin-wrong', 3],
    ['pin-wrong', 2],
    ['pin-wrong', 1],
    ['pin-wait', undefined],
  ]);
  const untilMs = rig.clock.wallMs + 300_000;
  expect(rig.last().staff).toMatchObject({
    waitUntilMs: untilMs,
    people: [{ name: '陳美玉' }, { name: '小君', waitUntilMs: untilMs }],
  });
  // The right one does not count meanwhile, nor does a clock set forward; others may.
  rig.clock.wallMs += 400_000;
  expect(await attempt(pins.cashier)).toEqual(['pin-wait', undefined]);
  rig.clock.wallMs -= 400_000;
  expect(await attempt(pins.manager, manager.staffId)).toEqual(['done']);
  await lock();
  await rig.counter.settled();
  await closeDatabase(db);
  db = openTestDatabase(temp.filePath);
  rig = testCounter(db, {}, countingIds(9_000));
  await rig.counter.start();
  // Restarted: locked, with who was there last; the wait is in the database.
  expect(rig.last().staff).toMatchObject({ locked: true, current: { name: '陳美玉' } });
  expect(await attempt(pins.cashier)).toEqual(['pin-wait', undefined]);
  rig.clock.wallMs += 300_001;
  rig.clock.monoMs += 300_001;
  expect(await attempt(pins.wrong)).toEqual(['pin-wrong', 4]);
  expect(await attempt(pins.cashier)).toEqual(['done']);
  const acts = await actsOf(db);
  expect(acts.filter(([what]) => String(what).startsWith('sign-in'))).toEqual([
    ['sign-in-failed', null, '小君'],
    ['sign-in-stopped', null, '小君'],
    ['sign-in-failed', null, '小君'],
  ]);
  await closeDatabase(db);
  temp.remove();
});

test('a copied database with the secret of another PC verifies no PIN', async () => {
  await withTestDatabase(async (db) => {
    const rig = await stocked(db);
    const { cashier } = await staffShop(rig);
    const elsewhere = testCounter(db, { deviceSecret: new Uint8Array(32).fill(8) });
    const typed = { staffId: cashier.staffId, pin: pins.cashier };
    expect(await callAs(elsewhere, 'staff:sign-in', typed)).toEqual({
      kind: 'refused',
      code: 'pin-wrong',
    });
    expect(await callAs(rig, 'staff:sign-in', typed)).toEqual({ kind: 'done' });
  });
});

test('a manager allows one thing once, for a minute, with their own PIN and a reason', async () => {
  await withTestDatabase(async (db) => {
    const rig = await stocked(db);
    const { manager, cashier, signIn } = await staffShop(rig);
    await signIn('cashier');
    const allow = async (pin = pins.manager, staffId = manager.staffId) =>
      await callAs(rig, 'staff:allow', {
        staffId,
        pin,
        permission: 'reveal',
        reason: 'customer-complaint',
      });
    const reveal = async () => await callAs(rig, 'member:reveal', { memberId: shop.ming });
    const needed = { kind: 'manager-needed' };
    const seen = { name: '王小明', mobile: '0912345678' };
    expect(await reveal()).toEqual(needed);
    expect(await allow(pins.cashier, cashier.staffId)).toMatchObject({ code: 'not-a-manager' });
    expect(await allow(pins.wrong)).toMatchObject({ code: 'pin-wrong' });
    expect(await allow()).toEqual({ kind: 'done' });
    expect(rig.last().staff?.allowed).toMatchObject({
      permission: 'reveal',
      by: { name: '陳美玉' },
    });
    // For nothing else, and once.
    expect(await callAs(rig, 'manager:figures', { period: 'today' })).toEqual(needed);
    expect([await reveal(), await reveal()]).toEqual([seen, needed]);
    await allow();
    rig.clock.monoMs += 60_001;
    expect(await reveal()).toEqual(needed);
    // A word ends when somebody else takes over.
    await allow();
    await signIn('manager');
    await signIn('cashier');
    expect(await reveal()).toEqual(needed);
    const acts = await actsOf(db);
    const override = ['override', '小君', null, '陳美玉', 'reveal', 'customer-complaint'];
    expect(acts.filter(([what]) => what === 'override' || what === 'revealed')).toEqual([
      override,
      ['revealed', '小君', null],
      override,
      override,
    ]);
  });
});

test('money back over the limit takes a manager, also in pieces; below it does not', async () => {
  await withTestDatabase(async (db) => {
    const rig = await stocked(db);
    const { manager, signIn } = await staffShop(rig);
    await callAs(rig, 'staff:set-rules', { lockAfterMinutes: 5, refundLimitMinor: 500 });
    await signIn('cashier');
    await rig.scan(shop.linCard);
    const saleId = (await rig.sell(900)).lastSales[0]?.saleId;
    if (saleId === undefined) throw new Error('nothing sold');
    const refund = async (amountMinor: number) => {
      const request = { kind: 'amount' as const, amountMinor };
      const asked = { saleId, mode: 'refund' as const, request };
      const preview = await rig.counter.handlers['refund:preview'](asked);
      if (preview.kind === 'refused') throw new Error('no preview');
      return await callAs(rig, 'refund:settle', {
        ...asked,
        refundId: newRefundId<RefundId>(),
        why: 'goods-back',
        expectedMoneyMinor: preview.moneyMinor,
        expectedClawedBack: preview.clawedBack,
      });
    };
    expect(await refund(501)).toEqual({ kind: 'manager-needed' });
    expect(await refund(400)).toEqual({ kind: 'done' });
    expect(await refund(101)).toEqual({ kind: 'manager-needed' });
    const word = { permission: 'refund-over-limit', reason: 'goods-faulty' } as const;
    await callAs(rig, 'staff:allow', { staffId: manager.staffId, pin: pins.manager, ...word });
    expect([await refund(101), await refund(1)]).toEqual([
      { kind: 'done' },
      { kind: 'manager-needed' },
    ]);
    const { rows, total } = await rig.counter.handlers['staff:acts']({
      staffId: null,
      offset: 0,
      limit: 4,
    });
    expect([
      total,
      rows.map(({ act, staff, memberMasked }) => [act.what, staff?.name, memberMasked]),
    ]).toEqual([
      7,
      [
        ['refund', '小君', '林○麗'],
        ['override', '小君', undefined],
        ['refund', '小君', '林○麗'],
        ['signed-in', '小君', undefined],
      ],
    ]);
    expect(rows[0]?.act.detail).toMatchObject({ why: 'goods-back', moneyMinor: 101 });
    const mine = await rig.counter.handlers['staff:acts']({
      staffId: manager.staffId,
      offset: 0,
      limit: 100,
    });
    expect(mine.rows.map(({ act }) => act.what)).toEqual(['rules-changed', 'staff-added']);
  });
});

test('who leaves is gone, the last manager last; then nobody is asked again', async () => {
  await withTestDatabase(async (db) => {
    const rig = await stocked(db);
    const { manager, cashier, signIn } = await staffShop(rig);
    const remove = async (staffId: typeof manager.staffId) =>
      await callAs(rig, 'staff:remove', { staffId });
    expect(await remove(manager.staffId)).toMatchObject({ code: 'last-manager' });
    const second = await addPerson(rig, { name: '阿德', role: 'manager', pin: pins.other });
    expect(await remove(manager.staffId)).toEqual({ kind: 'done' });
    // Whoever removed themselves is gone: locked until somebody signs in.
    expect(rig.last().staff).toMatchObject({ locked: true, current: null });
    expect(await signIn('manager')).toMatchObject({ code: 'staff-unknown' });
    await callAs(rig, 'staff:sign-in', { staffId: second.staffId, pin: pins.other });
    expect(await remove(cashier.staffId)).toEqual({ kind: 'done' });
    expect((await rig.scan(cashier.badgeCode ?? '')).notice?.code).toBe('badge-unknown');
    expect(await remove(second.staffId)).toEqual({ kind: 'done' });
    expect(rig.last().staff).toBeUndefined();
    expect(await callAs(rig, 'sale:clear', {})).toEqual({ kind: 'done' });
  });
});

test('a look and an export are recorded also where nobody signs in, before anything is given out', async () => {
  await withTestDatabase(async (db) => {
    await stockShop(db);
    const written: unknown[] = [];
    const rig = testCounter(db, {
      saveReport: async ({ kind, rows }) => {
        written.push([kind, rows, (await actsOf(db)).length]);
        return 'x.csv';
      },
    });
    await rig.counter.handlers['member:reveal']({ memberId: shop.lin });
    await rig.counter.handlers['manager:export-members']({
      text: '',
      sort: 'name',
      format: 'csv',
      filter: {
        tierId: null,
        birthMonth: null,
        lineState: null,
        expiring: false,
        activity: null,
        tag: null,
      },
    });
    expect([await actsOf(db), written]).toEqual([
      [
        ['revealed', null, null],
        ['exported', null, null, 'members', 2],
      ],
      [['members', 2, 2]],
    ]);
  });
});
