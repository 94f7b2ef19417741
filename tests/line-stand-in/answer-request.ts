import type { IncomingMessage, ServerResponse } from 'node:http';
import { acceptedPage } from './accepted-page.ts';
import { answerAccount } from './answer-account.ts';
import { answerCoupon } from './answer-coupon.ts';
import { answerPush } from './answer-push.ts';
import { lineMessages } from './line-faults.ts';
import type { LineFault } from './line-faults.ts';
import { noteBreach, refused, told } from './stand-in-state.ts';
import type { LineReply, LineRequest, StandInState } from './stand-in-state.ts';
import type { IdTokenWish } from './id-tokens.ts';

const pushPath = '/v2/bot/message/push';
const verifyPath = '/oauth2/v2.1/verify';
/** LINE answers 413 above. LINE reference "Status codes". */
const bodyBytesMax = 2 * 1024 * 1024;
/** The stand-in is for tests and trying out; it says so when something pushes without end. */
const acceptedMax = 200_000;

/** One request to the stand-in, with the faults that were asked for. */
export async function answerRequest(
  state: StandInState,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname: path, searchParams: query } = new URL(incoming.url ?? '/', 'http://stand-in');
  const body = await readBody(incoming);
  const method = incoming.method ?? 'GET';
  if (path === '/' || path.startsWith('/stand-in/'))
    return await answerPeople(state, { method, path, body: body ?? '' }, response);
  state.tally.requests += 1;
  if (body === null) return send(response, refused(413, lineMessages.tooLarge));
  const request: LineRequest = {
    method,
    path,
    query,
    authorization: incoming.headers.authorization,
    retryKey: headerText(incoming.headers['x-line-retry-key']),
    contentType: incoming.headers['content-type'],
    body,
  };
  if (method === 'POST' && path === pushPath) return handlePush(state, request, response);
  const nth = state.otherFaults.findIndex((one) => path.startsWith(one.path));
  const fault = nth === -1 ? null : (state.otherFaults.splice(nth, 1)[0]?.fault ?? null);
  respond(response, fault, () => answerOther(state, request, fault));
}

function handlePush(state: StandInState, request: LineRequest, response: ServerResponse): void {
  if (state.accepted.length >= acceptedMax) throw new Error('too many messages for a stand-in');
  const fault = state.faults.shift() ?? state.nextFault();
  respond(response, fault, () => {
    const answer = answerPush(state, request, fault);
    state.answered.set(answer.status, (state.answered.get(answer.status) ?? 0) + 1);
    if (state.seen % state.checkEvery === 0) checkAnswer(state, request, answer);
    return answer;
  });
}

/** Answers as the fault says: not at all, late, as somebody else, or after the work was done. */
function respond(response: ServerResponse, fault: LineFault | null, work: () => LineReply): void {
  if (fault?.kind === 'portal') return sendPortal(response, fault.answer);
  const drops = fault?.kind === 'reset' || fault?.kind === 'silent';
  const answer = drops && !fault.accept ? null : work();
  if (drops || answer === null) return void (fault?.kind === 'reset' && response.destroy());
  if (fault?.kind === 'slow') {
    setTimeout(() => send(response, answer), fault.delayMs).unref();
    return;
  }
  const failsAfter = fault?.kind === 'server-error' && fault.accept === true;
  send(response, failsAfter ? refused(fault.status ?? 500, lineMessages.serverError) : answer);
}

/** All but pushes. */
function answerOther(
  state: StandInState,
  request: LineRequest,
  fault: LineFault | null,
): LineReply {
  const { method, path } = request;
  if (path === verifyPath && method === 'POST') return answerVerify(state, request, fault);
  const answer = refuseEarly(state, request, fault) ?? answerKnown(state, request);
  if (answer === null) {
    noteBreach(state, `request: ${method} ${path} is nothing the stand-in knows`);
    return refused(404, lineMessages.notFound);
  }
  checkAnswer(state, request, answer);
  return answer;
}

function answerKnown(state: StandInState, request: LineRequest): LineReply | null {
  return answerAccount(state, request) ?? answerCoupon(state, request);
}

