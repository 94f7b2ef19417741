type Tree = { readonly [key: string]: string | Tree };

/** How much longer a translation may be than English and must still fit. */
const growth = 0.4;

const dressed: Readonly<Record<string, string>> = {
  a: 'à',
  c: 'ç',
  e: 'é',
  i: 'ï',
  n: 'ñ',
  o: 'ö',
  s: 'š',
  t: 'ţ',
  u: 'û',
  A: 'Å',
  C: 'Ç',
  E: 'É',
  I: 'Î',
  N: 'Ñ',
  O: 'Ø',
  P: 'Þ',
  S: 'Š',
  T: 'Ţ',
  U: 'Û',
};

/**
 * An English text as no language has it: `[Çļöšé~~]`. 40 % longer, accents high and low, brackets at the
 * ends: what is cut off, overflows or was never a text of the tables shows at a glance. Values stay.
 */
export function pseudoText(text: string): string {
  const parts = text.split(/(\{\{\w+\}\})/);
  const words = parts
    .map((part) =>
      part.startsWith('{{') ? part : [...part].map((char) => dressed[char] ?? char).join(''),
    )
    .join('');
  // The brackets are part of what is added; what stands in braces is no word of a translator.
  const letters = parts.filter((part) => !part.startsWith('{{')).join('');
  const longer = Math.max(0, Math.ceil([...letters].length * growth) - 2);
  // Groups, so that a long sentence breaks into lines as words do.
  const tail = '~'.repeat(longer).replaceAll(/~{5}(?=~)/g, '~~~~ ');
  return `[${words}${tail}]`;
}

/** A whole table of texts in the pseudo-locale. */
export function makePseudo<T extends Tree>(texts: T): T {
  const entries = Object.entries(texts).map(([key, value]) => [
    key,
    typeof value === 'string' ? pseudoText(value) : makePseudo(value),
  ]);
  return Object.fromEntries(entries) as T;
}
