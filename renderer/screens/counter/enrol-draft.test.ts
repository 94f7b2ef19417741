import { expect, test } from 'vitest';
import { birthdayOf, enrolTroubles } from './enrol-draft.ts';

test('a birthday is a day that some year has', () => {
  const typed = ['0521', '0229', '0230', '1301', '0000', '521', ''];
  expect(typed.map(birthdayOf)).toEqual(['05-21', '02-29', null, null, null, null, null]);
});

test('tells what is missing in the order of the form', () => {
  const good = {
    mobile: '0912345678',
    name: '王小明',
    birthday: '',
    invitedByCode: '',
    consent: true,
  };
  expect([
    enrolTroubles(good),
    enrolTroubles({ ...good, mobile: '0212345678', name: ' ', birthday: '9999', consent: false }),
  ]).toEqual([[], ['mobile', 'name', 'birthday', 'consent']]);
});
