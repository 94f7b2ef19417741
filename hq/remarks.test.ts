import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { remarksPerRequestMax } from '../app/contract/remarks.ts';
import type { RemarkRow } from '../app/contract/remarks.ts';
import { memberStubEventSchema } from '../app/contract/events.ts';
import { changeRowSchema, remarksAnswerSchema } from '../app/contract/sync.ts';
import type { MemberId, RemarkId, StaffId } from '../app/domain/ids.ts';
import { mergeMembers } from './apply/merge-members.ts';
import { recheckLedger } from './jobs/recheck-ledger.ts';
import { eraseMember } from './member/erase-member.ts';
import { addMember } from './test-rig/award-fixtures.ts';
import { pullAll, push, sendSigned, tell } from './test-rig/test-counter.ts';
import type { TestCounter } from './test-rig/test-counter.ts';
import { makeStub, newTestId } from './test-rig/test-events.ts';
import { southStore, startTestHq } from './test-rig/test-hq.ts';
import type { TestHq } from './test-rig/test-hq.ts';
import { testStoreKinds } from './test-rig/test-stores.ts';

const by = { staffId: newTestId<StaffId>(), name: '小君' };

describe.each(testStoreKinds)('what shops remark about members on %s', (kind) => {
  let hq: TestHq;
  let north: TestCounter;
  let south: TestCounter;
  beforeAll(async () => {
    hq = await startTestHq(kind);
    north = await hq.enrol();
    south = await hq.enrol(southStore);
  });
  afterAll(async () => hq.stop());

  const remarkOf = (memberId: MemberId, change: Partial<RemarkRow> = {}): RemarkRow => ({
    remarkId: newTestId<RemarkId>(),
    memberId,
    kind: 'note',
    text: '對花生過敏',
    atMs: 1_795_312_800_000,
    by,
    storeName: null,
    removedAtMs: null,
    ...change,
  });
  const off = (row: RemarkRow): RemarkRow => ({ ...row, text: '', removedAtMs: row.atMs + 1 });
  const post = async (at: TestCounter, remarks: readonly unknown[], inst = at.install) => {
    const body = JSON.stringify({ proto: 1, inst, remarks });
    return await sendSigned(at, 'POST', '/v1/sync/remarks', body);
  };
  const send = async (at: TestCounter, ...remarks: readonly unknown[]) => {
    const { status, body } = await post(at, remarks);
    expect([status, body]).toMatchObject([200, {}]);
    return remarksAnswerSchema.parse(body).outcomes;
  };
  const end = async () => (await pullAll(south)).at(-1)?.pos ?? 0;
  const toldSince = async (cursor: number): Promise<RemarkRow[]> =>
    (await pullAll(south, cursor)).flatMap((row) => {
      const change = changeRowSchema.parse(row);
      return change.kind === 'remark' ? [change.remark] : [];
    });

  it('tells the others once, in the words of the counter and with its store', async () => {
    const memberId = await addMember(hq);
    const before = await end();
    const row = remarkOf(memberId, { storeName: '別家店' });
    expect([await send(north, row), await send(north, row), await send(south, row)]).toEqual([
      ['kept'],
      ['kept'],
      ['kept'],
    ]);
    expect(await toldSince(before)).toEqual([{ ...row, storeName: '台北店' }]);
    const forged = await post(north, [row], south.install);
    expect([forged.status, forged.body['error']]).toEqual([401, 'bad-signature']);
  });

  it('forgets what is taken off, whoever does it, and never takes it back', async () => {
    const memberId = await addMember(hq);
    const before = await end();
    const [row, never] = [remarkOf(memberId), remarkOf(memberId)];
    await send(north, row);
    expect(await send(south, off(row), off(never))).toEqual(['kept', 'kept']);
    expect(await send(north, row, never, off(row))).toEqual(['gone', 'gone', 'kept']);
    const told = await toldSince(before);
    expect(told.map(({ text, removedAtMs }) => [text, removedAtMs !== null])).toEqual([
      ['', true],
      ['', true],
      ['', true],
    ]);
    const kept = await hq.db
      .selectFrom('remark')
      .select('text')
      .where('member_id', '=', memberId)
      .execute();
    expect(kept).toEqual([{ text: '' }, { text: '' }]);
  });

  it('holds back no other for one it cannot take', async () => {
    const memberId = await addMember(hq);
    const stranger = newTestId<MemberId>();
    const good = remarkOf(memberId, { kind: 'tag', text: 'VIP' });
    const early = remarkOf(stranger);
    expect(
      await send(
        north,
        early,
        { remarkId: 'x' },
        remarkOf(memberId, { text: 'a\u0000b' }),
        remarkOf(memberId, { text: '\ud800' }),
        remarkOf(memberId, { kind: 'tag', text: 'x'.repeat(21) }),
        remarkOf(memberId, { text: '' }),
        null,
        good,
      ),
    ).toEqual(['later', 'later', 'later', 'later', 'later', 'later', 'later', 'kept']);
    await tell(north, JSON.stringify(makeStub(stranger, { mobile: '+886977000001' })));
    expect(await send(north, early)).toEqual(['kept']);
    for (const remarks of [[], Array<unknown>(remarksPerRequestMax + 1).fill(good)])
      expect((await post(north, remarks)).status).toBe(400);
  });

  it('says what a member who joined at a counter agreed to', async () => {
    const memberId = newTestId<MemberId>();
    const before = await end();
    await tell(north, JSON.stringify(makeStub(memberId, { mobile: '+886977000002' })));
    expect(await pullAll(south, before)).toMatchObject([
      { kind: 'member', member: { memberId, consent: { at: 'counter', version: '1' } } },
      { kind: 'receipt' },
    ]);
  });

  it('erases it with the member, under every id, out of what was told as well', async () => {
    const [left, gone] = [await addMember(hq), await addMember(hq)];
    const secrets = ['住在三樓', '討厭香菜', '常帶小狗'];
    const [first, second, third] = [left, gone, left].map((memberId, i) =>
      remarkOf(memberId, { text: secrets[i]!, kind: i === 2 ? 'tag' : 'note' }),
    );
    await send(north, first, second, third);
    await hq.db
      .transaction()
      .execute((trx) => mergeMembers(trx, { from: gone, into: left, nowMs: Date.now() }));
    const before = await end();
    expect(await hq.db.transaction().execute((trx) => eraseMember(trx, gone))).toBe(left);
    expect(await pullAll(south, before)).toMatchObject([
      { kind: 'member', member: { memberId: left, name: '', erased: true, consent: null } },
    ]);
    const fresh = JSON.stringify(await pullAll(await hq.enrol()));
    const kept = JSON.stringify(await hq.db.selectFrom('remark').selectAll().execute());
    for (const secret of secrets)
      expect([secret, fresh.includes(secret), kept.includes(secret)]).toEqual([
        secret,
        false,
        false,
      ]);
    // A counter that was away all the while says it once more.
    expect(await send(north, second, remarkOf(left), off(third!))).toEqual([
      'gone',
      'gone',
      'gone',
    ]);
    expect(JSON.stringify(await toldSince(0))).not.toContain('討厭香菜');
  });

  it('takes the person out of the event of joining, and nothing else out of any', async () => {
    const [memberId, other] = [newTestId<MemberId>(), newTestId<MemberId>()];
    const person = {
      name: '諸葛孔明',
      mobile: '+886977000003',
      birthday: '07-23',
      cardCode: '2012',
    };
    const stub = JSON.stringify(makeStub(memberId, person));
    await tell(north, stub, JSON.stringify(makeStub(other, { mobile: '+886977000004' })));
    const rowsOf = async () =>
      await hq.db.selectFrom('event').selectAll().orderBy('inst').orderBy('seq').execute();
    const before = await rowsOf();
    const refused = async (statement: string) =>
      await sql
        .raw(statement)
        .execute(hq.db)
        .then(
          () => 'done',
          (error: Error) => error.message,
        );
    expect([
      await refused(`UPDATE event SET raw_body = erased_stub(raw_body) WHERE type = 'member_stub'`),
      // For a member who was not erased the trigger says no to the owner as well.
      await refused(`SELECT erase_stubs(ARRAY['${memberId}']::uuid[])`),
    ]).toEqual(['permission denied for table event', 'event is append-only']);
    await hq.db.transaction().execute((trx) => eraseMember(trx, memberId));
    const after = await rowsOf();
    const changed = after.filter(
      (row, i) => !Buffer.from(row.raw_body).equals(before[i]!.raw_body),
    );
    expect(changed).toHaveLength(1);
    const bare = (rows: typeof after) => rows.map(({ raw_body: _, ...row }) => row);
    expect(bare(after)).toEqual(bare(before));
    const left = Buffer.from(changed[0]!.raw_body).toString('utf8');
    expect(memberStubEventSchema.parse(JSON.parse(left)).member).toBe(memberId);
    expect(JSON.parse(left)).toMatchObject({ erased: true, body: { name: '-', birthday: null } });
    for (const secret of Object.values(person)) expect(left).not.toContain(secret);
    // A counter that begins anew offers the same bytes once more.
    await tell(south, stub);
    const all = (await rowsOf()).map((row) => Buffer.from(row.raw_body).toString('utf8'));
    expect(all.filter((raw) => raw.includes(person.name))).toEqual([]);
    expect(all.filter((raw) => raw.includes(memberId))).toHaveLength(2);
    expect(await push(north, 1)).toMatchObject({ status: 200 });
    expect(await recheckLedger(hq.db, Date.now())).toBe(0);
  });

  it('comes to the same whatever order several counters tell it in, and however often', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(3), fc.boolean(), fc.boolean()), { minLength: 1, maxLength: 12 }),
        async (acts) => {
          const memberId = await addMember(hq);
          const rows = [0, 1, 2, 3].map((n) => remarkOf(memberId, { text: `第${n}筆` }));
          const before = await end();
          await Promise.all(
            acts.map(async ([n, isOff, atSouth]) => {
              const row = rows[n]!;
              await send(atSouth ? south : north, isOff ? off(row) : row, row);
            }),
          );
          const meant = rows.filter(
            (_, n) =>
              acts.some(([of]) => of === n) && !acts.some(([of, isOff]) => of === n && isOff),
          );
          const held = await hq.db
            .selectFrom('remark')
            .select(['remark_id', 'text'])
            .where('member_id', '=', memberId)
            .where('removed_at_ms', 'is', null)
            .execute();
          const ids = (list: readonly { readonly text: string }[]) =>
            list.map(({ text }) => text).toSorted();
          expect(ids(held)).toEqual(ids(meant));
          // What a counter is left with that reads the stream.
          const view = new Map<RemarkId, RemarkRow>();
          for (const row of await toldSince(before)) view.set(row.remarkId, row);
          expect(ids([...view.values()].filter((row) => row.removedAtMs === null))).toEqual(
            ids(meant),
          );
        },
      ),
      { numRuns: 12 },
    );
  }, 60_000);
});

