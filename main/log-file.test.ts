import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLogFile, errorFields, logBytesMax } from './log-file.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'log-file-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a line per event, numbers of people blotted out, stacks and paths left out', () => {
  const path = join(folder, 'logs', 'counter.log');
  const log = createLogFile(path, () => 1_700_000_000_000);
  log('trouble', errorFields(new TypeError('no member 0912345678 with /AB1.+-Z4710')));
  log('device', { state: 'open', tries: 3 });
  const [first = '', second = ''] = readFileSync(path, 'utf8').split('\n');
  expect(JSON.parse(first)).toMatchObject({
    atMs: 1_700_000_000_000,
    event: 'trouble',
    error: 'TypeError',
    message: 'no member # with /AB1.+-Z#',
    frame: expect.stringMatching(/^log-file\.test\.ts:\d+$/),
  });
  expect(JSON.parse(second)).toEqual({
    atMs: 1_700_000_000_000,
    event: 'device',
    state: 'open',
    tries: 3,
  });
});

test('two files of 1 MiB at most, whatever is logged', () => {
  const path = join(folder, 'main.log');
  const log = createLogFile(path, () => 0);
  for (let i = 0; i < 14_000; i += 1) log('filler', { text: 'x'.repeat(1000) });
  expect(statSync(path).size).toBeLessThanOrEqual(logBytesMax);
  expect(statSync(`${path}.1`).size).toBeLessThanOrEqual(logBytesMax);
});

test('a log that cannot be written stops nothing', () => {
  createLogFile('/dev/null/log', () => 0)('anything');
});
