import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RemarkRow } from '../contract/remarks.ts';
import type { MemberId, RemarkId } from '../domain/ids.ts';
import { filterMembers } from './filter-members.ts';
import { findMembers } from './find-members.ts';
import { inTransaction, type Db } from './handles.ts';
import { mergeMembers } from './member-aliases.ts';
import {
  applyRemarks,
  foldTag,
  insertRemark,
  listKnownTags,
  listRemarks,
  listTagsOf,
  listUnsentRemarks,
  markRemarksAnswered,
  offerRemarksAgain,
  removeRemark,
} from './remarks.ts';
import { testMember, withTestDatabase } from './test-database.ts';
import { upsertMembers } from './upsert-members.ts';

const idOf = <T>(space: number, n: number): T =>
  `0198${space}000-0000-7000-8000-${String(n).padStart(12, '0')}` as T;
const memberIds = [1, 2, 3].map((n) => idOf<MemberId>(0, n));
const remarkIds = [1, 2, 3, 4, 5, 6].map((n) => idOf<RemarkId>(1, n));
const today = '2026-11-22';
const noFilter = { tierId: null, birthMonth: null, lineState: null, expiring: false } as const;

const text = fc.constantFrom('VIP', 'vip', 'ＶＩＰ', '素食', 'V');
const step = fc.oneof(
  fc.record({
    kind: fc.constantFrom('add', 'told'),
    remark: fc.nat(5),
    member: fc.nat(2),
    text,
    isNote: fc.boolean(),
  }),
  fc.record({ kind: fc.constantFrom('remove', 'told-removed'), remark: fc.nat(5) }),
  fc.record({ kind: fc.constant('sent'), outcome: fc.constantFrom('kept', 'later') }),
  fc.record({ kind: fc.constant('merge'), member: fc.nat(2), into: fc.nat(2) }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** What stands, said plainly. */
type Known = {
  readonly memberId: MemberId;
  readonly kind: 'tag' | 'note';
  readonly text: string;
  readonly atMs: number;
  isOff: boolean;
  isUnsent: boolean;
};
type Model = {
  readonly remarks: Map<RemarkId, Known>;
  readonly into: Map<MemberId, MemberId>;
};

const rootIn = ({ into }: Model, memberId: MemberId): MemberId => into.get(memberId) ?? memberId;

async function play(db: Db, model: Model, one: Step, atMs: number): Promise<void> {
  const { remarks } = model;
  if (one.kind === 'add' || one.kind === 'told') {
    const remarkId = remarkIds[one.remark]!;
    const given = {
      memberId: memberIds[one.member]!,
      kind: one.isNote ? ('note' as const) : ('tag' as const),
      text: one.text,
      atMs,
    };
    const known = remarks.get(remarkId);
    if (one.kind === 'add') {
      if (known !== undefined) return;
      await inTransaction(db, (trx) => insertRemark(trx, { ...given, remarkId, by: null }));
      remarks.set(remarkId, { ...given, isOff: false, isUnsent: true });
      return;
    }
    const row: RemarkRow = {
      ...(known ?? given),
      text: one.text,
      remarkId,
      by: null,
      storeName: '板橋店',
      removedAtMs: null,
    };
    await inTransaction(db, (trx) => applyRemarks(trx, [row]));
    if (known === undefined) remarks.set(remarkId, { ...given, isOff: false, isUnsent: false });
    else if (!known.isOff) known.isUnsent = false;
  } else if (one.kind === 'remove') {
    const remarkId = remarkIds[one.remark]!;
    await inTransaction(db, (trx) => removeRemark(trx, { remarkId, atMs }));
    const known = remarks.get(remarkId);
    if (known === undefined || known.isOff) return;
    for (const other of remarks.values()) {
      const isTwin =
        other.kind === 'tag' &&
        known.kind === 'tag' &&
        !other.isOff &&
        rootIn(model, other.memberId) === rootIn(model, known.memberId) &&
        foldTag(other.text) === foldTag(known.text);
      if (other === known || isTwin) Object.assign(other, { isOff: true, isUnsent: true });
    }
  } else if (one.kind === 'told-removed') {
    const remarkId = remarkIds[one.remark]!;
    const known = remarks.get(remarkId);
    const row: RemarkRow = {
      remarkId,
      memberId: memberIds[0]!,
      kind: 'note',
      text: '',
      atMs,
      by: null,
      storeName: null,
      removedAtMs: atMs,
    };
    await inTransaction(db, (trx) => applyRemarks(trx, [row]));
    if (known !== undefined) Object.assign(known, { isOff: true, isUnsent: false });
  } else if (one.kind === 'sent') {
    const sent = await listUnsentRemarks(db, { nowMs: Number.MAX_SAFE_INTEGER, limit: 100 });
    const outcomes = sent.map(() => one.outcome as 'kept' | 'later');
    await inTransaction(db, (trx) => markRemarksAnswered(trx, { sent, outcomes, nowMs: atMs }));
    if (one.outcome === 'kept') for (const known of remarks.values()) known.isUnsent = false;
  } else if (one.kind === 'merge') {
    const [memberId, into] = [memberIds[one.member]!, memberIds[one.into]!];
    await inTransaction(db, (trx) => mergeMembers(trx, [{ memberId, into }]));
    const [gone, left] = [rootIn(model, memberId), rootIn(model, into)];
    if (gone === left) return;
    for (const id of memberIds) if (rootIn(model, id) === gone) model.into.set(id, left);
  }
}

async function compare(db: Db, model: Model): Promise<void> {
  const standing = [...model.remarks]
    .filter(([, { isOff }]) => !isOff)
    .toSorted(([a, x], [b, y]) => x.atMs - y.atMs || (a < b ? -1 : 1));
  const unsent = await listUnsentRemarks(db, { nowMs: Number.MAX_SAFE_INTEGER, limit: 100 });
  const due = [...model.remarks].filter(([, { isUnsent }]) => isUnsent);
  expect(unsent.map((row) => [row.remarkId, row.text === '']).toSorted()).toEqual(
    due.map(([id, { isOff }]) => [id, isOff]).toSorted(),
  );
  const carriers = new Map<string, Set<MemberId>>();
  const uses = new Map<string, number>();
  for (const memberId of memberIds) {
    if (rootIn(model, memberId) !== memberId) continue;
    const own = standing.filter(([, one]) => rootIn(model, one.memberId) === memberId);
    const folds = new Set<string>();
    const meant = own.filter(([, { kind, text: said }]) => {
      if (kind === 'note') return true;
      const isNew = !folds.has(foldTag(said));
      folds.add(foldTag(said));
      return isNew;
    });
    const found = await listRemarks(db, memberId);
    expect(found.map(({ remarkId, text: said }) => [remarkId, said])).toEqual(
      meant.map(([id, { text: said }]) => [id, said]),
    );
    const tags = meant.flatMap(([, one]) => (one.kind === 'tag' ? [one.text] : []));
    expect((await listTagsOf(db, [memberId])).get(memberId) ?? []).toEqual(tags);
    for (const [, { kind, text: said }] of own)
      if (kind === 'tag') uses.set(foldTag(said), (uses.get(foldTag(said)) ?? 0) + 1);
    for (const fold of folds) carriers.set(fold, (carriers.get(fold) ?? new Set()).add(memberId));
  }
  expect(
    (await listKnownTags(db, 10)).map(({ text: said, members }) => [foldTag(said), members]),
  ).toEqual([...uses].toSorted(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)));
  const page = { offset: 0, limit: 10, today };
  for (const prefix of ['v', 'vip', '素', '']) {
    const meant = [...carriers].flatMap(([fold, who]) => (fold.startsWith(prefix) ? [...who] : []));
    const found = await findMembers(db, { ...page, text: `＃${prefix}` });
    expect(found.rows.map(({ memberId }) => memberId).toSorted()).toEqual(
      [...new Set(meant)].toSorted(),
    );
    expect(found).toMatchObject({ searchedBy: 'tag', total: new Set(meant).size });
  }
  const filter = { ...noFilter, activity: null, tag: 'Vip' };
  const { rows } = await filterMembers(db, { ...page, text: '', filter, sort: 'name' });
  expect(rows.map(({ memberId }) => memberId).toSorted()).toEqual(
    [...(carriers.get('vip') ?? [])].toSorted(),
  );
}

test('whatever is added, told, taken off and merged: what stands is what a plain account of it says', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 25 }), async (steps) => {
      await withTestDatabase(async (db) => {
        const model: Model = { remarks: new Map(), into: new Map() };
        const members = memberIds.map((id, n) =>
          testMember(id, { cardCodes: [`200000000000${n}`], mobile: null }),
        );
        await inTransaction(db, (trx) => upsertMembers(trx, { members, source: 'hq' }));
        for (const [i, one] of steps.entries()) await play(db, model, one, i + 1);
        await compare(db, model);
      });
    }),
    { numRuns: 60 },
  );
}, 60_000);

