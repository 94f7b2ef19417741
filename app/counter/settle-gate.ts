import type { CounterCallOut } from '../contract/counter-calls.ts';
import type { Engine } from './engine.ts';
import { settleCovered } from './settle-covered.ts';
import type { SettleInput } from './settle-sale.ts';

/** Settles the open sale, whoever asks: the cashier's Enter or the POS. */
export type SettleGate = (expected: SettleInput) => Promise<CounterCallOut<'sale:settle'>>;

/**
 * One settling at a time: HQ may be asked for seconds, and an impatient second Enter means the same sale. It
 * would hold the points once more, and its refusal would hide that the first one is settled.
 */
export function createSettleGate(engine: Engine): SettleGate {
  let underWay: ReturnType<SettleGate> | null = null;
  return async (expected) => {
    if (underWay !== null) return await underWay;
    try {
      underWay = settleCovered(engine, expected);
      const answer = await underWay;
      soundAndSync(engine, answer.kind);
      return answer;
    } finally {
      underWay = null;
    }
  };
}

/** What was recorded is heard, and sent at once. */
export function soundAndSync({ deps }: Engine, kind: 'done' | 'refused'): void {
  deps.onSound(kind === 'done' ? 'ok' : 'deny');
  if (kind === 'done') deps.requestSync();
}
