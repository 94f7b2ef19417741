import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  keepOsCryptKey,
  osCryptPaths,
  putBackOsCryptKey,
  type OsCryptPaths,
} from './os-crypt-key.ts';

let folder = '';
let paths: OsCryptPaths;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'os-crypt-key-'));
  paths = osCryptPaths({ keyPath: join(folder, 'database-key.json'), chromiumDir: folder });
  writeFileSync(paths.keyPath, sealedAs('AAAA'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const sealedAs = (sealed: string) => JSON.stringify({ v: 1, keyProtection: 'os', sealed });
const first = Buffer.from('DPAPI first').toString('base64');
const second = Buffer.from('DPAPI second').toString('base64');
const chromium = (key: string | null, more: Record<string, unknown> = {}) =>
  writeFileSync(
    paths.localStatePath,
    JSON.stringify({
      ...more,
      os_crypt: { audit_enabled: true, ...(key && { encrypted_key: key }) },
    }),
  );
const local = () => JSON.parse(readFileSync(paths.localStatePath, 'utf8')) as unknown;

test('Chromium’s key is put back where its file is gone, broken or has another, and nothing else of it is lost', () => {
  chromium(first, { legacy: 1 });
  expect([keepOsCryptKey(paths), keepOsCryptKey(paths), putBackOsCryptKey(paths)]).toEqual([
    'kept',
    'same',
    'same',
  ]);
  const whole = { legacy: 1, os_crypt: { audit_enabled: true, encrypted_key: first } };
  const bare = { os_crypt: { encrypted_key: first } };
  const losses: readonly (readonly [() => void, unknown])[] = [
    [() => chromium(second, { legacy: 1 }), whole],
    [() => chromium(null, { legacy: 1 }), whole],
    [() => rmSync(paths.localStatePath), bare],
    ...['', '{"os_crypt":', '[]', '{"os_crypt":[]}', '\0\0\0\0'].map(
      (text) => [() => writeFileSync(paths.localStatePath, text), bare] as const,
    ),
  ];
  for (const [lose, after] of losses) {
    lose();
    expect([putBackOsCryptKey(paths), local(), putBackOsCryptKey(paths)]).toEqual([
      'put-back',
      after,
      'same',
    ]);
  }
});

test('a copy is only put back for the seal it was seen with', () => {
  chromium(first);
  keepOsCryptKey(paths);
  // The database's key was brought back from HQ and sealed anew, under another key of Chromium's.
  writeFileSync(paths.keyPath, sealedAs('BBBB'));
  chromium(second);
  expect([putBackOsCryptKey(paths), local()]).toEqual([
    'none',
    { os_crypt: { audit_enabled: true, encrypted_key: second } },
  ]);
  expect([keepOsCryptKey(paths), putBackOsCryptKey(paths)]).toEqual(['kept', 'same']);
});

test('where nothing is sealed, or nothing is there to keep, nothing is written', () => {
  expect([keepOsCryptKey(paths), putBackOsCryptKey(paths)]).toEqual(['none', 'none']);
  chromium('not base64 of DPAPI');
  expect(keepOsCryptKey(paths)).toBe('none');
  writeFileSync(paths.keyPath, JSON.stringify({ v: 1, keyProtection: 'file', keyHex: 'ab' }));
  chromium(first);
  expect([keepOsCryptKey(paths), putBackOsCryptKey(paths), existsSync(paths.copyPath)]).toEqual([
    'none',
    'none',
    false,
  ]);
  writeFileSync(paths.copyPath, 'broken');
  expect(putBackOsCryptKey(paths)).toBe('none');
});
