import { expect, test } from 'vitest';
import type { DeviceId } from '../domain/ids.ts';
import { sampleCodes } from '../domain/sample-codes.fixture.ts';
import { trialCodes } from '../domain/trial-codes.ts';
import { insertDevice } from '../db/devices.ts';
import { inTransaction } from '../db/handles.ts';
import { withTestDatabase } from '../db/test-database.ts';
import { sql } from 'kysely';
import type { Db } from '../db/handles.ts';
import type { ReplayedScan } from './ports.ts';
import { invoiceQr, scanner, shop, shopVoucher, stockShop, testCounter } from './test-counter.ts';

/** Every row of every table. */
async function dump(db: Db): Promise<unknown> {
  const tables = await sql<{ readonly name: string }>`
    SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name`.execute(db);
  const rows = tables.rows.map(
    async ({ name }) =>
      [name, (await sql`SELECT * FROM ${sql.table(name)}`.execute(db)).rows] as const,
  );
  return Object.fromEntries(await Promise.all(rows));
}

test('in test mode a scan of any kind is listed and changes nothing', async () => {
  await withTestDatabase(async (db) => {
    const voucher = shopVoucher(93, { memberId: shop.ming });
    await stockShop(db, [voucher]);
    const rig = testCounter(db);
    const { handlers } = rig.counter;
    await rig.scan(shop.linCard);
    const { sale, member, lastSales } = rig.last();
    const before = await dump(db);
    await handlers['scanner:watch']({ watching: true });
    await handlers['scan:aim']({ at: 'test' });
    const codes = [
      ...Object.values(sampleCodes),
      ...Object.values(trialCodes),
      shop.mingCard,
      voucher.code,
      invoiceQr({ totalMinor: 430 }),
      '',
      'x',
    ];
    for (const code of codes) {
      const view = await rig.scan(code);
      expect([view.sale, view.member, view.lastSales]).toEqual([sale, member, lastSales]);
      expect([view.notice?.code, view.scanPage?.testing]).toEqual(['scan-tested', true]);
    }
    expect(await dump(db)).toEqual(before);
    const { seen = [] } = rig.last().scanPage ?? {};
    expect(seen.map(({ tested }) => tested)).toEqual(Array(codes.length).fill(true));
    const kindOf = (text: string) => seen.find((one) => one.text === text)?.kind;
    expect([kindOf('/•••••-Z'), kindOf('4710000000004')]).toEqual(['mobile-carrier', 'product']);
    expect(seen.map(({ known }) => known).filter((known) => known !== null)).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
    await handlers['scan:aim']({ at: 'sale' });
    expect([rig.last().notice, rig.last().scanPage?.testing]).toEqual([null, false]);
    const after = await rig.scan(shop.mingCard);
    expect([after.member?.memberId, after.scanPage?.seen[0]?.tested]).toEqual([shop.ming, false]);
    expect(rig.errors).toEqual([]);
  });
});

test('keys that read as a scan are tested too; a fresh counter process is not in test mode', async () => {
  await withTestDatabase(async (db) => {
    await stockShop(db);
    const rig = testCounter(db);
    const { handlers } = rig.counter;
    await handlers['scan:aim']({ at: 'test' });
    await handlers['scan:wedge']({ text: shop.linCard, completedAtMs: 5 });
    await rig.counter.settled();
    expect([rig.last().member, rig.last().scanPage?.seen]).toEqual([null, []]);
    const fresh = testCounter(db);
    const view = await fresh.scan(shop.linCard);
    expect([view.member?.memberId, view.scanPage]).toEqual([shop.lin, undefined]);
  });
});

