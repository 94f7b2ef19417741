import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readHqFacts } from '../rig/ledger-facts.ts';
import { startRigHq, type RigHq } from '../rig/rig-hq.ts';
import { callPos, startPosRig, type PosRig } from './pos-rig.ts';

let hq: RigHq;
let rig: PosRig;

beforeAll(async () => {
  hq = await startRigHq({ memberCount: 20, historyMonths: 0 });
  rig = await startPosRig();
});
afterAll(async () => {
  await rig.stop();
  await hq.stop();
});

async function until(what: string, fits: () => Promise<boolean>): Promise<void> {
  for (let i = 0; i < 300; i += 1) {
    if (await fits()) return;
    await sleep(50);
  }
  throw new Error(`waited too long for ${what}`);
}

test('a sale of the POS reaches HQ, which reckons it again and takes it; so does its void', async () => {
  const token = await rig.pair();
  const code = await hq.makeEnrolmentCode();
  await rig.handlers['setup:connect']({ hqUrl: hq.url, code });
  await until('the members', async () => (await rig.view()).memberCount >= 20);
  const lines = [
    { sku: 'T1', name: '茶', qty: 3, unitMinor: 200, discountMinor: 50, category: 'tea' },
    { name: '運費', qty: 1, unitMinor: 80, kind: 'delivery' },
  ];
  const sale = { amountMinor: 620, discountBeforeMinor: 10, lines, memberCode: hq.cardCodes[0] };
  const put = await callPos(rig.url, token, ['PUT', '/v1/sales/H-1', sale]);
  expect(put).toMatchObject({ status: 200, body: { state: 'open' } });
  const { paidMinor } = put.body['result'] as { paidMinor: number };
  const path = '/v1/sales/H-1';
  const settled = await callPos(rig.url, token, ['POST', `${path}/settle`, { paidMinor }]);
  expect(settled).toMatchObject({ status: 200, body: { state: 'settled' } });
  await until('HQ', async () => (await rig.view()).lastSales[0]?.sync === 'at-hq');
  expect((await readHqFacts(hq.db)).saleIds).toContain(settled.body['saleId']);
  const voided = await callPos(rig.url, token, ['POST', `${path}/void`, {}]);
  expect(voided).toMatchObject({ status: 200, body: { state: 'voided' } });
  await until('the void at HQ', async () => (await readHqFacts(hq.db)).refundIds.length === 1);
});
