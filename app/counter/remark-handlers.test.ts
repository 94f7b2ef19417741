import { expect, test } from 'vitest';
import { managerCalls } from '../contract/manager-views.ts';
import { notesMax, remarkCalls, tagsMax, type RemarkKind } from '../contract/remarks.ts';
import type { MemberId, RemarkId } from '../domain/ids.ts';
import { inTransaction } from '../db/handles.ts';
import { mergeMembers } from '../db/member-aliases.ts';
import { withTestDatabase } from '../db/test-database.ts';
import { consentTextVersion } from './enrol-member.ts';
import { shop, stockShop, testCounter, type TestCounter } from './test-counter.ts';
import { pins, staffShop } from './test-staff.ts';

const remarkId = (n: number) =>
  `01980000-0000-7000-8000-${String(n).padStart(12, '0')}` as RemarkId;
const noFilter = {
  tierId: null,
  birthMonth: null,
  lineState: null,
  expiring: false,
  activity: null,
  tag: null,
} as const;

function deskOf(rig: TestCounter) {
  const { handlers } = rig.counter;
  const add = async (n: number, text: string, kind: RemarkKind = 'tag', memberId = shop.ming) => {
    const wish = { remarkId: remarkId(n), memberId, kind, text };
    const answer = remarkCalls['remark:add'].out.parse(await handlers['remark:add'](wish));
    return answer.kind === 'added' ? answer.remark.text : answer.code;
  };
  const story = async (memberId = shop.ming) => {
    const answer = await handlers['manager:story']({ memberId });
    return managerCalls['manager:story'].out.parse(answer);
  };
  const list = async (text: string, tag: string | null = null) => {
    const page = { text, filter: { ...noFilter, tag }, sort: 'name' as const, offset: 0, limit: 9 };
    const answer = await handlers['manager:members'](page);
    return managerCalls['manager:members'].out.parse(answer);
  };
  return { handlers, add, story, list };
}

test('tags and notes: kept as they are meant, once each, within their limits, by who is there', async () => {
  await withTestDatabase(async (db) => {
    await stockShop(db);
    const rig = testCounter(db);
    await rig.counter.start();
    const { signIn } = await staffShop(rig);
    await signIn('cashier', pins.cashier);
    const { handlers, add, story, list } = deskOf(rig);
    expect([
      await add(1, '  ＃VIP　客 '),
      await add(1, 'something else'),
      await add(2, 'vip 客'),
      await add(3, 'ｖｉｐ 客'),
      await add(4, 'x'.repeat(21)),
      await add(5, '對花生\u0000過敏 \r\n 坐窗邊 ', 'note'),
      await add(6, '二', 'note'),
      await add(7, '熟客', 'tag', remarkId(99) as unknown as MemberId),
      await add(8, '熟客', 'tag', shop.lin),
    ]).toEqual([
      'VIP 客',
      'VIP 客',
      'already-there',
      'already-there',
      'too-long',
      '對花生 過敏\n 坐窗邊',
      '二',
      'no-member',
      '熟客',
    ]);
    const told = await story();
    if (told.kind !== 'found') throw new Error('not found');
    const by = { name: '小君' };
    expect(told.story).toMatchObject({
      tags: [{ remarkId: remarkId(1), text: 'VIP 客', by, storeName: null }],
      notes: [{ text: '二', by }, { text: '對花生 過敏\n 坐窗邊' }],
      consent: null,
      member: { tags: ['VIP 客'] },
    });
    expect(await list('#vi')).toMatchObject({
      searchedBy: 'tag',
      total: 1,
      rows: [{ memberId: shop.ming, tags: ['VIP 客'] }],
    });
    expect((await list('', 'VIP　客')).rows.map((row) => row.memberId)).toEqual([shop.ming]);
    expect(await handlers['remark:tags']({})).toEqual({
      tags: [
        { text: 'VIP 客', members: 1 },
        { text: '熟客', members: 1 },
      ],
    });
    // Once two members turn out to be one, what was remarked about either is about both.
    await inTransaction(db, (trx) => mergeMembers(trx, [{ memberId: shop.lin, into: shop.ming }]));
    expect((await list('#')).rows.map((row) => row.tags)).toEqual([['VIP 客', '熟客']]);
    expect(await add(9, '熟客')).toBe('already-there');
    for (const n of [1, 1, 77])
      expect(await handlers['remark:remove']({ remarkId: remarkId(n) })).toEqual({
        kind: 'removed',
      });
    expect([await add(1, 'VIP 客'), (await list('#')).rows[0]?.tags]).toEqual(['VIP 客', ['熟客']]);
    expect(await add(10, 'vip 客')).toBe('vip 客');
    const rows = await db.selectFrom('remark').select(['remark_id', 'text', 'unsent']).execute();
    expect(rows[0]).toEqual({ remark_id: remarkId(1), text: '', unsent: 1 });
    expect(rig.errors).toEqual([]);
  });
});

test('a member carries so many tags and notes and no more', async () => {
  await withTestDatabase(async (db) => {
    await stockShop(db);
    const rig = testCounter(db);
    await rig.counter.start();
    const { add, story } = deskOf(rig);
    const answers: string[] = [];
    for (let n = 0; n <= tagsMax; n += 1) answers.push(await add(n, `標籤${n}`));
    for (let n = 0; n <= notesMax; n += 1) answers.push(await add(100 + n, `第${n}筆`, 'note'));
    expect(answers.filter((one) => one === 'too-many')).toHaveLength(2);
    expect([answers[tagsMax], answers.at(-1)]).toEqual(['too-many', 'too-many']);
    const told = await story();
    if (told.kind !== 'found') throw new Error('not found');
    expect([told.story.tags.length, told.story.notes.length]).toEqual([tagsMax, notesMax]);
    expect([told.story.tags[0]?.text, told.story.notes[0]?.text]).toEqual(['標籤0', '第49筆']);
  });
});

test('a tag goes along into an exported list, where no spreadsheet runs it', async () => {
  await withTestDatabase(async (db) => {
    await stockShop(db);
    const saved: string[] = [];
    const rig = testCounter(db, {
      saveReport: async ({ text }) => {
        saved.push(text);
        return '/reports/members.csv';
      },
    });
    await rig.counter.start();
    const { handlers, add } = deskOf(rig);
    expect([await add(1, '=1+1'), await add(2, '素,食')]).toEqual(['=1+1', '素,食']);
    const asked = { text: '', filter: noFilter, sort: 'name' as const, format: 'csv' as const };
    await handlers['manager:export-members'](asked);
    const lines = saved[0]?.split('\r\n') ?? [];
    expect(lines[1]?.split(',').at(-1)).toBe('標籤');
    expect(lines.find((line) => line.startsWith(shop.mingCard))).toMatch(/,"'=1\+1, 素,食"$/);
  });
});

test('who is enrolled here has agreed here', async () => {
  await withTestDatabase(async (db) => {
    await stockShop(db);
    const rig = testCounter(db);
    await rig.counter.start();
    const { handlers, story } = deskOf(rig);
    const person = { name: '周杰', mobile: '0955000111', birthday: null, invitedByCode: null };
    const enrolled = await handlers['member:enrol']({ ...person, consent: true });
    if (enrolled.kind !== 'done' || !('memberId' in enrolled)) throw new Error('not enrolled');
    const told = await story(enrolled.memberId);
    if (told.kind !== 'found') throw new Error('not found');
    expect(told.story.consent).toEqual({
      on: '2026-11-22',
      at: 'counter',
      version: consentTextVersion,
    });
  });
});
