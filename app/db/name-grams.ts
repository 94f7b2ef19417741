/** A name as it is searched: full-width forms folded (NFKC), lower case, single spaces. */
export function nameKey(name: string): string {
  return name.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ').trim();
}

/**
 * What a name is found by: every two neighbouring characters, and the last character alone. So a
 * single character is the beginning of some gram wherever it stands, and one short table answers
 * both (an FTS5 trigram index needs three characters and answers two with silence).
 */
export function nameGrams(name: string): readonly string[] {
  const characters = Array.from(nameKey(name));
  return characters.map((character, i) => character + (characters[i + 1] ?? ''));
}
