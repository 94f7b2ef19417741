import { createHash, createPublicKey, verify } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CounterEvent } from '../../contract/events.ts';
import { parseSignatureHeaders, signatureBase } from '../../contract/request-signature.ts';
import type { ChangeRow, EnrolRequest, PushRequest } from '../../contract/sync.ts';
import { chainHash } from '../../db/chain-hash.ts';
import type { EventId, InstallId } from '../../domain/ids.ts';

/** One thing that goes wrong with the next request, or a lie told in place of the answer. */
export type HqFault =
  | { readonly kind: 'html' | 'redirect' | 'garbage' | 'silent' | 'drop' }
  /** HQ does the work, the answer never arrives. */
  | { readonly kind: 'swallow' }
  /** The network delivers the request twice. */
  | { readonly kind: 'twice' }
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly body?: unknown;
      readonly retryAfter?: string;
    }
  | {
      readonly kind: 'rewrite';
      readonly change: (answer: Answer) => unknown;
      readonly type?: string;
    };

export type Answer = Record<string, unknown>;
type HeldEvent = { readonly raw: string; readonly hash: string };

/** An HQ of memory only, honest until scripted otherwise; checks signatures and chains for real. */
export type ScriptedHq = {
  readonly url: string;
  /** What it holds, per install, in the order of seq. */
  readonly held: Map<string, HeldEvent[]>;
  readonly stream: ChangeRow[];
  /** Method and path of every request that reached it. */
  readonly requests: string[];
  readonly faults: HqFault[];
  /** What goes wrong with every request while it is set. */
  always: HqFault | null;
  timeline: string;
  readonly stop: () => Promise<void>;
};

export const goodCode = 'BCDFGHJK';
export const installIds = [1, 2, 3].map(
  (n) => `01990000-0000-7000-8000-00000000000${n}` as InstallId,
);
export const firstTimeline = '01990000-0000-7000-8000-0000000000aa';
const store = {
  storeId: '01990000-0000-7000-8000-0000000000bb',
  name: '站前店',
  taxId: '12345675',
};

