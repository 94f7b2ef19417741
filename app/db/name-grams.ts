/** A name as it is searched: full-width forms folded (NFKC), lower case, single spaces. */
export function nameKey(name: string): string {
  return name.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ').trim();
}

/** `again`: another gram of the name begins with the same character and sorts before it, as SQLite sorts. */
export type NameGram = { readonly gram: string; readonly again: 0 | 1 };

/**
 * What a name is found by: every two neighbouring characters, and the last character alone, each once. So a
 * single character is the beginning of some gram wherever it stands, and one short table answers
 * both (an FTS5 trigram index needs three characters and answers two with silence).
 */
export function nameGrams(key: string): readonly NameGram[] {
  const characters = Array.from(key);
  const first = new Map<string, string>();
  const grams = new Set<string>();
  for (const [i, character] of characters.entries()) {
    const gram = character + (characters[i + 1] ?? '');
    grams.add(gram);
    const before = first.get(character);
    if (before === undefined || isBefore(gram, before)) first.set(character, gram);
  }
  return Array.from(grams, (gram) => ({
    gram,
    again: first.get(Array.from(gram)[0] ?? '') === gram ? 0 : 1,
  }));
}

/** By code points, as SQLite compares UTF-8; JavaScript compares UTF-16, where rare characters come earlier. */
function isBefore(one: string, other: string): boolean {
  return Buffer.compare(Buffer.from(one), Buffer.from(other)) < 0;
}
