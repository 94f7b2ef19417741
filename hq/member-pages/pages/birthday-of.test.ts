import { expect, it } from 'vitest';
import { birthdayOf } from './birthday-of.ts';

it('makes a birthday of a month and a day, or says that there is none or that it is wrong', () => {
  expect([
    birthdayOf('', ''),
    birthdayOf('2', '29'),
    birthdayOf('12', '31'),
    birthdayOf('2', '30'),
    birthdayOf('4', '31'),
    birthdayOf('5', ''),
    birthdayOf('', '5'),
    birthdayOf('13', '1'),
  ]).toEqual([null, '02-29', '12-31', undefined, undefined, undefined, undefined, undefined]);
});
