import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  boxAtOf,
  boxPxMax,
  follow,
  goTo,
  goToRow,
  listAtOf,
  scaleOf,
  stepPxMax,
  topPlace,
  type ScrollPlace,
  type ScrollScale,
} from './scroll-scale.ts';

/** Lists of no row to ten million, rows of 48 to 80 px, from a strip to a large screen. */
const scales = fc
  .record({
    rows: fc.oneof(fc.integer({ min: 0, max: 10_000_000 }), fc.integer({ min: 0, max: 100_000 })),
    rowPx: fc.integer({ min: 48, max: 80 }),
    viewPx: fc.integer({ min: 100, max: 2_200 }),
  })
  .map(({ rows, rowPx, viewPx }) => ({ rows, rowPx, scale: scaleOf(rows * rowPx, viewPx) }));

const listMaxOf = ({ listPx, viewPx }: ScrollScale): number => Math.max(0, listPx - viewPx);
const boxMaxOf = ({ boxPx, viewPx }: ScrollScale): number => Math.max(0, boxPx - viewPx);

/** As the browser does it: never beyond the box; what is set by us comes back as one more event. */
function scrollBy(scale: ScrollScale, before: ScrollPlace, step: number): ScrollPlace {
  const boxAt = Math.max(0, Math.min(before.boxAt + step, boxMaxOf(scale)));
  const next = follow(scale, before, boxAt);
  return next.boxAt === boxAt ? next : follow(scale, next, next.boxAt);
}

describe('the scale of a list', () => {
  it('is the list itself up to a safe height, and both ends are the same ends', () => {
    fc.assert(
      fc.property(scales, ({ scale }) => {
        const [listMax, boxMax] = [listMaxOf(scale), boxMaxOf(scale)];
        expect(scale.boxPx).toBe(Math.min(scale.listPx, boxPxMax));
        expect([
          boxAtOf(scale, 0),
          boxAtOf(scale, listMax),
          listAtOf(scale, 0),
          listAtOf(scale, boxMax),
        ]).toEqual([0, boxMax, 0, listMax]);
      }),
    );
  });

  it('goes up with the list, there and back', () => {
    const shares = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(5_000));
    fc.assert(
      fc.property(scales, shares, ({ scale }, [share, more]) => {
        const [a, b] = [share * listMaxOf(scale), share * listMaxOf(scale) + more].map((at) =>
          goTo(scale, at),
        ) as [ScrollPlace, ScrollPlace];
        expect(a.boxAt).toBeLessThanOrEqual(b.boxAt);
        const pxOfOne = Math.max(1, (2 * listMaxOf(scale)) / Math.max(1, boxMaxOf(scale)));
        expect(Math.abs(listAtOf(scale, a.boxAt) - a.listAt)).toBeLessThanOrEqual(pxOfOne);
      }),
    );
  });

  it('moves the list by exactly a step of wheel, finger or page, however many follow each other', () => {
    const shares = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        scales,
        shares,
        fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { maxLength: 60 }),
        ({ scale }, from, steps) => {
          let place = goTo(scale, from * listMaxOf(scale));
          for (const share of steps) {
            const step = Math.round(share * stepPxMax(scale));
            const wanted = Math.max(0, Math.min(place.listAt + step, listMaxOf(scale)));
            place = scrollBy(scale, place, step);
            expect(place.listAt).toBeCloseTo(wanted, 3);
          }
        },
      ),
    );
  });

  it('never stands still before the end of the list, nor stops short of the box', () => {
    const shares = fc.double({ min: 0, max: 1, noNaN: true });
    const moves = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { maxLength: 30 });
    fc.assert(
      fc.property(scales, shares, moves, ({ scale }, from, steps) => {
        const [listMax, boxMax] = [listMaxOf(scale), boxMaxOf(scale)];
        let place = follow(scale, topPlace, Math.round(from * boxMax));
        // Steps and pulls in turn.
        for (const [n, share] of steps.entries())
          place = scrollBy(scale, place, share * (n % 3 === 0 ? boxMax : stepPxMax(scale)));
        expect(place.listAt).toBeGreaterThanOrEqual(0);
        expect(place.listAt).toBeLessThanOrEqual(listMax);
        if (place.listAt < listMax - 2) expect(place.boxAt).toBeLessThan(boxMax);
        if (place.listAt > 2) expect(place.boxAt).toBeGreaterThan(0);
      }),
    );
  });

  it('reaches either end by steps alone from near it', () => {
    fc.assert(
      fc.property(scales, fc.nat(40_000), fc.boolean(), ({ scale }, away, isDown) => {
        const listMax = listMaxOf(scale);
        let place = goTo(scale, isDown ? listMax - away : away);
        for (let turn = 0; turn < 500; turn += 1) place = scrollBy(scale, place, isDown ? 97 : -97);
        expect([place.listAt, place.boxAt]).toEqual(isDown ? [listMax, boxMaxOf(scale)] : [0, 0]);
      }),
    );
  });

  it('brings any row into sight as a whole, and moves nothing for one that is', () => {
    const shares = fc.double({ min: 0, max: 0.999_999, noNaN: true });
    fc.assert(
      fc.property(scales, shares, shares, ({ scale, rows, rowPx }, from, to) => {
        fc.pre(rows > 0);
        const before = goTo(scale, from * listMaxOf(scale));
        const row = { startPx: Math.floor(to * rows) * rowPx, rowPx };
        const place = goToRow(scale, before, row);
        const top = row.startPx - place.listAt;
        expect(top).toBeGreaterThanOrEqual(-0.01);
        expect(top + rowPx).toBeLessThanOrEqual(scale.viewPx + 0.01);
        expect(goToRow(scale, place, row)).toBe(place);
      }),
    );
  });

  it('has the last of a million rows at the end of the scroll bar', () => {
    const scale = scaleOf(1_000_000 * 48, 500);
    const end = follow(scale, topPlace, boxPxMax - 500);
    expect(end).toEqual({ boxAt: boxPxMax - 500, listAt: 48_000_000 - 500 });
    expect(follow(scale, end, end.boxAt - 120)).toEqual({
      boxAt: end.boxAt - 120,
      listAt: end.listAt - 120,
    });
  });
});
