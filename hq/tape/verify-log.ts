/**
 * `npm run -s verify-log -- DB TAPE [--key FILE] [--lang en]`: checks a counter's database and tape, each
 * by itself and one against the other, and names what is wrong, the first bad record first. Changes
 * nothing. Exit code 0 when all is as it was recorded, 1 with faults, 2 when it cannot be checked.
 */
import { folderTapeDisk } from '../../app/db/tape-disk.ts';
import { verifyLog, type LogFault } from '../../app/db/verify-log.ts';
import type { RuleLanguage } from '../../app/domain/program-text.ts';
import { findKey, keyWords, readTapeCommandLine } from './command-line.ts';

/** Runs the command; `print` gets whole lines. */
export async function verifyLogCommand(
  args: readonly string[],
  print: (line: string) => void,
): Promise<number> {
  const given = readTapeCommandLine(args, 2);
  const [databasePath, tapeFolder] = given?.files ?? [];
  if (given === null || databasePath === undefined || tapeFolder === undefined) {
    print('npm run -s verify-log -- DB TAPE [--key FILE] [--lang zh-TW|en]');
    return 2;
  }
  const { language } = given;
  const key = findKey(given.keyPath, databasePath);
  if (key.kind !== 'key') {
    print(keyWords[key.kind][language]);
    return 2;
  }
  const { keyHex } = key;
  const check = await verifyLog({ databasePath, disk: folderTapeDisk(tapeFolder), keyHex });
  for (const fault of check.faults) print(faultWords(fault)[language]);
  const { links, segments, anchoredSeq } = check;
  const n = check.faults.length;
  const sum: Readonly<Record<RuleLanguage, string>> = {
    'zh-TW': `核對 ${links} 筆、帶子 ${segments} 段；總部已確認到第 ${anchoredSeq} 筆。${n === 0 ? '完全一致。' : `${n} 項不符。`}`,
    en: `${links} links and ${segments} segments of tape checked; HQ has confirmed up to ${anchoredSeq}. ${n === 0 ? 'All as it was recorded.' : `${n} faults.`}`,
  };
  print(sum[language]);
  return n === 0 ? 0 : 1;
}

const lineKinds: Readonly<
  Record<
    Extract<LogFault, { code: 'tape-line' }>['trouble']['kind'],
    Readonly<Record<RuleLanguage, string>>
  >
> = {
  torn: { 'zh-TW': '尾端不完整', en: 'the end is unfinished' },
  damaged: { 'zh-TW': '內容被改動', en: 'bytes were changed' },
  missing: { 'zh-TW': '此處之前有缺漏', en: 'something before it is missing' },
  foreign: { 'zh-TW': '不是這裡的紀錄，或金鑰不符', en: 'not of this place, or of another key' },
  unknown: { 'zh-TW': '由較新的版本寫入', en: 'written by a later version' },
};

/** One fault in words. */
export function faultWords(fault: LogFault): Readonly<Record<RuleLanguage, string>> {
  switch (fault.code) {
    case 'tape-line': {
      const { segment, line, kind } = fault.trouble;
      const words = lineKinds[kind];
      const at = line === 0 ? segment : `${segment}:${line}`;
      return { 'zh-TW': `帶子 ${at}：${words['zh-TW']}`, en: `tape ${at}: ${words.en}` };
    }
    case 'tape-empty':
      return { 'zh-TW': '帶子：沒有任何內容', en: 'tape: nothing is there' };
    case 'tape-cut':
      return {
        'zh-TW': '帶子與記錄檔不是同一時刻的：帶子的尾端、資料庫或記錄檔曾被移走或換過',
        en: 'tape: its end does not fit the database’s log file: the tape was cut, or a file was moved',
      };
    case 'database-unreadable':
      return {
        'zh-TW': `資料庫：無法讀取（${fault.detail}）`,
        en: `database: cannot be read (${fault.detail})`,
      };
    case 'chain-broken':
      return {
        'zh-TW': `資料庫第 ${fault.seq} 筆：雜湊鏈斷裂`,
        en: `database seq ${fault.seq}: the chain is broken`,
      };
    case 'database-differs':
      return {
        'zh-TW': `資料庫：與帶子不同（${fault.detail}）`,
        en: `database: differs from the tape (${fault.detail})`,
      };
    case 'balances-wrong':
      return {
        'zh-TW': `資料庫：${fault.members} 位會員的點數與帳本不符`,
        en: `database: the points of ${fault.members} members are not those of the ledger`,
      };
    case 'tape-lacks':
      return {
        'zh-TW': `帶子缺第 ${fault.seq} 筆起共 ${fault.events} 筆（資料庫有）`,
        en: `tape lacks ${fault.events} from seq ${fault.seq} on, which the database has`,
      };
    case 'database-lacks':
      return {
        'zh-TW': `資料庫缺第 ${fault.seq} 筆起共 ${fault.events} 筆（帶子有）`,
        en: `database lacks ${fault.events} from seq ${fault.seq} on, which the tape has`,
      };
    case 'histories-differ':
      return {
        'zh-TW': `第 ${fault.seq} 筆：資料庫與帶子記的是不同的事`,
        en: `seq ${fault.seq}: database and tape tell two different things`,
      };
    default:
      return {
        'zh-TW': `總部已確認到第 ${fault.ackedSeq} 筆，這裡只到第 ${fault.lastSeq} 筆`,
        en: `HQ has confirmed up to ${fault.ackedSeq}, here it ends at ${fault.lastSeq}`,
      };
  }
}

if (import.meta.main) {
  process.exitCode = await verifyLogCommand(process.argv.slice(2), (line) => console.log(line));
}
