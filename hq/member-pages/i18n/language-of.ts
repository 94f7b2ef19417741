import type { Language } from '../../../app/contract/language.ts';

/** Which of our languages a tag means (`zh-Hant-TW`, `ja_JP`, `TH`); null = none of them. */
export function languageOf(tag: string): Language | null {
  const first = tag.toLowerCase().split(/[-_]/)[0];
  if (first === 'zh') return 'zh-TW';
  if (first === 'en' || first === 'ja' || first === 'th') return first;
  return null;
}
