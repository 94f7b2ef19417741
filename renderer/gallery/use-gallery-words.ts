import { useLanguage } from '../counter-context.tsx';
import { galleryWords, type GalleryWord } from './gallery-words.ts';

/** The gallery's words in the language of the page. */
export function useGalleryWords(): (word: GalleryWord) => string {
  return galleryWords(useLanguage());
}
