import { expect } from 'vitest';
import type { ReadyView } from '../../app/contract/counter-view.ts';
import { counterEventSchema } from '../../app/contract/events.ts';
import { createCounter } from '../../app/counter/create-counter.ts';
import { listUnsent } from '../../app/db/events.ts';
import { getSyncState } from '../../app/db/sync-state.ts';
import { countingIds } from '../../app/db/test-database.ts';
import type { DeviceId } from '../../app/domain/ids.ts';
import { makeMemberCardCode } from '../../app/domain/member-code.ts';
import { authoriseSpend } from '../../app/sync/authorise-spend.ts';
import { enrolCounter } from '../../app/sync/enrol-counter.ts';
import { runTurn } from '../../app/sync/keep-rights.ts';
import { firstMemory, runRound } from '../../app/sync/run-round.ts';
import { openTestCounter, realTimers } from '../../app/sync/test-rig/test-counter.ts';
import { northStore } from '../../hq/test-rig/test-hq.ts';
import type { TestHq } from '../../hq/test-rig/test-hq.ts';

/** The card of whom `sell` sells to. */
export const tillCard = makeMemberCardCode(77);

/** A real till on a real database, with the line to a real HQ in the test's hand. */
export async function openTill(hq: TestHq, n: number) {
  const { db, close } = await openTestCounter(n);
  const line = { cut: false };
  const hqDeps = {
    db,
    fetch: (...given: Parameters<typeof fetch>) =>
      line.cut ? Promise.reject(new TypeError('fetch failed')) : fetch(...given),
    nowMs: Date.now,
    timers: realTimers,
    nonce: { last: null },
  };
  const codeText = await hq.makeEnrolmentCode(northStore.storeId, `${n} 號機`);
  const input = { addressText: hq.url, codeText, hostName: 'till', appVersion: '0.3.0' };
  expect(await enrolCounter(hqDeps, input)).toMatchObject({ kind: 'connected' });
  const views: ReadyView[] = [];
  const errors: unknown[] = [];
  const newId = countingIds(n * 3_000_000);
  let heardAtMs: number | null = null;
  let scans = 0;
  const counter = createCounter({
    db,
    // Cut off, the last word of HQ is two minutes old at once.
    nowMs: () => Date.now() + (line.cut ? 120_000 : 0),
    // No card is read twice within a moment.
    monoMs: () => performance.now() + scans * 2_000,
    bootId: newId(),
    newId,
    randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
    appVersion: '0.3.0',
    keyProtection: 'file',
    onChanged: (view) => void (view.kind === 'ready' && views.push(view)),
    onSound: () => {},
    onError: (error) => errors.push(error),
    syncStatus: () => ({
      state: line.cut ? 'offline' : 'online',
      reason: null,
      lastContactAtMs: line.cut ? null : heardAtMs,
      clockOffsetMs: 0,
      pulledRows: 0,
    }),
    connectToHq: async () => ({ kind: 'refused', code: 'unreachable' }),
    authoriseSpend: (request) => authoriseSpend(hqDeps, request),
    requestSync: () => {},
    listPorts: async () => [],
    openDevice: () => {},
    closeDevice: () => {},
  });
  await counter.start();
  const sync = async (): Promise<void> => {
    const progress = { onHeard: async () => {}, onDataChanged: () => {} };
    const { result } = await runRound(hqDeps, firstMemory, progress);
    expect(result).toEqual({ kind: 'ok' });
    heardAtMs = (await getSyncState(db)).lastContactAtMs;
  };
  const last = () => views.at(-1)!;
  const deviceId = newId<DeviceId>();
  const scan = async (text: string) => {
    scans += 1;
    const bytes = new TextEncoder().encode(text);
    const read = { deviceId, intake: 'serial', truncated: false } as const;
    counter.acceptScan({ ...read, bytes, completedAtMs: Date.now() });
    await counter.settled();
    return last().notice?.code;
  };
  const settle = async () => {
    const { preview } = last().sale;
    if (preview?.kind !== 'evaluated') return preview?.code ?? 'no-preview';
    const { paidMinor: expectedPaidMinor, points: expectedPoints } = preview;
    const done = await counter.handlers['sale:settle']({ expectedPaidMinor, expectedPoints });
    return done.kind === 'done' ? 'done' : done.code;
  };
  const sell = async (amountMinor: number, points: number) => {
    await counter.handlers['sale:clear']({});
    await scan(tillCard);
    await counter.handlers['sale:set-amount']({ amountText: String(amountMinor) });
    const put = await counter.handlers['sale:set-points']({ points });
    return put.kind === 'refused' ? put.code : await settle();
  };
  const keeper = {
    ...hqDeps,
    newId,
    isOnline: () => !line.cut,
    returnRights: counter.returnRights,
    onBroken: (error: unknown) => errors.push(error),
  };
  const covers = async () =>
    (await listUnsent(db, { limit: 99, bytesMax: 1e7 })).map(({ rawBody }) => {
      const event = counterEventSchema.parse(JSON.parse(rawBody));
      return event.type === 'award' ? (event.body.cover?.by ?? null) : event.type;
    });
  const keep = () => runTurn(keeper, new Map());
  return { db, close, line, sync, scan, sell, settle, keep, covers, last, counter, errors };
}
