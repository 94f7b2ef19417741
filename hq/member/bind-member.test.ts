import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mergeAnswerSchema } from '../../app/contract/hq-admin-members.ts';
import { unlinkLineAnswerSchema } from '../../app/contract/hq-admin-requests.ts';
import { lineMemberAnswerSchema, ticketAnswerSchema } from '../../app/contract/line-binding.ts';
import type { LineMemberAnswer, TicketAnswer } from '../../app/contract/line-binding.ts';
import type { MemberId } from '../../app/domain/ids.ts';
import { startLineStandIn } from '../../tests/line-stand-in/start-line-stand-in.ts';
import type { LineStandIn } from '../../tests/line-stand-in/start-line-stand-in.ts';
import { putFriends } from '../db/line-friends.ts';
import { applyLineEvents } from '../line/webhook/apply-line-events.ts';
import { markInstallRevoked } from '../db/installs.ts';
import { readLineEvent } from '../line/webhook/read-line-event.ts';
import { signInAdmin } from '../test-rig/admin-client.ts';
import { addMember, takeExceptions } from '../test-rig/award-fixtures.ts';
import { lineUser } from '../test-rig/member-page.ts';
import type { MemberPage } from '../test-rig/member-page.ts';
import { startMemberRig, testLoginChannelId } from '../test-rig/member-rig.ts';
import type { MemberRig } from '../test-rig/member-rig.ts';
import { pullAll, sendSigned, tell } from '../test-rig/test-counter.ts';
import type { TestCounter } from '../test-rig/test-counter.ts';
import { makeAward, makeStub, newTestId } from '../test-rig/test-events.ts';
import { testStoreKinds } from '../test-rig/test-stores.ts';
import { memberConsentVersion } from './consent-version.ts';

const noonMs = Date.parse('2026-11-23T12:00:00+08:00');

