/*
 * A list of a million rows is taller than what a browser can lay out: Chromium ends at 2^25 px of the device, 699,000
 * rows of 48 px, and half of them at 200 %. Beyond a safe height the browser scrolls a shorter box; where in the list
 * that is, is reckoned here. Wheel, touch and keys move the list by exactly as much as the box; a pull at the
 * scroll bar goes to the part of the list that it shows.
 */

/** What the browser lays out at most, CSS px: safe at 800 %. Near either end a quarter of it is the list itself. */
export const boxPxMax = 4_000_000;

export type ScrollScale = {
  /** The height of all rows. */
  readonly listPx: number;
  /** The height of what the browser scrolls. */
  readonly boxPx: number;
  /** The height in sight. */
  readonly viewPx: number;
};

/** The browser's position, and where in the list that is now: the top edge of what is in sight. */
export type ScrollPlace = { readonly boxAt: number; readonly listAt: number };

export const topPlace: ScrollPlace = { boxAt: 0, listAt: 0 };

/** @param viewPx 0 = not known yet */
export function scaleOf(listPx: number, viewPx: number): ScrollScale {
  return { listPx, boxPx: Math.min(listPx, boxPxMax), viewPx };
}

/** How far box and list can be scrolled, and how much at either end is the same in both. */
function endsOf({ listPx, boxPx, viewPx }: ScrollScale) {
  const boxMax = Math.max(0, boxPx - viewPx);
  return { boxMax, listMax: Math.max(0, listPx - viewPx), exactPx: Math.floor(boxMax / 4) };
}

/** Where the box stands for a place of the list: the same near the ends, in proportion between. */
export function boxAtOf(scale: ScrollScale, listAt: number): number {
  const { boxMax, listMax, exactPx } = endsOf(scale);
  if (boxMax === listMax || listAt <= exactPx) return listAt;
  if (listMax - listAt <= exactPx) return boxMax - (listMax - listAt);
  const share = (listAt - exactPx) / (listMax - 2 * exactPx);
  return Math.round(exactPx + share * (boxMax - 2 * exactPx));
}

/** The place of the list that a position of the scroll bar stands for. */
export function listAtOf(scale: ScrollScale, boxAt: number): number {
  const { boxMax, listMax, exactPx } = endsOf(scale);
  if (boxMax === listMax || boxAt <= exactPx) return boxAt;
  if (boxMax - boxAt <= exactPx) return listMax - (boxMax - boxAt);
  const share = (boxAt - exactPx) / (boxMax - 2 * exactPx);
  return exactPx + share * (listMax - 2 * exactPx);
}

/** A place of the list, or the nearest there is. */
export function goTo(scale: ScrollScale, listAt: number): ScrollPlace {
  const at = Math.max(0, Math.min(listAt, endsOf(scale).listMax));
  return { boxAt: boxAtOf(scale, at), listAt: at };
}

/** The least move that brings a row into sight; the same place if it is. */
export function goToRow(
  scale: ScrollScale,
  before: ScrollPlace,
  row: { readonly startPx: number; readonly rowPx: number },
): ScrollPlace {
  const endPx = row.startPx + row.rowPx;
  if (row.startPx < before.listAt) return goTo(scale, row.startPx);
  if (endPx > before.listAt + scale.viewPx) return goTo(scale, endPx - scale.viewPx);
  return before;
}

/** One pixel of the scroll bar moves the box by more than this; a turn of the wheel, a finger or a page by less. */
export function stepPxMax({ boxPx, viewPx }: ScrollScale): number {
  return Math.max(viewPx, boxPx / (2 * Math.max(1, viewPx)));
}

/**
 * The browser has scrolled. The answer may say another `boxAt`, to which the box must be set: small steps have
 * brought it near an end that the list is not at, or the list near an end of its own.
 */
export function follow(scale: ScrollScale, before: ScrollPlace, boxAt: number): ScrollPlace {
  const { boxMax, listMax, exactPx } = endsOf(scale);
  if (boxMax === listMax) return { boxAt, listAt: boxAt };
  const step = boxAt - before.boxAt;
  if (Math.abs(step) > stepPxMax(scale)) return { boxAt, listAt: listAtOf(scale, boxAt) };
  const listAt = Math.max(0, Math.min(before.listAt + step, listMax));
  const isNearEnd =
    Math.min(boxAt, listAt) <= exactPx || Math.min(boxMax - boxAt, listMax - listAt) <= exactPx;
  const anchor = boxAtOf(scale, listAt);
  return { boxAt: isNearEnd && Math.abs(anchor - boxAt) >= 1 ? anchor : boxAt, listAt };
}
