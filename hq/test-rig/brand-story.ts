import { adminDoneSchema, newStoreAnswerSchema } from '../../app/contract/hq-admin.ts';
import {
  actAnswerSchema,
  exceptionCaseAnswerSchema,
  newAdminAnswerSchema,
} from '../../app/contract/hq-admin-exceptions.ts';
import {
  publishPolicyAnswerSchema,
  spendingAnswerSchema,
} from '../../app/contract/hq-admin-spending.ts';
import type { EventId, MemberId, RightId, SaleId, VoucherId } from '../../app/domain/ids.ts';
import { listExceptions } from '../db/exceptions.ts';
import { insertLineAccounts } from '../db/members.ts';
import { insertProgram } from '../db/programs.ts';
import type { RunningHq } from '../start-hq.ts';
import { signInAdmin } from './admin-client.ts';
import { richProgram as program } from './rich-program.ts';
import { enrolTestCounter, sendSigned, tell } from './test-counter.ts';
import type { TestCounter } from './test-counter.ts';
import { makeAward, makeRefund, makeStub, newTestId } from './test-events.ts';
import { northStore } from './test-hq.ts';

/** The day of the story, for HQ's clock. */
export const storyNoonMs = Date.parse('2026-11-22T12:00:00+08:00');
/** The mobile number of the story's member. */
export const storyMobile = '+886912345678';
export const storyAdminName = '小陳';

/** What happens at a brand: the same ids, numbers and bytes each time it is told. */
export type BrandStory = {
  readonly memberId: MemberId;
  readonly events: readonly string[];
  readonly rightId: RightId;
  readonly voucherId: VoucherId;
  readonly firstEid: EventId;
};

/** Makes a story: an enrolment, sales with stamps, a gift and a voucher, a refund, one unreadable event. */
export function makeBrandStory(): BrandStory {
  const memberId = newTestId<MemberId>();
  const invoiceNumber = 'AB00000001';
  const first = makeAward({ memberId, program, amountMinor: 3_000, invoiceNumber });
  const [gift] = first.body.issued;
  if (gift === undefined) throw new Error('the story needs a voucher');
  const vouchers = [{ ...gift, memberId, cancelled: false }];
  const second = makeAward({ memberId, program, amountMinor: 900, vouchers });
  const third = makeAward({ memberId, program, invoiceNumber, saleId: newTestId<SaleId>() });
  const stub = makeStub(memberId, { mobile: storyMobile, birthday: '11-22' });
  const odd = { ...first, eid: newTestId<EventId>(), type: 'never-heard-of' };
  const events = [stub, first, second, third, makeRefund({ of: second, program }), odd];
  return {
    memberId,
    events: events.map((event) => JSON.stringify(event)),
    rightId: newTestId<RightId>(),
    voucherId: gift.voucherId,
    firstEid: first.eid,
  };
}

/** Tells a story to a running HQ by the ways counters and people have, until every table has rows of it. */
export async function tellBrandStory(
  hq: RunningHq,
  story: BrandStory,
  adminToken: string,
): Promise<TestCounter> {
  await insertProgram(hq.db, program);
  const enrol = async () =>
    await enrolTestCounter(hq.url, await hq.makeEnrolmentCode(northStore.storeId, '1 號機'));
  const counter = await enrol();
  await tell(counter, ...story.events.slice(0, 1));
  const { memberId } = story;
  const account = { memberId, lineUserId: `U${'7'.repeat(32)}` };
  await hq.db.transaction().execute((trx) => insertLineAccounts(trx, [account]));
  await tell(counter, ...story.events.slice(1));
  await tellPeople(hq, adminToken, await enrol());
  await hq.runNightly();
  await reserve(hq, counter, story);
  return counter;
}

async function tellPeople(hq: RunningHq, adminToken: string, gone: TestCounter): Promise<void> {
  const admin = await signInAdmin(hq, adminToken);
  await admin.post('/admins', { name: storyAdminName }, newAdminAnswerSchema);
  await admin.post('/stores', { name: '新竹店', taxId: '90000006' }, newStoreAnswerSchema);
  await admin.post('/counters/revoke', { inst: gone.install }, adminDoneSchema);
  const { policy } = await admin.get('/spending', spendingAnswerSchema);
  const changed = { afterRevision: policy.revision, policy: { ...policy, floorSalePoints: 120 } };
  await admin.post('/spending/policy', changed, publishPolicyAnswerSchema);
  for (const { exceptionId } of await listExceptions(hq.db, { state: 'open', limit: 10 })) {
    const path = `/exceptions/case?exceptionId=${exceptionId}`;
    const { allowed } = await admin.get(path, exceptionCaseAnswerSchema);
    const kind = allowed.find((one) => one === 'absorb' || one === 'mark-duplicate');
    if (kind !== undefined)
      await admin.post('/exceptions/act', { exceptionId, kind, note: '已確認' }, actAnswerSchema);
  }
}

/** Points reserved for the counter; what comes of it later is written as HQ would. */
async function reserve(hq: RunningHq, counter: TestCounter, story: BrandStory): Promise<void> {
  const { memberId, rightId, voucherId, firstEid: eid } = story;
  const wish = { rightId, inst: counter.install, memberId, voucherId: null };
  const answer = await sendSigned(counter, 'POST', '/v1/leases', JSON.stringify(wish));
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  await hq.db
    .insertInto('spend_right_voucher')
    .values({ right_id: rightId, voucher_id: voucherId })
    .execute();
  await hq.db.insertInto('right_spend').values({ right_id: rightId, eid, points: 1 }).execute();
  const redrive = { eid, inst: counter.install, seq: 2, status: 'applied' as const };
  await hq.db
    .insertInto('redrive')
    .values({ ...redrive, at_ms: storyNoonMs })
    .execute();
}
