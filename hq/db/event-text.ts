import { sql } from 'kysely';

/** Of the joined `event`, one that names a sale: the number on its slip. */
export const saleNoOfEvent = sql<string>`convert_from(event.raw_body, 'UTF8')::json #>> '{body,saleNo}'`;
