import { itemAt } from './item-at.ts';

const hidden = '○';

/** Two-character surnames in use in Taiwan; `張簡`, `范姜` and `江謝` are joined local ones. */
const compoundSurnames = new Set([
  '歐陽',
  '司馬',
  '司徒',
  '諸葛',
  '上官',
  '端木',
  '皇甫',
  '尉遲',
  '公孫',
  '令狐',
  '夏侯',
  '東方',
  '慕容',
  '長孫',
  '張簡',
  '范姜',
  '江謝',
]);

/**
 * Made once, since making one takes longer than masking all the names of a screen; and by the first name that needs
 * it, since the first of a process takes longer than reading half of the program.
 */
const graphemes = (() => {
  let made: Intl.Segmenter | undefined;
  return () => (made ??= new Intl.Segmenter('zh-TW', { granularity: 'grapheme' }));
})();

/** What a person sees as one character, so that no character is ever cut in half. */
function graphemesOf(text: string): string[] {
  // Of Han characters and plain Latin ones each stands for itself; asking the segmenter takes 20 times as long.
  if (/^[\p{Unified_Ideograph}\x20-\x7e]*$/u.test(text)) return [...text];
  return [...graphemes().segment(text)].map((part) => part.segment);
}

/** The middle hidden, first and last shown; of two only the first, of one nothing. */
function maskMiddle(characters: readonly string[], headCount: number): string {
  const tail = characters.length > headCount + 1 ? characters.slice(-1) : [];
  const middle = characters.slice(headCount, characters.length - tail.length);
  // The dot of an indigenous or foreign name (撒韵·武荖) names nobody and keeps it readable.
  const masked = middle.map((character) => (/^[·•‧・]$/u.test(character) ? character : hidden));
  return [...characters.slice(0, headCount), ...masked, ...tail].join('');
}

/**
 * A member's name as a counter screen may show it: 王小明 → 王○明, 王明 → 王○, 歐陽娜娜 → 歐陽○娜,
 * Mary Smith → M*** S***. Empty text stays empty.
 */
export function maskName(name: string): string {
  const plain = name.normalize('NFC').trim().replace(/\s+/g, ' ');
  if (!/\p{Script=Han}/u.test(plain)) {
    const words = plain.split(' ').filter((word) => word !== '');
    return words.map((word) => `${itemAt(graphemesOf(word), 0)}***`).join(' ');
  }
  const characters = graphemesOf(plain.replaceAll(' ', ''));
  if (characters.length === 1) return hidden;
  const isCompound = characters.length > 2 && compoundSurnames.has(characters.slice(0, 2).join(''));
  return maskMiddle(characters, isCompound ? 2 : 1);
}
