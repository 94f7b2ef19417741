import type { Page } from 'playwright-core';
import type { Area } from './draw-gallery.ts';

/** One specimen as it was kept and as it is now, each somewhere on its picture. */
export type ComparedArea = { readonly id: string; readonly kept: Area; readonly now: Area };

/** What has changed: how many points, and where the first of them is within the specimen. */
export type PictureFault = { readonly id: string; readonly what: string };

type Pictures = {
  /** The whole page as it is now; PNG, base64. Decoded once: it is 11 million points. */
  readonly now: string;
  readonly sheets: readonly { readonly kept: string; readonly areas: readonly ComparedArea[] }[];
};

/** A specimen may be this much larger or smaller: its edge lies between two points of the screen. */
const sizeSlackPx = 1;
/** Points of another colour that are allowed where both pictures are flat, and elsewhere. */
const flatMax = 24;
const edgeMax = 12;

/**
 * Compares pictures point by point as an eye would, in the browser's own decoder. A point counts in two cases.
 * On a flat ground: its colour differs at all. At an edge: its colour lies far outside those of the points around
 * it in the other picture; so the grey of smoothed letters may differ and an edge may lie one point off, but not
 * two.
 */
export async function comparePictures(page: Page, pictures: Pictures): Promise<PictureFault[]> {
  const limits = { sizeSlackPx, flatMax, edgeMax };
  return page.evaluate(compareInPage, { ...pictures, ...limits });
}

