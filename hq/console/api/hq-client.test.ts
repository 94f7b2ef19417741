import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { exceptionsAnswerSchema } from '../../../app/contract/hq-admin.ts';
import { createHqClient } from './hq-client.ts';
import type { HqClient } from './hq-client.ts';

type Given = { status: number; type: string; body: string };
const json = (status: number, body: unknown): Given => ({
  status,
  type: 'application/json',
  body: JSON.stringify(body),
});

let given: Given;
let seen: string[] = [];
let client: HqClient;
const server = createServer((request, response) => {
  let body = '';
  request.on('data', (part: Buffer) => (body += part.toString()));
  request.on('end', () => {
    seen.push(`${request.method} ${request.url} ${body}`);
    response.writeHead(given.status, { 'content-type': given.type }).end(given.body);
  });
});

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  seen = [];
  const { port } = server.address() as AddressInfo;
  client = createHqClient({ fetch: (url, init) => fetch(`http://127.0.0.1:${port}${url}`, init) });
});

const list = () =>
  client.get('/exceptions', exceptionsAnswerSchema, { state: 'open', x: undefined });

test('an answer of the right form opens the page', async () => {
  given = json(200, { rows: [] });
  expect(await list()).toEqual({ kind: 'ok', value: { rows: [] } });
  expect(client.getConnection()).toEqual({ session: 'signed-in', isReachable: true });
  expect(seen).toEqual(['GET /admin/api/exceptions?state=open ']);
});

test('everything that is not HQ’s answer counts as unreachable and keeps the session', async () => {
  const strangers: Given[] = [
    { status: 200, type: 'text/html', body: '<html>Wi-Fi login</html>' },
    { status: 401, type: 'text/html', body: 'proxy login' },
    json(200, { rows: 'many' }),
    json(404, 'nothing'),
    json(503, { error: 'busy', message: '' }),
  ];
  for (const stranger of strangers) {
    given = stranger;
    expect(await list()).toEqual({ kind: 'unreachable' });
    expect(client.getConnection()).toEqual({ session: 'unknown', isReachable: false });
  }
});

test('HQ’s 401 ends the session; a wrong token does not pretend to', async () => {
  given = json(401, { error: 'bad-signature', message: '' });
  expect(await client.signIn('wrong')).toEqual({ kind: 'signed-out' });
  expect(client.getConnection().session).toBe('unknown');
  expect(await list()).toEqual({ kind: 'signed-out' });
  expect(client.getConnection().session).toBe('signed-out');
  given = json(200, { kind: 'signed-in' });
  await client.signIn('right');
  expect(client.getConnection().session).toBe('signed-in');
  expect(seen.at(-1)).toBe('POST /admin/api/session {"token":"right"}');
});

test('other refusals come through, and listeners hear of changes only', async () => {
  let calls = 0;
  const stop = client.subscribe(() => (calls += 1));
  given = json(429, { error: 'too-many-tries', message: '' });
  expect(await client.signIn('x')).toEqual({
    kind: 'refused',
    status: 429,
    error: 'too-many-tries',
  });
  given = { status: 502, type: 'text/html', body: '' };
  await list();
  await list();
  stop();
  given = json(200, { rows: [] });
  await list();
  expect(calls).toBe(1);
});
