import type { CounterCallHandlers } from '../contract/counter-calls.ts';
import { getSyncState } from '../db/sync-state.ts';
import type { Engine } from './engine.ts';
import { factsOfView, listInbox, markInbox } from './inbox.ts';
import { momentOf } from './moment.ts';

/** The calls of the store's inbox. Listing reads outside the queue: no scan waits for it. */
export function inboxHandlers(
  engine: Engine,
): Pick<CounterCallHandlers, 'inbox:list' | 'inbox:mark'> {
  const { deps } = engine;
  return {
    'inbox:list': async () => {
      const { nowMs } = momentOf(deps, await getSyncState(deps.db));
      return await listInbox(deps.db, { facts: factsOfView(await engine.view()), nowMs });
    },
    'inbox:mark': (input) => engine.act((trx, scene) => markInbox(trx, scene, input)),
  };
}
