import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import type { LocalizedText } from '../../app/domain/program-text.ts';
import { issuesInWords } from '../../app/contract/issue-words.ts';
import { readPlacedJson } from '../../app/contract/json-place.ts';
import type { PlacedJson } from '../../app/contract/json-place.ts';

/** One thing wrong in a file, with its line (from 1). */
export type Complaint = {
  readonly line: number;
  readonly code: 'json' | 'twice' | 'schema';
  readonly words: LocalizedText;
};

/** A file that was read and is what its schema says, or what is wrong with it. */
export type InputFile<T> =
  | { readonly kind: 'good'; readonly value: T; readonly lineOf: LineOf }
  | { readonly kind: 'bad'; readonly complaints: readonly Complaint[] }
  | { readonly kind: 'unreadable'; readonly words: LocalizedText };

type LineOf = Extract<PlacedJson, { kind: 'read' }>['lineOf'];

/** Reads a JSON file and holds it against its schema. */
export function readInput<T>(file: string, schema: z.ZodType<T, unknown>): InputFile<T> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return {
      kind: 'unreadable',
      words: {
        'zh-TW': `無法讀取 ${file}。請檢查檔名與路徑`,
        en: `${file} cannot be read. Check its name and path`,
      },
    };
  }
  return readText(text, schema);
}

/** The same for text that has been read already. */
export function readText<T>(
  text: string,
  schema: z.ZodType<T, unknown>,
): Exclude<InputFile<T>, { kind: 'unreadable' }> {
  const json = readPlacedJson(text);
  if (json.kind === 'broken') {
    const words = {
      'zh-TW': '這裡不是正確的 JSON：請檢查附近的逗號、引號與括號',
      en: 'this is not JSON: look for a comma, quote or bracket near here',
    };
    return { kind: 'bad', complaints: [{ line: json.line, code: 'json', words }] };
  }
  const twice = json.twice.map(({ line, key }): Complaint => {
    const words = {
      'zh-TW': `${key} 寫了兩次。請刪除一個`,
      en: `${key} stands here twice. Remove one`,
    };
    return { line, code: 'twice', words };
  });
  const parsed = schema.safeParse(json.value);
  if (parsed.success && twice.length === 0) {
    return { kind: 'good', value: parsed.data, lineOf: json.lineOf };
  }
  const issues = parsed.success ? [] : issuesInWords(parsed.error.issues, json.value);
  const found = issues.map(({ path, key, words }): Complaint => {
    return { line: json.lineOf(path, key), code: 'schema', words };
  });
  return { kind: 'bad', complaints: [...twice, ...found].toSorted((a, b) => a.line - b.line) };
}
