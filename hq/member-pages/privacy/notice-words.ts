import type { Language } from '../../../app/contract/language.ts';

/**
 * What the law asks to be told when personal data are collected (個人資料保護法 Art. 8: who, purpose,
 * categories, period, area, recipients and method, the rights of Art. 3, the effect of not giving).
 */
export type NoticeWords = {
  /** Heading and text of each point; `brand` collects. */
  readonly points: (brand: string) => readonly (readonly [heading: string, text: string])[];
  /** What follows the version. */
  readonly versionOf: (version: string) => string;
};

/** The notice in a language; a file of its own each. Rejects without a network. */
export async function loadNotice(language: Language): Promise<NoticeWords> {
  switch (language) {
    case 'zh-TW':
      return (await import('./notice-zh-tw.ts')).noticeZhTw;
    case 'en':
      return (await import('./notice-en.ts')).noticeEn;
    case 'ja':
      return (await import('./notice-ja.ts')).noticeJa;
    case 'th':
      return (await import('./notice-th.ts')).noticeTh;
  }
}
