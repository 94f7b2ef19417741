import type { TFunction } from 'i18next';
import { trainingZhTw } from '../../i18n/training-zh-tw.ts';

function isKnown(code: string): code is keyof typeof trainingZhTw.refused {
  return Object.hasOwn(trainingZhTw.refused, code);
}

/** Why training did not begin or end, in words. */
export function trainingTrouble(t: TFunction, code: string): string {
  return isKnown(code) ? t(`training.refused.${code}`) : t('training.failed');
}
