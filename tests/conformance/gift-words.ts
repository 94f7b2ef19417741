import { bothLanguages } from './condition-words.ts';
import type { Written } from './condition-words.ts';
import type { Fields } from './fields.ts';

/** Points given for joining, a birthday or bringing a friend, as gifts of a program. */
export type GiftWords = { readonly gifts: Written[]; readonly referral: Written | null };

/** Reads `given.signup_bonus`, `given.birthday_bonus` and `given.referral`. */
export function readGifts(given: Fields): GiftWords {
  const from = given.fields('referral');
  const gifts = [
    ...pointsGift('sign-up', given.number('signup_bonus')),
    ...pointsGift('birthday', given.number('birthday_bonus')),
    ...pointsGift('referral-inviter', from?.number('inviter_points')),
    ...pointsGift('referral-invitee', from?.number('invitee_points')),
  ];
  if (from === undefined) return { gifts, referral: null };
  const withinDays = from.number('within_days') ?? null;
  const referral = { minPaidMinor: from.number('min_paid') ?? 1, withinDays };
  from.end();
  return { gifts, referral };
}

function pointsGift(on: string, points: number | undefined): Written[] {
  if (points === undefined) return [];
  return [{ giftId: on, name: bothLanguages(on), on, give: { kind: 'points', points } }];
}
