import type { GeneratedAlways } from 'kysely';
import type { MemberId, StoreId } from '../../app/domain/ids.ts';
import type { Fixed, Json } from './schema-columns.ts';

/** People with a token of their own. */
export type AdminTable = {
  admin_id: string;
  name: string;
  token_hash: string;
  created_at_ms: number;
  revoked_at_ms: number | null;
};

/** What they decide about exceptions. */
export type ExceptionActionTable = {
  action_no: GeneratedAlways<number>;
  action_id: string;
  exception_id: string;
  kind: string;
  amount_minor: number;
  points: number;
  /** Who is charged, and whose points are taken. */
  store_id: StoreId | null;
  member_id: MemberId | null;
  note: string;
  state: 'awaiting' | 'done' | 'refused' | 'without-effect';
  /** Null = the owner's token. */
  proposed_by: string | null;
  proposed_at_ms: number;
  decided_by: string | null;
  decided_at_ms: number | null;
  outcome: Json<Record<string, unknown> | null>;
};

/** Who did what; see `audit.ts`. */
export type AuditTable = {
  audit_no: Fixed<number>;
  at_ms: Fixed<number>;
  /** Null = the owner's token, or HQ itself. */
  admin_id: Fixed<string | null>;
  admin_name: Fixed<string>;
  action: Fixed<string>;
  subject: Fixed<string>;
  before: Json<unknown>;
  after: Json<unknown>;
  hash: Fixed<string>;
};
