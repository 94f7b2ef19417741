import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { burst, enter, keyOf, play, told, type Timed } from './wedge-play.fixture.ts';
import { defaultWedgeSettings } from './wedge-settings.ts';
import { elapse, initialWedge, nextDeadlineMs, pressKey, scanCharactersMax } from './wedge.ts';

describe('a scan', () => {
  test('comes out whole with the time of its end', () => {
    const { out, endMs } = play(burst('/AB1.+-Z:*=$%'));
    expect(out).toEqual([{ kind: 'scan', text: '/AB1.+-Z:*=$%', completedAtMs: endMs }]);
  });

  test('may end with Enter by key alone, the number pad’s Enter, or Tab', () => {
    const ends = [
      keyOf('', { code: '', key: 'Enter' }),
      keyOf('', { code: 'NumpadEnter', key: 'Enter' }),
      keyOf('', { code: 'Tab', key: 'Tab' }),
    ];
    for (const end of ends)
      expect(told(play(burst('471123', 10, end)).out)).toEqual(['scan 471123']);
  });

  test('does not mind Caps Lock, a foreign layout, or digits of the number pad', () => {
    const keys = [...'abcABC12'].map((character): Timed => [8, { ...keyOf(character), key: 'ß' }]);
    const pad = [...'0123456789'].map((digit): Timed => [
      8,
      keyOf(digit, { code: `Numpad${digit}` }),
    ]);
    const padSigns = ['Decimal', 'Add', 'Subtract', 'Multiply', 'Divide', '1'].map(
      (name): Timed => [8, keyOf('1', { code: `Numpad${name}` })],
    );
    expect([keys, pad, padSigns].map((some) => told(play([...some, [8, enter]]).out))).toEqual([
      ['scan abcABC12'],
      ['scan 0123456789'],
      ['scan .+-*/1'],
    ]);
  });

  test('reads a key without a place by what it says', () => {
    const keys = [...'PM1*TW'].map((character): Timed => [8, keyOf(character, { code: '' })]);
    expect(told(play([...keys, [8, enter]]).out)).toEqual(['scan PM1*TW']);
  });

  test('may end with a key that is Enter or Tab by its place only, or by its name', () => {
    const ends = [
      keyOf('', { code: 'Enter', key: 'Unidentified' }),
      keyOf('', { code: 'NumpadEnter', key: 'Unidentified' }),
      keyOf('', { code: 'Tab', key: 'Unidentified' }),
      keyOf('', { code: 'F9', key: 'Tab' }),
    ];
    for (const end of ends)
      expect(told(play(burst('471123', 10, end)).out)).toEqual(['scan 471123']);
  });

  test('of a slow scanner is carried by its Shift keys, up to 40 ms each', () => {
    const shift = keyOf('', { code: 'ShiftLeft', key: 'Shift', shift: true });
    const keys = (shiftMs: number, keyMs: number) =>
      [...'ABCDEF'].flatMap((character): Timed[] => [
        [shiftMs, shift],
        [keyMs, keyOf(character)],
      ]);
    const out = (shiftMs: number, keyMs: number) =>
      told(play([...keys(shiftMs, keyMs), [35, enter]]).out);
    expect([out(35, 35), out(40, 40), out(41, 35).length, out(35, 41).length]).toEqual([
      ['scan ABCDEF'],
      ['scan ABCDEF'],
      6,
      6,
    ]);
  });

  test('is over when a person goes back with Shift and Tab', () => {
    const back = keyOf('', { code: 'Tab', key: 'Tab', shift: true });
    expect(told(play([...burst('471123', 10, null), [10, back], [10, enter]]).out)).toEqual([
      'typed 4 7 1 1 2 3 Tab',
      'typed Enter',
    ]);
  });

  test('may have its end up to 150 ms later', () => {
    expect(told(play([...burst('471123', 10, null), [150, enter]]).out)).toEqual(['scan 471123']);
    expect(told(play([...burst('471123', 10, null), [151, enter]]).out)).toEqual([
      'typed 4 7 1 1 2 3 Enter',
    ]);
  });

  test('may stop up to 150 ms once six characters came at its pace, not before', () => {
    const stopped = (count: number, gapMs: number): Timed[] =>
      burst('2000012345678').map(([, key], i): Timed => [i === count ? gapMs : 10, key]);
    expect([
      told(play(stopped(6, 150)).out),
      told(play(stopped(12, 150)).out),
      told(play(stopped(6, 151)).out),
      told(play(stopped(5, 41)).out),
    ]).toEqual([
      ['scan 2000012345678'],
      ['scan 2000012345678'],
      ['typed 2 0 0 0 0 1', 'scan 2345678'],
      ['typed 2 0 0 0 0', 'scan 2000012345678'],
    ]);
  });

  test('that broke off before it was known as a scan is put together again', () => {
    const broken = (counts: readonly number[], gapMs: number): Timed[] =>
      burst('2000012345678').map(([, key], i): Timed => [counts.includes(i) ? gapMs : 10, key]);
    expect([
      told(play(broken([2], 150)).out),
      told(play(broken([2, 4], 90)).out),
      told(play(broken([2], 151)).out),
      // One key alone may be a person's.
      told(play(broken([1], 90)).out),
    ]).toEqual([
      ['typed 2 0', 'scan 2000012345678'],
      ['typed 2 0', 'typed 0 0', 'scan 2000012345678'],
      ['typed 2 0', 'scan 00012345678'],
      ['typed 2', 'scan 000012345678'],
    ]);
  });

  test('with CR and LF at its end confirms nothing', () => {
    expect(told(play([...burst('471123'), [10, enter]]).out)).toEqual(['scan 471123']);
    expect(told(play([...burst('471123'), [60, enter]]).out)).toEqual(['scan 471123']);
    expect(told(play([...burst('471123'), [61, enter]]).out)).toEqual([
      'scan 471123',
      'typed Enter',
    ]);
    // The Enter after keys of its own is no end of the scan before.
    expect(told(play([...burst('471123'), ...burst('12', 5)]).out)).toEqual([
      'scan 471123',
      'typed 1 2 Enter',
    ]);
  });

  test('follows another at once', () => {
    expect(told(play([...burst('471123'), ...burst('2000012345678')]).out)).toEqual([
      'scan 471123',
      'scan 2000012345678',
    ]);
  });

  test('is read whole when a busy screen released its first keys too early', () => {
    const [first = [0, enter], ...rest] = burst('2000012345678');
    let state = pressKey(initialWedge, { ...first[1], timeStampMs: 1000 }).state;
    const early = elapse(state, 1300);
    state = early.state;
    const out = [...early.out];
    rest.forEach(([gapMs, key], index) => {
      const step = pressKey(state, { ...key, timeStampMs: 1000 + gapMs * (index + 1) });
      state = step.state;
      out.push(...step.out);
    });
    expect(told(out)).toEqual(['typed 2', 'scan 2000012345678']);
  });

  test('of few characters is one when no person is so quick, its end included', () => {
    const late = keyOf('', { code: 'Enter', key: 'Enter' });
    const shift = keyOf('', { code: 'ShiftLeft', key: 'Shift', shift: true });
    const played: [string, readonly Timed[]][] = [
      ['a donation code', burst('919')],
      ['at the limit', burst('12345', 25)],
      ['two digits', burst('91')],
      ['one slow key', [...burst('91', 10, null), [26, keyOf('9')], [10, enter]]],
      ['a slow Shift', [...burst('AB', 10, null), [26, shift], [4, keyOf('C')], [10, enter]]],
      ['a person’s Enter', [...burst('000', 3, null), [26, late]]],
      [
        'a key no scanner sends',
        [...burst('919', 3, null), [3, keyOf('l', { meta: true })], [3, late]],
      ],
      [
        'the rest of one that stood still',
        [...burst('2000012345', 5, null), [400, keyOf('6')], ...burst('78', 5)],
      ],
    ];
    expect(played.map(([what, keys]) => [what, ...told(play(keys).out)])).toEqual([
      ['a donation code', 'scan 919'],
      ['at the limit', 'scan 12345'],
      ['two digits', 'typed 9 1 Enter'],
      ['one slow key', 'typed 9 1 9 Enter'],
      ['a slow Shift', 'typed A B C Enter'],
      ['a person’s Enter', 'typed 0 0 0 Enter'],
      ['a key no scanner sends', 'typed 9 1 9 l', 'typed Enter'],
      ['the rest of one that stood still', 'typed 2 0 0 0 0 1 2 3 4 5', 'scan 678'],
    ]);
  });

  test('of few characters ends with the scanner’s own key as well', () => {
    const settings = { ...defaultWedgeSettings, suffix: ['F9'] };
    const ended = (key: string, digits = '919'): Timed[] => [
      ...burst(digits, 10, null),
      [10, keyOf('', { code: key, key })],
    ];
    expect(told(play(ended('F9'), { settings }).out)).toEqual(['scan 919']);
    expect(told(play(ended('F9', '91'), { settings }).out)).toEqual(['typed 9 1 F9']);
    // Another scanner beside the one that was learned.
    expect(told(play(burst('919'), { settings }).out)).toEqual(['scan 919']);
    expect(told(play(ended('F8'), { settings }).out)).toEqual(['typed 9 1 9 F8']);
  });

  test('longer than the limit arrives cut', () => {
    const { out } = play(burst('7'.repeat(scanCharactersMax + 50), 1));
    expect(out).toMatchObject([{ kind: 'scan', text: '7'.repeat(scanCharactersMax) }]);
  });

  test('any printable text at scanner speed is exactly one scan', () => {
    const anyText = fc
      .string({ minLength: 6, maxLength: 200 })
      .filter((text) => /^[ -~]*$/.test(text));
    fc.assert(
      fc.property(
        anyText,
        fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1 }),
        (text, gaps) => {
          const keys = burst(text).map(([, key], index): Timed => [
            gaps[index % gaps.length] ?? 1,
            key,
          ]);
          expect(told(play(keys).out)).toEqual([`scan ${text}`]);
        },
      ),
    );
  });
});

