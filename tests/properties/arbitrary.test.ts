import fc from 'fast-check';
import { expect, test } from 'vitest';
import { programSchema } from '../../app/contract/program.ts';
import { memberStateSchema, saleInputSchema } from '../../app/contract/sale.ts';
import { anyProgram } from './arbitrary-program.ts';
import { anyMember, anySale } from './arbitrary-sale.ts';
import { propertyParameters, propertyTimeoutMs } from './runs.ts';

test(
  'the cases the properties try are ones the schemas accept, and the schemas change nothing in them',
  () => {
    fc.assert(
      fc.property(anyProgram, anyMember, anySale, (program, state, sale) => {
        expect(programSchema.parse(program)).toEqual(program);
        expect(memberStateSchema.parse(state)).toEqual(state);
        expect(saleInputSchema.parse(sale)).toEqual(sale);
      }),
      propertyParameters('arbitrary cases fit the schemas'),
    );
  },
  propertyTimeoutMs,
);