test('refused by HQ they wait longer and longer; a removal made meanwhile goes out; all is offered again', async () => {
  await withTestDatabase(async (db) => {
    const [memberId, remarkId] = [memberIds[0]!, remarkIds[0]!];
    const remark = {
      remarkId,
      memberId,
      kind: 'note' as const,
      text: '愛喝烏龍',
      atMs: 1,
      by: null,
    };
    await inTransaction(db, (trx) => insertRemark(trx, remark));
    const due = (nowMs: number) => listUnsentRemarks(db, { nowMs, limit: 10 });
    const answer = async (outcome: 'kept' | 'later' | 'gone', nowMs: number) => {
      const sent = await due(Number.MAX_SAFE_INTEGER);
      await inTransaction(db, (trx) =>
        markRemarksAnswered(trx, { sent, outcomes: sent.map(() => outcome), nowMs }),
      );
    };
    const waits: number[] = [];
    for (let i = 0; i < 12; i++) {
      await answer('later', 0);
      const { retry_at_ms: at } = await db
        .selectFrom('remark')
        .select('retry_at_ms')
        .executeTakeFirstOrThrow();
      waits.push(at / 60_000);
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360, 360]);
    expect(await due(0)).toEqual([]);
    const sent = await due(Number.MAX_SAFE_INTEGER);
    await inTransaction(db, (trx) => removeRemark(trx, { remarkId, atMs: 9 }));
    await inTransaction(db, (trx) =>
      markRemarksAnswered(trx, { sent, outcomes: ['kept'], nowMs: 10 }),
    );
    expect(await due(0)).toMatchObject([{ remarkId, text: '', removedAtMs: 9 }]);
    await answer('kept', 11);
    expect(await due(0)).toEqual([]);
    await inTransaction(db, offerRemarksAgain);
    expect(await due(0)).toMatchObject([{ remarkId, removedAtMs: 9 }]);
    await answer('gone', 12);
    await inTransaction(db, offerRemarksAgain);
    expect(await due(0)).toEqual([]);
  });
});

