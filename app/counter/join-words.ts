import type { LocalizedText } from '../domain/program.ts';

/** Longest text a notice can carry. */
const charactersMax = 200;

/** Several sentences as one, cut where the screen has no more room; null when there are none. */
export function joinWords(sentences: readonly LocalizedText[]): LocalizedText | null {
  if (sentences.length === 0) return null;
  return {
    'zh-TW': cut(sentences.map((one) => one['zh-TW']).join('；')),
    en: cut(sentences.map((one) => one.en).join('; ')),
  };
}

function cut(text: string): string {
  const characters = Array.from(text);
  return characters.length <= charactersMax
    ? text
    : `${characters.slice(0, charactersMax - 1).join('')}…`;
}
