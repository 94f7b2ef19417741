import { expect, test } from 'vitest';
import { countingIds, openTestDatabase, tempFolder } from '../../app/db/test-database.ts';
import { entryPointsMax } from '../../app/contract/sale.ts';
import type { MemberId } from '../../app/domain/ids.ts';
import { getSyncState } from '../../app/db/sync-state.ts';
import { enrolCounter } from '../../app/sync/enrol-counter.ts';
import { firstMemory, runRound } from '../../app/sync/run-round.ts';
import { beginTestCounter, realTimers } from '../../app/sync/test-rig/test-counter.ts';
import { makeAward, makeStub, newTestId } from '../../hq/test-rig/test-events.ts';
import { push, record } from '../../hq/test-rig/test-counter.ts';
import { northStore, startTestHq } from '../../hq/test-rig/test-hq.ts';
import { testStoreKind } from '../../hq/test-rig/test-stores.ts';

/** One install (a stolen PC, a broken app) must not be able to stop every counter of the brand. */
test.each([
  { what: 'an entry', points: Number.MAX_SAFE_INTEGER },
  { what: 'the entries together', points: entryPointsMax },
])(
  '$what beyond what anybody earns has no effect, and the others read on',
  async ({ points }) => {
    const hq = await startTestHq(testStoreKind);
    const temp = tempFolder();
    const db = openTestDatabase(temp.filePath);
    const counter = await beginTestCounter(db, temp, countingIds(5_000_000));
    try {
      const deps = { db, fetch, nowMs: Date.now, timers: realTimers, nonce: { last: null } };
      const codeText = await hq.makeEnrolmentCode(northStore.storeId, '2 號機');
      const enrolled = await enrolCounter(deps, {
        addressText: hq.url,
        codeText,
        hostName: 'till',
        appVersion: '0.10.0',
      });
      expect(enrolled.kind).toBe('connected');
      const progress = { onHeard: async () => {}, onDataChanged: () => {} };
      const sync = async () => (await runRound(deps, firstMemory, progress)).result;
      expect(await sync()).toEqual({ kind: 'ok' });

      const hostile = await hq.enrol();
      const inviter = newTestId<MemberId>();
      const buyer = newTestId<MemberId>();
      record(
        hostile,
        JSON.stringify(makeStub(inviter, { mobile: '+886912000001', cardCode: '2000000000046' })),
        JSON.stringify(makeStub(buyer, { mobile: '+886912000002', cardCode: '2000000000053' })),
        JSON.stringify(
          makeAward({
            memberId: buyer,
            facts: { inviterId: inviter },
            change: (body) => ({
              ...body,
              entries: [
                ...body.entries,
                ...Array.from({ length: 1_100 }, (_, i) => ({
                  leg: 100 + i,
                  kind: 'earn' as const,
                  memberId: inviter,
                  lotId: newTestId<never>(),
                  points,
                  expiresOn: null,
                })),
              ],
            }),
          }),
        ),
      );
      await push(hostile, 1);
      const events = await hq.db
        .selectFrom('event')
        .select(['type', 'status'])
        .where('inst', '=', hostile.install)
        .orderBy('seq')
        .execute();
      expect(events).toEqual([
        { type: 'member_stub', status: 'applied' },
        { type: 'member_stub', status: 'applied' },
        { type: 'award', status: 'quarantined' },
      ]);
      const { pos } = await hq.db
        .selectFrom('change')
        .select(({ fn }) => fn.max<number>('pos').as('pos'))
        .executeTakeFirstOrThrow();
      expect([await sync(), (await getSyncState(db)).cursor]).toEqual([
        { kind: 'ok' },
        Number(pos),
      ]);
    } finally {
      await counter.close();
      await hq.stop();
      temp.remove();
    }
  },
  60_000,
);
