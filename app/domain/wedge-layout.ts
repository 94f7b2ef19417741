/** The keyboard countries a scanner can be set to. Scanners leave the factory as `us`. */
export const wedgeLayouts = ['us', 'uk', 'de', 'fr', 'jp'] as const;
export type WedgeLayout = (typeof wedgeLayouts)[number];

/** A key by its place on the board, and what is held with it. */
export type KeyPlace = {
  readonly code: string;
  readonly shift: boolean;
  /** The right Alt key: the third character of a place. */
  readonly altGraph: boolean;
};

/** What decides which character a key press stands for. */
export type LayoutKey = {
  readonly code: string;
  readonly key: string;
  readonly shift: boolean;
  readonly alt?: boolean;
  readonly altGraph?: boolean;
};

const rowCodes: readonly (readonly string[])[] = [
  ['Backquote', ...[...'1234567890'].map((digit) => `Digit${digit}`), 'Minus', 'Equal'],
  [...[...'QWERTYUIOP'].map((letter) => `Key${letter}`), 'BracketLeft', 'BracketRight'],
  [...[...'ASDFGHJKL'].map((letter) => `Key${letter}`), 'Semicolon', 'Quote', 'Backslash'],
  ['IntlBackslash', ...[...'ZXCVBNM'].map((letter) => `Key${letter}`), 'Comma', 'Period', 'Slash'],
  ['IntlYen', 'IntlRo'],
];

/** One row of keys, left to right: plain, with Shift, with the right Alt. A blank is no character. */
type Row = readonly [plain: string, shifted: string, third?: string];

type Layout = {
  readonly rows: readonly Row[];
  /** Characters that wait for the next key: a Space after one only completes it. */
  readonly dead: readonly KeyPlace[];
};

function place(code: string, level: 0 | 1 | 2): KeyPlace {
  return { code, shift: level === 1, altGraph: level === 2 };
}

const qwerty = {
  upper: ['qwertyuiop[]', 'QWERTYUIOP{}'],
  lower: ['\\zxcvbnm,./', '|ZXCVBNM<>?'],
} as const;

/** As printed on the keyboards of each country; the third row of a key is its AltGr character. */
const layouts: Readonly<Record<WedgeLayout, Layout>> = {
  us: {
    rows: [
      ['`1234567890-=', '~!@#$%^&*()_+'],
      qwerty.upper,
      ["asdfghjkl;'\\", 'ASDFGHJKL:"|'],
      qwerty.lower,
    ],
    dead: [],
  },
  uk: {
    rows: [
      ['`1234567890-=', '¬!"£$%^&*()_+'],
      qwerty.upper,
      ["asdfghjkl;'#", 'ASDFGHJKL:@~'],
      qwerty.lower,
    ],
    dead: [],
  },
  de: {
    rows: [
      ['^1234567890ß´', '°!"§$%&/()=?`', '  ²³   {[]}\\ '],
      ['qwertzuiopü+', 'QWERTZUIOPÜ*', '@ €        ~'],
      ['asdfghjklöä#', "ASDFGHJKLÖÄ'"],
      ['<yxcvbnm,.-', '>YXCVBNM;:_', '|      µ   '],
    ],
    dead: [place('Backquote', 0), place('Equal', 0), place('Equal', 1)],
  },
  fr: {
    rows: [
      ['²&é"\'(-è_çà)=', ' 1234567890°+', '  ~#{[|`\\^@]}'],
      ['azertyuiop^$', 'AZERTYUIOP¨£', '  €        ¤'],
      ['qsdfghjklmù*', 'QSDFGHJKLM%µ'],
      ['<wxcvbn,;:!', '>WXCVBN?./§'],
    ],
    dead: [
      place('BracketLeft', 0),
      place('BracketLeft', 1),
      place('Digit2', 2),
      place('Digit7', 2),
    ],
  },
  jp: {
    rows: [
      [' 1234567890-^', ' !"#$%&\'() =~'],
      ['qwertyuiop@[', 'QWERTYUIOP`{'],
      ['asdfghjkl;:]', 'ASDFGHJKL+*}'],
      [' zxcvbnm,./', ' ZXCVBNM<>?'],
      ['\\\\', '|_'],
    ],
    dead: [],
  },
};

