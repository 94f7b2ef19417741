import { sql } from 'kysely';
import { addDays, type CalendarDate } from '../domain/time.ts';
import { fixedQuery, findRow } from './fixed-query.ts';
import type { Reader, Trx } from './handles.ts';

/** How long refusals are kept: a year and the month before. */
const keptDays = 400;

type Refusal = { readonly date: CalendarDate; readonly code: string };

/** Counts one refusal of a day; days long past go. Nothing tells who it was about. */
export async function countRefusal(trx: Trx, { date, code }: Refusal): Promise<void> {
  await findRow(trx, oneMore, { date, code });
  await findRow(trx, oldGone, { before: addDays(date, -keptDays) });
}

const oneMore = fixedQuery((db, { date, code }: Refusal) =>
  db
    .insertInto('refusal_tally')
    .values({ biz_date: date, code, n: 1 })
    .onConflict((oc) =>
      oc.columns(['biz_date', 'code']).doUpdateSet({ n: sql<number>`refusal_tally.n + 1` }),
    ),
);

const oldGone = fixedQuery((db, { before }: { readonly before: CalendarDate }) =>
  db.deleteFrom('refusal_tally').where('biz_date', '<', before),
);

/** What was refused between two days, both inclusive, most often first. */
export async function listRefusals(
  db: Reader,
  {
    from,
    to,
    limit,
  }: { readonly from: CalendarDate; readonly to: CalendarDate; readonly limit: number },
): Promise<readonly { readonly code: string; readonly n: number }[]> {
  return await db
    .selectFrom('refusal_tally')
    .select((eb) => ['code', eb.fn.sum<number>('n').as('n')])
    .where('biz_date', '>=', from)
    .where('biz_date', '<=', to)
    .groupBy('code')
    .orderBy('n', 'desc')
    .orderBy('code')
    .limit(limit)
    .execute();
}
