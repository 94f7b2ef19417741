import type { TFunction } from 'i18next';
import { en } from '../i18n/en.ts';

function isKnownTier(tierId: string): tierId is keyof (typeof en)['tiers'] {
  return Object.hasOwn(en.tiers, tierId);
}

/** A tier's name in a list, where only its id is at hand; an id of the shop's own shows as it is. */
export function tierWords(t: TFunction, tierId: string): string {
  return isKnownTier(tierId) ? t(`tiers.${tierId}`) : tierId;
}
