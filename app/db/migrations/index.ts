import type { Migration } from '../migrate.ts';
import { first } from './0001-first.ts';
import { loyalty } from './0002-loyalty.ts';
import { undoneSales } from './0003-undone-sales.ts';
import { spending } from './0005-spending.ts';
import { healing } from './0004-healing.ts';
import { tape } from './0006-tape.ts';
import { snapshot } from './0007-snapshot.ts';
import { recovery } from './0008-recovery.ts';
import { fewerIndexes } from './0009-fewer-indexes.ts';
import { openSale } from './0010-open-sale.ts';
import { tokens } from './0012-tokens.ts';
import { pos } from './0013-pos.ts';
import { manager } from './0015-manager.ts';
import { saleCodes } from './0016-sale-codes.ts';
import { staff } from './0017-staff.ts';
import { shift } from './0018-shift.ts';
import { parkedSales } from './0020-parked-sales.ts';
import { remarks } from './0021-remarks.ts';
import { gramOrder } from './0022-gram-order.ts';
import { readAgain } from './0023-read-again.ts';

/** Every step of the schema, in order. A released one is never edited; add the next. */
export const migrations: readonly Migration[] = [
  first,
  loyalty,
  undoneSales,
  healing,
  spending,
  tape,
  snapshot,
  recovery,
  fewerIndexes,
  openSale,
  tokens,
  pos,
  manager,
  saleCodes,
  staff,
  shift,
  parkedSales,
  remarks,
  gramOrder,
  readAgain,
];
