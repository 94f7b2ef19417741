import { request } from 'node:http';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import WebSocket from 'ws';
import { callPos, startPosRig, type PosRig } from './pos-rig.ts';

let rig: PosRig;
let token: string;
let cards: readonly string[];

beforeAll(async () => {
  rig = await startPosRig();
  token = await rig.pair();
  cards = await rig.enrol(2);
});
afterAll(() => rig.stop());

const call = (...what: Parameters<typeof callPos>[2]) => callPos(rig.url, token, what);

/** The status and code of a request whose headers no fetch would send. */
async function raw(
  headers: Record<string, string>,
  given: { path?: string; method?: string; body?: string; host?: string } = {},
): Promise<string> {
  const { path = '/v1/about', method = 'GET', body, host = '127.0.0.1' } = given;
  return await new Promise((resolve, reject) => {
    const asked = request(
      { host, port: rig.port, path, method, headers, agent: false },
      (answer) => {
        let text = '';
        answer.on('data', (part: Buffer) => (text += part.toString()));
        answer.on('end', () => {
          const { error = 'ok' } = JSON.parse(text || '{}') as { error?: string };
          resolve(`${answer.statusCode} ${error}`);
        });
      },
    );
    asked.on('error', reject);
    asked.end(body);
  });
}

test('a sale goes over, gets its member by a scan, is foretold, settled and answered again', async () => {
  const sale = { amountMinor: 500, lines: [{ name: '茶', qty: 2, unitMinor: 250 }] };
  const put = await call('PUT', '/v1/sales/T-1', sale);
  expect(put).toMatchObject({
    status: 200,
    body: { state: 'waiting-for-member', amountMinor: 500 },
  });
  await rig.scan(cards[0] ?? '');
  expect(await call('GET', '/v1/sales/T-1')).toMatchObject({
    body: {
      state: 'open',
      member: { nameMasked: '陳○美' },
      result: { paidMinor: 500, pointsEarned: 5 },
    },
  });
  expect(await call('POST', '/v1/sales/T-1/settle', { paidMinor: 499 })).toMatchObject({
    status: 409,
    body: { error: 'paid-differs', sale: { result: { paidMinor: 500 } } },
  });
  const settled = await call('POST', '/v1/sales/T-1/settle', { paidMinor: 500 });
  expect(settled).toMatchObject({
    status: 200,
    body: { state: 'settled', result: { pointsEarned: 5 } },
  });
  expect(await call('POST', '/v1/sales/T-1/settle', { paidMinor: 500 })).toEqual(settled);
  expect(await call('PUT', '/v1/sales/T-1', sale)).toEqual(settled);
  expect(await call('PUT', '/v1/sales/T-1', { amountMinor: 501 })).toMatchObject({
    status: 409,
    body: {
      error: 'sale-settled-differs',
      differences: [{ field: 'amountMinor' }, { field: 'lines[0]' }],
    },
  });
  const voided = await call('POST', '/v1/sales/T-1/void', {});
  expect(voided).toMatchObject({ status: 200, body: { state: 'voided' } });
  expect(await call('POST', '/v1/sales/T-1/void', {})).toEqual(voided);
});

test('what is no request of ours is refused with a code and a sentence', async () => {
  const answers = await Promise.all([
    call('PUT', '/v1/sales/T%2F1', { amountMinor: 1 }),
    call('PUT', '/v1/sales/T-9', { amountMinor: 1.5 }),
    call('PUT', '/v1/sales/T-9', { amountMinor: 1, more: 1 }),
    call('PUT', '/v1/sales/T-9', { amountMinor: 5, lines: [{ qty: 1, unitMinor: 4 }] }),
    call('PUT', '/v1/sales/T-9', { amountMinor: 5, memberCode: 'x' }),
    call('GET', '/v1/sales/none'),
    call('POST', '/v1/sales/none/settle', { paidMinor: 1 }),
    call('DELETE', '/v1/sales/none'),
    callPos(rig.url, null, ['GET', '/v1/about']),
    callPos(rig.url, 'x'.repeat(43), ['GET', '/v1/about']),
    call('PUT', '/v1/sales/T-9', { amountMinor: 1, lines: 'x'.repeat(300_000) }),
  ]);
  expect(
    answers.map(
      ({ status, body }) => `${status} ${String(body['error'])} ${String(body['reason'])}`,
    ),
  ).toEqual([
    '400 bad-request posSaleNo',
    '400 bad-request amountMinor',
    '400 bad-request .',
    '422 lines-differ undefined',
    '422 card-unknown undefined',
    '404 sale-unknown undefined',
    '404 sale-unknown undefined',
    '404 not-found undefined',
    '401 token-missing undefined',
    '401 token-unknown undefined',
    '413 too-large undefined',
  ]);
  expect(answers.every(({ body }) => /[\u4e00-\u9fff].*。$/.test(String(body['sentence'])))).toBe(
    true,
  );
});

