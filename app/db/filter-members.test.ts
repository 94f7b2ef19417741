import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { MemberFilter, MemberSort } from '../contract/manager-views.ts';
import type { EventId, LotId, MemberId, RemarkId } from '../domain/ids.ts';
import { addDays } from '../domain/time.ts';
import { filterMembers } from './filter-members.ts';
import { inTransaction, type Db } from './handles.ts';
import { insertEntries } from './ledger.ts';
import { explaining } from './explaining.fixture.ts';
import { mergeMembers } from './member-aliases.ts';
import { insertRemark } from './remarks.ts';
import { countingIds, testMember, withTestDatabase } from './test-database.ts';
import { upsertMembers } from './upsert-members.ts';

const today = '2026-11-22';
const dayMs = 86_400_000;
const nowMs = Date.parse(`${today}T12:00:00+08:00`);

type Person = {
  readonly memberId: MemberId;
  readonly name: string;
  readonly mobile: string;
  readonly tierId: string;
  readonly month: number | null;
  readonly lineState: 'none' | 'bound' | 'blocked';
  readonly joinedOn: string;
  readonly seenDaysAgo: number | null;
  readonly tags?: readonly string[];
  readonly lots: readonly { readonly points: number; readonly lastsDays: number }[];
};

const person = fc.record({
  name: fc.constantFrom('王小明', '王大明', '陳小美', '林雅婷'),
  mobile: fc.integer({ min: 0, max: 99 }).map((n) => `+8869123456${String(n).padStart(2, '0')}`),
  tierId: fc.constantFrom('general', 'gold'),
  month: fc.constantFrom(null, 5, 11),
  lineState: fc.constantFrom('none' as const, 'bound' as const, 'blocked' as const),
  joinedOn: fc.integer({ min: 0, max: 400 }).map((n) => addDays(today, -n)),
  seenDaysAgo: fc.constantFrom(null, 0, 30, 89, 91, 300),
  tags: fc.uniqueArray(fc.constantFrom('VIP', 'Vip２', '素食', '過敏'), { maxLength: 2 }),
  lots: fc.array(
    fc.record({
      points: fc.integer({ min: 1, max: 500 }),
      lastsDays: fc.constantFrom(-1, 0, 30, 31, 400),
    }),
    { maxLength: 2 },
  ),
});

const filters = fc.record({
  tierId: fc.constantFrom(null, 'gold', 'general', 'gone'),
  birthMonth: fc.constantFrom(null, 5, 11),
  lineState: fc.constantFrom(null, 'none' as const, 'bound' as const, 'blocked' as const),
  expiring: fc.boolean(),
  activity: fc.constantFrom(null, 'active' as const, 'away' as const, 'never' as const),
  tag: fc.constantFrom(null, null, 'vip', 'ＶＩＰ２', '素食', 'gone'),
});
const sorts = fc.constantFrom<MemberSort>('name', 'last-sale', 'points', 'joined');
const texts = fc.constantFrom(
  '',
  '小',
  '明',
  '王小',
  '1',
  '56',
  '0912',
  '#',
  '#v',
  '＃VIP2',
  '#素',
);

async function fill(db: Db, people: readonly Omit<Person, 'memberId'>[]): Promise<Person[]> {
  const newId = countingIds();
  const known = people.map((one) => ({ ...one, memberId: newId<MemberId>() }));
  const members = known.map(({ lots: _, seenDaysAgo: __, tags: ___, month, ...one }, n) =>
    testMember(one.memberId, {
      ...one,
      birthday: month === null ? null : `${String(month).padStart(2, '0')}-15`,
      cardCodes: [`30000000${String(n).padStart(5, '0')}`],
    }),
  );
  await inTransaction(db, async (trx) => {
    await upsertMembers(trx, { members, source: 'hq' });
    for (const one of known) {
      const entries = one.lots.map(({ points, lastsDays }, leg) => ({
        leg,
        kind: 'earn' as const,
        memberId: one.memberId,
        lotId: newId<LotId>(),
        points,
        expiresOn: addDays(today, lastsDays),
      }));
      const eid = newId<EventId>();
      await insertEntries(trx, [{ eid, origin: 'record', recordedAtMs: 1, entries }]);
      for (const text of one.tags ?? [])
        await insertRemark(trx, {
          remarkId: newId<RemarkId>(),
          memberId: one.memberId,
          kind: 'tag',
          text,
          atMs: 1,
          by: null,
        });
      const last = one.seenDaysAgo === null ? null : nowMs - one.seenDaysAgo * dayMs;
      await trx
        .updateTable('member')
        .set({ last_sale_at_ms: last })
        .where('member_id', '=', one.memberId)
        .execute();
    }
  });
  return known;
}

