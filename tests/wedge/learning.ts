import { encodeWedgeText, type KeyPlace, type WedgeLayout } from '../../app/domain/wedge-layout.ts';
import { wedgeTestText } from '../../app/domain/wedge-settings.ts';
import type { PlayDeps } from './play-scan.ts';
import type { ShopMember } from './shop.ts';
import { takeKeyTimes, waitForWindow } from './window-state.ts';

/** A scanner that is not as delivered: what it sends, as keys of the X server's US board. */
type OddScanner = {
  readonly name: string;
  readonly layout: WedgeLayout;
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly learned: { readonly layout: string; readonly prefix: string; readonly suffix: string };
};

const oddScanners: readonly OddScanner[] = [
  {
    name: 'German, F9 before, Tab after',
    layout: 'de',
    before: ['F9'],
    after: ['Tab'],
    learned: { layout: '德國', prefix: 'F9', suffix: 'Tab' },
  },
  {
    name: 'French, STX before, ETX after',
    layout: 'fr',
    before: ['ctrl+b'],
    after: ['ctrl+c'],
    learned: { layout: '法國', prefix: 'Ctrl+B', suffix: 'Ctrl+C' },
  },
  {
    name: 'Japanese, nothing after',
    layout: 'jp',
    before: [],
    after: [],
    learned: { layout: '日本', prefix: '無', suffix: '無（停頓即結束）' },
  },
  {
    name: 'as delivered again',
    layout: 'us',
    before: [],
    after: ['Return'],
    learned: { layout: '美國', prefix: '無', suffix: 'Enter' },
  },
];

const keysyms: Readonly<Record<string, string>> = {
  Backquote: 'grave',
  Minus: 'minus',
  Equal: 'equal',
  BracketLeft: 'bracketleft',
  BracketRight: 'bracketright',
  Backslash: 'backslash',
  Semicolon: 'semicolon',
  Quote: 'apostrophe',
  Comma: 'comma',
  Period: 'period',
  Slash: 'slash',
  Space: 'space',
  IntlBackslash: 'less',
};

/** The key at a place of the X server's US board, by its X name. */
function xKey({ code, shift, altGraph }: KeyPlace): string {
  const plain = keysyms[code] ?? code.replace(/^(?:Key|Digit)/, '').toLowerCase();
  return `${altGraph ? 'alt+' : ''}${shift ? 'shift+' : ''}${plain}`;
}

function keysOf(scanner: OddScanner, text: string): readonly string[] {
  const places = encodeWedgeText(text, scanner.layout);
  if (places === null) throw new Error(`${scanner.layout} has no keys for ${text}`);
  return [...scanner.before, ...places.map(xKey), ...scanner.after];
}

/**
 * Learns each odd scanner on the settings page from one scan of the test code, and then reads a card
 * and a text with letters by it. Gives a line for everything that went wrong.
 */
export async function playLearning(
  deps: PlayDeps,
  members: readonly ShopMember[],
): Promise<{ readonly passed: number; readonly failures: readonly string[] }> {
  const failures: string[] = [];
  let passed = 0;
  for (const [index, scanner] of oddScanners.entries()) {
    const member = members[index];
    if (member === undefined) throw new Error('the shop has too few members');
    for (let tries = 1; ; tries += 1) {
      const { trouble, stalled } = await learnAndScan(deps, scanner, member);
      if (trouble === null) passed += 1;
      else if (stalled && tries < triesMax) continue;
      else failures.push(`${scanner.name}: ${trouble}`);
      break;
    }
  }
  return { passed, failures };
}

/** As in the campaign: what this machine's own stops spoil is played again. */
const triesMax = 6;
const stalledGapMs = 38;

type Learned = { readonly trouble: string | null; readonly stalled: boolean };

async function learnAndScan(
  { page, keys, inputMethod }: PlayDeps,
  scanner: OddScanner,
  member: ShopMember,
): Promise<Learned> {
  let stalled = false;
  const strike = async (text: string): Promise<void> => {
    await takeKeyTimes(page);
    await keys.strike(keysOf(scanner, text));
    const times = await takeKeyTimes(page);
    stalled ||= times.some((time, i) => i > 0 && time - (times[i - 1] ?? 0) > stalledGapMs);
  };
  const ended = (trouble: string | null): Learned => ({ trouble, stalled });
  await inputMethod.setChinese(false);
  await keys.activate();
  await keys.press('F10');
  await page.click('[data-tab="wedge"]');
  await page.click('[data-learn]');
  await page.waitForSelector('[data-key-tap]:focus');
  await strike(wedgeTestText);
  const result = await page.waitForSelector('[data-wedge] [role="status"]', { timeout: 5_000 });
  const sentence = (await result.textContent()) ?? '';
  const { layout, prefix, suffix } = scanner.learned;
  if (!sentence.includes(`${layout}鍵盤，前綴「${prefix}」，結尾「${suffix}」`))
    return ended(sentence);
  // The saved setting has to come back with the next view before it is read by.
  await page.waitForTimeout(400);
  const text = 'Zz-Ay/Qm:wq';
  await strike(text);
  const read = await waitForWindow(page, (state) => state.sentence.includes(`「${text}」`), 4_000);
  if (!read.held) return ended(`${text} was read as: ${read.state.sentence}`);
  await page.waitForTimeout(400);
  await strike(member.cardCode);
  const card = await waitForWindow(page, (state) => state.cardCode === member.cardCode, 4_000);
  return ended(card.held ? null : `${member.cardCode} was read as: ${card.state.sentence}`);
}
