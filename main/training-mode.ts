import { closeDatabase, inTransaction } from '../app/db/handles.ts';
import type { OpenRefusal } from '../app/db/open-database.ts';
import type { OpenedWithTape } from '../app/db/open-with-tape.ts';
import { getSettings } from '../app/db/settings.ts';
import type { CounterDeps } from '../app/counter/ports.ts';
import type { ComposeDeps } from './compose-counter.ts';
import { createIdMaker } from './create-id-maker.ts';
import { createHqOnlyFetch, type Fetch, type HqOnlyFetch } from './hq-only-fetch.ts';

/** Training reaches nobody: thrown for every address. */
const noNetwork: Fetch = async () => {
  throw new Error('training has no network');
};

/** The one way out of this PC; in training there is none. */
export function openGate(deps: ComposeDeps, hqUrl: string | null): HqOnlyFetch {
  const isTraining = deps.training !== undefined;
  const leave = isTraining ? noNetwork : deps.fetch;
  const gate = createHqOnlyFetch(leave, () => deps.log?.('foreign-host-denied'));
  gate.setHqUrl(isTraining ? null : hqUrl);
  return gate;
}

/**
 * Lets only the right file be gone on with: a training database bears a stamp, the shop's does not. A fresh
 * file that training was begun with is filled and stamped here, in one transaction. The wrong file is closed
 * as it was found.
 */
export async function settleMode(
  outcome: OpenedWithTape | OpenRefusal,
  deps: Pick<ComposeDeps, 'training' | 'nowMs' | 'randomBytes'>,
): Promise<OpenedWithTape | OpenRefusal> {
  if (outcome.kind === 'refused') return outcome;
  const { db } = outcome;
  const { training: stamp, mode } = await getSettings(db);
  const { training: setup, nowMs, randomBytes } = deps;
  if (setup === undefined) {
    if (stamp === null) return outcome;
    await closeDatabase(db);
    return { kind: 'refused', code: 'training-file', detail: 'stamped' };
  }
  if (stamp !== null) return outcome;
  if (mode !== null) {
    await closeDatabase(db);
    return { kind: 'refused', code: 'not-training-file', detail: 'unstamped' };
  }
  // Loaded for training alone: the shop's start need not wait for it.
  const { stockTraining } = await import('../app/seed/stock-training.ts');
  const newId = createIdMaker({ nowMs, randomBytes, newestId: null });
  const [high = 0, low = 0, last = 0] = randomBytes(3);
  const seed = high * 65_536 + low * 256 + last;
  await inTransaction(db, (trx) => stockTraining(trx, { setup, nowMs: nowMs(), seed, newId }));
  return outcome;
}

/**
 * Without an app around it a counter neither trains nor says what happened to training; and in training it has
 * no door for a POS, so that no real sale is handed to it.
 */
export function trainingDeps(
  { training, trainingPort, opening }: ComposeDeps,
  posHouse: NonNullable<CounterDeps['posHouse']>,
): Pick<CounterDeps, 'training' | 'opening' | 'posHouse'> {
  return {
    ...(training === undefined ? { posHouse } : {}),
    ...(trainingPort === undefined ? {} : { training: trainingPort }),
    ...(opening === undefined ? {} : { opening }),
  };
}
