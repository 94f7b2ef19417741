import { counterCalls, type CounterCallHandlers } from '../app/contract/counter-calls.ts';
import type { CounterView } from '../app/contract/counter-view.ts';

/**
 * What a counter without a database can do: say why. Every other call fails; nothing is ever kept
 * in memory as if it were recorded.
 */
export function refusedHandlers(
  view: Extract<CounterView, { kind: 'refused' }>,
): CounterCallHandlers {
  const refuse = () => {
    throw new Error('the counter has no database');
  };
  const names = Object.keys(counterCalls);
  const refusals = Object.fromEntries(names.map((name) => [name, refuse]));
  return { ...(refusals as unknown as CounterCallHandlers), 'counter:view': () => view };
}
