import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeWedgeText, wedgeLayouts, type KeyPlace, type WedgeLayout } from './wedge-layout.ts';
import { learnWedge } from './wedge-learn.ts';
import { initialWedge, pressKey, type WedgeKey, type WedgeState } from './wedge.ts';

const known = 'CFzQ-/:@#=';

type Stroke = Partial<WedgeKey> & { readonly code: string };

function timed(strokes: readonly Stroke[], gapMs = 8): WedgeKey[] {
  const held = { shift: false, alt: false, ctrl: false, meta: false };
  return strokes.map((stroke, index) => ({
    ...held,
    key: 'x',
    timeStampMs: 1000 + index * gapMs,
    ...stroke,
  }));
}

const byPlace = ({ code, shift, altGraph }: KeyPlace): Stroke => ({ code, shift, alt: altGraph });
const typed = (text: string, layout: WedgeLayout): Stroke[] =>
  (encodeWedgeText(text, layout) ?? []).map(byPlace);
const enter: Stroke = { code: 'Enter', key: 'Enter' };

test('finds layout, prefix, suffix and gap, and with them reads any code of that scanner', () => {
  const affixes = [
    { keys: [], names: [] },
    { keys: [{ code: 'F9', key: 'F9' }], names: ['F9'] },
    { keys: [{ code: 'KeyB', key: 'b', ctrl: true }], names: ['Ctrl+KeyB'] },
  ];
  const ends = [
    { keys: [enter], names: ['Enter'] },
    { keys: [enter, enter], names: ['Enter'] },
    { keys: [{ code: 'Tab', key: 'Tab' }], names: ['Tab'] },
    { keys: [{ code: 'KeyC', key: 'c', ctrl: true }], names: ['Ctrl+KeyC'] },
  ];
  const fixedTexts = ['', ']C1', '~'];
  fc.assert(
    fc.property(
      fc.constantFrom(...wedgeLayouts),
      fc.constantFrom(...wedgeLayouts),
      fc.constantFrom(...affixes),
      fc.constantFrom(...fixedTexts),
      fc.constantFrom(...ends),
      fc.integer({ min: 2, max: 40 }),
      (layout, present, before, fixed, after, gapMs) => {
        const around = (code: string) =>
          timed([...before.keys, ...typed(`${fixed}${code}`, layout), ...after.keys], gapMs);
        const lesson = learnWedge(around(known), known, present);
        expect(lesson).toEqual({
          kind: 'learned',
          gapMsMax: gapMs,
          settings: {
            layout,
            prefix: [...before.names, ...fixed],
            suffix: after.names,
            gapMs: 40,
          },
        });
        if (lesson.kind !== 'learned') return;
        let state: WedgeState = initialWedge;
        const scans: string[] = [];
        for (const key of around('/AB1.+-Z^`{}4711')) {
          const step = pressKey(state, key, lesson.settings);
          state = step.state;
          for (const out of step.out) if (out.kind === 'scan') scans.push(out.text);
        }
        expect(scans).toEqual(['/AB1.+-Z^`{}4711']);
      },
    ),
  );
});

test('a key without a place or a character is known by its name', () => {
  const odd: Stroke = { code: '', key: 'Unidentified' };
  expect(learnWedge(timed([odd, ...typed(known, 'us'), enter]), known, 'us')).toMatchObject({
    kind: 'learned',
    settings: { prefix: ['Unidentified'], suffix: ['Enter'] },
  });
});

test('one longer pause is the PC’s, not the scanner’s', () => {
  const keys = timed([...typed(known, 'us'), enter]).map((key, index) =>
    index < 4 ? key : { ...key, timeStampMs: key.timeStampMs + 90 },
  );
  expect(learnWedge(keys, known, 'us')).toMatchObject({ kind: 'learned', gapMsMax: 8 });
});

test('says what stands in the way', () => {
  const numpad = (digit: string): Stroke => ({ code: `Numpad${digit}`, key: digit, alt: true });
  const swapped = typed('cfZq-/:@#=', 'us');
  const told = (strokes: readonly Stroke[], gapMs?: number) =>
    learnWedge(timed(strokes, gapMs), known, 'us');
  expect([
    told([]),
    told(typed('CFz', 'us')),
    told([...typed(known, 'us')].map((stroke) => ({ ...stroke, key: 'Process' }))),
    told([...'067070'].map(numpad)),
    told([...swapped, enter]),
    told([...typed(known, 'us'), enter], 41),
    told([...typed(`123456789${known}`, 'us'), enter]),
    told([...typed('4711234567890', 'us'), enter]),
  ]).toEqual([
    { kind: 'nothing' },
    { kind: 'nothing' },
    { kind: 'ime' },
    { kind: 'alt-numpad' },
    { kind: 'case-swapped' },
    { kind: 'too-slow', gapMsMax: 41 },
    { kind: 'affix-too-long' },
    { kind: 'unknown', text: '4711234567890' },
  ]);
});
