import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPosRig, type PosRig } from './pos-rig.ts';

const script = join(import.meta.dirname, '../../docs/examples/pos-client.mjs');
let rig: PosRig;
let card = '';

beforeAll(async () => {
  rig = await startPosRig();
  [card = ''] = await rig.enrol(1);
});
afterAll(() => rig.stop());

async function run(...args: string[]): Promise<string> {
  const env = { ...process.env, COUNTERFOIL_POS_URL: rig.url, COUNTERFOIL_POS_WAIT_MS: '300' };
  const child = spawn(process.execPath, [script, ...args], { env });
  let text = '';
  child.stdout.on('data', (part: Buffer) => (text += part.toString()));
  child.stderr.on('data', (part: Buffer) => (text += part.toString()));
  await new Promise((resolve) => child.once('exit', resolve));
  return text.trim();
}

test('the example pairs, sells with and without a member, and is safe to run again', async () => {
  const token = await run('pair', await rig.pairingCode(), 'POS 1');
  expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
  const sold = 'X-1: open\nto pay: NT$500\nX-1: settled, 5 points';
  expect(await run('sell', token, 'X-1', '500', card)).toBe(sold);
  expect(await run('sell', token, 'X-1', '500', card)).toBe('X-1: settled\nX-1: settled, 5 points');
  expect(await run('sell', token, 'X-2', '90')).toBe(
    'X-2: waiting-for-member\nto pay: NT$90\nX-2: no-member',
  );
  expect(await run('sell', token, 'X-1', '501', card)).toContain('sale-settled-differs');
});

type Client = {
  put: (no: string, sale: object) => Promise<{ state: string }>;
  pay: (no: string, collect: (paid: number) => void) => Promise<{ state: string }>;
  void: (no: string) => Promise<{ state: string }>;
  follow: (onEvent: (event: { kind: string; sale?: { state: string } }) => void) => () => void;
};
type Example = {
  pairPos: (code: string, name: string, url: string) => Promise<string>;
  createPosClient: (token: string, url: string) => Client;
};

test('the example as a module: it follows what happens at the counter', async () => {
  const example = (await import(/* @vite-ignore */ pathToFileURL(script).href)) as Example;
  const token = await example.pairPos(await rig.pairingCode(), 'POS 2', rig.url);
  const client = example.createPosClient(token, rig.url);
  const told: string[] = [];
  let greeted = (): void => {};
  const isGreeted = new Promise<void>((resolve) => (greeted = resolve));
  const stop = client.follow((event) => {
    told.push(event.sale?.state ?? event.kind);
    if (event.kind === 'hello') greeted();
  });
  await isGreeted;
  const isTold = async (state: string): Promise<void> => {
    for (let i = 0; i < 250 && !told.includes(state); i += 1)
      await new Promise((resolve) => setTimeout(resolve, 20));
  };
  await client.put('Y-1', { amountMinor: 300 });
  await isTold('waiting-for-member');
  await rig.scan(card);
  await isTold('open');
  await client.pay('Y-1', () => {});
  await isTold('settled');
  await client.void('Y-1');
  await isTold('voided');
  stop();
  expect(told.filter((one) => one !== 'member')).toEqual([
    'hello',
    'waiting-for-member',
    'open',
    'settled',
    'voided',
  ]);
});