/** Runs in the page, so it brings all that it needs. */
async function compareInPage(
  input: Pictures & { sizeSlackPx: number; flatMax: number; edgeMax: number },
): Promise<{ id: string; what: string }[]> {
  // Shares of the distance from black to white (YIQ, Kotsarenko and Ramos 2010).
  const flatStep = 0.012;
  // Of 255: how much the points around one may differ on flat ground, and how far outside of them it may lie.
  const evenMax = 6;
  const edgeStep = 26;
  const edgeShare = 0.75;
  const blockPx = 24;
  const blockStep = 5.5;
  const load = async (png: string): Promise<ImageData> => {
    const bitmap = await createImageBitmap(
      await (await fetch(`data:image/png;base64,${png}`)).blob(),
    );
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    const context = canvas.getContext('2d', { willReadFrequently: true });
    if (!context) throw new Error('no canvas');
    context.drawImage(bitmap, 0, 0);
    return context.getImageData(0, 0, bitmap.width, bitmap.height);
  };
  const now = await load(input.now);
  const distance = (a: ImageData, at: number, b: ImageData, bt: number): number => {
    const red = (a.data[at] ?? 0) - (b.data[bt] ?? 0);
    const green = (a.data[at + 1] ?? 0) - (b.data[bt + 1] ?? 0);
    const blue = (a.data[at + 2] ?? 0) - (b.data[bt + 2] ?? 0);
    if (red === 0 && green === 0 && blue === 0) return 0;
    const y = 0.29889531 * red + 0.58662247 * green + 0.11448223 * blue;
    const i = 0.59597799 * red - 0.2741761 * green - 0.32180189 * blue;
    const q = 0.21147017 * red - 0.52261711 * green + 0.31114694 * blue;
    return Math.sqrt((0.5053 * y * y + 0.299 * i * i + 0.1957 * q * q) / 35215);
  };
  type Spread = { low: number[]; high: number[]; wide: number };
  /** The darkest and the brightest of a point and the eight around it, of red, green and blue. */
  const spreadAround = (of: ImageData, area: Area, x: number, y: number): Spread => {
    const [low, high] = [
      [255, 255, 255],
      [0, 0, 0],
    ];
    for (let py = Math.max(0, y - 1); py <= Math.min(area.height - 1, y + 1); py += 1) {
      for (let px = Math.max(0, x - 1); px <= Math.min(area.width - 1, x + 1); px += 1) {
        const at = ((area.y + py) * of.width + area.x + px) * 4;
        for (let channel = 0; channel < 3; channel += 1) {
          const value = of.data[at + channel] ?? 0;
          if (value < (low[channel] ?? 0)) low[channel] = value;
          if (value > (high[channel] ?? 0)) high[channel] = value;
        }
      }
    }
    return { low, high, wide: Math.max(...high.map((value, at) => value - (low[at] ?? 0))) };
  };
  /** Smoothed otherwise, a point lies between those around it; what is far outside was moved or recoloured. */
  const isLost = (of: ImageData, at: number, { low, high, wide }: Spread): boolean =>
    [0, 1, 2].some((channel) => {
      const value = of.data[at + channel] ?? 0;
      const outside = Math.max((low[channel] ?? 0) - value, value - (high[channel] ?? 0));
      return outside > edgeStep + wide * edgeShare;
    });
  /** How far the mean colours of two blocks are apart: smoothing keeps the mean, another colour does not. */
  const meanGap = (
    one: ImageData,
    from: { x: number; y: number },
    other: ImageData,
    to: { x: number; y: number },
    [wide, high]: readonly [number, number],
  ): number => {
    const sums = [0, 0, 0];
    for (let y = 0; y < high; y += 1) {
      for (let x = 0; x < wide; x += 1) {
        const a = ((from.y + y) * one.width + from.x + x) * 4;
        const b = ((to.y + y) * other.width + to.x + x) * 4;
        for (let channel = 0; channel < 3; channel += 1)
          sums[channel] =
            (sums[channel] ?? 0) + (one.data[a + channel] ?? 0) - (other.data[b + channel] ?? 0);
      }
    }
    // A sliver at the side is all edge; it counts as part of a whole block.
    return Math.max(...sums.map(Math.abs)) / (blockPx * blockPx);
  };
  const compareOne = (kept: ImageData, { id, kept: k, now: n }: ComparedArea) => {
    const grown = [n.width - k.width, n.height - k.height];
    if (grown.some((px) => Math.abs(px) > input.sizeSlackPx))
      return [{ id, what: `${k.width} × ${k.height} px is now ${n.width} × ${n.height}` }];
    const width = Math.min(k.width, n.width);
    const height = Math.min(k.height, n.height);
    const keptAt = (x: number, y: number) => ((k.y + y) * kept.width + k.x + x) * 4;
    const nowAt = (x: number, y: number) => ((n.y + y) * now.width + n.x + x) * 4;
    let [flat, edge] = [0, 0];
    let first = '';
    for (let y = 0; y < height; y += 1) {
      for (let x = 0; x < width; x += 1) {
        const [a, b] = [keptAt(x, y), nowAt(x, y)];
        if (distance(kept, a, now, b) <= flatStep) continue;
        const was = spreadAround(kept, k, x, y);
        const is = spreadAround(now, n, x, y);
        if (was.wide <= evenMax && is.wide <= evenMax) flat += 1;
        else if (isLost(kept, a, is) || isLost(now, b, was)) edge += 1;
        else continue;
        first ||= `${x}, ${y}`;
      }
    }
    for (let y = 0; y < height; y += blockPx) {
      for (let x = 0; x < width; x += blockPx) {
        const far = meanGap(
          kept,
          { ...k, x: k.x + x, y: k.y + y },
          now,
          { x: n.x + x, y: n.y + y },
          [Math.min(blockPx, width - x), Math.min(blockPx, height - y)],
        );
        if (far > blockStep) return [{ id, what: `other on the whole around ${x}, ${y}` }];
      }
    }
    return flat > input.flatMax || edge > input.edgeMax
      ? [{ id, what: `${flat + edge} points differ, the first at ${first}` }]
      : [];
  };
  const found: PictureFault[] = [];
  for (const sheet of input.sheets) {
    const kept = await load(sheet.kept);
    found.push(...sheet.areas.flatMap((area) => compareOne(kept, area)));
  }
  return found;
}