describe('a person', () => {
  test('has digits delivered within 45 ms', () => {
    const step = pressKey(initialWedge, { ...keyOf('5'), timeStampMs: 1000 });
    expect(step.out).toEqual([]);
    expect(nextDeadlineMs(step.state)).toBe(1045);
    expect(told(elapse(step.state, 1044).out)).toEqual([]);
    expect(told(elapse(step.state, 1045).out)).toEqual(['typed 5']);
    expect(nextDeadlineMs(elapse(step.state, 1045).state)).toBeNull();
    expect(nextDeadlineMs(initialWedge)).toBeNull();
  });

  test('has a short burst and its Enter delivered together', () => {
    expect(told(play(burst('12345', 30)).out)).toEqual(['typed 1 2 3 4 5 Enter']);
    expect(
      told(
        play([
          [0, enter],
          [5, enter],
        ]).out,
      ),
    ).toEqual(['typed Enter', 'typed Enter']);
  });

  test('has other keys and shortcuts delivered at once', () => {
    const unknown = keyOf('', { code: '', key: 'Unidentified' });
    const escape = keyOf('', { code: 'Escape', key: 'Escape' });
    const copy = keyOf('c', { ctrl: true });
    const system = keyOf('l', { meta: true });
    const back = keyOf('', { code: 'Tab', key: 'Tab', shift: true });
    const alone = keyOf('', { code: 'ControlLeft', key: 'Control', ctrl: true });
    expect(
      told(
        play([
          [100, keyOf('1')],
          [100, escape],
          [100, alone],
          [100, copy],
          [100, system],
          [100, back],
          [100, unknown],
        ]).out,
      ),
    ).toEqual(['typed 1', 'typed Escape', 'typed c', 'typed l', 'typed Tab', 'typed Unidentified']);
  });

  test('holding a key down gets every repeat, and no scan without an Enter', () => {
    const { out } = play(burst('0'.repeat(20), 30, null));
    expect(told(out)).toEqual([`typed ${[...'0'.repeat(20)].join(' ')}`]);
  });

  test('a strange key amid a burst keeps a cut code from becoming a scan', () => {
    const control = keyOf(']', { ctrl: true });
    const keys: Timed[] = [...burst('2554711', 10, null), [10, control], ...burst('234567')];
    expect(told(play(keys).out)).toEqual(['typed 2 5 5 4 7 1 1 ]', 'typed 2 3 4 5 6 7 Enter']);
  });

  test('typing digits is never a scan, and every key comes out in order', () => {
    const anyGap = fc.oneof(
      { weight: 4, arbitrary: fc.integer({ min: 80, max: 250 }) },
      { weight: 1, arbitrary: fc.constant(30) },
    );
    const anyKey = fc.oneof(
      { weight: 9, arbitrary: fc.stringMatching(/^\d$/).map((digit) => keyOf(digit)) },
      { weight: 1, arbitrary: fc.constant(enter) },
    );
    fc.assert(
      fc.property(
        fc.array(fc.tuple(anyGap, anyKey), { maxLength: 60 }),
        fc.boolean(),
        (typed, lateTimer) => {
          // A roll-over is a pair: the next gap is a person's again.
          const keys = typed.map(([gapMs, key], index): Timed => [
            typed[index - 1]?.[0] === 30 ? 90 : gapMs,
            key,
          ]);
          const { out } = play(keys, { lateTimer });
          expect(out.every((one) => one.kind === 'typed')).toBe(true);
          const delivered = out.flatMap((one) =>
            one.kind === 'typed' ? one.keys.map((key) => key.key) : [],
          );
          expect(delivered).toEqual(keys.map(([, key]) => key.key));
        },
      ),
    );
  });
});

test('any keys at any time: nothing is lost or doubled outside a scan', () => {
  const anyKey = fc.oneof(
    fc.stringMatching(/^[ -~]$/).map((character) => keyOf(character)),
    fc.constantFrom(
      enter,
      keyOf('', { code: 'Escape', key: 'Escape' }),
      keyOf('v', { ctrl: true }),
    ),
  );
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 1, max: 120 }), anyKey), { maxLength: 80 }),
      (keys) => {
        const { out, state } = play(keys);
        const count = out.reduce(
          (sum, one) => sum + (one.kind === 'typed' ? one.keys.length : 0),
          0,
        );
        expect(count).toBeLessThanOrEqual(keys.length);
        expect(nextDeadlineMs(state)).toBeNull();
        if (out.every((one) => one.kind === 'typed')) expect(count).toBe(keys.length);
      },
    ),
  );
});