/** What LINE looks at before it does anything. */
function refuseEarly(
  state: StandInState,
  request: LineRequest,
  fault: LineFault | null,
): LineReply | null {
  if (request.authorization !== `Bearer ${state.channelAccessToken}`)
    return refused(401, lineMessages.unauthorized);
  const bucket = state.buckets[request.path.startsWith('/v2/bot/coupon') ? 'coupon' : 'other'];
  if (bucket !== undefined && !bucket.take(state.nowMs()))
    return refused(429, lineMessages.rateLimit);
  if (request.retryKey !== undefined) {
    noteBreach(state, `request: ${request.method} ${request.path} takes no retry key`);
    return refused(400, lineMessages.invalidRetryKey);
  }
  const problems = checkRequest(state, request);
  if (problems.length > 0) {
    return refused(
      400,
      lineMessages.invalidBody,
      problems.map((message) => ({ message, property: '-' })),
    );
  }
  if (fault?.kind === 'rate-limit') return refused(429, lineMessages.rateLimit);
  if (fault?.kind === 'unauthorized') return refused(401, lineMessages.unauthorized);
  if (fault?.kind === 'forbidden') return refused(403, lineMessages.forbidden);
  if (fault?.kind === 'server-error' && fault.accept !== true)
    return refused(fault.status ?? 500, lineMessages.serverError);
  return null;
}

function checkRequest(state: StandInState, request: LineRequest): string[] {
  const { method, path, query } = request;
  const parsed = parseBody(request);
  if (parsed.kind === 'invalid') {
    noteBreach(state, `request: the body of ${method} ${path} is not JSON`);
    return ['not JSON'];
  }
  if (state.openApi === null) return [];
  state.tally.checked += 1;
  const problems = [
    ...state.openApi.checkRequest(path, parsed.value, method),
    ...state.openApi.checkQuery(path, query, method),
  ];
  for (const problem of problems) noteBreach(state, `request: ${problem}`);
  return problems;
}

function parseBody({
  body,
  contentType = '',
}: LineRequest): { kind: 'json'; value: unknown } | { kind: 'invalid' } {
  if (body === '') return { kind: 'json', value: undefined };
  if (!contentType.startsWith('application/json')) return { kind: 'invalid' };
  try {
    return { kind: 'json', value: JSON.parse(body) };
  } catch {
    return { kind: 'invalid' };
  }
}

function checkAnswer(state: StandInState, { method, path }: LineRequest, answer: LineReply): void {
  const problems = state.openApi?.checkAnswer(path, answer.status, answer.body, method) ?? [];
  for (const problem of problems) noteBreach(state, `answer ${answer.status}: ${problem}`);
}

/** LINE Login's endpoint takes a form and no token, and is not in the OpenAPI documents. */
function answerVerify(
  state: StandInState,
  { body, contentType = '' }: LineRequest,
  fault: LineFault | null,
): LineReply {
  if (fault?.kind === 'server-error') return refused(fault.status ?? 500, lineMessages.serverError);
  if (fault?.kind === 'rate-limit') return refused(429, lineMessages.rateLimit);
  if (!contentType.startsWith('application/x-www-form-urlencoded')) {
    noteBreach(state, 'request: an id token came not as a form');
    return told(400, { error: 'invalid_request', error_description: 'not a form' });
  }
  return state.idTokens.verify(new URLSearchParams(body));
}

/** What people and other processes see of the stand-in itself. */
async function answerPeople(
  state: StandInState,
  { method, path, body }: { readonly method: string; readonly path: string; readonly body: string },
  response: ServerResponse,
): Promise<void> {
  if (method === 'GET' && path === '/') {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
    response.end(acceptedPage(state.accepted));
    return;
  }
  const { accepted, violations, tally } = state;
  if (method === 'GET' && path === '/stand-in/accepted')
    return send(response, told(200, { accepted, violations }));
  if (method === 'GET' && path === '/stand-in/violations')
    return send(response, told(200, { violations, tally }));
  if (method === 'POST' && path === '/stand-in/id-token') {
    const wish = JSON.parse(body) as IdTokenWish;
    return send(response, told(200, { idToken: state.idTokens.issue(wish) }));
  }
  send(response, refused(404, lineMessages.notFound));
}

function sendPortal(
  response: ServerResponse,
  answer: Extract<LineFault, { kind: 'portal' }>['answer'],
): void {
  const page = '<!doctype html><title>Wi-Fi</title><p>請先登入</p>';
  const html = { 'content-type': 'text/html; charset=utf-8' };
  if (answer === 'redirect') response.writeHead(302, { location: '/' }).end();
  else if (answer === 'empty') response.writeHead(200).end();
  else if (answer === 'json') send(response, told(200, { ok: true }));
  else response.writeHead(answer === 'html-403' ? 403 : 200, html).end(page);
}

function send(response: ServerResponse, answer: LineReply): void {
  if (response.destroyed) return;
  response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
  response.end(JSON.stringify(answer.body));
}

/** The body as text, or null when it is larger than LINE takes. */
async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= bodyBytesMax) chunks.push(chunk);
  }
  return bytes > bodyBytesMax ? null : Buffer.concat(chunks).toString('utf8');
}

function headerText(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