test('neither another name for this PC nor a page in a browser gets in', async () => {
  const auth = { authorization: `Bearer ${token}` };
  const host = `127.0.0.1:${rig.port}`;
  const json = { 'content-type': 'application/json' };
  expect(
    await Promise.all([
      raw({ ...auth }),
      raw({ ...auth, host: `localhost:${rig.port}` }),
      raw({ ...auth, host: `[::1]:${rig.port}` }, { host: '::1' }),
      raw({ ...auth, host: `pos.attacker.example:${rig.port}` }),
      raw({ ...auth, host: '127.0.0.1' }),
      raw({ ...auth, host: `127.0.0.1.attacker.example:${rig.port}` }),
      raw({ ...auth, host, origin: 'https://attacker.example' }),
      raw({ ...auth, host, origin: 'null' }),
      raw({ ...auth, host, origin: `http://127.0.0.1:${rig.port}` }),
      raw({ ...auth, host, 'sec-fetch-site': 'cross-site' }),
      raw({ ...auth, host }, { method: 'OPTIONS' }),
      raw(
        { ...auth, host, 'content-type': 'text/plain' },
        { method: 'PUT', path: '/v1/sales/X', body: '{"amountMinor":1}' },
      ),
      raw(
        { ...auth, host, 'content-type': 'application/x-www-form-urlencoded' },
        { method: 'PUT', path: '/v1/sales/X', body: 'a=1' },
      ),
      raw(
        { ...auth, host, ...json },
        { method: 'PUT', path: '/v1/sales/X', body: '{"amountMinor":' },
      ),
    ]),
  ).toEqual([
    '200 ok',
    '200 ok',
    '200 ok',
    '403 host-refused',
    '403 host-refused',
    '403 host-refused',
    '403 origin-refused',
    '403 origin-refused',
    '403 origin-refused',
    '403 origin-refused',
    '404 not-found',
    '400 not-json',
    '400 not-json',
    '400 not-json',
  ]);
  await rig.set({ origins: ['https://pos.example.tw'] });
  expect(await raw({ ...auth, origin: 'https://pos.example.tw' })).toBe('200 ok');
  expect(await raw({ ...auth, origin: 'https://pos.example.tw.evil' })).toBe('403 origin-refused');
  await rig.set({ origins: [] });
});

test('pairing: once per code, five wrong tries, a reserved name, a token anew and revoked', async () => {
  const pair = (code: string, posName = '備用機') =>
    callPos(rig.url, null, ['POST', '/v1/pair', { code, posName }]);
  const code = await rig.pairingCode();
  expect(code).toMatch(/^[BCDFGHJKLMNPQRSTVWXZ]{8}$/);
  expect(await pair(code, 'Folder')).toMatchObject({
    status: 409,
    body: { error: 'name-reserved' },
  });
  const first = await pair(`${code.slice(0, 4)}-${code.slice(4).toLowerCase()}`);
  expect(first).toMatchObject({ status: 200, body: { posName: '備用機' } });
  expect(await pair(code)).toMatchObject({ status: 403, body: { error: 'code-unknown' } });
  const second = await pair(await rig.pairingCode());
  const about = async (body: Record<string, unknown>) =>
    (await callPos(rig.url, String(body['token']), ['GET', '/v1/about'])).status;
  expect([await about(first.body), await about(second.body)]).toEqual([401, 200]);
  await rig.handlers['pos:revoke']({ posName: '備用機' });
  expect(await about(second.body)).toBe(401);
  const good = await rig.pairingCode();
  const wrong = [];
  for (let i = 0; i < 6; i += 1) wrong.push((await pair('BBBBBBBB')).status);
  expect([...wrong, (await pair(good)).status]).toEqual([403, 403, 403, 403, 403, 429, 429]);
});

type Message = {
  kind: string;
  seq: number;
  stream: string;
  resumed?: boolean;
  sale?: { state: string };
  member?: unknown;
};

/** A socket and what it was told. */
async function listen(query = '', protocols = ['counterfoil.v1', `bearer.${token}`]) {
  const socket = new WebSocket(`ws://127.0.0.1:${rig.port}/v1/events${query}`, protocols);
  const told: Message[] = [];
  socket.on('message', (data: Buffer) => told.push(JSON.parse(data.toString()) as Message));
  await new Promise<void>((resolve, reject) => {
    socket.once('open', () => resolve());
    socket.once('error', reject);
  });
  const until = async (count: number): Promise<Message[]> => {
    for (let i = 0; i < 200 && told.length < count; i += 1)
      await new Promise((resolve) => setTimeout(resolve, 10));
    return told;
  };
  return { socket, told, until };
}

