import { expect, test } from 'vitest';
import type { LineMemberWord, LineTicketWord } from '../contract/line-desk.ts';
import type { LineMemberAnswer } from '../contract/line-binding.ts';
import type { MemberId } from '../domain/ids.ts';
import { inTransaction, type Db } from '../db/handles.ts';
import { getSettings, putSettings } from '../db/settings.ts';
import { testMember, withTestDatabase } from '../db/test-database.ts';
import { upsertMembers } from '../db/upsert-members.ts';
import { shop, startMs, stockShop, testCounter } from './test-counter.ts';

const code = 'Q1w2E3r4T5y6U7i8O9p0_-';
const joinUrl = 'https://liff.line.me/2000000000-AbCdEfGh';
const online = {
  state: 'online',
  reason: null,
  lastContactAtMs: startMs,
  clockOffsetMs: 0,
  pulledRows: 0,
} as const;

/** A small HQ that the test talks for: each ask waits for nothing. */
function lineRig(db: Db, syncStatus: () => Parameters<typeof testCounter>[1] = () => ({})) {
  const hq = {
    ticket: {
      kind: 'made',
      ticket: code,
      url: `${joinUrl}?t=${code}`,
      lifeMs: 600_000,
    } as LineTicketWord,
    answer: {
      lineState: 'none',
      ticket: 'open',
      lastAcceptedAtMs: null,
      joinUrl,
      serverTimeMs: 0,
    } as LineMemberAnswer,
    silent: false,
    syncs: 0,
    asked: [] as string[],
  };
  const silence = { kind: 'silent', why: 'no-link' } as const;
  const timers: { delayMs: number; fn: () => void }[] = [];
  const till = testCounter(db, {
    syncStatus: () => online,
    line: {
      askTicket: async (memberId) => {
        hq.asked.push(`ticket ${nameOf(memberId)}`);
        return hq.silent ? silence : hq.ticket;
      },
      askMember: async (memberId, ticket): Promise<LineMemberWord> => {
        hq.asked.push(`${ticket === null ? 'news' : 'poll'} ${nameOf(memberId)}`);
        return hq.silent ? silence : { kind: 'answer', answer: hq.answer };
      },
      syncNow: () => void (hq.syncs += 1),
      setTimer: (delayMs, fn) => {
        const timer = { delayMs, fn };
        timers.push(timer);
        return () => void timers.splice(timers.indexOf(timer), 1);
      },
    },
    ...syncStatus(),
  });
  /** Lets every answer come in and every view go out. */
  const settle = async () => {
    for (let turn = 0; turn < 4; turn += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      await till.counter.settled();
    }
  };
  const tick = async () => {
    const [timer] = timers.splice(0, 1);
    till.clock.wallMs += timer?.delayMs ?? 0;
    till.clock.monoMs += timer?.delayMs ?? 0;
    timer?.fn();
    await settle();
  };
  const bind = async () => {
    const answer = await till.counter.handlers['line:bind']({});
    await settle();
    return answer;
  };
  return { till, hq, timers, settle, tick, bind, line: () => till.last().line };
}

function nameOf(memberId: MemberId): string {
  return memberId === shop.ming ? 'ming' : memberId === shop.lin ? 'lin' : 'another';
}

async function setLineState(db: Db, lineState: 'none' | 'bound' | 'blocked'): Promise<void> {
  const lin = testMember(shop.lin, {
    cardCodes: [shop.linCard],
    name: '林美麗',
    mobile: '+886987654321',
    birthday: null,
    lineState,
  });
  await inTransaction(db, (trx) => upsertMembers(trx, { members: [lin], source: 'hq' }));
}

async function everyText(db: Db): Promise<string> {
  const rows = await db.selectFrom('setting').selectAll().execute();
  const events = await db.selectFrom('event').selectAll().execute();
  return JSON.stringify([rows, events]);
}

async function withLin(work: (db: Db, rig: ReturnType<typeof lineRig>) => Promise<void>) {
  await withTestDatabase(async (db) => {
    await stockShop(db);
    await setLineState(db, 'none');
    const rig = lineRig(db);
    await rig.till.counter.start();
    await rig.till.scan(shop.linCard);
    await rig.settle();
    await work(db, rig);
    rig.till.counter.stopLine();
    expect(rig.till.errors).toEqual([]);
  });
}

test('the QR is open, is used, the chip follows without a scan, and the panel closes', async () => {
  await withLin(async (db, { till, hq, tick, bind, line }) => {
    expect(await bind()).toEqual({ kind: 'done' });
    expect(line()?.binding).toEqual({
      memberId: shop.lin,
      nameMasked: '林○麗',
      cardCode: shop.linCard,
      phase: 'open',
      qrText: `${joinUrl}?t=${code}`,
      expiresAtMs: till.clock.wallMs + 600_000,
      silence: null,
    });
    await tick();
    expect(line()?.binding?.phase).toBe('open');
    const before = hq.syncs;
    hq.answer = { ...hq.answer, ticket: 'used', lineState: 'bound' };
    await tick();
    expect([line()?.binding?.phase, hq.syncs - before]).toEqual(['bound', 1]);
    // What sync brings then.
    await setLineState(db, 'bound');
    till.counter.notifySyncChanged();
    await tick();
    expect([line()?.binding, till.last().member?.lineState]).toEqual([null, 'bound']);
    expect(await everyText(db)).not.toContain(code);
  });
});

