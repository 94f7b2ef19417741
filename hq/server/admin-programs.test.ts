import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  checkDraftAnswerSchema,
  previewAnswerSchema,
  programsAnswerSchema,
  programVersionAnswerSchema,
  publishAnswerSchema,
  startPreviewAnswerSchema,
} from '../../app/contract/hq-admin-programs.ts';
import type { PreviewResult, PublishAnswer } from '../../app/contract/hq-admin-programs.ts';
import { programSchema } from '../../app/contract/program.ts';
import { changeRowSchema } from '../../app/contract/sync.ts';
import type { Program } from '../../app/domain/program.ts';
import { insertProgram } from '../db/programs.ts';
import { signInAdmin } from '../test-rig/admin-client.ts';
import type { AdminClient } from '../test-rig/admin-client.ts';
import { addMember } from '../test-rig/award-fixtures.ts';
import { richProgram } from '../test-rig/rich-program.ts';
import { pullAll, tell } from '../test-rig/test-counter.ts';
import { makeAward } from '../test-rig/test-events.ts';
import { startTestHq } from '../test-rig/test-hq.ts';
import type { TestHq } from '../test-rig/test-hq.ts';
import { testStoreKinds } from '../test-rig/test-stores.ts';

const startMs = Date.parse('2026-11-22T12:00:00+08:00');
const dayMs = 86_400_000;

/** Rules nothing can be said against. */
const plain: Program = {
  ...richProgram,
  vouchersPerSaleMax: 1,
  coupons: [],
  gifts: [],
  stampCards: [],
  referral: null,
};
/** Two points where there was one. */
const doubled: Program = {
  ...plain,
  earn: plain.earn.map((rule) => ({
    ...rule,
    give: { kind: 'per-amount', perMinor: 100, points: 2, rounding: 'floor' },
  })),
};
const textOf = (program: object): string => JSON.stringify(program, null, 2);

