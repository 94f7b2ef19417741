import type { messagingApi } from '@line/bot-sdk';
import type { LocalizedText } from '../domain/program.ts';
import type { CalendarDate } from '../domain/time.ts';
import { frameShared, progressBlocks } from './message-facts.ts';
import type { MessageFacts, TierProgress } from './message-facts.ts';
import { formatDay, formatMinute } from './message-formats.ts';
import { frameMessage } from './message-parts.ts';
import { cleanText } from './message-text.ts';
import { wordsFor } from './words-for.ts';
import { sharedMessageWords } from './shared-message-words.ts';
import { tierMessageWords } from './tier-message-words.ts';

/** What became of a tier whose period was over. */
export type TierStep = 'raised' | 'kept' | 'lowered';

/** What a member is told of their tier when no sale of theirs changed it. */
export type TierMessageInput = MessageFacts & {
  readonly step: TierStep;
  readonly tierName: LocalizedText;
  /** The tier's last day; null = it has none. */
  readonly until: CalendarDate | null;
  /** The tier before; null where the program does not have it any more, or it is the same. */
  readonly beforeName: LocalizedText | null;
  readonly progress: TierProgress | null;
};

/** The push message for a tier that HQ judged anew. Pure. */
export function buildTierMessage(input: TierMessageInput): messagingApi.FlexMessage[] {
  const { language, step, beforeName } = input;
  const words = tierMessageWords[language];
  const shared = sharedMessageWords[language];
  const name = cleanText(wordsFor(input.tierName, language));
  const until = input.until === null ? '' : formatDay(input.until, language);
  const before = beforeName === null ? '' : cleanText(wordsFor(beforeName, language));
  const row = (label: string, value: string) =>
    value === '' ? [] : [{ kind: 'row', label, value } as const];
  const message = frameMessage({
    ...frameShared(input),
    altText: words.altText[step](name, until, cleanText(input.brandName)),
    tone: 'tier',
    place: '',
    what: words.what[step],
    headline: name,
    blocks: [
      { kind: 'note', text: words.note[step] },
      ...row(shared.tierUntilLabel, until),
      ...(step === 'kept' ? [] : row(words.beforeLabel, before)),
      ...progressBlocks(input.progress, language),
    ],
    foot: formatMinute(input.atMs, language),
  });
  return [message];
}