test('the sale goes on under the panel; the next member closes it, and an answer to it changes nothing', async () => {
  await withLin(async (_db, { till, hq, timers, settle, bind, line }) => {
    await bind();
    await till.sell(300);
    expect([till.last().notice?.code, line()?.binding?.phase]).toEqual(['sale-settled', 'open']);
    await till.scan(shop.mingCard);
    await settle();
    expect([line()?.binding, till.last().member?.nameMasked, timers]).toEqual([null, '王○明', []]);
    const asked = hq.asked.length;
    await settle();
    expect(hq.asked.length).toBe(asked);
  });
});

test('offline: the join QR that HQ named last and the card number, and a code as soon as HQ answers', async () => {
  await withLin(async (db, { hq, timers, tick, bind, line }) => {
    expect((await getSettings(db)).lineJoinUrl).toBe(joinUrl);
    hq.silent = true;
    await bind();
    expect(line()?.binding).toMatchObject({
      phase: 'silent',
      silence: 'no-link',
      qrText: joinUrl,
      cardCode: shop.linCard,
      expiresAtMs: null,
    });
    expect(timers.map((timer) => timer.delayMs)).toEqual([5_000]);
    hq.silent = false;
    await tick();
    expect(line()?.binding?.phase).toBe('open');
    // Silence again: the code holds.
    hq.silent = true;
    await tick();
    expect(line()?.binding).toMatchObject({ phase: 'open', silence: 'no-link' });
  });
});

test('a member that HQ has not heard of is sent first; Esc closes; once more while open is a fresh code', async () => {
  await withLin(async (_db, { till, hq, tick, bind, line, settle }) => {
    const before = hq.syncs;
    const { ticket } = hq;
    hq.ticket = { kind: 'member-unknown' };
    await bind();
    expect([line()?.binding?.phase, hq.syncs - before]).toEqual(['sending', 1]);
    hq.ticket = ticket;
    await tick();
    expect(line()?.binding?.phase).toBe('open');
    await bind();
    expect(hq.asked.filter((ask) => ask === 'ticket lin').length).toBe(3);
    await till.counter.handlers['line:close']({});
    await settle();
    expect(line()?.binding).toBeNull();
  });
});

test('who is bound needs no QR, who blocks us is told, and without a member or HQ it says so', async () => {
  await withTestDatabase(async (db) => {
    await stockShop(db);
    const { till, bind, hq } = lineRig(db);
    await till.counter.start();
    const said = async () => [await bind(), till.last().notice?.code];
    expect(await said()).toEqual([
      { kind: 'refused', code: 'line-needs-member' },
      'line-needs-member',
    ]);
    for (const [state, notice] of [
      ['bound', 'line-bound-before'],
      ['blocked', 'line-blocked'],
    ] as const) {
      await setLineState(db, state);
      await till.scan(shop.mingCard);
      await till.scan(shop.linCard);
      expect(await said()).toEqual([{ kind: 'done' }, notice]);
    }
    expect(hq.asked.filter((ask) => ask.startsWith('ticket'))).toEqual([]);
    await inTransaction(db, (trx) => putSettings(trx, { mode: 'local' }));
    expect(await said()).toEqual([{ kind: 'refused', code: 'line-needs-hq' }, 'line-needs-hq']);
    expect(till.last().line).toBeUndefined();
  });
});

test('after the sale its member can still be bound for a while, and the row says how LINE stands', async () => {
  await withLin(async (_db, { till, bind, line }) => {
    await till.sell(300);
    expect([till.last().member, till.last().lastSales[0]?.lineState]).toEqual([null, 'none']);
    await bind();
    expect(line()?.binding?.memberId).toBe(shop.lin);
    await till.counter.handlers['line:close']({});
    till.clock.wallMs += 11 * 60_000;
    expect(await bind()).toEqual({ kind: 'refused', code: 'line-needs-member' });
  });
});

test('when LINE last took a message is asked behind the view, and not while offline', async () => {
  await withTestDatabase(async (db) => {
    await stockShop(db);
    await setLineState(db, 'bound');
    const { till, hq, settle, line } = lineRig(db);
    await till.counter.start();
    hq.answer = { ...hq.answer, lineState: 'bound', lastAcceptedAtMs: startMs - 60_000 };
    const first = await till.scan(shop.linCard);
    expect(first.line).toEqual({ binding: null, lastAcceptedAtMs: null });
    await settle();
    expect(line()?.lastAcceptedAtMs).toBe(startMs - 60_000);
    expect(hq.asked).toEqual(['news lin']);
  });
  await withTestDatabase(async (db) => {
    await stockShop(db);
    await setLineState(db, 'bound');
    const off = { ...online, state: 'offline', reason: 'unreachable' } as const;
    const { till, hq, settle } = lineRig(db, () => ({ syncStatus: () => off }));
    await till.counter.start();
    await till.scan(shop.linCard);
    await settle();
    expect(hq.asked).toEqual([]);
  });
});
