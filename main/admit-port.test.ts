import { MessageChannel } from 'node:worker_threads';
import { expect, test } from 'vitest';
import type { CounterCallHandlers, PortMessage } from '../app/contract/counter-calls.ts';
import type { Admission } from '../app/counter/admit-call.ts';
import { serveScreen } from './port-server.ts';

/** Serves calls under a guard that answers `admission`; what was run, said and given back. */
async function callUnder(admission: Admission | Error, output: unknown, input: unknown = {}) {
  const { port1, port2 } = new MessageChannel();
  const ran: string[] = [];
  const got: PortMessage[] = [];
  const handler = () => {
    ran.push('sync:now');
    if (output instanceof Error) throw output;
    return output;
  };
  const screen = serveScreen(port1, { 'sync:now': handler } as unknown as CounterCallHandlers, {
    onTrouble: () => ran.push('trouble'),
    onClose: () => {},
    admit: async ({ name }) => {
      ran.push(`asked ${name}`);
      if (admission instanceof Error) throw admission;
      return admission.kind === 'admitted'
        ? { ...admission, refused: () => ran.push('given back') }
        : admission;
    },
  });
  port2.on('message', (message: PortMessage) => got.push(message));
  port2.postMessage({ id: 1, name: 'sync:now', input });
  await new Promise((resolve) => setTimeout(resolve, 25));
  screen.close();
  port2.close();
  return { ran, got };
}

const admitted: Admission = { kind: 'admitted', refused: () => {} };
const done = { kind: 'done' };

test('what is not admitted is not run, and the screen learns why', async () => {
  expect(await callUnder({ kind: 'locked' }, done)).toEqual({
    ran: ['asked sync:now'],
    got: [{ kind: 'failed', id: 1, code: 'locked' }],
  });
  expect(await callUnder({ kind: 'manager-needed', permission: 'export' }, done)).toEqual({
    ran: ['asked sync:now'],
    got: [{ kind: 'failed', id: 1, code: 'manager-needed', permission: 'export' }],
  });
});

test('a guard that breaks lets nothing through; bad input is not even asked about', async () => {
  expect(await callUnder(new Error('broken'), done)).toEqual({
    ran: ['asked sync:now', 'trouble'],
    got: [{ kind: 'failed', id: 1, code: 'internal' }],
  });
  expect((await callUnder(admitted, done, { extra: 1 })).ran).toEqual([]);
});

test('an admitted call runs; refused or broken it gives a manager’s word back', async () => {
  expect((await callUnder(admitted, done)).ran).toEqual(['asked sync:now', 'sync:now']);
  const broken = await callUnder(admitted, new Error('x'));
  expect(broken.ran).toEqual(['asked sync:now', 'sync:now', 'given back', 'trouble']);
});