describe.each(testStoreKinds)('binding on %s', (kind) => {
  let line: LineStandIn;
  let rig: MemberRig;
  let counter: TestCounter;
  let nowMs = noonMs;
  let said = 0;
  beforeAll(async () => {
    line = await startLineStandIn({ loginChannelIds: [testLoginChannelId], nowMs: () => nowMs });
    rig = await startMemberRig(kind, line, { nowMs: () => nowMs });
    counter = await rig.hq.enrol();
  });
  afterAll(async () => {
    await rig.hq.stop();
    await line.stop();
  });

  const consent = { consentVersion: memberConsentVersion, marketing: true };
  const askTicket = async (memberId: MemberId, of = counter): Promise<TicketAnswer['outcome']> => {
    const body = JSON.stringify({ inst: of.install, memberId });
    const answer = await sendSigned(of, 'POST', '/v1/line/tickets', body);
    return ticketAnswerSchema.parse(answer.body).outcome;
  };
  const getTicket = async (memberId: MemberId): Promise<string> => {
    const outcome = await askTicket(memberId);
    if (outcome.kind !== 'made') throw new Error(`no ticket: ${outcome.kind}`);
    return outcome.ticket;
  };
  const askLine = async (
    memberId: MemberId,
    ticket: string | null = null,
    of = counter,
  ): Promise<LineMemberAnswer> => {
    const body = JSON.stringify({ inst: of.install, memberId, ticket });
    const answer = await sendSigned(of, 'POST', '/v1/line/members', body);
    return lineMemberAnswerSchema.parse(answer.body);
  };
  const bindBy = async (page: MemberPage, by: object) =>
    await page.post('bind', { ...by, ...consent });
  const byTicket = async (page: MemberPage, ticket: string) =>
    await bindBy(page, { by: 'ticket', ticket });
  const byCard = async (page: MemberPage, cardCode: string, mobile: string) =>
    await bindBy(page, { by: 'card', cardCode, mobile });
  const errorOf = async (answer: Promise<{ body: Record<string, unknown> }>) =>
    (await answer).body['error'] ?? 'bound';

  /** What LINE tells of a user, later than all before. */
  const sayTo = async (userId: string, event: object) => {
    said += 1;
    const told = {
      timestamp: nowMs + said * 1_000,
      mode: 'active',
      webhookEventId: `01FZ74A0TDDPYRVKNK${String(said).padStart(8, '0')}`,
      deliveryContext: { isRedelivery: false },
      source: { type: 'user', userId },
      ...event,
    };
    const read = readLineEvent(JSON.stringify(told), nowMs);
    if (read === null) throw new Error('no event of LINE');
    await rig.hq.db.transaction().execute((trx) => applyLineEvents(trx, [read]));
  };
  const sayUnlink = async (userId: string) =>
    await sayTo(userId, { type: 'postback', postback: { data: 'unlink' } });

  it('binds by a counter’s code, once, and the counter learns it', async () => {
    const memberId = await addMember(rig.hq);
    const made = await askTicket(memberId);
    expect(made).toEqual({
      kind: 'made',
      ticket: expect.stringMatching(/^[\w-]{22}$/) as string,
      url: `https://liff.line.me/1650000001-abcdefgh?t=${made.kind === 'made' ? made.ticket : ''}`,
      expiresAtMs: noonMs + 600_000,
    });
    const ticket = made.kind === 'made' ? made.ticket : '';
    const kept = await rig.hq.db.selectFrom('line_ticket').selectAll().execute();
    expect(JSON.stringify(kept)).not.toContain(ticket);
    expect(await askLine(memberId, ticket)).toMatchObject({ lineState: 'none', ticket: 'open' });
    const before = (await pullAll(counter)).at(-1)?.pos ?? 0;
    const page = await rig.open();
    expect(await byTicket(page, ticket)).toMatchObject({
      status: 200,
      body: { memberId, marketing: true },
    });
    expect(await askLine(memberId, ticket)).toEqual({
      lineState: 'bound',
      ticket: 'used',
      lastAcceptedAtMs: null,
      joinUrl: 'https://liff.line.me/1650000001-abcdefgh',
      serverTimeMs: noonMs,
    });
    expect(await pullAll(counter, before)).toMatchObject([
      { kind: 'member', member: { memberId, lineState: 'bound' } },
    ]);
    // The phone did not hear the answer; somebody else scans the same code.
    expect(await byTicket(page, ticket)).toMatchObject({ status: 200, body: { memberId } });
    expect(await errorOf(byTicket(await rig.open(), ticket))).toBe('ticket-used');
    expect(await askTicket(memberId)).toEqual({ kind: 'bound-already' });
  });

  it('gives no code to a counter whose re-install nobody has confirmed', async () => {
    const memberId = await addMember(rig.hq);
    const other = await rig.hq.enrol();
    const { install: installId } = other;
    const confirm = async (atMs: number | null) =>
      await rig.hq.db
        .updateTable('install')
        .set({ confirmed_at_ms: atMs })
        .where('install_id', '=', installId)
        .execute();
    await confirm(null);
    expect(await askTicket(memberId, other)).toEqual({ kind: 'not-confirmed' });
    await confirm(1);
    expect(await askTicket(memberId, other)).toMatchObject({ kind: 'made' });
  });

  it('lets one of many phones have a code', async () => {
    const memberId = await addMember(rig.hq);
    const ticket = await getTicket(memberId);
    const pages = await Promise.all(Array.from({ length: 6 }, async () => await rig.open()));
    const answers = await Promise.all(pages.map((page) => errorOf(byTicket(page, ticket))));
    expect(answers.toSorted()).toEqual([
      'bound',
      ...Array.from({ length: 5 }, () => 'ticket-used'),
    ]);
  });

  it('ends the codes of a counter with the counter', async () => {
    const stolen = await rig.hq.enrol();
    const made = await askTicket(await addMember(rig.hq), stolen);
    await markInstallRevoked(rig.hq.db, stolen.install, nowMs);
    const page = await rig.open();
    const ticket = made.kind === 'made' ? made.ticket : '';
    expect(await errorOf(byTicket(page, ticket))).toBe('ticket-expired');
  });

  it('ends codes after ten minutes, and knows only its own', async () => {
    const memberId = await addMember(rig.hq);
    const ticket = await getTicket(memberId);
    const other = await rig.hq.enrol();
    expect((await askLine(memberId, ticket, other)).ticket).toBe('unknown');
    nowMs += 600_000;
    const page = await rig.open();
    expect(await errorOf(byTicket(page, ticket))).toBe('ticket-expired');
    expect((await askLine(memberId, ticket)).ticket).toBe('expired');
    expect(await errorOf(byTicket(page, 'A'.repeat(22)))).toBe('ticket-unknown');
    expect(await askTicket(newTestId<MemberId>())).toEqual({ kind: 'member-unknown' });
    expect(
      await page.post('bind', { by: 'ticket', ticket, ...consent, consentVersion: '0' }),
    ).toMatchObject({ body: { error: 'consent-needed' } });
  });

  it('moves nobody from where they are bound', async () => {
    const [first, second] = [await addMember(rig.hq), await addMember(rig.hq)];
    const early = await getTicket(second);
    const page = await rig.open();
    await byTicket(page, await getTicket(first));
    expect(await errorOf(byTicket(page, early))).toBe('bound-elsewhere');
    // Refused, so not used: the right phone may still scan it.
    const late = await rig.open();
    expect(await errorOf(byTicket(late, early))).toBe('bound');
    const admin = await signInAdmin(rig.hq);
    const unlink = async () =>
      await admin.post('/members/unlink-line', { memberId: first }, unlinkLineAnswerSchema);
    expect([await unlink(), await unlink()]).toEqual([{ kind: 'done' }, { kind: 'not-bound' }]);
    expect((await page.get('home')).body).toMatchObject({ error: 'not-bound' });
    nowMs += 1_000;
    expect(await errorOf(byTicket(await rig.open(), await getTicket(first)))).toBe('bound');
  });

  it('binds by card and number, and tells nobody which of them was wrong', async () => {
    const memberId = await addMember(rig.hq, 'general', {
      mobile: '+886977000001',
      cardCodes: ['2000012345678'],
    });
    const page = await rig.open();
    expect([
      await byCard(page, '2000012345678', '0977000002'),
      await byCard(page, '2000012345685', '0977000001'),
      await byCard(page, '2000012345678', 'nonsense'),
    ]).toEqual(
      Array.from({ length: 3 }, () => ({
        status: 404,
        body: { error: 'no-match', message: expect.any(String) as string },
      })),
    );
    expect(await byCard(page, ' 2000012345678 ', '+886 977-000-001')).toMatchObject({
      status: 200,
      body: { memberId },
    });
  });

  it('stops guessing by one user, by many on one card, also all at once', async () => {
    await addMember(rig.hq, 'general', { mobile: '+886977000003', cardCodes: ['guess-me'] });
    const guesser = await rig.open();
    const guesses = await Promise.all(
      Array.from({ length: 8 }, (_, n) => errorOf(byCard(guesser, `no-card-${n}`, '0977000003'))),
    );
    expect(guesses.filter((error) => error === 'no-match')).toHaveLength(5);
    expect(guesses.filter((error) => error === 'too-many-tries')).toHaveLength(3);
    expect(await errorOf(byCard(guesser, 'guess-me', '0977000003'))).toBe('too-many-tries');
    const many: unknown[] = [];
    for (let n = 0; n < 12; n += 1)
      many.push(await errorOf(byCard(await rig.open(), 'guess-me', `09770001${n + 10}`)));
    expect(many.filter((error) => error === 'no-match')).toHaveLength(10);
    nowMs += 3_600_000;
    expect(await errorOf(byCard(await rig.open(), 'guess-me', '0977000003'))).toBe('bound');
  });

  it('binds nobody by a card that came with a merge nobody has confirmed', async () => {
    const known = await addMember(rig.hq, 'general', {
      mobile: '+886977000004',
      cardCodes: ['strong-card'],
    });
    const stub = newTestId<MemberId>();
    const code = '2900000000024';
    await tell(
      counter,
      JSON.stringify(makeStub(stub, { mobile: '+886977000004', cardCode: code })),
    );
    await takeExceptions(rig.hq);
    const page = await rig.open();
    expect(await errorOf(byCard(page, code, '0977000004'))).toBe('no-match');
    // The counter's own id of them leads to the same member.
    expect(await askTicket(stub)).toMatchObject({ kind: 'made' });
    expect(await byTicket(page, await getTicket(stub))).toMatchObject({
      status: 200,
      body: { memberId: known, cardCode: 'strong-card' },
    });
    expect((await askLine(stub)).lineState).toBe('bound');
  });

  it('keeps both phones of two members who turn out to be one', async () => {
    const [from, into] = [await rig.join(), await rig.join()];
    const admin = await signInAdmin(rig.hq);
    const merge = { from: from.memberId, into: into.memberId };
    await admin.post('/members/merge', merge, mergeAnswerSchema);
    for (const page of [from, into])
      expect((await page.get('home')).body).toMatchObject({ memberId: into.memberId, points: 50 });
    const { rows } = (await from.get('postings')).body as { rows: unknown[] };
    expect(rows).toHaveLength(2);
    expect(await from.post('unlink')).toMatchObject({ status: 200 });
    expect((await into.get('home')).status).toBe(200);
    expect((await from.get('home')).status).toBe(409);
  });

  const merge = async (from: MemberId, into: MemberId) =>
    await (await signInAdmin(rig.hq)).post('/members/merge', { from, into }, mergeAnswerSchema);
  /** What still waits to be sent, to whom. */
  const waitingFor = async (...ids: MemberId[]) => {
    const rows = await rig.hq.db
      .selectFrom('line_outbox')
      .select('body')
      .where('member_id', 'in', ids)
      .where('state', '=', 'waiting')
      .orderBy('outbox_no')
      .execute();
    return rows.map(({ body }) => (JSON.parse(body) as { to: string }).to);
  };
  const toldStates = async (since: number) =>
    (await pullAll(counter, since)).flatMap((row) => {
      const { member } = row as { member?: { memberId: MemberId; lineState: string } };
      return member === undefined ? [] : [[member.memberId, member.lineState]];
    });
  const now = async () => (await pullAll(counter)).at(-1)?.pos ?? 0;

  it.each(['page', 'chat'])(
    'leaves the other phone where one of two is unlinked by its %s: it hears from then on',
    async (by) => {
      const [from, into] = [await rig.join(), await rig.join()];
      const ids = [from.memberId, into.memberId] as const;
      await merge(...ids);
      expect(await waitingFor(...ids)).toEqual([from.lineUserId, into.lineUserId]);
      const since = await now();
      if (by === 'page') await into.post('unlink');
      else await sayUnlink(into.lineUserId);
      expect(await waitingFor(...ids)).toEqual([from.lineUserId]);
      expect(await toldStates(since)).toEqual([[into.memberId, 'bound']]);
      expect([(await from.get('home')).status, (await into.get('home')).status]).toEqual([
        200, 409,
      ]);
      expect((await askLine(into.memberId)).lineState).toBe('bound');
      await tell(counter, JSON.stringify(makeAward({ memberId: into.memberId })));
      expect(await waitingFor(...ids)).toEqual([from.lineUserId, from.lineUserId]);
      // The last one goes as well, and with it what waits under either id.
      if (by === 'page') await from.post('unlink');
      else await sayUnlink(from.lineUserId);
      expect(await waitingFor(...ids)).toEqual([]);
      expect((await askLine(into.memberId)).lineState).toBe('none');
      expect(await askTicket(from.memberId)).toMatchObject({ kind: 'made' });
    },
  );

  it('sends to the phone that hears, where the survivor’s had blocked the account', async () => {
    const [from, into] = [await rig.join(), await rig.join()];
    await sayTo(into.lineUserId, { type: 'unfollow' });
    const since = await now();
    await merge(from.memberId, into.memberId);
    expect(await toldStates(since)).toEqual([[into.memberId, 'bound']]);
    await tell(counter, JSON.stringify(makeAward({ memberId: into.memberId })));
    expect(await waitingFor(from.memberId, into.memberId)).toEqual([
      from.lineUserId,
      from.lineUserId,
    ]);
    // Blocked by both nobody hears, and whoever comes back does.
    await sayTo(from.lineUserId, { type: 'unfollow' });
    expect(await waitingFor(from.memberId, into.memberId)).toEqual([]);
    expect((await askLine(into.memberId)).lineState).toBe('blocked');
    await sayTo(into.lineUserId, { type: 'follow', follow: { isUnblocked: true } });
    expect((await askLine(into.memberId)).lineState).toBe('bound');
    for (const page of [from, into]) expect((await page.get('home')).status).toBe(200);
  });

  it('knows who blocked the account before', async () => {
    const lineUserId = lineUser(0xb10c);
    await rig.hq.db
      .transaction()
      .execute((trx) => putFriends(trx, [{ lineUserId, state: 'blocked', eventAtMs: 1 }]));
    const memberId = await addMember(rig.hq);
    const page = await rig.open(lineUserId);
    expect(await errorOf(byTicket(page, await getTicket(memberId)))).toBe('bound');
    expect((await askLine(memberId)).lineState).toBe('blocked');
    const waiting = await rig.hq.db
      .selectFrom('line_outbox')
      .select('kind')
      .where('member_id', '=', memberId)
      .execute();
    expect(waiting).toEqual([]);
  });
});
