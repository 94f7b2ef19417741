import type { CounterCallHandlers } from '../contract/counter-calls.ts';
import { findProgramInForce } from '../db/programs.ts';
import { getSyncState } from '../db/sync-state.ts';
import { done } from './act.ts';
import type { Engine } from './engine.ts';
import { asExport, createExportDesk } from './export-desk.ts';
import { exportFigures, exportMembers } from './export-report.ts';
import { showFigures } from './figures.ts';
import { listFilteredMembers } from './list-members.ts';
import { listMemberSales, showMemberStory } from './member-story.ts';
import { momentOf, type Moment } from './moment.ts';

type ManagerCall =
  | 'manager:members'
  | 'manager:tiers'
  | 'manager:story'
  | 'manager:sales'
  | 'manager:figures'
  | 'manager:export-figures'
  | 'manager:export-members'
  | 'export:progress'
  | 'export:cancel';

/** The calls of the manager's screens. They only read, outside the queue: no scan waits for them. */
export function managerHandlers(engine: Engine): Pick<CounterCallHandlers, ManagerCall> {
  const { deps } = engine;
  const { db, exports = createExportDesk() } = deps;
  const now = async (): Promise<Moment> => momentOf(deps, await getSyncState(db));
  const today = async () => (await now()).today;
  return {
    'manager:members': async (input) =>
      await listFilteredMembers(db, { ...input, today: await today() }),
    'manager:tiers': async () => {
      const program = await findProgramInForce(db, await today());
      const tiers = (program?.tiers ?? []).toSorted((a, b) => a.thresholdMinor - b.thresholdMinor);
      return { tiers: tiers.slice(0, 50).map(({ tierId, name }) => ({ tierId, name })) };
    },
    'manager:story': async ({ memberId }) =>
      await showMemberStory(db, { memberId, today: await today() }),
    'manager:sales': (input) => listMemberSales(db, input),
    'manager:figures': async ({ period }) =>
      await showFigures(db, { period, today: await today() }),
    'manager:export-figures': async (input) => {
      const asked = { ...input, moment: await now() };
      return await asExport(exports, (run) => exportFigures(deps, run, asked));
    },
    'manager:export-members': async (input) => {
      const asked = { ...input, moment: await now() };
      return await asExport(exports, (run) => exportMembers(deps, run, asked));
    },
    'export:progress': () => ({ rows: exports.rows() }),
    'export:cancel': () => {
      exports.cancel();
      return done;
    },
  };
}
