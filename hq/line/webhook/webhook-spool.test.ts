import { appendFile, chmod, mkdtemp, readdir, rename, rm, utimes } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openSpoolFolder, silentMsMax } from './spool-folder.ts';
import { decodeSpoolLine, encodeSpoolLine } from './spool-line.ts';
import { openWebhookSpool, spoolLimits } from './webhook-spool.ts';
import type { SpoolLimits, WebhookSpool } from './webhook-spool.ts';

let folder = '';
beforeEach(async () => {
  folder = path.join(await mkdtemp(path.join(os.tmpdir(), 'spool-test-')), 'brand');
});
afterEach(async () => {
  await rm(path.dirname(folder), { recursive: true, force: true });
});

let serial = 0;
/** A spool of a process of its own; those of `running` are alive. */
function openSpool(
  given: { pid?: number; host?: string; running?: readonly number[] } = {},
  limits: Partial<SpoolLimits> = {},
): WebhookSpool {
  serial += 1;
  const { pid = 1, host = 'pc', running = [] } = given;
  const owner = { host, pid, startedMs: 1, instance: `i${serial}` };
  return openWebhookSpool(
    openSpoolFolder(folder, owner, (one) => running.includes(one)),
    { ...spoolLimits, ...limits },
  );
}

const record = (text: string) => ({ receivedAtMs: 7, text });

/** Everything that waits, marked as done. */
async function takeAll(spool: WebhookSpool): Promise<string[]> {
  const texts: string[] = [];
  for (;;) {
    const batch = await spool.next();
    if (batch === null) return texts;
    texts.push(...batch.records.map(({ text }) => text), ...'!'.repeat(batch.damaged));
    await batch.done();
  }
}

const files = async () => (await readdir(folder).catch(() => [])).length;

it('gives back what was put in, in order, whatever it holds, and leaves nothing', async () => {
  const spool = openSpool({}, { fileBytesMax: 200, batchBytesMax: 60 });
  const texts = Array.from({ length: 40 }, (_, n) => `${n}\n"漢\u0000🙂${'x'.repeat(n * 3)}`);
  const kept = await Promise.all(texts.map((text) => spool.append(record(text))));
  expect(new Set(kept)).toEqual(new Set(['kept']));
  expect(await takeAll(spool)).toEqual(texts);
  expect([await spool.append(record('later')), await takeAll(spool)]).toEqual(['kept', ['later']]);
  await spool.tidy();
  expect([spool.waitingBytes(), await files()]).toEqual([0, 1]);
  await spool.close();
  expect(await files()).toBe(0);
});

it('gives the same again until it is done', async () => {
  const spool = openSpool();
  await spool.append(record('one'));
  const first = await spool.next();
  await spool.append(record('two'));
  expect((await spool.next())?.records.map(({ text }) => text)).toEqual(['one', 'two']);
  await first?.done();
  expect(await takeAll(spool)).toEqual(['two']);
  await spool.close();
});

it('is full at its limit, and takes again once there is room', async () => {
  const spool = openSpool({}, { waitingBytesMax: 400 });
  const kept = [];
  for (let n = 0; n < 4; n += 1) kept.push(await spool.append(record('x'.repeat(150))));
  expect(kept).toEqual(['kept', 'kept', 'full', 'full']);
  await takeAll(spool);
  expect(await spool.append(record('x'))).toBe('kept');
  await spool.close();
});

it('takes over what a dead process left, half-written end and all', async () => {
  const dead = openSpool({ pid: 5 });
  await dead.append(record('one'));
  await dead.append(record('two'));
  const [name = ''] = (await readdir(folder)).filter((one) => one.endsWith('.spool'));
  const half = encodeSpoolLine(record('three')).subarray(0, 20);
  await appendFile(path.join(folder, name), half);
  const next = openSpool({ pid: 6, running: [6] });
  await next.takeOver();
  expect(await takeAll(next)).toEqual(['one', 'two', '!']);
  expect(await files()).toBe(1);
  await Promise.all([next.close(), dead.close()]);
  expect(await files()).toBe(0);
});

it('leaves the files of others that live alone, until they are silent for long', async () => {
  const other = openSpool({ pid: 5, host: 'other' });
  await other.append(record('one'));
  const own = openSpool({ pid: 6 });
  await own.takeOver();
  expect(await takeAll(own)).toEqual([]);
  const longAgo = (Date.now() - 2 * silentMsMax) / 1_000;
  const [alive = ''] = (await readdir(folder)).filter((one) => /^other\.5\..*alive$/.test(one));
  await utimes(path.join(folder, alive), longAgo, longAgo);
  await own.takeOver();
  expect(await takeAll(own)).toEqual(['one']);
  // It only slept: what it is given now is not answered for, and the next goes into a new file.
  const kept = [await other.append(record('two')), await other.append(record('three'))];
  expect([kept, await takeAll(other)]).toEqual([['failed', 'kept'], ['three']]);
  await Promise.all([own.close(), other.close()]);
});

it('takes each file over once, however many try', async () => {
  const dead = openSpool({ pid: 5 }, { fileBytesMax: 1 });
  const texts = Array.from({ length: 10 }, (_, n) => `${n}`);
  for (const text of texts) await dead.append(record(text));
  const others = [6, 7, 8].map((pid) => openSpool({ pid, running: [6, 7, 8] }));
  await Promise.all(others.map((one) => one.takeOver()));
  const found = await Promise.all(others.map(takeAll));
  expect(found.flat().toSorted()).toEqual(texts);
  await Promise.all([dead, ...others].map((one) => one.close()));
});

it('says that it failed where the disk does not take it, and goes on when it does', async () => {
  const spool = openSpool();
  await spool.append(record('one'));
  const gone = `${folder}-gone`;
  await rename(folder, gone);
  expect(await spool.append(record('two'))).toBe('failed');
  await rename(gone, folder);
  await chmod(folder, 0o700);
  expect(await spool.append(record('three'))).toBe('kept');
  expect(await takeAll(spool)).toEqual(['one', 'three']);
  await spool.close();
});

it('knows a damaged line', () => {
  const line = encodeSpoolLine(record('text')).subarray(0, -1);
  expect(decodeSpoolLine(line)).toEqual(record('text'));
  const read = [...line.keys()].map((at) => {
    const changed = Buffer.from(line);
    changed[at] = (changed[at] ?? 0) ^ 0x10;
    return decodeSpoolLine(changed);
  });
  expect(read.filter((one) => one !== null)).toEqual([]);
});
