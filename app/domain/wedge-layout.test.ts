import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  decodeWedgeKey,
  encodeWedgeText,
  wedgeLayouts,
  type KeyPlace,
  type WedgeLayout,
} from './wedge-layout.ts';
import { defaultWedgeSettings } from './wedge-settings.ts';
import { initialWedge, pressKey, type WedgeKey, type WedgeState } from './wedge.ts';

const printable = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i));

/** A key as the window gets it: what it says depends on the PC, so it says something else here. */
function pressed(place: KeyPlace, timeStampMs: number): WedgeKey {
  const { code, shift, altGraph } = place;
  return { code, shift, key: 'ㄅ', alt: altGraph, ctrl: false, meta: false, timeStampMs };
}

/** What the counter reads when a scanner of this layout types the text. */
function scanBy(layout: WedgeLayout, text: string): string | null {
  const places = encodeWedgeText(text, layout);
  if (places === null) return null;
  const settings = { ...defaultWedgeSettings, layout };
  let state: WedgeState = initialWedge;
  [...places, { code: 'Enter', shift: false, altGraph: false }].forEach((place, index) => {
    const key = {
      ...pressed(place, 1000 + index * 8),
      ...(place.code === 'Enter' ? { key: 'Enter' } : {}),
    };
    const step = pressKey(state, key, settings);
    state = step.state;
    for (const out of step.out) if (out.kind === 'scan') found = out.text;
  });
  return found;
}
let found: string | null = null;

describe.each(wedgeLayouts)('layout %s', (layout) => {
  test('has every printable ASCII character on a key', () => {
    expect(printable.filter((character) => encodeWedgeText(character, layout) === null)).toEqual(
      [],
    );
  });

  test('reads every character from the key that types it', () => {
    const wrong = printable.filter((character) => {
      const [place] = encodeWedgeText(character, layout) ?? [];
      return place === undefined || decodeWedgeKey(pressed(place, 0), layout) !== character;
    });
    expect(wrong).toEqual([]);
  });

  test('reads any text that its scanner types', () => {
    const anyText = fc.string({ unit: fc.constantFrom(...printable), minLength: 6, maxLength: 80 });
    fc.assert(
      fc.property(anyText, (text) => {
        found = null;
        expect(scanBy(layout, text)).toBe(text);
      }),
    );
  });
});

test('a character on no key is none that a scanner can send', () => {
  expect(encodeWedgeText('12ㄅ', 'us')).toBeNull();
});

test('keys that differ from country to country', () => {
  const said = (code: string, shift: boolean, altGraph = false) =>
    wedgeLayouts.map(
      (layout) => decodeWedgeKey(pressed({ code, shift, altGraph }, 0), layout) ?? '—',
    );
  expect([
    said('KeyY', false),
    said('KeyQ', true),
    said('Digit2', true),
    said('Digit7', true),
    said('Slash', false),
    said('BracketLeft', false),
    said('IntlRo', true),
    said('KeyQ', false, true),
    said('Digit8', false, true),
  ]).toEqual([
    ['y', 'y', 'z', 'y', 'y'],
    ['Q', 'Q', 'Q', 'A', 'Q'],
    ['@', '"', '"', '2', '"'],
    ['&', '&', '/', '7', "'"],
    ['/', '/', '-', '!', '/'],
    ['[', '[', 'ü', '^', '@'],
    ['—', '—', '—', '—', '_'],
    ['—', '—', '@', '—', '—'],
    ['—', '—', '[', '\\', '—'],
  ]);
});

test('the number pad and keys without a place are the same everywhere', () => {
  const key = { shift: true, key: '7' };
  for (const layout of wedgeLayouts) {
    expect([
      decodeWedgeKey({ ...key, code: 'Numpad7' }, layout),
      decodeWedgeKey({ ...key, code: 'NumpadAdd' }, layout),
      decodeWedgeKey({ ...key, code: '' }, layout),
      decodeWedgeKey({ ...key, code: '', key: 'Dead' }, layout),
      decodeWedgeKey({ ...key, code: 'F9', key: 'F9' }, layout),
    ]).toEqual(['7', '+', '7', null, null]);
  }
});
