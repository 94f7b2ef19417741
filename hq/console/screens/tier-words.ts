import type { Texts } from '../i18n/texts.ts';

/** A tier's name where only its id is at hand; an id of the brand's own shows as it is. */
export function tierWords(t: Texts, tierId: string): string {
  const { tiers } = t.members;
  return Object.hasOwn(tiers, tierId) ? tiers[tierId as keyof typeof tiers] : tierId;
}
