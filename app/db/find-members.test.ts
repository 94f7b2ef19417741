import { expect, test } from 'vitest';
import type { MemberId } from '../domain/ids.ts';
import { explaining } from './explaining.fixture.ts';
import { findMembers } from './find-members.ts';
import { inTransaction, type Db } from './handles.ts';
import { findMemberByCode, findMemberByMobile, getMemberCount } from './members.ts';
import { upsertMembers } from './upsert-members.ts';
import { countingIds, testMember, withTestDatabase } from './test-database.ts';

const people: readonly (readonly [name: string, mobile: string | null])[] = [
  ['王小明', '+886912345678'],
  ['王明明', '+886922345678'],
  ['陳小明月', '+886933000321'],
  ['歐陽小美', null],
  ['Mary  Ｓmith', '+886987654321'],
];

async function fill(db: Db): Promise<void> {
  const newId = countingIds();
  const members = people.map(([name, mobile], i) =>
    testMember(newId<MemberId>(), {
      name,
      mobile,
      cardCodes: [`20000000000${i}0`, `PM1*S*000000000${i}*AAAA`],
    }),
  );
  await inTransaction(db, (trx) => upsertMembers(trx, { members, source: 'hq' }));
}

async function names(db: Db, text: string, offset = 0, limit = 10): Promise<unknown> {
  const found = await findMembers(db, { text, offset, limit, today: '2026-11-22' });
  return [found.searchedBy, found.total, found.rows.map((row) => row.name)];
}

test('members are found by part of the name, number from either end, or card', async () => {
  await withTestDatabase(async (db) => {
    await fill(db);
    const answers = await Promise.all(
      [
        '',
        '小明',
        '明',
        '明明',
        '小明月',
        '王',
        'smith',
        'ry s',
        '0912',
        '+886 912-345-678',
        '886922',
        '5678',
        '321',
        '09',
        '2000000000020',
        'PM1*S*0000000003*AAAA',
        '林',
        '2000000000099',
        '0000',
      ].map((text) => names(db, text)),
    );
    expect(answers).toEqual([
      ['all', 5, ['Mary  Ｓmith', '歐陽小美', '王小明', '王明明', '陳小明月']],
      ['name', 2, ['王小明', '陳小明月']],
      ['name', 3, ['王小明', '王明明', '陳小明月']],
      ['name', 1, ['王明明']],
      ['name', 1, ['陳小明月']],
      ['name', 2, ['王小明', '王明明']],
      ['name', 1, ['Mary  Ｓmith']],
      ['name', 1, ['Mary  Ｓmith']],
      ['phone', 1, ['王小明']],
      ['phone', 1, ['王小明']],
      ['phone', 1, ['王明明']],
      ['phone-tail', 2, ['王小明', '王明明']],
      ['phone-tail', 2, ['陳小明月', 'Mary  Ｓmith']],
      ['phone', 4, ['王小明', '王明明', '陳小明月', 'Mary  Ｓmith']],
      ['card', 1, ['陳小明月']],
      ['card', 1, ['歐陽小美']],
      ['name', 0, []],
      ['card', 0, []],
      ['phone-tail', 0, []],
    ]);
    expect(await names(db, '明', 1, 1)).toEqual(['name', 3, ['王明明']]);
  });
});

test('a renamed member is found by the new name only, a moved card by its new owner', async () => {
  await withTestDatabase(async (db) => {
    await fill(db);
    const first = (await findMemberByMobile(db, { mobile: '+886912345678', name: '' }))!;
    const second = (await findMemberByMobile(db, { mobile: '+886922345678', name: '' }))!;
    await inTransaction(db, async (trx) => {
      await upsertMembers(trx, {
        members: [testMember(first.memberId, { name: '王大華', cardCodes: ['2000000000000'] })],
        source: 'hq',
      });
      await upsertMembers(trx, {
        members: [
          testMember(second.memberId, {
            name: '王明明',
            cardCodes: ['2000000000010', '2000000000000'],
          }),
        ],
        source: 'hq',
      });
    });
    expect([await names(db, '小明'), await names(db, '大華')]).toEqual([
      ['name', 1, ['陳小明月']],
      ['name', 1, ['王大華']],
    ]);
    expect((await findMemberByCode(db, '2000000000000'))?.memberId).toBe(second.memberId);
    expect(await getMemberCount(db)).toBe(5);
  });
});

test('no search walks through all members', async () => {
  await withTestDatabase(async (db) => {
    await fill(db);
    const plans: string[] = [];
    const explained = explaining(db, plans);
    for (const text of ['小明', '明', '小明月', '0912', '5678', '2000000000020', 'smith']) {
      await findMembers(explained, { text, offset: 0, limit: 50, today: '2026-11-22' });
    }
    expect(plans.length).toBeGreaterThan(10);
    expect(
      plans.filter((line) => /SCAN (member|name_gram|member_code|ledger_entry)\b/.test(line)),
    ).toEqual([]);
  });
});