test('events: a greeting, each change once and in order, and on from where one was', async () => {
  const first = await listen();
  await first.until(1);
  await call('PUT', '/v1/sales/E-1', { amountMinor: 100 });
  await first.until(2);
  await rig.scan(cards[1] ?? '');
  const told = await first.until(4);
  expect(first.socket.protocol).toBe('counterfoil.v1');
  expect(told.map(({ kind, seq, sale }) => [kind, seq, sale?.state])).toEqual([
    ['hello', 0, undefined],
    ['sale', 1, 'waiting-for-member'],
    ['sale', 2, 'open'],
    ['member', 3, undefined],
  ]);
  expect(told[3]).toMatchObject({ member: { nameMasked: '陳○美', points: 0 } });
  first.socket.close();
  await call('POST', '/v1/sales/E-1/settle', { paidMinor: 100 });
  const stream = told[0]?.stream ?? '';
  const again = await listen(`?stream=${stream}&after=3`);
  expect(
    (await again.until(3)).map(({ kind, seq, resumed, sale }) => [
      kind,
      seq,
      resumed ?? sale?.state,
    ]),
  ).toEqual([
    ['hello', 3, true],
    ['sale', 4, 'settled'],
    ['member', 5, undefined],
  ]);
  const anew = await listen('?stream=other&after=3');
  expect((await anew.until(1))[0]).toMatchObject({ kind: 'hello', seq: 5, resumed: false });
  await expect(listen('', ['counterfoil.v1', `bearer.${'x'.repeat(43)}`])).rejects.toThrow('401');
  // What a POS has open is closed with its right.
  const closed = new Promise<number>((resolve) => again.socket.once('close', resolve));
  await rig.handlers['pos:revoke']({ posName: '櫃台 1' });
  expect(await closed).toBe(1008);
  token = await rig.pair();
});

test('no content makes the counter fail', async () => {
  const bodies = fc.oneof(
    fc.jsonValue(),
    fc.record({ amountMinor: fc.jsonValue(), lines: fc.jsonValue(), invoice: fc.jsonValue() }),
    fc.constant({ amountMinor: { length: { toString: 1 } }, lines: { length: { toString: 1 } } }),
  );
  const paths = fc.constantFrom('', '/settle', '/cancel', '/void');
  await fc.assert(
    fc.asyncProperty(bodies, paths, fc.string(), async (body, path, text) => {
      const number = path === '' ? 'F-1' : encodeURIComponent(text || 'F');
      const method = path === '' ? 'PUT' : 'POST';
      const { status } = await call(method, `/v1/sales/${number}${path}`, body);
      expect(status).toBeLessThan(500);
      expect(status).toBeGreaterThanOrEqual(400);
    }),
    { numRuns: 150 },
  );
});

test('off, nothing listens; a port that is another program’s is said', async () => {
  await rig.set({ isOn: false });
  await expect(call('GET', '/v1/about')).rejects.toThrow();
  expect(await rig.handlers['pos:pair']({})).toEqual({ kind: 'refused', code: 'off' });
  const other = await startPosRig({ port: rig.port });
  expect((await other.look()).server).toBe('listening');
  await rig.set({ isOn: true });
  expect((await rig.look()).server).toBe('port-taken');
  const told = async () =>
    (await rig.handlers['inbox:list']({})).items.map(({ kind, detail }) => [kind, detail]);
  await rig.composed.counter?.settled();
  expect([(await rig.view()).posShut, await told()]).toEqual([
    'port-taken',
    [['pos-shut', 'port-taken']],
  ]);
  await other.stop();
  // Nobody opens it again by hand.
  for (let i = 0; i < 150 && (await rig.look()).server !== 'listening'; i += 1)
    await new Promise((resolve) => setTimeout(resolve, 50));
  await rig.composed.counter?.settled();
  expect([(await rig.view()).posShut, await told()]).toEqual([undefined, []]);
  expect(await rig.look()).toMatchObject({ server: 'listening', clients: [{ posName: '櫃台 1' }] });
  expect(await call('GET', '/v1/about')).toMatchObject({ status: 200, body: { isSetUp: true } });
  expect(await rig.set({ origins: ['https://x/y'] })).toEqual({
    kind: 'refused',
    code: 'bad-origin',
  });
  expect(await rig.set({ folder: 'relative' })).toEqual({ kind: 'refused', code: 'bad-folder' });
});
