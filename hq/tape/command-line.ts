import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { RuleLanguage } from '../../app/domain/program-text.ts';

/** What stood on the command line of verify-log or recover-tape. */
export type TapeCommandLine = {
  readonly files: readonly string[];
  readonly keyPath: string | null;
  readonly bundlePath: string | null;
  readonly language: RuleLanguage;
};

/** Reads so many paths, `--key FILE`, `--bundle FILE` and `--lang zh-TW|en`; null when it is anything else. */
export function readTapeCommandLine(
  args: readonly string[],
  fileCount: number,
): TapeCommandLine | null {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        lang: { type: 'string', default: 'zh-TW' },
        key: { type: 'string' },
        bundle: { type: 'string' },
      },
    });
    const { lang, key = null, bundle = null } = values;
    if (positionals.length !== fileCount || (lang !== 'zh-TW' && lang !== 'en')) return null;
    return { files: positionals, keyPath: key, bundlePath: bundle, language: lang };
  } catch {
    return null;
  }
}

export type FoundKey =
  | { readonly kind: 'key'; readonly keyHex: string }
  | { readonly kind: 'missing' | 'sealed' | 'unreadable' };

/**
 * The database key: from the named file (the counter's key file, or 64 hex digits), else from the key
 * file beside the counter's data. Never from an argument or the environment, where others could see it.
 * `sealed` = the system keeps it for the user of the counter's own PC.
 */
export function findKey(keyPath: string | null, dataPath: string): FoundKey {
  const path = keyPath ?? join(dirname(resolve(dataPath)), 'database-key.json');
  if (!existsSync(path)) return { kind: 'missing' };
  const text = readFileSync(path, 'utf8').trim();
  if (/^[0-9a-f]{64}$/.test(text)) return { kind: 'key', keyHex: text };
  try {
    const { keyHex, sealed } = JSON.parse(text) as { keyHex?: unknown; sealed?: unknown };
    if (typeof keyHex === 'string' && /^[0-9a-f]{64}$/.test(keyHex)) return { kind: 'key', keyHex };
    return { kind: typeof sealed === 'string' ? 'sealed' : 'unreadable' };
  } catch {
    return { kind: 'unreadable' };
  }
}

/** Why there is no key, and what to do. */
export const keyWords: Readonly<
  Record<Exclude<FoundKey['kind'], 'key'>, Readonly<Record<RuleLanguage, string>>>
> = {
  missing: {
    'zh-TW': '找不到金鑰檔。請用 --key 指定櫃台資料夾裡的 database-key.json。',
    en: 'No key file was found. Name the database-key.json of the counter’s data folder with --key.',
  },
  sealed: {
    'zh-TW':
      '金鑰由櫃台電腦的系統保管，這裡讀不到。請在那台電腦、以原使用者重新開啟程式：程式會自行用帶子還原。若那台電腦已不在，總部可用 npm run hq -- unseal-key 取回金鑰。',
    en: 'The key is kept by the system of the counter’s own PC and cannot be read here. Start the app there as the same user: it restores itself from the tape. Where that PC is gone, HQ can bring the key back with npm run hq -- unseal-key.',
  },
  unreadable: {
    'zh-TW': '金鑰檔的內容無法辨認。請換一份金鑰檔。',
    en: 'The key file cannot be understood. Use another copy of it.',
  },
};
