import type { Migration } from '../migrate.ts';

/**
 * `again`: the name has another gram that begins with the same character and sorts before this one. So a search
 * by one character finds each name once without looking for its other grams, and the index for that goes: with a
 * million members 43 MB, and the longest to build of all. A name's grams are found by the name itself.
 */
const sql = `
ALTER TABLE name_gram ADD COLUMN again INTEGER NOT NULL DEFAULT 0 CHECK (again IN (0, 1));
UPDATE name_gram SET again = 1 WHERE EXISTS (
  SELECT 1 FROM name_gram AS earlier INDEXED BY name_gram_by_member
  WHERE earlier.member_no = name_gram.member_no AND earlier.gram < name_gram.gram
    AND substr(earlier.gram, 1, 1) = substr(name_gram.gram, 1, 1));
DROP INDEX name_gram_by_member;
`;

export const gramOrder: Migration = { version: 22, sql };
