import { expect, test } from 'vitest';
import { birthdayOf, enrolTroubles, mobileAsTyped } from './enrol-draft.ts';

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

test('a number that was searched for goes into the form as people write it here', () => {
  const whole = ['0912-345-678', '０９１２３４５６７８', '+886 912 345 678', '(0912) 345678'];
  expect([
    whole.map(mobileAsTyped),
    // Begun, or with a digit too many, which nobody may drop unseen.
    ['0912', '０９１', '09123456789'].map(mobileAsTyped),
    // The end of a number, a name, a card.
    ['678', '886', '王小明', '#VIP', '2712345678901', ''].map(mobileAsTyped),
  ]).toEqual([
    whole.map(() => '0912345678'),
    ['0912', '091', '09123456789'],
    ['', '', '', '', '', ''],
  ]);
});
