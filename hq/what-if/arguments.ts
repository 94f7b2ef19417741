import { parseArgs } from 'node:util';
import type { RuleLanguage } from '../../app/domain/program-text.ts';

/** What stood on the command line. */
export type CommandLine = {
  readonly files: readonly string[];
  readonly language: RuleLanguage;
  readonly json: boolean;
};

/** Reads so many file names, `--lang zh-TW|en` and `--json`; null when it is anything else. */
export function readCommandLine(args: readonly string[], fileCount: number): CommandLine | null {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        lang: { type: 'string', default: 'zh-TW' },
        json: { type: 'boolean', default: false },
      },
    });
    const { lang, json } = values;
    if (positionals.length !== fileCount || (lang !== 'zh-TW' && lang !== 'en')) return null;
    return { files: positionals, language: lang, json };
  } catch {
    return null;
  }
}
