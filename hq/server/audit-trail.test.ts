import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  adminsAnswerSchema,
  newAdminAnswerSchema,
} from '../../app/contract/hq-admin-exceptions.ts';
import type { AuditLine } from '../../app/contract/hq-admin-exceptions.ts';
import {
  adminDoneSchema,
  enrolmentCodeAnswerSchema,
  newStoreAnswerSchema,
  withdrawnCodesAnswerSchema,
} from '../../app/contract/hq-admin.ts';
import { publishAnswerSchema } from '../../app/contract/hq-admin-programs.ts';
import {
  publishPolicyAnswerSchema,
  spendingAnswerSchema,
} from '../../app/contract/hq-admin-spending.ts';
import { starterProgram } from '../../app/domain/starter-program.ts';
import { findBrokenAudit } from '../db/audit.ts';
import { signInAdmin } from '../test-rig/admin-client.ts';
import type { AdminClient } from '../test-rig/admin-client.ts';
import { postJson } from '../test-rig/test-counter.ts';
import { northStore, startTestHq } from '../test-rig/test-hq.ts';
import type { TestHq } from '../test-rig/test-hq.ts';
import { testStoreKinds } from '../test-rig/test-stores.ts';
import { briefChange } from './brief-change.ts';

const noonMs = Date.parse('2026-11-22T12:00:00+08:00');

describe.each(testStoreKinds)('the record of what people do at HQ, on %s', (kind) => {
  let hq: TestHq;
  let admin: AdminClient;
  beforeAll(async () => {
    hq = await startTestHq(kind, { nowMs: () => noonMs });
    const owner = await signInAdmin(hq);
    const made = await owner.post('/admins', { name: '小陳' }, newAdminAnswerSchema);
    admin = await signInAdmin(hq, made.kind === 'made' ? made.token : '');
  });
  afterAll(async () => {
    expect(await findBrokenAudit(hq.db)).toBe(null);
    await hq.stop();
  });

  /** The newest line, as the page of people shows it. */
  async function newest(): Promise<Partial<AuditLine>> {
    const { latest } = await admin.get('/admins', adminsAnswerSchema);
    const [{ auditNo: _, ...line } = {} as AuditLine] = latest;
    return line;
  }
  const by = { adminName: '小陳', atMs: noonMs };

  it('names who published which rules, and what is different in them', async () => {
    const text = JSON.stringify({
      ...starterProgram,
      name: { 'zh-TW': '新規則', en: 'New rules' },
      earn: [],
    });
    const publish = { text, effectiveFrom: '2026-12-01', afterVersion: starterProgram.version };
    const answer = await admin.post('/programs/publish', publish, publishAnswerSchema);
    expect(answer.kind).toBe('published');
    const line = await newest();
    expect(line).toMatchObject({
      ...by,
      action: 'program.published',
      subject: starterProgram.programId,
      before: {
        version: starterProgram.version,
        earn: JSON.stringify(starterProgram.earn)
          .slice(0, 160)
          .concat(JSON.stringify(starterProgram.earn).length > 160 ? '…' : ''),
      },
      after: { version: starterProgram.version + 1, effectiveFrom: '2026-12-01', earn: '[]' },
    });
    expect(Object.keys(line.after as object)).not.toContain('tiers');
    // What is refused leaves no line.
    await admin.post('/programs/publish', publish, publishAnswerSchema);
    expect((await newest()).subject).toBe(line.subject);
  });

  it('names a new store and a new name of the brand', async () => {
    const store = { name: '新竹店', taxId: '90000006' };
    const { storeId } = await admin.post('/stores', store, newStoreAnswerSchema);
    expect(await newest()).toEqual({
      ...by,
      action: 'store.added',
      subject: storeId,
      before: null,
      after: store,
    });
    await admin.post('/brand', { brandName: '茶屋' }, adminDoneSchema);
    expect(await newest()).toEqual({
      ...by,
      action: 'brand.renamed',
      subject: 'brand',
      before: { name: 'Counterfoil' },
      after: { name: '茶屋' },
    });
  });

  it('names a code that was made or withdrawn, never the code; a withdrawn one enrols nobody', async () => {
    const { storeId } = northStore;
    const about = { storeId, counterLabel: '7 號機' };
    const { code, expiresAtMs } = await admin.post(
      '/enrolment-codes',
      about,
      enrolmentCodeAnswerSchema,
    );
    const line = await newest();
    expect(line).toEqual({
      ...by,
      action: 'code.made',
      subject: storeId,
      before: null,
      after: { name: '台北店 7 號機', expiresAtMs },
    });
    expect(JSON.stringify(line)).not.toContain(code);
    const withdraw = () =>
      admin.post('/enrolment-codes/withdraw', about, withdrawnCodesAnswerSchema);
    expect([await withdraw(), await withdraw()]).toEqual([{ count: 1 }, { count: 0 }]);
    expect(await newest()).toEqual({
      ...by,
      action: 'code.withdrawn',
      subject: storeId,
      before: { codes: 1 },
      after: { name: '台北店 7 號機', codes: 0 },
    });
    const request = { proto: 1, code, publicKey: 'A'.repeat(43), hostName: 'x', appVersion: '1' };
    expect((await postJson(`${hq.url}/v1/enrol`, request)).status).toBeGreaterThanOrEqual(400);
  });

  it('names a counter that was revoked', async () => {
    const { install: inst } = await hq.enrol();
    await admin.post('/counters/revoke', { inst }, adminDoneSchema);
    expect(await newest()).toEqual({
      ...by,
      action: 'counter.revoked',
      subject: inst,
      before: { revoked: false },
      after: { name: '台北店 1 號機', revoked: true },
    });
  });

  it('names what changed in the spending policy, in one transaction with it', async () => {
    const { policy } = await admin.get('/spending', spendingAnswerSchema);
    const publish = {
      afterRevision: policy.revision,
      policy: { ...policy, floorSalePoints: 120, leasePoints: 0 },
    };
    const answer = await admin.post('/spending/policy', publish, publishPolicyAnswerSchema);
    expect(await newest()).toEqual({
      ...by,
      action: 'spending.policy',
      subject: 'spend-policy',
      before: { revision: policy.revision, floorSalePoints: 100, leasePoints: 300 },
      after: { revision: answer.revision, floorSalePoints: 120, leasePoints: 0 },
    });
  });
});

it('tells a change by the fields that differ, cut short', () => {
  const long = ['x'.repeat(200)];
  expect([
    briefChange(
      { a: 1, b: [1], same: { deep: [1] } },
      { a: 2, b: long, same: { deep: [1] }, c: 'new' },
    ),
    briefChange(null, { a: 1 }),
    briefChange({ a: null }, { a: false }),
  ]).toEqual([
    {
      before: { a: 1, b: '[1]', c: null },
      after: { a: 2, b: `["${'x'.repeat(158)}…`, c: 'new' },
    },
    { before: null, after: { a: 1 } },
    { before: { a: null }, after: { a: false } },
  ]);
});
