import type { CounterCallOut } from '../contract/counter-calls.ts';
import type { RightId } from '../domain/ids.ts';
import { findCurrentInstall } from '../db/installs.ts';
import { askAs, type HqQuestion, type HqWord } from './cover-sale.ts';
import type { Engine } from './engine.ts';
import { settleSale, type SettleInput } from './settle-sale.ts';

/**
 * Settles the open sale. Where its points need HQ's word, HQ is asked between two transactions: scans and
 * other calls go on meanwhile, and the sale is judged anew with what HQ said. A word that is not used
 * (the sale was changed, the answer came too late) is given back later, see `returnRights`.
 */
export async function settleCovered(
  engine: Engine,
  expected: SettleInput,
): Promise<CounterCallOut<'sale:settle'>> {
  const { newId, randomBytes } = engine.deps;
  const settle = (word: HqWord | null) =>
    engine.act((trx, scene) => settleSale(trx, scene, { expected, newId, randomBytes, word }));
  const first = await settle(null);
  if (first.kind !== 'ask') return first;
  const second = await settle(await askHq(engine, first.question));
  // With HQ's word, or its silence, there is nothing left to ask.
  if (second.kind === 'ask') throw new Error('HQ was asked and is to be asked again');
  return second;
}

async function askHq({ deps }: Engine, question: HqQuestion): Promise<HqWord> {
  const install = await findCurrentInstall(deps.db);
  if (install === null) throw new Error('a counter without an install has no HQ to ask');
  const authId = deps.newId<RightId>();
  const request = askAs(question, { authId, inst: install.installId });
  const outcome = (await deps.authoriseSpend?.(request)) ?? { kind: 'unreachable' as const };
  return { request, outcome };
}
