import type { Language } from '../contract/language.ts';
import type { LocalizedText } from '../domain/program.ts';
import type { CalendarDate } from '../domain/time.ts';
import { formatDay, formatMinor, groupDigits } from './message-formats.ts';
import type { MessageBlock, MessageFrame } from './message-parts.ts';
import { cleanText } from './message-text.ts';
import { wordsFor } from './words-for.ts';
import { sharedMessageWords } from './shared-message-words.ts';

/** What every message needs to know. */
export type MessageFacts = {
  readonly brandName: string;
  /** When it happened, epoch ms. */
  readonly atMs: number;
  readonly language: Language;
  /** The member's page in LINE; null while HQ has none: then there is no button. */
  readonly memberPageUrl: string | null;
};

/** Points that stop being usable next. `expiresOn` = their last day. */
export type ExpiringPoints = { readonly points: number; readonly expiresOn: CalendarDate };

/** A voucher as a message names it. `uses` above 1 = a count ticket. */
export type MessageVoucher = {
  readonly name: LocalizedText;
  readonly validFrom: CalendarDate;
  readonly validUntil: CalendarDate;
  readonly uses: number;
};

/** How far a member is to the next tier. `share` = 0 to 1, `missingMinor` = NT$. */
export type TierProgress = {
  readonly name: LocalizedText;
  readonly missingMinor: number;
  readonly share: number;
};

/** The last part of every message: language's words, and the button to the member's page. */
export function frameShared({
  brandName,
  language,
  memberPageUrl,
}: MessageFacts): Pick<MessageFrame, 'brandName' | 'link' | 'andMore'> {
  const words = sharedMessageWords[language];
  const link = memberPageUrl === null ? null : { label: words.openCard, url: memberPageUrl };
  return { brandName, link, andMore: words.andMore };
}

/** `1,250 點`. */
export function pointsIn(language: Language, points: number): string {
  return sharedMessageWords[language].points(groupDigits(points), points);
}

/** Vouchers as a list, each with its last day, its first where that is still to come, and its uses. */
export function voucherLines(
  vouchers: readonly MessageVoucher[],
  language: Language,
  today: CalendarDate,
): { readonly text: string; readonly note: string }[] {
  const words = sharedMessageWords[language];
  return vouchers.map(({ name, validFrom, validUntil, uses }) => {
    const notes = [
      ...(uses > 1 ? [words.uses(uses)] : []),
      ...(validFrom > today ? [words.from(formatDay(validFrom, language))] : []),
      words.usableUntil(formatDay(validUntil, language)),
    ];
    return { text: wordsFor(name, language), note: notes.join(listSeparator[language]) };
  });
}

const listSeparator = { 'zh-TW': '，', en: ', ', ja: '、', th: ' ' } as const;

/** The bar to the next tier; nothing at the top. */
export function progressBlocks(progress: TierProgress | null, language: Language): MessageBlock[] {
  if (progress === null) return [];
  const { name, missingMinor, share } = progress;
  const text = sharedMessageWords[language].nextTier(
    formatMinor(missingMinor),
    cleanText(wordsFor(name, language)),
  );
  return [{ kind: 'progress', text, share }];
}
