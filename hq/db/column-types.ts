import type { HqTables } from './schema.ts';

/** A column's type as PostgreSQL names it; `bytea` and `jsonb` columns here are never null. */
export type ColumnType = 'uuid' | 'bigint' | 'integer' | 'boolean' | 'text' | 'bytea' | 'jsonb';

/** The types of the tables that grow with every sale (see `insertMany`); a test compares them with the database. */
export const columnTypes: {
  readonly [T in keyof HqTables]?: Readonly<Record<string, ColumnType>>;
} = {
  event: {
    inst: 'uuid',
    seq: 'bigint',
    eid: 'uuid',
    first_of_eid: 'boolean',
    type: 'text',
    raw_body: 'bytea',
    body_hash: 'text',
    prev: 'text',
    hash: 'text',
    status: 'text',
    at_ms: 'bigint',
    received_at_ms: 'bigint',
  },
  entry: {
    eid: 'uuid',
    leg: 'integer',
    account: 'text',
    kind: 'text',
    lot_id: 'uuid',
    points: 'bigint',
    expires_on: 'text',
  },
  sale: {
    sale_id: 'uuid',
    eid: 'uuid',
    inst: 'uuid',
    store_id: 'uuid',
    sale_no: 'text',
    member_id: 'uuid',
    at_ms: 'bigint',
    biz_date: 'text',
    amount_minor: 'bigint',
    discount_minor: 'bigint',
    paid_minor: 'bigint',
    points: 'bigint',
    program_id: 'uuid',
    program_version: 'integer',
    tier_id: 'text',
    invoice_key: 'text',
    spent_minor: 'bigint',
    points_spent: 'bigint',
    value_minor: 'bigint',
    refunded_minor: 'bigint',
    refunded_spent_minor: 'bigint',
    undone: 'boolean',
    voided: 'boolean',
  },
  change: { pos: 'bigint', kind: 'text', payload: 'jsonb' },
};
