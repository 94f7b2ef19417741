import { first } from './0001-first.ts';
import { loyalty } from './0002-loyalty.ts';
import { undoneSales } from './0003-undone-sales.ts';
import { healing } from './0004-healing.ts';
import { spending } from './0005-spending.ts';
import { workbench } from './0006-workbench.ts';
import { tenants } from './0007-tenants.ts';
import { ingest } from './0009-ingest.ts';
import { recovery } from './0010-recovery.ts';
import { lineSender } from './0012-line.ts';
import { tokensUsed } from './0013-tokens.ts';
import { lineMembers } from './0014-line-members.ts';
import { staffActs } from './0015-staff-acts.ts';
import { remarks } from './0016-remarks.ts';
import { erasedStubs } from './0017-erased-stubs.ts';
import { restoredAt } from './0018-restored.ts';
import { erasedRedriven } from './0019-erased-redriven.ts';
import { nights } from './0020-nights.ts';
import { statedInLine } from './0021-stated-in-line.ts';

/** One step of the schema: a rising number and SQL, each text of one or more statements. */
export type HqMigration = { readonly version: number; readonly statements: readonly string[] };

/**
 * Every step of the schema, in order. A released one is never edited; add the next. A new table has
 * `tenant_id uuid NOT NULL DEFAULT counterfoil_tenant()` in front of its keys and `keepApart` after it;
 * HQ does not start on one without.
 */
export const migrations: readonly HqMigration[] = [
  first,
  loyalty,
  undoneSales,
  healing,
  spending,
  workbench,
  tenants,
  ingest,
  recovery,
  lineSender,
  tokensUsed,
  lineMembers,
  staffActs,
  remarks,
  erasedStubs,
  restoredAt,
  erasedRedriven,
  nights,
  statedInLine,
];
