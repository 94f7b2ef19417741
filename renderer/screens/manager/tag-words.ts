/** A tag in use, and how many members have it. */
export type KnownTag = { readonly text: string; readonly members: number };

/** Choices below the field: more would be a list to read. */
export const suggestionsMax = 6;

/** A tag as it is meant: `#` is how it is searched, not a part of it. */
export function tagOf(typed: string): string {
  return typed
    .replace(/^\s*[#＃]+/, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

const plain = (text: string): string => text.normalize('NFKC').toLowerCase();

/**
 * Tags to choose from while one is typed: those that begin with it first, then those that hold it, each most used
 * first; none that the member has.
 */
export function suggestTags(
  known: readonly KnownTag[],
  own: readonly string[],
  typed: string,
): readonly KnownTag[] {
  const wanted = plain(tagOf(typed));
  const has = new Set(own.map(plain));
  const placeOf = ({ text }: KnownTag): number => plain(text).indexOf(wanted);
  return known
    .filter((one) => !has.has(plain(one.text)) && placeOf(one) >= 0)
    .map((one, order) => ({ one, order, rank: placeOf(one) === 0 ? 0 : 1 }))
    .sort((a, b) => a.rank - b.rank || a.order - b.order)
    .slice(0, suggestionsMax)
    .map(({ one }) => one);
}
