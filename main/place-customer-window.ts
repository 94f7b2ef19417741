/** A rectangle on the desk of all displays, as Electron tells it. */
export type Bounds = {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
};
export type DisplayPlace = { readonly id: number; readonly bounds: Bounds };

/** The whole of another display, or a window that a person moves to where the customer sees it. */
export type CustomerPlace =
  | { readonly kind: 'display'; readonly bounds: Bounds }
  | { readonly kind: 'window'; readonly bounds: Bounds };

const windowSize = { width: 800, height: 480 };
const marginPx = 24;

/**
 * Where the customer's window goes: on the first display that is not the counter's; with one display only, as
 * a window at its lower right corner, where it hides least of the counter.
 */
export function placeCustomerWindow(
  displays: readonly DisplayPlace[],
  counterDisplay: DisplayPlace,
): CustomerPlace {
  const other = displays.find(({ id }) => id !== counterDisplay.id);
  if (other !== undefined) return { kind: 'display', bounds: other.bounds };
  const { x, y, width, height } = counterDisplay.bounds;
  const bounds = {
    x: x + Math.max(0, width - windowSize.width - marginPx),
    y: y + Math.max(0, height - windowSize.height - marginPx),
    ...windowSize,
  };
  return { kind: 'window', bounds };
}