/** The number pad gives the same character with and without Shift. */
const numberPad: ReadonlyMap<string, string> = new Map([
  ...[...'0123456789'].map((digit): [string, string] => [`Numpad${digit}`, digit]),
  ['NumpadDecimal', '.'],
  ['NumpadAdd', '+'],
  ['NumpadSubtract', '-'],
  ['NumpadMultiply', '*'],
  ['NumpadDivide', '/'],
]);

function placeKey({ code, shift, altGraph }: KeyPlace): string {
  return `${code} ${altGraph ? 2 : shift ? 1 : 0}`;
}

/** Every character of a layout by its place, `code level`. */
function charactersOf(rows: readonly Row[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>([
    ['Space 0', ' '],
    ['Space 1', ' '],
  ]);
  rows.forEach((row, rowIndex) => {
    row.forEach((characters = '', level) => {
      [...characters].forEach((character, index) => {
        const code = rowCodes[rowIndex]?.[index];
        if (character !== ' ' && code !== undefined) found.set(`${code} ${level}`, character);
      });
    });
  });
  return found;
}

type Table = {
  readonly characters: ReadonlyMap<string, string>;
  readonly dead: ReadonlySet<string>;
};

function tableOf(layout: WedgeLayout): Table {
  const { rows, dead } = layouts[layout];
  return { characters: charactersOf(rows), dead: new Set(dead.map(placeKey)) };
}

const tables: Readonly<Record<WedgeLayout, Table>> = {
  us: tableOf('us'),
  uk: tableOf('uk'),
  de: tableOf('de'),
  fr: tableOf('fr'),
  jp: tableOf('jp'),
};

function keyPlaceOf(key: LayoutKey): KeyPlace {
  return { code: key.code, shift: key.shift, altGraph: key.altGraph === true || key.alt === true };
}

/**
 * The character a scanner meant by a key: from the key's place (`code`), Shift and the right Alt, so
 * Caps Lock and the PC's own layout change nothing. `key` counts only where a driver gives no place
 * at all. Null for keys that stand for no character in the scanner's layout.
 */
export function decodeWedgeKey(key: LayoutKey, layout: WedgeLayout = 'us'): string | null {
  const at = keyPlaceOf(key);
  if (key.code === '') return !at.altGraph && [...key.key].length === 1 ? key.key : null;
  const onPad = at.altGraph ? undefined : numberPad.get(key.code);
  return onPad ?? tables[layout].characters.get(placeKey(at)) ?? null;
}

/** Whether a Space after this key only completes its character (`^` on a German keyboard). */
export function isDeadKey(key: LayoutKey, layout: WedgeLayout): boolean {
  return tables[layout].dead.has(placeKey(keyPlaceOf(key)));
}

/**
 * The keys by which a scanner of this layout types a text, a Space after each dead key. Null when the
 * layout has no place for one of its characters.
 */
export function encodeWedgeText(text: string, layout: WedgeLayout): readonly KeyPlace[] | null {
  const keys: KeyPlace[] = [];
  const { dead } = tables[layout];
  for (const character of text) {
    const found = placesOf(character, layout);
    const best = found.find((at) => !dead.has(placeKey(at))) ?? found[0];
    if (best === undefined) return null;
    keys.push(best);
    if (dead.has(placeKey(best))) keys.push(place('Space', 0));
  }
  return keys;
}

function placesOf(character: string, layout: WedgeLayout): KeyPlace[] {
  return [...tables[layout].characters]
    .filter(([, one]) => one === character)
    .map(([at]) => ({
      code: at.slice(0, -2),
      shift: at.endsWith(' 1'),
      altGraph: at.endsWith(' 2'),
    }));
}
