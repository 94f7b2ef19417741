import { expect, test } from 'vitest';
import { posHouseDefaults } from '../../../app/contract/pos-settings.ts';
import { houseTyped, typedPartsOf } from './pos-house-form.ts';

test('a door that is opened or closed takes away nothing that is half typed', () => {
  const house = { ...posHouseDefaults, folder: 'C:\\pos' };
  const parts = typedPartsOf(house);
  const others = [
    { ...house, isOn: true },
    { ...house, port: 8_080 },
    { ...house, folder: null },
    { ...house, origins: ['https://pos.example'] },
  ];
  expect(others.map((other) => typedPartsOf(other) === parts)).toEqual([true, false, false, false]);
});

test('what is typed becomes the settings; a port that is none becomes nothing', () => {
  const typed = {
    port: '8080',
    folder: ' C:\\pos ',
    origins: 'https://a.example, https://b.example ',
  };
  const house = { ...posHouseDefaults, isOn: true };
  expect([
    houseTyped(house, typed),
    houseTyped(house, { ...typed, folder: '  ' })?.folder,
    ...['', '80', '99999', '8o80'].map((port) => houseTyped(house, { ...typed, port })),
  ]).toEqual([
    {
      isOn: true,
      port: 8_080,
      folder: 'C:\\pos',
      origins: ['https://a.example', 'https://b.example'],
    },
    null,
    null,
    null,
    null,
    null,
  ]);
});
