/**
 * `npm run -s recover-tape -- TAPE [--key FILE] [--bundle OUT.json] [--lang en]`: lists what a tape holds,
 * by install, with everything on it that is damaged. `--bundle` writes the events for HQ under the old
 * install's id, byte for byte with their envelopes: HQ takes each event once, so what it has already does
 * no harm. The file holds members' data, and only its owner may read it. Exit code 0, 1 when something on
 * the tape is damaged, 2 when it cannot be read.
 */
import { writeFileSync } from 'node:fs';
import type { TapeBundle } from '../../app/contract/tape-bundle.ts';
import type { RuleLanguage } from '../../app/domain/program-text.ts';
import { folderTapeDisk } from '../../app/db/tape-disk.ts';
import { readTape, type TapeContents, type TapedLink } from '../../app/db/read-tape.ts';
import type { EventRecord } from '../../app/db/tape-records.ts';
import { findKey, keyWords, readTapeCommandLine } from './command-line.ts';
import { faultWords } from './verify-log.ts';

type Words = Readonly<Record<RuleLanguage, string>>;

/** Runs the command; `print` gets whole lines. */
export function recoverTapeCommand(args: readonly string[], print: (line: string) => void): number {
  const given = readTapeCommandLine(args, 1);
  const tapeFolder = given?.files[0];
  if (given === null || tapeFolder === undefined) {
    print('npm run -s recover-tape -- TAPE [--key FILE] [--bundle OUT.json] [--lang zh-TW|en]');
    return 2;
  }
  const { language } = given;
  const say = (words: Words): void => print(words[language]);
  const key = findKey(given.keyPath, tapeFolder);
  if (key.kind !== 'key') {
    say(keyWords[key.kind]);
    return 2;
  }
  const tape = readTape(folderTapeDisk(tapeFolder), key.keyHex);
  if (tape.house === null && tape.links.size === 0) {
    say({
      'zh-TW': '這條帶子用這把金鑰讀不出任何紀錄。請確認資料夾與金鑰。',
      en: 'Nothing on this tape can be read with this key. Check the folder and the key.',
    });
    return 2;
  }
  describe(tape, say);
  if (given.bundlePath !== null) writeBundle(tape, given.bundlePath, say);
  return tape.troubles.length === 0 ? 0 : 1;
}

function describe(tape: TapeContents, say: (words: Words) => void): void {
  const installs = tape.house?.tables['install'] ?? [];
  for (const [inst, links] of tape.links) {
    const ordered = inOrder(tape, links);
    const first = ordered[0];
    const last = ordered.at(-1);
    if (first === undefined || last === undefined) continue;
    const acked = Number(installs.find((row) => row['install_id'] === inst)?.['acked_seq'] ?? 0);
    const sums = countTypes(ordered);
    const days = `${dayOf(first)} – ${dayOf(last)}`;
    const gaps = last.seq - first.seq + 1 - ordered.length;
    say({
      'zh-TW': `安裝 ${inst}：第 ${first.seq}–${last.seq} 筆，共 ${ordered.length} 筆（${sums}），${days}；總部至少確認到第 ${acked} 筆${gaps > 0 ? `；中間缺 ${gaps} 筆` : ''}`,
      en: `install ${inst}: seq ${first.seq}–${last.seq}, ${ordered.length} events (${sums}), ${days}; HQ had confirmed at least up to ${acked}${gaps > 0 ? `; ${gaps} missing in between` : ''}`,
    });
  }
  for (const trouble of tape.troubles) say(faultWords({ code: 'tape-line', trouble }));
}

function countTypes(records: readonly EventRecord[]): string {
  const counts = new Map<string, number>();
  for (const { body } of records) {
    const { type } = JSON.parse(body) as { readonly type: string };
    counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  return [...counts].map(([type, n]) => `${type} ${n}`).join(', ');
}

function dayOf({ atMs }: EventRecord): string {
  return new Date(atMs + 8 * 3_600_000).toISOString().slice(0, 10);
}

function inOrder(
  { read }: TapeContents,
  links: ReadonlyMap<number, TapedLink>,
): readonly EventRecord[] {
  return [...links.values()].sort((a, b) => a.seq - b.seq).map(read);
}

function writeBundle(tape: TapeContents, path: string, say: (words: Words) => void): void {
  const bundle: TapeBundle = {
    kind: 'counterfoil-tape-bundle',
    v: 1,
    installs: [...tape.links].map(([inst, links]) => ({
      inst,
      links: inOrder(tape, links).map(({ seq, prev, hash, body }) => ({
        seq,
        prev,
        hash,
        raw: body,
      })),
    })),
  };
  writeFileSync(path, JSON.stringify(bundle), { mode: 0o600, flag: 'wx' });
  say({
    'zh-TW': `已寫入 ${path}。內含會員資料，請妥善保管。請交給總部的系統人員，以 npm run hq -- take-tape 收入；之後請刪除此檔。`,
    en: `Written to ${path}. It holds members’ data: keep it safe. Hand it to HQ’s administrator, who takes it in with npm run hq -- take-tape; then delete it.`,
  });
}

if (import.meta.main) {
  process.exitCode = recoverTapeCommand(process.argv.slice(2), (line) => console.log(line));
}
