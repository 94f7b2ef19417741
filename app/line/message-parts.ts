import type { messagingApi } from '@line/bot-sdk';
import { bubbleBytesMax, bytesOf, findOversizes } from './check-message-sizes.ts';
import { cleanText, cutUnits } from './message-text.ts';

/** What a message is about; gives it its colour. */
export type MessageTone = 'earn' | 'back' | 'gift' | 'soon' | 'tier';

/** A part of a message's body. Texts are ready to read, but need not be clean. */
export type MessageBlock =
  /** A label on the left, its value on the right. */
  | {
      readonly kind: 'row';
      readonly label: string;
      readonly value: string;
      readonly strong?: boolean;
    }
  /** A titled list under a rule; nothing when there is nothing to list. `note` stands under its line, quietly. */
  | {
      readonly kind: 'list';
      readonly title: string;
      readonly lines: readonly { readonly text: string; readonly note?: string }[];
    }
  /** A bar that is filled by a share (0 to 1), with what it is about over it. */
  | { readonly kind: 'progress'; readonly text: string; readonly share: number }
  /** A sentence; `cheer` is good news, `small`, under a rule, what must be said but is not the news. */
  | { readonly kind: 'note' | 'cheer' | 'small'; readonly text: string };

/** A whole message. Texts in the language of the member. */
export type MessageFrame = {
  /** What the chat list shows: what happened and the number first. */
  readonly altText: string;
  readonly tone: MessageTone;
  readonly brandName: string;
  /** Where it happened; '' where HQ itself made it. */
  readonly place: string;
  /** What happened, small, over the headline. */
  readonly what: string;
  readonly headline: string;
  readonly blocks: readonly MessageBlock[];
  /** The last, quiet line: when, and what it can be asked about by. */
  readonly foot: string;
  /** The button at the bottom; null = none. */
  readonly link: { readonly label: string; readonly url: string } | null;
  readonly andMore: (count: number) => string;
};

/** Of each list so many lines are shown, the rest is summed up in one; fewer where that is still too large. */
const listedSteps = [10, 5, 2, 1] as const;
/** Our own limit: what a phone shows of it before anybody scrolls. LINE takes 1,500. */
const altTextUnitsMax = 400;

/** Sentences of our own, which are longer than a name. */
const noteCharsMax = 300;

const quiet = '#5F6B76';
const ink = '#17202A';
const rule = '#E3E7EB';

/** Text colours have a contrast of at least 4.5 on white and on their tint (WCAG 2.2 §1.4.3). */
const tones: { readonly [T in MessageTone]: { readonly main: string; readonly tint: string } } = {
  earn: { main: '#0B6E4F', tint: '#EEF6F2' },
  back: { main: '#33475B', tint: '#F0F3F6' },
  gift: { main: '#A33B26', tint: '#FBF1ED' },
  soon: { main: '#855000', tint: '#FBF4E6' },
  tier: { main: '#55459A', tint: '#F2F0F9' },
};

/**
 * One Flex message: brand and place on a tinted strip, what happened, the headline, the body, when. Lists
 * that would make it too large are shortened. Throws only if a size limit is broken in spite of that.
 */
export function frameMessage(frame: MessageFrame): messagingApi.FlexMessage {
  let message = frameWith(frame, listedSteps[0]);
  for (const listed of listedSteps.slice(1)) {
    if (bytesOf(message.contents) <= bubbleBytesMax) break;
    message = frameWith(frame, listed);
  }
  const [oversize] = findOversizes(message);
  if (oversize !== undefined) throw new Error(`a LINE message is too large: ${oversize}`);
  return message;
}

function frameWith(frame: MessageFrame, listedMax: number): messagingApi.FlexMessage {
  const tone = tones[frame.tone];
  const place = cleanText(frame.place);
  const blocks = frame.blocks.flatMap((block) => blockParts(block, frame, listedMax));
  return {
    type: 'flex',
    altText: cutUnits(frame.altText.trim(), altTextUnitsMax),
    contents: {
      type: 'bubble',
      size: 'mega',
      header: {
        ...vertical([
          { ...textOf(frame.brandName), weight: 'bold', size: 'sm', color: tone.main },
          ...(place === '' ? [] : [{ ...textOf(place), size: 'xs', color: quiet } as const]),
        ]),
        spacing: 'none',
        backgroundColor: tone.tint,
        paddingAll: '14px',
        paddingStart: '20px',
        paddingEnd: '20px',
      },
      body: {
        ...vertical([
          { ...textOf(frame.what), size: 'sm', color: quiet },
          { ...textOf(frame.headline), weight: 'bold', size: 'xxl', color: tone.main },
          ...blocks,
        ]),
        paddingAll: '20px',
        paddingTop: '16px',
        paddingBottom: '12px',
      },
      footer: footOf(frame, tone.main),
    },
  };
}

