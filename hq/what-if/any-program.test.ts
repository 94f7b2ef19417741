import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lintProgram } from '../../app/domain/lint-program.ts';
import { whatIf } from '../../app/domain/what-if.ts';
import { anyProgram } from '../../tests/properties/arbitrary-program.ts';
import { anyMember, anySale } from '../../tests/properties/arbitrary-sale.ts';

const runs = { numRuns: 1_000, seed: 20_260_501 };

test('any program can be judged: nothing throws, and every finding is in words at a place that exists', () => {
  fc.assert(
    fc.property(anyProgram, (program) => {
      for (const { path, words, code } of lintProgram(program)) {
        let value: unknown = program;
        for (const step of path) value = (value as Record<string | number, unknown>)[step];
        expect([code, value === undefined, words['zh-TW'] === '', words.en === '']).toEqual([
          code,
          false,
          false,
          false,
        ]);
      }
    }),
    runs,
  );
});

test('any scenario can be run, and its sums are those of its sales', () => {
  fc.assert(
    fc.property(
      anyProgram,
      anyMember,
      fc.array(anySale, { maxLength: 3 }),
      (program, member, sales) => {
        const { memberId } = member;
        const run = whatIf(program, {
          members: [member],
          sales: sales.map((sale) => ({ memberId, sale })),
        });
        const done = run.sales.flatMap(({ result }) =>
          result.kind === 'evaluated' ? [result] : [],
        );
        expect(run.totals).toMatchObject({
          saleCount: done.length,
          refusedCount: sales.length - done.length,
          paidMinor: done.reduce((sum, one) => sum + one.paidMinor, 0),
          pointsSpent: done.reduce((sum, one) => sum + one.pointsSpent, 0),
        });
      },
    ),
    runs,
  );
});
