import type { SerialPortChoice } from '../../../app/contract/serial-settings.ts';

/** Stands for "typed by hand" in the choice of ports: virtual ports are in no list. */
export const typedByHand = '';

/**
 * The ports to choose from, by hand last. The chosen one stays among them though it was pulled out meanwhile: a
 * choice without its option would show the first port and save the other.
 */
export function portOptions(
  ports: readonly SerialPortChoice[],
  chosen: string,
  byHandWords: string,
): readonly (readonly [path: string, words: string])[] {
  const isThere = chosen === typedByHand || ports.some(({ path }) => path === chosen);
  return [
    ...(isThere ? [] : [[chosen, chosen] as const]),
    ...ports.map(({ path, label }) => [path, label || path] as const),
    [typedByHand, byHandWords],
  ];
}
