import { describe, expect, test } from 'vitest';
import { burst, enter, keyOf, play, told, type Timed } from './wedge-play.fixture.ts';
import { defaultWedgeSettings, type WedgeSettings } from './wedge-settings.ts';
import type { WedgeKey } from './wedge.ts';

describe('a scanner set up in its own way', () => {
  const named = (key: string, change: Partial<WedgeKey> = {}) =>
    keyOf('', { code: key, key, ...change });
  const stx = named('b', { code: 'KeyB', ctrl: true });
  const etx = named('c', { code: 'KeyC', ctrl: true });
  const code = burst('2000012345678', 10, null);
  const heard = (keys: readonly Timed[], change: Partial<WedgeSettings> = {}) =>
    told(play(keys, { settings: { ...defaultWedgeSettings, ...change } }).out);

  test('sends its prefix and suffix in vain, learned or, for function keys, not', () => {
    const around: Timed[] = [[500, named('F9')], [10, keyOf('2')], ...code, [10, named('F10')]];
    expect([
      heard([[10, named('F9')], ...code, [10, enter]]),
      heard([...code, [10, named('F10')], [10, enter]]),
      heard([...burst(']C1', 10, null), ...code, [10, enter]], { prefix: [']', 'C', '1'] }),
      heard([...code, ...burst('##')], { suffix: ['#', '#', 'Enter'] }),
      heard(around.slice(1), { suffix: ['F10'] }),
      heard([[10, stx], ...code, [10, etx], [300, keyOf('7')]], {
        prefix: ['Ctrl+KeyB'],
        suffix: ['Ctrl+KeyC'],
      }),
    ]).toEqual([
      ['scan 2000012345678'],
      ['scan 2000012345678'],
      ['scan 2000012345678'],
      ['scan 2000012345678'],
      ['scan 22000012345678'],
      ['scan 2000012345678', 'typed 7'],
    ]);
    const home = named('Home');
    const end = named('End');
    expect(heard([[10, home], ...code, [10, end]], { prefix: ['Home'], suffix: ['End'] })).toEqual([
      'scan 2000012345678',
    ]);
  });

  test('without its learned prefix is read as it comes', () => {
    expect(heard([...code, [10, enter]], { prefix: [']', 'C', '1'] })).toEqual([
      'scan 2000012345678',
    ]);
  });

  test('a function key of a person still means what it says, once it is sure', () => {
    expect(
      heard([
        [500, named('F9')],
        [500, named('F3')],
      ]),
    ).toEqual(['typed F9', 'typed F3']);
    expect(
      heard([
        [500, named('F9')],
        [20, keyOf('5')],
        [300, enter],
      ]),
    ).toEqual(['typed F9 5', 'typed Enter']);
    // In the middle of a code no scanner sends one.
    expect(heard([...code, [10, named('F9')], ...burst('234567')])).toEqual([
      'typed 2 0 0 0 0 1 2 3 4 5 6 7 8 F9 2 3 4 5 6 7 Enter',
    ]);
  });

  test('without a suffix ends by silence, and an Enter still ends it too', () => {
    const silent = { suffix: [] };
    expect([
      heard([...code, [500, keyOf('7')]], silent),
      heard([...code, [10, enter]], silent),
      heard([...burst('12345', 10, null), [500, keyOf('7')]], silent),
      heard([...code, [10, keyOf('#')]], { suffix: ['#'] }),
    ]).toEqual([
      ['scan 2000012345678', 'typed 7'],
      ['scan 2000012345678'],
      ['typed 1 2 3 4 5', 'typed 7'],
      ['scan 2000012345678'],
    ]);
  });

  test('with dead keys has its text whole', () => {
    const german: Timed[] = [
      ['Backquote', '^'],
      ['Space', ' '],
      ...[...'123456'].map((digit) => [`Digit${digit}`, digit]),
    ].map(([place = '', key = '']): Timed => [10, keyOf('', { code: place, key })]);
    expect(heard([...german, [10, enter]], { layout: 'de' })).toEqual(['scan ^123456']);
  });

  test('by Alt and number pad is told once, and nothing of it is typed after', () => {
    const alt = named('Alt', { code: 'AltLeft', alt: true });
    const group = (digits: string): Timed[] => [
      [10, alt],
      ...[...digits].map((digit): Timed => [
        5,
        named(digit, { code: `Numpad${digit}`, alt: true }),
      ]),
    ];
    const out = heard([...group('050'), ...group('055'), ...group('049'), [10, enter]]);
    expect(out).toEqual(['alt-numpad']);
    expect(
      heard([
        [300, alt],
        [80, named('4', { code: 'Numpad4', alt: true })],
      ]),
    ).toEqual(['typed 4']);
  });
});

