import { expect, test } from 'vitest';
import { portOptions, typedByHand } from './port-options.ts';

const port = (path: string, label = '') => ({ path, label, identity: null });

test('a port that was chosen stays among the choices though it was pulled out: what is shown is what is saved', () => {
  const ports = [port('COM3', 'CH340 (COM3)'), port('COM5')];
  expect(
    ['COM3', typedByHand, 'COM9'].map((chosen) => portOptions(ports, chosen, '自行輸入')),
  ).toEqual([
    [
      ['COM3', 'CH340 (COM3)'],
      ['COM5', 'COM5'],
      [typedByHand, '自行輸入'],
    ],
    [
      ['COM3', 'CH340 (COM3)'],
      ['COM5', 'COM5'],
      [typedByHand, '自行輸入'],
    ],
    [
      ['COM9', 'COM9'],
      ['COM3', 'CH340 (COM3)'],
      ['COM5', 'COM5'],
      [typedByHand, '自行輸入'],
    ],
  ]);
});
