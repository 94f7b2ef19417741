import type { CSSProperties, ReactNode } from 'react';
import type {
  FlexBox,
  FlexBubble,
  FlexPart,
  FlexText,
} from '../../../app/contract/hq-admin-line-preview.ts';
import css from './line-preview.module.css';

/** LINE's steps in CSS pixels, as its simulator draws them. */
const space = { none: 0, xs: 2, sm: 4, md: 8, lg: 12, xl: 16, xxl: 20 } as const;
const fontSize = { xxs: 11, xs: 13, sm: 14, md: 16, lg: 19, xl: 22, xxl: 29 } as const;

/** A bubble as LINE draws it. Of Flex only what our messages are made of. */
export function LineBubble({ bubble, lang }: { readonly bubble: FlexBubble; lang: string }) {
  return (
    <div className={css['bubble']} lang={lang}>
      <Box box={bubble.header} />
      <Box box={bubble.body} />
      <Box box={bubble.footer} />
    </div>
  );
}

type Inside = {
  readonly layout: FlexBox['layout'];
  readonly gap: number;
  readonly isFirst: boolean;
};

/** The space before a part: its own margin, else that of the box it is in; none before the first. */
function placed(inside: Inside | null, margin: keyof typeof space | undefined): CSSProperties {
  if (inside === null || inside.isFirst) return {};
  const before = margin === undefined ? inside.gap : space[margin];
  return inside.layout === 'vertical' ? { marginTop: before } : { marginLeft: before };
}

function Box({ box, inside = null }: { readonly box: FlexBox; readonly inside?: Inside | null }) {
  const all = box.paddingAll;
  const style: CSSProperties = {
    ...placed(inside, box.margin),
    flexDirection: box.layout === 'vertical' ? 'column' : 'row',
    width: box.width,
    height: box.height,
    borderRadius: box.cornerRadius,
    backgroundColor: box.backgroundColor,
    padding: [box.paddingTop, box.paddingEnd, box.paddingBottom, box.paddingStart]
      .map((own) => own ?? all ?? '0px')
      .join(' '),
  };
  const gap = box.spacing === undefined ? 0 : space[box.spacing];
  return (
    <div className={css['flexBox']} style={style}>
      {box.contents.map((part, i) => (
        <Part key={i} part={part} inside={{ layout: box.layout, gap, isFirst: i === 0 }} />
      ))}
    </div>
  );
}

function Part({ part, inside }: { readonly part: FlexPart; readonly inside: Inside }): ReactNode {
  switch (part.type) {
    case 'box':
      return <Box box={part} inside={inside} />;
    case 'text':
      return <Text text={part} inside={inside} />;
    case 'separator':
      return (
        <div
          className={css['separator']}
          style={{ ...placed(inside, part.margin), backgroundColor: part.color }}
        />
      );
    case 'button':
      return (
        <div className={css['button']} style={{ ...placed(inside, undefined), color: part.color }}>
          {part.action.label}
        </div>
      );
  }
}

function Text({ text, inside }: { readonly text: FlexText; readonly inside: Inside }) {
  const share = inside.layout === 'horizontal' ? (text.flex ?? 1) : null;
  const style: CSSProperties = {
    ...placed(inside, text.margin),
    ...(share === null ? {} : { flex: share === 0 ? 'none' : `${share} 1 0` }),
    fontSize: fontSize[text.size ?? 'md'],
    fontWeight: text.weight === 'bold' ? 700 : 400,
    color: text.color,
    textAlign: text.align,
    whiteSpace: text.wrap === true ? 'normal' : 'nowrap',
  };
  return (
    <p className={css['flexText']} style={style}>
      {text.text}
    </p>
  );
}