test('a member who is erased takes along what was remarked, also before the merge; consent is kept until then', async () => {
  await withTestDatabase(async (db) => {
    const [left, gone, other] = memberIds as [MemberId, MemberId, MemberId];
    const consent = { on: '2026-11-01', at: 'line' as const, version: '1' };
    const rowOf = (id: MemberId, n: number) =>
      testMember(id, { cardCodes: [`200000000000${n}`], mobile: null, consent });
    const members = [left, gone, other].map(rowOf);
    const consentOf = async () =>
      (
        await db
          .selectFrom('member')
          .select(['member_id', 'consent'])
          .orderBy('member_id')
          .execute()
      ).map((row) => row.consent);
    await inTransaction(db, async (trx) => {
      await upsertMembers(trx, { members, source: 'hq' });
      for (const [i, memberId] of [left, gone, other].entries())
        await insertRemark(trx, {
          remarkId: remarkIds[i]!,
          memberId,
          kind: 'note',
          text: 'x',
          atMs: i,
          by: null,
        });
      await mergeMembers(trx, [{ memberId: gone, into: left }]);
      // An HQ that says nothing of consent takes none away.
      const { consent: _, ...silent } = rowOf(left, 0);
      await upsertMembers(trx, { members: [silent], source: 'hq' });
    });
    const kept = JSON.stringify(consent);
    expect([await consentOf(), (await listRemarks(db, left)).length]).toEqual([[kept, kept], 2]);
    const erased = {
      ...rowOf(left, 0),
      name: '',
      cardCodes: [],
      consent: null,
      erased: true as const,
    };
    await inTransaction(db, (trx) => upsertMembers(trx, { members: [erased], source: 'hq' }));
    expect([await consentOf(), await listRemarks(db, left)]).toEqual([[null, kept], []]);
    const rest = await db.selectFrom('remark').select('member_id').execute();
    expect(rest).toEqual([{ member_id: other }]);
  });
});
