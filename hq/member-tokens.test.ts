import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  confirmMergeAnswerSchema,
  memberTokenAnswerSchema,
  mergeAnswerSchema,
} from '../app/contract/hq-admin-members.ts';
import type { AwardEvent } from '../app/contract/events.ts';
import { createSigningKey, publicKeyOf } from '../app/db/sign-document.ts';
import { signMemberToken, verifyMemberToken } from '../app/db/sign-member-token.ts';
import type { MemberId } from '../app/domain/ids.ts';
import { memberTailOf } from '../app/domain/member-token.ts';
import { getBrand } from './db/brand.ts';
import { makeMemberToken } from './server/make-member-token.ts';
import { signInAdmin } from './test-rig/admin-client.ts';
import type { AdminClient } from './test-rig/admin-client.ts';
import { addMember, receiptFor, takeExceptions } from './test-rig/award-fixtures.ts';
import { tell } from './test-rig/test-counter.ts';
import type { TestCounter } from './test-rig/test-counter.ts';
import { makeAward, makeStub, newTestId } from './test-rig/test-events.ts';
import { startTestHq } from './test-rig/test-hq.ts';
import type { TestHq } from './test-rig/test-hq.ts';
import { testStoreKinds } from './test-rig/test-stores.ts';

/** When the test's sales are settled, by HQ's clock. */
const noonMs = Date.parse('2026-11-22T12:00:00+08:00');
type Body = AwardEvent['body'];

describe.each(testStoreKinds)('members’ signed codes on %s', (kind) => {
  let hq: TestHq;
  let admin: AdminClient;
  let counter: TestCounter;
  let memberId: MemberId;
  let sign: (issuedAtMs: number, of?: MemberId) => string;
  beforeAll(async () => {
    hq = await startTestHq(kind, { nowMs: () => noonMs + 789 });
    admin = await signInAdmin(hq);
    counter = await hq.enrol();
    memberId = await addMember(hq);
    const { signingKey } = await getBrand(hq.db);
    sign = (issuedAtMs, of = memberId) => signMemberToken(signingKey, { memberId: of, issuedAtMs });
  });
  afterAll(async () => {
    await hq.stop();
  });
  const deps = () => ({ db: hq.db, nowMs: () => noonMs + 789 });

  it('makes one for whom it knows, for the one left after a merge, and for nobody else', async () => {
    const made = await makeMemberToken(deps(), memberId);
    expect(made).toEqual({
      text: sign(noonMs),
      issuedAtMs: noonMs,
      expiresAtMs: noonMs + 60_000,
    });
    const keys = [publicKeyOf((await getBrand(hq.db)).signingKey)];
    expect(verifyMemberToken(keys, made?.text ?? '')).toMatchObject({
      memberTail: memberTailOf(memberId),
    });
    expect(await makeMemberToken(deps(), newTestId<MemberId>())).toBeNull();
    const twin = await addMember(hq);
    await admin.post('/members/merge', { from: twin, into: memberId }, mergeAnswerSchema);
    expect((await makeMemberToken(deps(), twin))?.text).toBe(made?.text);
    await takeExceptions(hq);
  });

  it('gives who enrolled with a member’s number none of theirs, until a person confirmed they are one', async () => {
    const known = await addMember(hq, 'general', { mobile: '+886911222333' });
    const stub = newTestId<MemberId>();
    const joined = makeStub(stub, { mobile: '+886911222333', cardCode: '2900000000017' });
    await tell(counter, JSON.stringify(joined));
    await takeExceptions(hq);
    expect(await makeMemberToken(deps(), stub)).toBeNull();
    expect((await makeMemberToken(deps(), known))?.text).toBe(sign(noonMs, known));
    await admin.post('/members/confirm-merge', { memberId: known }, confirmMergeAnswerSchema);
    expect((await makeMemberToken(deps(), stub))?.text).toBe(sign(noonMs, known));
  });

  it('gives the console one, and keeps in its record who had it', async () => {
    const answer = await admin.post('/members/token', { memberId }, memberTokenAnswerSchema);
    expect(answer).toEqual({
      kind: 'made',
      text: sign(noonMs),
      issuedAtMs: noonMs,
      expiresAtMs: noonMs + 60_000,
    });
    const stranger = { memberId: newTestId<MemberId>() };
    expect(await admin.post('/members/token', stranger, memberTokenAnswerSchema)).toEqual({
      kind: 'unknown-member',
    });
    const notes = await hq.db.selectFrom('audit').select(['action', 'subject']).execute();
    expect(notes.filter(({ action }) => action === 'member.token')).toEqual([
      { action: 'member.token', subject: memberId },
    ]);
  });

  it('checks the code a sale names: HQ’s own, of this member, of that minute', async () => {
    const told = async (change: (body: Body) => Body, by: 'scan' | 'token' = 'token') => {
      const event = makeAward({ memberId, asked: { identifiedBy: by }, change });
      await tell(counter, JSON.stringify(event));
      const [receipt] = await receiptFor(counter, event.eid);
      const found = await takeExceptions(hq);
      return [
        receipt?.status,
        ...found.map(({ kind: of, detail }) => [of, (detail as { why?: string }).why]),
      ];
    };
    const by = (text: string, takenAtMs: number) => (body: Body) => ({
      ...body,
      memberToken: { text, takenAtMs },
    });
    const other = await addMember(hq);
    const takenAtMs = noonMs - 60_000;
    const strange = signMemberToken(createSigningKey().signingKey, {
      memberId,
      issuedAtMs: takenAtMs,
    });
    const once = by(sign(takenAtMs - 5_000), takenAtMs);
    const seen = {
      good: await told(by(sign(takenAtMs - 50_000), takenAtMs)),
      'settled long after': await told(by(sign(noonMs - 7_200_000), noonMs - 7_200_000)),
      'the first sale of a code': await told(once),
      'the second sale of a code': await told(once),
      missing: await told((body) => body),
      'signed by another': await told(by(strange, takenAtMs)),
      'not a token': await told(by('CFM:', takenAtMs)),
      'of another member': await told(by(sign(takenAtMs, other), takenAtMs)),
      'too old when read': await told(by(sign(takenAtMs - 91_000), takenAtMs)),
      'read before it was made': await told(by(sign(takenAtMs + 31_000), takenAtMs)),
      'read after the sale': await told(by(sign(noonMs + 60_000), noonMs + 60_000)),
      'read two days before': await told(by(sign(noonMs - 172_800_000), noonMs - 172_800_000)),
      'named, not claimed': await told(by(strange, takenAtMs), 'scan'),
      none: await told((body) => body, 'scan'),
    };
    const false_ = (why: string) => ['applied', ['member-token-false', why]];
    expect(seen).toEqual({
      good: ['applied'],
      'settled long after': ['applied'],
      'the first sale of a code': ['applied'],
      'the second sale of a code': ['applied', ['member-token-used-twice', undefined]],
      missing: false_('missing'),
      'signed by another': false_('not-signed'),
      'not a token': false_('not-signed'),
      'of another member': false_('other-member'),
      'too old when read': false_('not-its-minute'),
      'read before it was made': false_('not-its-minute'),
      'read after the sale': false_('other-time'),
      'read two days before': false_('other-time'),
      'named, not claimed': false_('not-signed'),
      none: ['applied'],
    });
  });
});
