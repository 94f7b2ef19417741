import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { listDevices } from './devices.ts';
import { fixedQuery, readKept } from './fixed-query.ts';
import { inOneReading, inTransaction, type Reader } from './handles.ts';
import { findCurrentInstall, startInstall } from './installs.ts';
import { getMemberCount } from './members.ts';
import { getSettings, putSettings } from './settings.ts';
import { countingIds, testMember, withTestDatabase } from './test-database.ts';
import { upsertMembers } from './upsert-members.ts';
import type { InstallId, MemberId } from '../domain/ids.ts';

test('a kept answer is read again after any write to its tables, by trigger and by rollback too, and only then', async () => {
  await withTestDatabase(async (db) => {
    let reads = 0;
    const houseRev = fixedQuery((reader) => reader.selectFrom('tape_state').select('house_rev'));
    const read = async (reader: Reader) =>
      await readKept(reader, houseRev, {}, ([row]) => {
        reads += 1;
        return row?.house_rev;
      });
    const at: (number | undefined)[] = [];
    const look = async () => {
      at.push(await inOneReading(db, read), reads);
    };
    await look();
    await look();
    // A setting raises the revision of the house by trigger.
    await inTransaction(db, (trx) => putSettings(trx, { counterLabel: '一號' }));
    await look();
    await look();
    const broken = inTransaction(db, async (trx) => {
      await putSettings(trx, { counterLabel: '二號' });
      at.push(await read(trx), reads);
      throw new Error('broken');
    });
    await expect(broken).rejects.toThrow('broken');
    await look();
    // Past the queries of the product, as a kysely query and as raw SQL.
    await db.deleteFrom('device').execute();
    await look();
    await sql`UPDATE tape_state SET house_rev = house_rev + 10`.execute(db);
    await look();
    expect(at).toEqual([1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 2, 4, 2, 5, 12, 6]);
  });
});

test('what a transaction and the readers after it are told is what stands in the file', async () => {
  await withTestDatabase(async (db) => {
    const newId = countingIds();
    const facts = async (reader: Reader) => ({
      label: (await getSettings(reader)).counterLabel,
      install: (await findCurrentInstall(reader))?.installId ?? null,
      members: await getMemberCount(reader),
      devices: (await listDevices(reader)).length,
    });
    const none = { label: '', install: null, members: 0, devices: 0 };
    expect(await inOneReading(db, facts)).toEqual(none);
    const installId = newId<InstallId>();
    const inside = await inTransaction(db, async (trx) => {
      const before = await facts(trx);
      await putSettings(trx, { counterLabel: '一號' });
      const start = { installId, kind: 'local' as const, signingKey: null, nowMs: 1 };
      await startInstall(trx, { ...start, offer: 'all' });
      await upsertMembers(trx, { members: [testMember(newId<MemberId>())], source: 'hq' });
      return { before, after: await facts(trx) };
    });
    const all = { label: '一號', install: installId, members: 1, devices: 0 };
    expect(inside).toEqual({ before: none, after: all });
    // Through kysely, which keeps nothing, and on a connection of one's own.
    expect([await facts(db), await inOneReading(db, facts)]).toEqual([all, all]);
  });
});

test('a kept answer is shared, so nobody can change it; a value left out is a mistake', async () => {
  await withTestDatabase(async (db) => {
    const settings = await inOneReading(db, getSettings);
    expect(Object.isFrozen(settings)).toBe(true);
    const byKey = fixedQuery((reader, { key }: { readonly key: string }) =>
      reader.selectFrom('setting').selectAll().where('key', '=', key),
    );
    const without = {} as { readonly key: string };
    await expect(readKept(db, byKey, without, (rows) => rows)).rejects.toThrow('lacks key');
  });
});

test('who reads on one connection waits for a transaction that is under way, and sees all of it', async () => {
  await withTestDatabase(async (db) => {
    const writing = inTransaction(db, async (trx) => {
      await putSettings(trx, { counterLabel: '一號' });
      for (let turn = 0; turn < 50; turn += 1) await getSettings(trx);
      await putSettings(trx, { brandName: '茶店' });
    });
    const seen = inOneReading(db, async (reader) => {
      const { counterLabel, brandName } = await getSettings(reader);
      return { counterLabel, brandName };
    });
    await writing;
    expect(await seen).toEqual({ counterLabel: '一號', brandName: '茶店' });
  });
});
