import type { Written } from './condition-words.ts';
import type { Fields } from './fields.ts';
import { unsupported } from './fields.ts';

const kinds = [
  'none',
  'never',
  'months',
  'years',
  'days',
  'sliding',
  'end_of_month',
  'end_of_quarter',
  'end_of_half_year',
  'end_of_year',
  'end_of_next_month',
  'end_of_next_quarter',
  'end_of_next_half_year',
  'end_of_next_year',
] as const;

const roundUps = ['month', 'quarter', 'half_year', 'year'] as const;

/** Months of the period an `end_of_…` kind names, and how the engine calls it. */
const periods = {
  month: { months: 1, roundUp: 'month' },
  quarter: { months: 3, roundUp: 'quarter' },
  half_year: { months: 6, roundUp: 'half-year' },
  year: { months: 12, roundUp: 'year' },
} as const;

/** `{kind, n, round_up}` as an expiry rule. `n` of an `end_of_…` kind counts whole periods more. */
export function readExpiry(from: Fields): Written {
  const kind = from.word('kind', kinds) ?? unsupported(`${from.where} without kind`);
  const n = from.number('n');
  const roundUp = from.word('round_up', roundUps);
  from.end();
  const months = () => n ?? unsupported(`${from.where} without n`);
  switch (kind) {
    case 'none':
    case 'never':
      return { kind: 'none' };
    case 'months':
      return { kind: 'months', months: months(), roundUp: spelled(roundUp) };
    case 'years':
      return { kind: 'months', months: months() * 12, roundUp: spelled(roundUp) };
    case 'days':
      return { kind: 'days', days: months() };
    case 'sliding':
      return { kind: 'sliding', months: months() };
    case 'end_of_next_year':
      if ((n ?? 1) === 1) return { kind: 'end-of-next-year' };
      return { kind: 'months', months: months() * 12, roundUp: 'year' };
    case 'end_of_next_month':
    case 'end_of_next_quarter':
    case 'end_of_next_half_year':
      return endOf(kind.slice('end_of_next_'.length), n ?? 1);
    case 'end_of_month':
    case 'end_of_quarter':
    case 'end_of_half_year':
    case 'end_of_year':
      return endOf(kind.slice('end_of_'.length), n ?? 0);
  }
}

function spelled(roundUp: (typeof roundUps)[number] | undefined): string | null {
  return roundUp === undefined ? null : periods[roundUp].roundUp;
}

/** The end of the period `later` periods after the one the day lies in. */
function endOf(period: string, later: number): Written {
  const { months, roundUp } = periods[period as keyof typeof periods];
  return { kind: 'months', months: months * later, roundUp };
}