test('scans are kept while the page watches, fifty of them, each with its device and form', async () => {
  await withTestDatabase(async (db) => {
    await stockShop(db);
    const rig = testCounter(db);
    const { handlers } = rig.counter;
    await rig.scan('before');
    await handlers['scanner:watch']({ watching: true });
    expect(rig.last().scanPage?.seen).toEqual([]);
    await handlers['scan:aim']({ at: 'test' });
    for (let n = 0; n < 60; n += 1) await rig.scan(`UNKNOWN-${n}`);
    rig.counter.acceptScan({
      deviceId: scanner,
      intake: 'serial',
      bytes: new TextEncoder().encode(']E0' + shop.mingCard),
      truncated: false,
      startedAtMs: 900,
      completedAtMs: 1000,
      terminator: Uint8Array.of(0x0d, 0x0a),
    });
    await rig.counter.settled();
    const page = rig.last().scanPage;
    const tail = shop.mingCard.slice(-4);
    const hex = [...`]E020`, ...'.......', ...tail].map((c) =>
      c === '.' ? '..' : c.charCodeAt(0).toString(16),
    );
    expect([page?.seen.length, page?.seen[1]?.text, page?.lastScans.length]).toEqual([
      50,
      'UNKNOWN-59',
      1,
    ]);
    expect(page?.seen[0]).toEqual({
      no: 61,
      deviceId: scanner,
      intake: 'serial',
      replayed: null,
      atMs: 1000,
      durationMs: 100,
      hex: hex.join(''),
      length: 16,
      terminator: '0d0a',
      text: `20•••••••${tail}`,
      kind: 'member-code',
      known: true,
      repeated: false,
      tested: true,
    });
    await handlers['scanner:clear']({});
    expect(rig.last().scanPage?.seen).toEqual([]);
    await handlers['scanner:watch']({ watching: false });
    await handlers['scan:aim']({ at: 'sale' });
    expect(rig.last().scanPage).toBe(undefined);
  });
});

test('a transcript is played in test mode only, and stops with it', async () => {
  await withTestDatabase(async (db) => {
    await stockShop(db);
    let played: readonly ReplayedScan[] = [];
    let stopped = 0;
    const startReplay = (scans: readonly ReplayedScan[]) => {
      played = scans;
      return () => void (stopped += 1);
    };
    const rig = testCounter(db, { startReplay });
    const { handlers } = rig.counter;
    const transcript = `0 "A" ${shop.mingCard}\\r\n1 "B" x\\r\n2 "A" ${shop.linCard}`;
    await handlers['scanner:watch']({ watching: true });
    expect(await handlers['scanner:replay']({ transcript })).toEqual({
      kind: 'refused',
      code: 'replay-needs-test',
    });
    await handlers['scan:aim']({ at: 'test' });
    expect(await handlers['scanner:replay']({ transcript: '0 A' })).toEqual({
      kind: 'bad-line',
      line: 1,
      why: 'form',
    });
    expect(await handlers['scanner:replay']({ transcript })).toEqual({ kind: 'done' });
    expect([played.map(({ atMs }) => atMs), rig.last().scanPage?.replay]).toEqual([
      [0, 1000, 2000],
      { left: 3 },
    ]);
    const [first] = played;
    if (first === undefined) throw new Error('nothing played');
    rig.counter.acceptScan({ ...first, intake: 'replay', truncated: false, completedAtMs: 7 });
    await rig.counter.settled();
    const { seen, replay } = rig.last().scanPage ?? {};
    expect([seen?.[0]?.replayed, replay, rig.last().member]).toEqual(['A', { left: 2 }, null]);
    await handlers['scan:aim']({ at: 'sale' });
    expect([stopped, rig.last().scanPage?.replay]).toEqual([1, null]);
  });
});

test('what was seen is written without the codes of people, by the names of the scanners', async () => {
  await withTestDatabase(async (db) => {
    await stockShop(db);
    await inTransaction(db, (trx) =>
      insertDevice(trx, {
        deviceId: scanner,
        name: '櫃台',
        intake: 'hid-pos',
        settings: { identity: 'x' },
        createdAtMs: 1,
      }),
    );
    const written: string[] = [];
    const rig = testCounter(db, {
      saveTranscript: async (text) => {
        written.push(text);
        return '/somewhere/scans.txt';
      },
    });
    const { handlers } = rig.counter;
    await handlers['scanner:watch']({ watching: true });
    expect(await handlers['scanner:save']({})).toEqual({ kind: 'refused', code: 'nothing-seen' });
    expect(await handlers['device:rename']({ deviceId: scanner, name: '門口' })).toEqual({
      kind: 'done',
    });
    expect(
      await handlers['device:rename']({ deviceId: shop.install as string as DeviceId, name: 'x' }),
    ).toEqual({ kind: 'refused', code: 'device-gone' });
    await rig.scan(shop.mingCard);
    await rig.scan('4711234500018');
    expect(await handlers['scanner:save']({})).toEqual({
      kind: 'saved',
      path: '/somewhere/scans.txt',
    });
    expect(written[0]?.split('\n').slice(2)).toEqual([
      `0.000 "門口" ${trialCodes.card}\\r`,
      '1.000 "門口" 4711234500018\\r',
      '',
    ]);
  });
});