function footOf({ foot, link }: MessageFrame, color: string): messagingApi.FlexBox {
  const when = { ...textOf(foot), size: 'xxs', color: quiet } as const;
  const box = { paddingAll: '20px', paddingTop: '4px', paddingBottom: '14px' };
  if (link === null) return { ...vertical([when]), ...box };
  const action = { type: 'uri', label: cutUnits(link.label, 40), uri: link.url } as const;
  const button = { type: 'button', style: 'link', height: 'sm', color, action } as const;
  return {
    ...vertical([when, { type: 'separator', color: rule, margin: 'md' }, button]),
    ...box,
    paddingBottom: '6px',
  };
}

function blockParts(
  block: MessageBlock,
  { tone, andMore }: MessageFrame,
  listedMax: number,
): messagingApi.FlexComponent[] {
  switch (block.kind) {
    case 'row':
      return [rowPart(block)];
    case 'list':
      return listParts(block, andMore, listedMax);
    case 'progress':
      return progressParts(block, tones[tone]);
    case 'note':
      return [{ ...textOf(block.text, noteCharsMax), size: 'sm', color: ink, margin: 'md' }];
    case 'cheer':
      return [
        {
          ...textOf(block.text, noteCharsMax),
          size: 'md',
          weight: 'bold',
          color: tones[tone].main,
          margin: 'md',
        },
      ];
    case 'small':
      return [
        { type: 'separator', color: rule, margin: 'lg' },
        { ...textOf(block.text, noteCharsMax), size: 'xs', color: quiet, margin: 'lg' },
      ];
  }
}

type BlockOf<Kind extends MessageBlock['kind']> = Extract<MessageBlock, { readonly kind: Kind }>;

function rowPart({ label, value, strong = false }: BlockOf<'row'>): messagingApi.FlexBox {
  const weight = strong ? 'bold' : 'regular';
  return {
    type: 'box',
    layout: 'horizontal',
    spacing: 'md',
    margin: 'md',
    contents: [
      // As wide as its words, which are our own and short; the value wraps in what is left.
      { ...textOf(label), size: 'sm', color: quiet, flex: 0 },
      {
        ...textOf(value),
        size: strong ? 'md' : 'sm',
        color: ink,
        align: 'end',
        flex: 1,
        weight,
      },
    ],
  };
}

function listParts(
  { title, lines: all }: BlockOf<'list'>,
  andMore: (count: number) => string,
  listedMax: number,
): messagingApi.FlexComponent[] {
  // LINE refuses an empty text component, so a line that cleaned down to nothing is left out.
  const lines = all
    .map(({ text, note = '' }) => ({ text: cleanText(text), note: cleanText(note) }))
    .filter(({ text }) => text !== '');
  if (lines.length === 0) return [];
  const shown = lines.slice(0, listedMax);
  const left = lines.length - shown.length;
  const rest = left === 0 ? [] : [{ ...textOf(andMore(left)), size: 'sm', color: quiet } as const];
  return [
    { type: 'separator', color: rule, margin: 'lg' },
    { ...textOf(title), size: 'xs', color: quiet, margin: 'lg' },
    ...shown.flatMap(({ text, note }): messagingApi.FlexComponent[] => [
      { ...textOf(text), size: 'sm', color: ink },
      ...(note === ''
        ? []
        : [{ ...textOf(note), size: 'xs', color: quiet, margin: 'none' } as const]),
    ]),
    ...rest,
  ];
}

function progressParts(
  { text, share }: BlockOf<'progress'>,
  tone: { readonly main: string },
): messagingApi.FlexComponent[] {
  // A bar that has begun shows it, and only one that is done is full.
  const percent = share <= 0 ? 0 : share >= 1 ? 100 : Math.min(98, Math.max(2, share * 100));
  const bar = { type: 'box', layout: 'vertical', height: '6px', cornerRadius: '3px' } as const;
  const filled: messagingApi.FlexBox = {
    ...bar,
    contents: [],
    width: `${Math.round(percent)}%`,
    backgroundColor: tone.main,
  };
  return [
    { type: 'separator', color: rule, margin: 'lg' },
    { ...textOf(text, noteCharsMax), size: 'xs', color: quiet, margin: 'lg' },
    { ...bar, contents: percent === 0 ? [] : [filled], backgroundColor: rule },
  ];
}

function textOf(raw: string, charsMax?: number) {
  const text = cleanText(raw, charsMax);
  return { type: 'text', text: text === '' ? '－' : text, wrap: true } as const;
}

function vertical(contents: messagingApi.FlexComponent[]): messagingApi.FlexBox {
  return { type: 'box', layout: 'vertical', spacing: 'sm', contents };
}
