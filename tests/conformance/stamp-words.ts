import { bothLanguages } from './condition-words.ts';
import type { Written } from './condition-words.ts';
import type { Fields } from './fields.ts';
import { unsupported } from './fields.ts';

/** The one stamp card of a case, in the program. */
const stampCardId = 'stamp-card';

/** Reads `given.stamp_card`. A card that is full is followed by the same one, empty, unless `rank_up` is false. */
export function readStampCard(from: Fields): Written {
  const hours = from.number('limit_hours');
  const limit = from.word('limit', ['once_per_local_day', 'none'] as const);
  if (hours !== undefined && limit !== undefined)
    unsupported(`${from.where}: limit and limit_hours`);
  const rankUp = from.flag('rank_up') ?? true;
  const card = {
    cardId: stampCardId,
    name: bothLanguages('stamp card'),
    goal: from.number('goal') ?? unsupported(`${from.where} without goal`),
    bonusOnIssue: from.number('bonus_on_issue') ?? 0,
    limit:
      hours !== undefined
        ? { kind: 'hours', hours }
        : { kind: limit === 'once_per_local_day' ? 'once-a-day' : 'none' },
    reward: { kind: 'goods', sku: 'GIFT', name: bothLanguages('gift') },
    next: { kind: rankUp ? 'same' : 'none' },
  };
  from.end();
  return card;
}