/** Whom a filter and a text mean, said plainly. */
function isMeant(one: Person, filter: MemberFilter, text: string): boolean {
  const { tierId, birthMonth, lineState, expiring, activity, tag } = filter;
  const folds = (one.tags ?? []).map((text) => text.normalize('NFKC').toLowerCase());
  const typed = text.normalize('NFKC').toLowerCase();
  const seen = one.seenDaysAgo;
  const was = seen === null ? 'never' : seen <= 90 ? 'active' : 'away';
  const lapses = one.lots.some(({ lastsDays }) => lastsDays >= 0 && lastsDays <= 30);
  const national = `0${one.mobile.slice(4)}`;
  const fitsText = typed.startsWith('#')
    ? folds.some((fold) => fold.startsWith(typed.slice(1)))
    : /^\d+$/.test(text)
      ? text.startsWith('09')
        ? national.startsWith(text)
        : national.endsWith(text)
      : one.name.includes(text);
  return (
    (tierId === null || one.tierId === tierId) &&
    (birthMonth === null || one.month === birthMonth) &&
    (lineState === null || one.lineState === lineState) &&
    (!expiring || lapses) &&
    (activity === null || was === activity) &&
    (tag === null || folds.includes(tag.normalize('NFKC').toLowerCase())) &&
    fitsText
  );
}

const total = (one: Person) => one.lots.reduce((sum, { points }) => sum + points, 0);
/** By what each order goes, smallest first. */
const rank: Readonly<Record<Exclude<MemberSort, 'name'>, (one: Person) => number>> = {
  'last-sale': ({ seenDaysAgo }) => seenDaysAgo ?? 1e9,
  points: (one) => -total(one),
  joined: ({ joinedOn }) => -Date.parse(joinedOn),
};

test('filters, words and orders give whom a plain look at everybody gives, in their order', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(person, { minLength: 1, maxLength: 25 }),
      fc.array(fc.tuple(filters, sorts, texts), { minLength: 8, maxLength: 16 }),
      async (people, questions) => {
        await withTestDatabase(async (db) => {
          const known = await fill(db, people);
          for (const [filter, sort, text] of questions) {
            const input = { text, filter, sort, today };
            const found = await filterMembers(db, { ...input, offset: 0, limit: 200 });
            const meant = known.filter((one) => isMeant(one, filter, text));
            const ids = found.rows.map(({ memberId }) => memberId);
            expect([...ids].sort()).toEqual(meant.map(({ memberId }) => memberId).sort());
            expect([found.total, found.more]).toEqual([meant.length, false]);
            const byId = new Map(known.map((one) => [one.memberId, one]));
            if (sort !== 'name') {
              const ranks = ids.map((id) => rank[sort](byId.get(id)!));
              expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
            }
            const second = await filterMembers(db, { ...input, offset: 1, limit: 2 });
            expect(second.rows.map(({ memberId }) => memberId)).toEqual(ids.slice(1, 3));
          }
        });
      },
    ),
    { numRuns: 15 },
  );
}, 60_000);

const nobody = { mobile: '+886900000001', tierId: 'general', month: null, joinedOn: today };
const noFilter: MemberFilter = {
  tierId: null,
  birthMonth: null,
  lineState: null,
  expiring: false,
  activity: null,
  tag: null,
};

test('points of a merged member count for the one that is left', async () => {
  await withTestDatabase(async (db) => {
    const people = [
      { ...nobody, name: '王甲', lineState: 'none' as const, seenDaysAgo: null, lots: [] },
      {
        ...nobody,
        name: '王乙',
        lineState: 'none' as const,
        seenDaysAgo: null,
        lots: [{ points: 5, lastsDays: 3 }],
      },
    ];
    const [left, gone] = await fill(db, people);
    await inTransaction(db, (trx) =>
      mergeMembers(trx, [{ memberId: gone!.memberId, into: left!.memberId }]),
    );
    const filter = { ...noFilter, expiring: true };
    const asked = { text: '', filter, sort: 'points' as const, offset: 0, limit: 9, today };
    const { rows } = await filterMembers(db, asked);
    expect(rows.map(({ name, points }) => [name, points])).toEqual([['王甲', 5]]);
  });
});

test('no filter, word or order looks through all members or the whole ledger', async () => {
  await withTestDatabase(async (db) => {
    await fill(db, [{ ...nobody, name: '王甲', lineState: 'bound', seenDaysAgo: 1, lots: [] }]);
    const plans: string[] = [];
    const noting = explaining(db, plans);
    const choices: Partial<MemberFilter>[] = [
      { tierId: 'general' },
      { birthMonth: 5 },
      { lineState: 'bound' },
      { lineState: 'none' },
      { expiring: true },
      { activity: 'away' },
      { activity: 'never' },
      { tag: 'VIP' },
      {},
    ];
    for (const choice of choices)
      for (const sort of ['name', 'last-sale', 'points', 'joined'] as const)
        for (const text of ['', '王', '王甲', '678', '#v', '#'])
          await filterMembers(noting, {
            text,
            sort,
            today,
            offset: 0,
            limit: 50,
            filter: { ...noFilter, ...choice },
          });
    expect(plans.length).toBeGreaterThan(100);
    // Along the index of an order is how a page is found; bounded by LIMIT, and never by whole rows.
    const inOrder = /USING (COVERING )?INDEX member_by_(name|last_sale|points|joined)\b/;
    const scans = plans.filter((line) =>
      /SCAN (member|ledger_entry|name_gram|held|remark|tagged)\b/.test(line),
    );
    expect([...new Set(scans.filter((line) => !inOrder.test(line)))]).toEqual([]);
  });
});
