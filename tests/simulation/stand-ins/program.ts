import { programSchema as checked } from '../../../app/contract/program.ts';

const known = new WeakMap<object, unknown>();

/**
 * `programSchema` for HQ's query module of programs: rows in memory are never changed, so that what was
 * checked once is what it was. The schema is the product's.
 */
export const programSchema = {
  parse(body: object): unknown {
    const before = known.get(body);
    if (before !== undefined) return before;
    const program = checked.parse(body);
    known.set(body, program);
    return program;
  },
};
