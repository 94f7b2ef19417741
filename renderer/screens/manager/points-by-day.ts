import type { MemberStory } from '../../../app/contract/manager-views.ts';

const barsMax = 8;

/**
 * Points by the day they lapse, soonest first and those that never do last; what is beyond eight bars is
 * added to the last dated one, so that the bars still sum up to the balance.
 */
export function pointsByDay(
  lots: MemberStory['lots'],
): readonly { readonly expiresOn: string | null; readonly points: number }[] {
  const byDay = new Map<string | null, number>();
  for (const { expiresOn, points } of lots)
    byDay.set(expiresOn, (byDay.get(expiresOn) ?? 0) + points);
  const days = [...byDay].map(([expiresOn, points]) => ({ expiresOn, points }));
  days.sort((a, b) => ((a.expiresOn ?? '9') < (b.expiresOn ?? '9') ? -1 : 1));
  const last = days.slice(0, barsMax).at(-1);
  if (last === undefined || days.length <= barsMax) return days;
  const rest = days.slice(barsMax).reduce((sum, { points }) => sum + points, 0);
  return [...days.slice(0, barsMax - 1), { ...last, points: last.points + rest }];
}
