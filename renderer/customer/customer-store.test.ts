import { expect, test } from 'vitest';
import type { CustomerView } from '../../app/contract/training.ts';
import { createCustomerStore, forgetMs } from './customer-store.ts';

const idle: CustomerView = {
  kind: 'idle',
  language: 'zh-TW',
  brandName: '福來',
  joinUrl: null,
  training: false,
};

/** Both ends of a line, and timers that the test runs. */
function rig() {
  const timers: { readonly fn: () => void; readonly delayMs: number }[] = [];
  const store = createCustomerStore((fn, delayMs) => {
    const timer = { fn, delayMs };
    timers.push(timer);
    return () => void timers.splice(timers.indexOf(timer), 1);
  });
  const shown: (string | null)[] = [];
  store.subscribe(() => shown.push(store.get()?.brandName ?? null));
  const tick = () => new Promise((resolve) => setTimeout(resolve, 20));
  return { store, shown, timers, tick };
}

test('shows what the newest line says, and forgets it when no line comes back', async () => {
  const { store, shown, timers, tick } = rig();
  const first = new MessageChannel();
  const second = new MessageChannel();
  store.attachPort(first.port1);
  first.port2.postMessage({ kind: 'customer:changed', view: idle });
  await tick();
  store.attachPort(second.port1);
  first.port2.postMessage({ kind: 'customer:changed', view: { ...idle, brandName: 'old' } });
  second.port2.postMessage({ kind: 'customer:changed', view: { ...idle, brandName: 'new' } });
  await tick();
  second.port2.close();
  await tick();
  expect([shown, timers.map(({ delayMs }) => delayMs)]).toEqual([['福來', 'new'], [forgetMs]]);
  timers[0]?.fn();
  expect(shown.at(-1)).toBe(null);
});

test('a line that comes back in time keeps what is shown', async () => {
  const { store, shown, timers, tick } = rig();
  const first = new MessageChannel();
  store.attachPort(first.port1);
  first.port2.postMessage({ kind: 'customer:changed', view: idle });
  await tick();
  first.port2.close();
  await tick();
  const second = new MessageChannel();
  store.attachPort(second.port1);
  second.port2.postMessage({ kind: 'customer:changed', view: { ...idle, brandName: 'new' } });
  await tick();
  expect([shown, timers]).toEqual([['福來', 'new'], []]);
  second.port2.close();
});