/** Starts it on a free port of this PC. `nowMs` is HQ's clock. */
export async function startScriptedHq(nowMs: () => number): Promise<ScriptedHq> {
  const publicKeys = new Map<string, string>();
  const hq = {
    url: '',
    held: new Map<string, HeldEvent[]>(),
    stream: [] as ChangeRow[],
    requests: [] as string[],
    faults: [] as HqFault[],
    always: null as HqFault | null,
    timeline: firstTimeline,
    stop: () => Promise.resolve(),
  };
  const work = (request: IncomingMessage, body: string): [number, Answer] => {
    const url = new URL(request.url ?? '/', hq.url);
    if (url.pathname === '/v1/enrol')
      return enrol(hq, publicKeys, JSON.parse(body) as EnrolRequest, nowMs());
    if (!isSigned(publicKeys, request, url, body))
      return [401, { error: 'bad-signature', message: '' }];
    if (url.pathname === '/v1/sync/push') return push(hq, JSON.parse(body) as PushRequest, nowMs());
    // As an HQ before 0.3, which cannot be asked about an install.
    if (url.pathname !== '/v1/sync/pull') return [404, { error: 'not-found', message: '' }];
    return pull(hq, url, nowMs());
  };
  const server = createServer((request, response) => {
    void (async () => {
      let body = '';
      for await (const chunk of request as AsyncIterable<Buffer>) body += chunk.toString('utf8');
      hq.requests.push(`${request.method ?? ''} ${request.url ?? ''}`);
      answer(hq.always ?? hq.faults.shift() ?? null, () => work(request, body), response);
    })().catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  hq.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  hq.stop = async () => {
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  };
  return hq;
}

function answer(
  fault: HqFault | null,
  work: () => [number, Answer],
  response: ServerResponse,
): void {
  const json = (status: number, body: unknown, headers: Record<string, string> = {}): void => {
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
  switch (fault?.kind) {
    case 'html':
      return void response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Wi-Fi</h1>');
    case 'redirect':
      return void response.writeHead(302, { location: 'http://127.0.0.1:9/login' }).end();
    case 'garbage':
      return json(200, '{"inst":');
    case 'silent':
      return;
    case 'drop':
      return void response.destroy();
    case 'swallow':
      work();
      return void response.destroy();
    case 'status':
      return json(
        fault.status,
        fault.body ?? { error: 'internal', message: 'x' },
        fault.retryAfter === undefined ? {} : { 'retry-after': fault.retryAfter },
      );
    case 'twice':
      work();
      break;
    case 'rewrite':
      return json(200, fault.change(work()[1]), {
        'content-type': fault.type ?? 'application/json',
      });
    case undefined:
  }
  const [status, body] = work();
  json(status, body);
}

function enrol(
  hq: Pick<ScriptedHq, 'held' | 'timeline'>,
  publicKeys: Map<string, string>,
  request: EnrolRequest,
  serverTimeMs: number,
): [number, Answer] {
  if (request.code !== goodCode) return [404, { error: 'code-unknown', message: '' }];
  const known = [...publicKeys].find(([, key]) => key === request.publicKey)?.[0];
  const inst = known ?? installIds[publicKeys.size] ?? '';
  publicKeys.set(inst, request.publicKey);
  if (known === undefined) hq.held.set(inst, []);
  const named = { counterLabel: `櫃台 ${publicKeys.size}`, brandName: '山城茶舖', store };
  return [200, { inst, ...named, tl: hq.timeline, serverTimeMs }];
}

function push(hq: ScriptedHq, request: PushRequest, serverTimeMs: number): [number, Answer] {
  const held = hq.held.get(request.inst);
  if (held === undefined) return [404, { error: 'unknown-install', message: '' }];
  const here = { last: held.length, head: held.at(-1)?.hash ?? null };
  if (request.from > held.length + 1) return [409, { error: 'gap', message: '', ...here }];
  const known = new Set([...hq.held.values()].flat().map(({ raw }) => eidOf(raw)));
  let prev = held[request.from - 2]?.hash ?? '';
  for (const [i, raw] of request.events.entries()) {
    const seq = request.from + i;
    const hash = chainHash({ prev, install: request.inst, seq, rawBody: raw });
    const old = held[seq - 1];
    if (old !== undefined && old.hash !== hash)
      return [409, { error: 'fork', message: '', ...here }];
    if (old === undefined) {
      hq.stream.push(receiptOf(hq, request.inst, seq, raw, known.has(eidOf(raw)), serverTimeMs));
      held.push({ raw, hash });
    }
    prev = hash;
  }
  if (prev !== request.head) return [409, { error: 'fork', message: '', ...here }];
  const through = request.from + request.events.length - 1;
  const ack = { inst: request.inst, through, head: prev, hqLast: held.length };
  return [200, { ...ack, tl: hq.timeline, serverTimeMs }];
}

function eidOf(raw: string): EventId {
  return (JSON.parse(raw) as CounterEvent).eid;
}

function receiptOf(
  hq: ScriptedHq,
  inst: InstallId,
  seq: number,
  raw: string,
  isKnown: boolean,
  atMs: number,
): ChangeRow {
  const event = JSON.parse(raw) as CounterEvent;
  const none = { entries: [], stamps: [], uses: [], sale: null, refund: null };
  const receipt = {
    inst,
    seq,
    eid: event.eid,
    status: isKnown ? ('duplicate' as const) : ('applied' as const),
    atMs,
    storeName: store.name,
    usedVoucherIds: [],
    exceptions: [],
    ...none,
    ...(isKnown ? {} : effectOf(event)),
  };
  return { pos: (hq.stream.at(-1)?.pos ?? 0) + 1, kind: 'receipt', receipt };
}

type Effect = Partial<Extract<ChangeRow, { kind: 'receipt' }>['receipt']>;

/** It does not do the sums again: what the counter said is what it takes. */
function effectOf(event: CounterEvent): Effect {
  const { member: memberId } = event;
  if (event.type === 'lease_return') return {};
  if (event.type === 'staff_act' || event.type === 'shift_close') return {};
  if (event.type === 'sale_invoice') return {};
  if (event.type === 'member_stub') return { entries: event.body.entries };
  if (event.type === 'refund') {
    const { refundId, saleId, result } = event.body;
    const { entries, stamps } = result;
    return { entries, stamps, refund: { refundId, saleId, memberId, result } };
  }
  const { saleId, saleNo, paidMinor, points, entries, stamps, discounts, giftIds } = event.body;
  const used = discounts.map(({ source, uses }) => ({
    id: source.kind === 'reward' ? source.rewardId : source.couponId,
    n: uses,
  }));
  const uses = [...used, ...giftIds.map((id) => ({ id, n: 1 }))];
  const sale = { saleId, saleNo, memberId, paidMinor, points, invoiceKey: null };
  return { entries, stamps, uses, sale };
}

function pull(hq: ScriptedHq, url: URL, serverTimeMs: number): [number, Answer] {
  const from = Number(url.searchParams.get('cursor'));
  const rest = hq.stream.filter((row) => row.pos > from);
  const rows = rest.slice(0, Number(url.searchParams.get('limit')));
  const to = rows.at(-1)?.pos ?? from;
  return [200, { from, to, rows, more: rest.length > rows.length, tl: hq.timeline, serverTimeMs }];
}

/** As the real HQ does it: by the headers, the raw body and the key given at enrolment. */
function isSigned(
  publicKeys: ReadonlyMap<string, string>,
  request: IncomingMessage,
  url: URL,
  body: string,
): boolean {
  const header = (name: string): string | undefined => request.headers[name]?.toString();
  const contentDigest = header('content-digest');
  const parsed = parseSignatureHeaders({
    contentDigest,
    signatureInput: header('signature-input'),
    signature: header('signature'),
  });
  if (parsed.kind !== 'parsed' || contentDigest === undefined) return false;
  const x = publicKeys.get(parsed.keyId);
  if (x === undefined) return false;
  if (createHash('sha256').update(body).digest('base64') !== parsed.digestBase64) return false;
  const base = signatureBase(
    {
      method: request.method ?? '',
      authority: request.headers.host ?? '',
      path: url.pathname,
      query: url.search,
      digest: contentDigest,
    },
    parsed.params,
  );
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  return verify(null, Buffer.from(base), key, Buffer.from(parsed.signatureBase64, 'base64'));
}