// PGlite has one connection only: nobody holds a row back there.
describe.each(testStoreKinds.filter((kind) => kind === 'postgres'))('erasing on %s', (kind) => {
  let hq: TestHq;
  beforeAll(async () => {
    hq = await startTestHq(kind);
  });
  afterAll(async () => hq.stop());

  it('takes as long as it takes, and nothing else may', async () => {
    const north = await hq.enrol();
    const memberId = newTestId<MemberId>();
    await tell(north, JSON.stringify(makeStub(memberId, { mobile: '+886977000005' })));
    let hold = (): void => undefined;
    const isHeld = new Promise<void>((held) => {
      hold = held;
    });
    let end = (): void => undefined;
    const isOver = new Promise<void>((over) => {
      end = over;
    });
    // A stream so long that going through it outlasts the limit, as far as a clock can tell.
    const holding = hq.db.transaction().execute(async (trx) => {
      await sql`SELECT FROM change WHERE payload->'member'->>'memberId' = ${memberId}
        FOR UPDATE`.execute(trx);
      hold();
      await isOver;
    });
    await isHeld;
    const shown = await hq.db.transaction().execute(async (trx) => {
      await sql`SET LOCAL statement_timeout = '100ms'`.execute(trx);
      setTimeout(end, 400);
      expect(await eraseMember(trx, memberId)).toBe(memberId);
      return (await sql<{ statement_timeout: string }>`SHOW statement_timeout`.execute(trx)).rows;
    });
    await holding;
    expect(shown).toEqual([{ statement_timeout: '100ms' }]);
    expect(JSON.stringify(await pullAll(await hq.enrol()))).not.toContain('+886977000005');
  });
});
