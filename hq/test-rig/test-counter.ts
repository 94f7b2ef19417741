import { chainHash } from '../../app/db/chain-hash.ts';
import { createInstallKey, signRequest } from '../../app/sync/request-signer.ts';
import type { InstallKey } from '../../app/sync/request-signer.ts';
import { enrolAnswerSchema, pushBytesMax } from '../../app/contract/sync.ts';
import type { EnrolAnswer, PullAnswer } from '../../app/contract/sync.ts';
import type { InstallId } from '../../app/domain/ids.ts';

/** A counter as HQ sees it: an install, its key, and the chain it has made so far. */
export type TestCounter = {
  readonly url: string;
  readonly install: InstallId;
  readonly key: InstallKey;
  readonly enrolled: EnrolAnswer;
  /** Raw bodies from seq 1 on. */
  readonly events: string[];
  readonly hashes: string[];
};

/** An answer of HQ, body parsed. */
export type Answer = { readonly status: number; readonly body: Record<string, unknown> };

/** Enrols a new counter with a code. */
export async function enrolTestCounter(url: string, code: string): Promise<TestCounter> {
  const key = createInstallKey();
  const answer = await postJson(`${url}/v1/enrol`, {
    proto: 1,
    code,
    publicKey: key.publicKey,
    hostName: 'test',
    appVersion: '0.1.0',
  });
  const enrolled = enrolAnswerSchema.parse(answer.body);
  return { url, install: enrolled.inst, key, enrolled, events: [], hashes: [] };
}

export async function postJson(
  url: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

/** Chains raw bodies onto what the counter has; they are not sent yet. */
export function record(counter: TestCounter, ...rawBodies: string[]): void {
  for (const rawBody of rawBodies) {
    const prev = counter.hashes.at(-1) ?? '';
    const seq = counter.events.push(rawBody);
    counter.hashes.push(chainHash({ prev, install: counter.install, seq, rawBody }));
  }
}

/** The push request for the events from `from` up to `to`, both included; up to the last unless told. */
export function pushBody(counter: TestCounter, from: number, to = counter.events.length) {
  const events = counter.events.slice(from - 1, to);
  return { proto: 1, inst: counter.install, from, events, head: counter.hashes[to - 1] ?? '' };
}

/** Sends a signed push. */
export async function push(counter: TestCounter, from: number, to?: number): Promise<Answer> {
  const body = JSON.stringify(pushBody(counter, from, to));
  return await sendSigned(counter, 'POST', '/v1/sync/push', body);
}

function isBusy({ status }: Answer): boolean {
  return status === 503 || status === 429;
}

/** How often a push is sent again that HQ was too busy for, and after how long. */
const busyTriesMax = 60;
const busyPauseMs = 100;

/** Records and pushes at once, in batches within the limits; throws unless HQ takes them. */
export async function tell(counter: TestCounter, ...rawBodies: string[]): Promise<void> {
  const from = counter.events.length + 1;
  record(counter, ...rawBodies);
  for (let start = from; start <= counter.events.length; start += 100) {
    const end = Math.min(start + 99, counter.events.length);
    let answer = await push(counter, start, end);
    for (let again = 0; isBusy(answer) && again < busyTriesMax; again += 1) {
      await new Promise((resolve) => setTimeout(resolve, busyPauseMs));
      answer = await push(counter, start, end);
    }
    if (answer.status !== 200)
      throw new Error(`HQ answered ${answer.status} ${JSON.stringify(answer.body)}`);
  }
}

/** Sends any request signed by the counter's key. */
export async function sendSigned(
  counter: TestCounter,
  method: 'GET' | 'POST',
  path: string,
  body = '',
): Promise<Answer> {
  const url = new URL(path, counter.url);
  const headers = signRequest({
    signingKey: counter.key.signingKey,
    installId: counter.install,
    method,
    url,
    body,
    nowMs: Date.now(),
  });
  const response = await fetch(url, {
    method,
    headers: { ...headers, ...(method === 'POST' ? { 'content-type': 'application/json' } : {}) },
    ...(method === 'POST' ? { body } : {}),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

/** Pulls pages from `cursor` until nothing more follows. */
export async function pullAll(counter: TestCounter, cursor = 0): Promise<PullAnswer['rows']> {
  const rows: PullAnswer['rows'] = [];
  for (let from = cursor; ;) {
    const answer = await sendSigned(counter, 'GET', `/v1/sync/pull?cursor=${from}&limit=500`);
    if (answer.status !== 200) throw new Error(`pull gave ${answer.status}`);
    const page = answer.body as unknown as PullAnswer;
    rows.push(...page.rows);
    from = page.to;
    if (!page.more) return rows;
  }
}

/** A body larger than one push may carry. */
export const tooLargeBody = 'x'.repeat(pushBytesMax);
