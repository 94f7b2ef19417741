import type { TFunction } from 'i18next';
import { trainingEn } from '../../i18n/training-en.ts';

function isKnown(code: string): code is keyof typeof trainingEn.refused {
  return Object.hasOwn(trainingEn.refused, code);
}

/** Why training did not begin or end, in words. */
export function trainingTrouble(t: TFunction, code: string): string {
  return isKnown(code) ? t(`training.refused.${code}`) : t('training.failed');
}
