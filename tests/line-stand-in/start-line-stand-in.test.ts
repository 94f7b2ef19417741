import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { startLineStandIn } from './start-line-stand-in.ts';
import type { LineStandIn } from './start-line-stand-in.ts';

const to = `U${'2e'.repeat(16)}`;
const text = { to, messages: [{ type: 'text', text: '您好 <b>' }] };

async function post(line: LineStandIn, body: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(`${line.url}/v2/bot/message/push`, {
    method: 'POST',
    headers: {
      authorization: 'Bearer stand-in-token',
      'content-type': 'application/json',
      'x-line-retry-key': randomUUID(),
      ...headers,
    },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as { message?: string } };
}

test('a request that breaks LINE’s contract is answered 400 and makes stop fail', async () => {
  const line = await startLineStandIn({ tallyFile: '' });
  const flex = (contents: unknown, altText = '點數') => ({
    to,
    messages: [{ type: 'flex', altText, contents }],
  });
  const box = (part: object) => ({
    type: 'bubble',
    body: { type: 'box', layout: 'vertical', contents: [part] },
  });
  // Limits that only the reference has.
  expect((await post(line, flex(box({ type: 'text', text: '' })))).status).toBe(400);
  expect((await post(line, flex(box({ type: 'text', text: 'a' }), 'x'.repeat(1501)))).status).toBe(
    400,
  );
  expect((await post(line, flex(box({ type: 'text', text: 'x'.repeat(31_000) })))).status).toBe(
    400,
  );
  expect((await post(line, { ...text, to: 'someone' })).status).toBe(400);
  expect(line.takeViolations()).toEqual([]);
  if (!line.validates) return line.stop();

  // Limits of the OpenAPI document.
  await post(line, flex(box({ type: 'text', text: 'a', colour: '#000000' })));
  expect(line.takeViolations()[0]).toBe(
    'request: PushMessageRequest/messages/0/contents/body/contents/0 must NOT have unevaluated properties',
  );
  await post(line, { to, messages: Array.from({ length: 6 }, () => text.messages[0]) });
  expect(line.takeViolations()).toEqual([
    'request: PushMessageRequest/messages must NOT have more than 5 items',
  ]);
  await post(line, { to, messages: [{ type: 'telegram' }] });
  await expect(line.stop()).rejects.toThrow('LINE contract broken');
});

test('a retry with another body, and a push without a key, are violations', async () => {
  const line = await startLineStandIn();
  const key = randomUUID();
  await post(line, text, { 'x-line-retry-key': key });
  const other = { to, messages: [{ type: 'text', text: 'other' }] };
  expect((await post(line, other, { 'x-line-retry-key': key })).status).toBe(409);
  expect((await post(line, text, { 'x-line-retry-key': 'no-uuid' })).status).toBe(400);
  expect(line.takeViolations()).toEqual([`retry key ${key} came again with another body`]);
  await line.stop();
});

test('shows what it accepted, escaped, and lists it as JSON', async () => {
  const line = await startLineStandIn();
  await post(line, text);
  const page = await (await fetch(`${line.url}/`)).text();
  const list = (await (await fetch(`${line.url}/stand-in/accepted`)).json()) as {
    accepted: unknown[];
  };
  const elsewhere = await fetch(`${line.url}/v2/bot/info`);
  expect([page.includes('您好 &lt;b&gt;'), list.accepted.length, elsewhere.status]).toEqual([
    true,
    1,
    401,
  ]);
  await line.stop();
});
