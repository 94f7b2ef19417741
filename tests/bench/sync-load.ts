import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { v7 } from 'uuid';
import { evaluateSale } from '../../app/domain/evaluate-sale.ts';
import type { MemberId } from '../../app/domain/ids.ts';
import { starterProgram } from '../../app/domain/starter-program.ts';
import { withSale } from '../../app/domain/state-after-sale.ts';
import type { MemberState } from '../../app/domain/sale.ts';
import type { HqDb } from '../../hq/db/hq-db.ts';
import { insertMembers, newHqMember } from '../../hq/db/members.ts';
import { signRequest } from '../../app/sync/request-signer.ts';
import { enrolTestCounter, pushBody, record } from '../../hq/test-rig/test-counter.ts';
import type { TestCounter } from '../../hq/test-rig/test-counter.ts';
import { makeAward, newState } from '../../hq/test-rig/test-events.ts';
import { northStore } from '../../hq/test-rig/test-hq.ts';
import type { RunningHq } from '../../hq/start-hq.ts';

/** One shop that was offline: its install, its members, and the pushes it has to send, byte for byte. */
export type OfflineCounter = Pick<TestCounter, 'install' | 'key'> & {
  readonly members: readonly MemberId[];
  readonly pushes: readonly Uint8Array[];
};

/** As a counter sends them: see `pushEventsMax`, and the bytes of a push. */
export const eventsPerPush = 100;

const salesPerMember = 5;

/** Inserts members as HQ has them; `first` keeps mobile numbers apart. */
export async function addMembers(db: HqDb, count: number, first: number): Promise<MemberId[]> {
  const members = Array.from({ length: count }, (_, i) =>
    newHqMember({
      memberId: v7() as MemberId,
      name: `會員${first + i}`,
      mobile: `+8869${String(first + i).padStart(8, '0')}`,
      birthday: null,
      tierId: 'general',
      tierUntil: null,
      cardCodes: [`M${first + i}`],
      weakCodes: [],
      lineState: 'none',
      joinedOn: '2026-01-01',
      inviterId: null,
    }),
  );
  await db.transaction().execute((trx) => insertMembers(trx, members));
  return members.map(({ memberId }) => memberId);
}

/**
 * Enrols a counter that recorded `sales` sales offline, five for each of its members, each worked out
 * from what the one before left, as a counter does it. Nothing is sent yet.
 */
export async function makeOfflineCounter(
  hq: RunningHq,
  { sales, first }: { readonly sales: number; readonly first: number },
): Promise<OfflineCounter> {
  const code = await hq.makeEnrolmentCode(northStore.storeId, `量測 ${first}`);
  const counter = await enrolTestCounter(hq.url, code);
  const members = await addMembers(hq.db, Math.ceil(sales / salesPerMember), first);
  const states = new Map<MemberId, MemberState>(members.map((id) => [id, newState(id)]));
  for (let nth = 0; nth < sales; nth += 1) {
    const memberId = members[nth % members.length];
    const facts = memberId === undefined ? undefined : states.get(memberId);
    if (memberId === undefined || facts === undefined) throw new Error('a counter without members');
    const amountMinor = 60 + ((nth * 37) % 900);
    const award = makeAward({ memberId, amountMinor, facts });
    record(counter, JSON.stringify(award));
    const { asked } = award.body;
    const result = evaluateSale(starterProgram, facts, asked);
    if (result.kind === 'evaluated') states.set(memberId, withSale(facts, result, asked));
  }
  const { install, key } = counter;
  return { install, key, members, pushes: pushesOf(counter) };
}

function pushesOf(counter: TestCounter): Uint8Array[] {
  const pushes: Uint8Array[] = [];
  for (let from = 1; from <= counter.events.length; from += eventsPerPush) {
    const to = Math.min(from + eventsPerPush - 1, counter.events.length);
    pushes.push(Buffer.from(JSON.stringify(pushBody(counter, from, to)), 'utf8'));
  }
  return pushes;
}

/** An answer as far as a load needs it. */
export type LoadAnswer = {
  readonly status: number;
  readonly retryAfterSeconds: number;
  readonly text: string;
};

/** Connections that stay, as counters keep theirs. */
export function createLoadAgent(): Agent {
  return new Agent({ keepAlive: true });
}

/** Signs and sends what a counter has to say. The time it takes is the load's own and counts as such. */
export async function sendSigned(
  { url, agent }: { readonly url: string; readonly agent: Agent },
  counter: Pick<TestCounter, 'install' | 'key'>,
  given: { readonly path: string; /** Null = a GET. */ readonly body: string | Uint8Array | null },
): Promise<LoadAnswer> {
  const target = new URL(given.path, url);
  const method = given.body === null ? 'GET' : 'POST';
  const body = given.body ?? '';
  const signed = signRequest({
    signingKey: counter.key.signingKey,
    installId: counter.install,
    method,
    url: target,
    body,
    nowMs: Date.now(),
  });
  const headers = { ...signed, 'content-type': 'application/json' };
  return await new Promise((resolve, reject) => {
    const sent = request(target, { method, agent, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => (text += part));
      response.on('error', reject);
      response.on('end', () => {
        const retryAfterSeconds = Number(response.headers['retry-after'] ?? 0);
        resolve({ status: response.statusCode ?? 0, retryAfterSeconds, text });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/**
 * Sends everything a counter has, push after push. Back-pressure is an answer too: the counter comes again
 * when it is told to.
 */
export async function drain(
  hq: Parameters<typeof sendSigned>[0],
  counter: OfflineCounter,
): Promise<void> {
  for (const body of counter.pushes) {
    for (;;) {
      const answer = await sendSigned(hq, counter, { path: '/v1/sync/push', body });
      if (answer.status === 200) break;
      if (answer.status !== 503 && answer.status !== 429)
        throw new Error(`HQ answered ${answer.status} ${answer.text}`);
      await sleep(1_000 * answer.retryAfterSeconds);
    }
  }
}

/**
 * A counter that is online meanwhile and asks HQ before it spends a point of one member or another, every
 * `everyMs`, until it is told to stop. Returns how many got an answer.
 */
export async function askToSpend(
  hq: Parameters<typeof sendSigned>[0],
  counter: OfflineCounter,
  given: {
    readonly members: readonly MemberId[];
    readonly everyMs: number;
    readonly signal: AbortSignal;
  },
): Promise<number> {
  let answered = 0;
  const inst = counter.install;
  // Steps of a prime through all members, so that each is as likely as any other.
  for (let at = 0; !given.signal.aborted; at += 7_919) {
    const memberId = given.members[at % given.members.length];
    const asked = {
      authId: v7(),
      inst,
      memberId,
      points: 1,
      leaseId: null,
      voucherIds: [],
      pending: [],
    };
    const body = JSON.stringify(asked);
    const answer = await sendSigned(hq, counter, { path: '/v1/spend/authorise', body });
    if (answer.status !== 200) throw new Error(`HQ answered ${answer.status} ${answer.text}`);
    answered += 1;
    await sleep(given.everyMs);
  }
  return answered;
}

/** A counter asks for what is new, again and again, and there is nothing. */
export async function pullNothing(
  hq: Parameters<typeof sendSigned>[0],
  counter: OfflineCounter,
  given: { readonly cursor: number; readonly times: number },
): Promise<void> {
  const path = `/v1/sync/pull?cursor=${given.cursor}&limit=500`;
  for (let n = 0; n < given.times; n += 1) {
    const answer = await sendSigned(hq, counter, { path, body: null });
    if (answer.status !== 200) throw new Error(`HQ answered ${answer.status} ${answer.text}`);
  }
}
