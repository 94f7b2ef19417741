import { afterAll, beforeAll, expect, it } from 'vitest';
import { adminDoneSchema } from '../../app/contract/hq-admin.ts';
import {
  publishPolicyAnswerSchema,
  spendingAnswerSchema,
  voucherTokenAnswerSchema,
  writeOffAnswerSchema,
} from '../../app/contract/hq-admin-spending.ts';
import { verifyVoucherToken } from '../../app/db/sign-voucher-token.ts';
import { publicKeyOf } from '../../app/db/sign-document.ts';
import { defaultSpendPolicy } from '../../app/domain/spend-policy.ts';
import { getBrand } from '../db/brand.ts';
import { signInAdmin } from '../test-rig/admin-client.ts';
import type { AdminClient } from '../test-rig/admin-client.ts';
import { addMember, addVoucher } from '../test-rig/award-fixtures.ts';
import { sendSigned, tell } from '../test-rig/test-counter.ts';
import { makeAward, newTestId } from '../test-rig/test-events.ts';
import { startTestHq } from '../test-rig/test-hq.ts';
import type { TestHq } from '../test-rig/test-hq.ts';
import { testStoreKind } from '../test-rig/test-stores.ts';

let hq: TestHq;
let admin: AdminClient;
beforeAll(async () => {
  hq = await startTestHq(testStoreKind);
  admin = await signInAdmin(hq);
});
afterAll(async () => hq.stop());

it('needs a person who is signed in', async () => {
  expect((await fetch(`${hq.url}/admin/api/spending`)).status).toBe(401);
});

it('publishes over what was seen only, and refuses a policy that contradicts itself', async () => {
  const before = await admin.get('/spending', spendingAnswerSchema);
  expect(before).toMatchObject({ policy: { ...defaultSpendPolicy, revision: 1 }, held: [] });
  const publish = (afterRevision: number, change: object) =>
    admin.post(
      '/spending/policy',
      { afterRevision, policy: { ...before.policy, ...change } },
      publishPolicyAnswerSchema,
    );
  await expect(publish(1, { floorSalePoints: 500 })).rejects.toThrow(/400.*policy/);
  const published = await publish(1, { floorSalePoints: 120 });
  expect(published.kind).toBe('published');
  expect(await publish(1, { floorSalePoints: 90 })).toEqual({
    kind: 'changed-meanwhile',
    revision: published.revision,
  });
  expect((await admin.get('/spending', spendingAnswerSchema)).policy.floorSalePoints).toBe(120);
});

it('shows what is reserved where, and frees it only once the counter is revoked', async () => {
  const counter = await hq.enrol();
  const memberId = await addMember(hq);
  await tell(counter, JSON.stringify(makeAward({ memberId, amountMinor: 90_000 })));
  const { install: inst } = counter;
  const lease = { rightId: newTestId(), inst, memberId, voucherId: null };
  await sendSigned(counter, 'POST', '/v1/leases', JSON.stringify(lease));
  const spending = () => admin.get('/spending', spendingAnswerSchema);
  const shown = await spending();
  expect(shown.held).toMatchObject([{ inst, storeName: '台北店', rights: 1, gone: false }]);
  expect(shown.installs).toBe(1);
  const writeOff = () => admin.post('/counters/write-off', { inst }, writeOffAnswerSchema);
  await expect(writeOff()).rejects.toThrow(/revoke/);
  await admin.post('/counters/revoke', { inst }, adminDoneSchema);
  expect(await writeOff()).toEqual({ kind: 'written-off', rights: 1 });
  expect(await spending()).toMatchObject({ held: [], installs: 0 });
});

it('makes a voucher’s token, which HQ’s key proves; none of a voucher that cannot be used', async () => {
  const memberId = await addMember(hq);
  const good = await addVoucher(hq, memberId);
  const gone = await addVoucher(hq, memberId, { uses: 2 });
  const path = (id: string) => `/vouchers/token?voucherId=${id}`;
  const { token } = await admin.get(path(good.voucherId), voucherTokenAnswerSchema);
  const key = publicKeyOf((await getBrand(hq.db)).signingKey);
  expect(verifyVoucherToken([key], token)).toMatchObject({
    voucherId: good.voucherId,
    validUntil: good.validUntil,
  });
  expect([
    await admin.statusOf(path(gone.voucherId)),
    await admin.statusOf(path(newTestId())),
  ]).toEqual([404, 404]);
});