describe.each(testStoreKinds)('the rules page on %s', (kind) => {
  let hq: TestHq;
  let admin: AdminClient;
  let nowMs = startMs;
  beforeAll(async () => {
    hq = await startTestHq(kind, { nowMs: () => nowMs });
    await insertProgram(hq.db, plain);
    admin = await signInAdmin(hq);
  });
  afterAll(async () => {
    await hq.stop();
  });
  const check = (text: string) => admin.post('/programs/check', { text }, checkDraftAnswerSchema);
  const publish = (program: object, effectiveFrom: string, afterVersion: number) =>
    admin.post(
      '/programs/publish',
      { text: textOf(program), effectiveFrom, afterVersion },
      publishAnswerSchema,
    );
  const states = async () => {
    const { rows } = await admin.get('/programs', programsAnswerSchema);
    return rows
      .filter((row) => row.programId === plain.programId)
      .map((row) => [row.version, row.state, row.rulesUntil, row.publishedAtMs]);
  };

  it('is closed without the session, and knows no version nobody published', async () => {
    expect((await fetch(`${hq.url}/admin/api/programs`)).status).toBe(401);
    const at = `/programs/version?programId=${plain.programId}&version=`;
    expect(await admin.statusOf(`${at}9`)).toBe(404);
    const { program } = await admin.get(`${at}1`, programVersionAnswerSchema);
    expect(programSchema.parse(program)).toEqual(plain);
  });

  it('judges a draft with lines: JSON, schema, rules', async () => {
    expect(await check('{\n  "schema": 2,\n')).toMatchObject({
      program: null,
      findings: [{ code: 'json', severity: 'error' }],
    });
    const wrong = textOf({ ...plain, earnBase: 'net', vouchersPerSaleMax: 99 });
    const lineOf = (key: string) => wrong.split('\n').findIndex((line) => line.includes(key)) + 1;
    const { findings, program } = await check(wrong);
    expect([program, findings.map(({ line, code }) => [line, code])]).toEqual([
      null,
      [
        [lineOf('"earnBase"'), 'schema'],
        [lineOf('"vouchersPerSaleMax"'), 'schema'],
      ],
    ]);
    const clean = await check(textOf(plain));
    expect(programSchema.parse(clean.program)).toEqual(plain);
    expect(clean.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    const stranger = { ...plain, programId: '0198b3a0-0000-7000-8000-00000000dddd' };
    expect((await check(textOf(stranger))).findings.map(({ code }) => code)).toContain(
      'other-program',
    );
    const renamed = plain.tiers.map((tier) => ({ ...tier, tierId: `new-${tier.tierId}` }));
    expect((await check(textOf({ ...plain, tiers: renamed }))).findings).toContainEqual(
      expect.objectContaining({ code: 'tier-gone', severity: 'warning' }),
    );
    const twice = await check(textOf(plain).replace('{', '{ "version": 7,'));
    expect([twice.program, twice.findings.map(({ code }) => code)]).toEqual([null, ['twice']]);
  });

  it('tries a draft on last month’s sales, both sides next to each other', async () => {
    const counter = await hq.enrol();
    const [one, two] = [await addMember(hq), await addMember(hq)];
    const sale = (memberId: typeof one, date: string, amountMinor: number) =>
      JSON.stringify(makeAward({ memberId, date, amountMinor, program: plain }));
    await tell(
      counter,
      sale(one, '2026-10-05', 1_000),
      sale(one, '2026-10-20', 99),
      sale(two, '2026-10-31', 500),
      sale(two, '2026-11-01', 5_000),
    );
    const result = await preview(textOf(doubled), 'last-month');
    const before = { points: 15, pointsValueMinor: 15, discountMinor: 0, paidMinor: 1_599 };
    const same = { vouchersIssued: 0, tierRises: 0, refused: 0 };
    expect(result).toMatchObject({
      from: '2026-10-01',
      until: '2026-10-31',
      salesCount: 3,
      isCut: false,
      before: { version: 1, totals: { ...before, ...same } },
      after: { ...before, points: 30, pointsValueMinor: 30, ...same },
      members: { all: 2, better: 2, worse: 0 },
      salesAffected: 2,
      differenceMinor: 15,
    });
    expect(
      result.most.map((changed) => [
        changed.amountMinor,
        changed.differenceMinor,
        changed.before.points,
        changed.after.points,
        changed.memberName,
      ]),
    ).toEqual([
      [1_000, 10, 10, 20, '林○'],
      [500, 5, 5, 10, '林○'],
    ]);
    expect(result.most[0]?.after.reasons.map((words) => words['zh-TW']).join()).toContain('20 點');
    const lately = await preview(textOf(plain), 'last-30-days');
    expect([lately.salesCount, lately.salesAffected, lately.members.better]).toEqual([2, 0, 0]);
    const wrong = { text: '{}', period: 'last-month' };
    expect(await admin.post('/programs/previews', wrong, startPreviewAnswerSchema)).toEqual({
      kind: 'not-a-program',
    });
    const gone = '/programs/previews?previewId=0198b3a0-0000-7000-8000-00000000dddd';
    expect(await admin.get(gone, previewAnswerSchema)).toEqual({ kind: 'gone' });
  });

  async function preview(text: string, period: string): Promise<PreviewResult> {
    const begun = await admin.post(
      '/programs/previews',
      { text, period },
      startPreviewAnswerSchema,
    );
    if (begun.kind !== 'started') throw new Error(begun.kind);
    for (;;) {
      const path = `/programs/previews?previewId=${begun.previewId}`;
      const answer = await admin.get(path, previewAnswerSchema);
      if (answer.kind === 'done') return answer.result;
      if (answer.kind !== 'running') throw new Error(answer.kind);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  it('refuses what is past, wrong or looked at too long ago, and writes nothing', async () => {
    const before = await states();
    const ended = await publish({ ...plain, effectiveUntil: '2026-11-25' }, '2026-11-29', 1);
    const generous = await publish(richProgram, '2026-11-29', 1);
    const codesOf = (answer: PublishAnswer) =>
      answer.kind === 'refused' ? answer.findings.map(({ code }) => code) : [answer.kind];
    expect(codesOf(ended).concat(codesOf(generous))).toEqual(
      expect.arrayContaining(['program-days-reversed', 'stacking-over-100']),
    );
    expect([
      await publish(doubled, '2026-11-21', 1),
      await publish(doubled, '2026-11-29', 0),
      await states(),
    ]).toEqual([
      { kind: 'in-the-past', today: '2026-11-22' },
      { kind: 'changed-meanwhile', lastVersion: 1 },
      before,
    ]);
  });

  it('publishes for next week: today’s rules stay, counters hear of it at once', async () => {
    const counter = await hq.enrol();
    const { programId } = plain;
    expect(await publish({ ...doubled, version: 77 }, '2026-11-29', 1)).toEqual({
      kind: 'published',
      programId,
      version: 2,
      effectiveFrom: '2026-11-29',
    });
    expect(await states()).toEqual([
      [2, 'upcoming', null, startMs],
      [1, 'in-force', '2026-11-28', null],
    ]);
    const told = (await pullAll(counter)).map((row) => changeRowSchema.parse(row));
    expect(told.flatMap((row) => (row.kind === 'program' ? [row.program] : [])).at(-1)).toEqual({
      ...doubled,
      version: 2,
      effectiveFrom: '2026-11-29',
    });
    expect((await publish(doubled, '2026-11-29', 2)).kind).toBe('published');
    nowMs = startMs + 7 * dayMs;
    admin = await signInAdmin(hq);
    expect(await states()).toEqual([
      [3, 'in-force', null, startMs],
      [2, 'past', null, startMs],
      [1, 'past', '2026-11-28', null],
    ]);
  });
});
