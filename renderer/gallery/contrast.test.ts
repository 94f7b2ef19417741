import { describe, expect, it } from 'vitest';
import { contrastRatio, readColor, type Rgb } from './contrast.ts';

const ratio = (one: string, other: string): string => {
  const black: Rgb = [0, 0, 0];
  return contrastRatio(readColor(one) ?? black, readColor(other) ?? black).toFixed(2);
};

describe('contrast', () => {
  it('is the ratio of WCAG 2.2, whichever stands first', () => {
    expect([
      ratio('#000000', '#ffffff'),
      ratio('#ffffff', '#000000'),
      ratio('#777777', '#ffffff'),
      ratio('#c92a2a', '#ffffff'),
      ratio('#123456', '#123456'),
    ]).toEqual(['21.00', '21.00', '4.48', '5.46', '1.00']);
  });

  it('reads the colours that the tokens are written in, and nothing else', () => {
    expect([
      readColor(' #14495e'),
      readColor('#fa0'),
      readColor('rgb(28 34 39 / 25%)'),
      readColor('rgb(1, 2, 3)'),
      readColor('var(--ink)'),
    ]).toEqual([[20, 73, 94], [255, 170, 0], [28, 34, 39], [1, 2, 3], null]);
  });
});
