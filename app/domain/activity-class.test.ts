import { expect, test } from 'vitest';
import { activityClassOf } from './activity-class.ts';

const today = '2026-11-22';

test('new by joining, then by the last sale and how often', () => {
  const classOf = (joinedOn: string, lastSaleOn: string | null, visits = 0) =>
    activityClassOf({ joinedOn, lastSaleOn, visits, today });
  expect([
    classOf('2026-11-22', null),
    classOf('2026-10-23', '2026-11-20', 9),
    classOf('2026-10-22', null),
    classOf('2024-01-01', '2026-11-21', 3),
    classOf('2024-01-01', '2026-08-24', 2),
    classOf('2024-01-01', '2026-08-23', 0),
    classOf('2024-01-01', '2025-11-22', 0),
    classOf('2024-01-01', '2025-11-21', 0),
  ]).toEqual(['new', 'new', 'never', 'regular', 'active', 'away', 'away', 'lapsed']);
});