describe('an input method', () => {
  const process = (code: string): WedgeKey => keyOf('', { code, key: 'Process' });
  const eaten = ['Slash', 'KeyA', 'KeyB', 'Digit1', 'Period', 'Minus'].map(process);

  test('that ate a scan is told once, and nothing else comes out', () => {
    const keys = eaten.map((key): Timed => [10, key]);
    expect(told(play([...keys, [10, enter]]).out)).toEqual(['ime-swallowed']);
    expect(
      told(play([...keys, [10, process('Enter')], [10, keyOf('7')], [10, enter], [5, enter]]).out),
    ).toEqual(['ime-swallowed']);
    expect(told(play([...keys, [10, enter], ...burst('471123')]).out)).toEqual([
      'ime-swallowed',
      'scan 471123',
    ]);
    expect(told(play([...keys, [600, keyOf('7')]]).out)).toEqual(['ime-swallowed', 'typed 7']);
  });

  test('ate one from the fourth key on', () => {
    const keys = (count: number) => eaten.slice(0, count).map((key): Timed => [10, key]);
    expect([
      told(play([...keys(3), [10, enter]]).out),
      told(play([...keys(4), [10, enter]]).out),
    ]).toEqual([['typed Process Process Process Enter'], ['ime-swallowed']]);
  });

  test('with only some keys of a burst keeps it from becoming a scan', () => {
    const keys: Timed[] = [...burst('471', 10, null), [10, process('KeyA')], ...burst('23')];
    expect(told(play(keys).out)).toEqual(['typed 4 7 1 Process 2 3 Enter']);
  });

  test('is known by its keys without a place too', () => {
    const keys = eaten.map((): Timed => [10, process('')]);
    const few: Timed[] = [...burst('471', 10, null), [10, process('')], ...burst('23')];
    expect([told(play([...keys, [10, enter]]).out), told(play(few).out)]).toEqual([
      ['ime-swallowed'],
      ['typed 4 7 1 Process 2 3 Enter'],
    ]);
  });

  test('ate a scan too when it shows but one of eight quick keys, Shift among them', () => {
    const shift = keyOf('', { code: 'ShiftLeft', key: 'Shift', shift: true });
    const keys = (gapMs: number): Timed[] => [
      ...Array.from({ length: 6 }, (): Timed => [gapMs, shift]),
      [gapMs, process('')],
      [gapMs, shift],
      [gapMs, enter],
    ];
    expect([told(play(keys(42)).out), told(play(keys(43)).out)]).toEqual([
      ['ime-swallowed'],
      ['typed Process', 'typed Enter'],
    ]);
  });

  test('still has to hand on the rest of a scan a while later', () => {
    const keys = eaten.map((key): Timed => [10, key]);
    expect([
      told(play([...keys, [400, keyOf('7')], [500, enter]]).out),
      told(play([...keys, [400, keyOf('7')], [501, enter]]).out),
    ]).toEqual([['ime-swallowed'], ['ime-swallowed', 'typed Enter']]);
  });

  test('used by a person passes', () => {
    const keys = eaten.map((key): Timed => [120, key]);
    expect(told(play(keys).out)).toEqual(eaten.map(() => 'typed Process'));
  });
});
