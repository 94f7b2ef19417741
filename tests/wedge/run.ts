/**
 * `npm run test:wedge`: scans by real key events into the real app, on every screen and with every
 * kind of focus, in hard conditions: Caps Lock, a busy window, a Zhuyin input method. Options:
 * `--n 500 --seed 1`; `--only zhuyin` plays one condition. Exit code 1 unless all were right.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startDisplay } from '../../build/display.ts';
import { launchCounterApp, projectDir } from '../rig/counter-app.ts';
import { startInputMethod, type InputMethod } from './input-method.ts';
import { playLearning } from './learning.ts';
import { planScans } from './plan-scans.ts';
import {
  playAgain,
  playScan,
  textOf,
  type Hardship,
  type PlayDeps,
  type PlannedScan,
  type ScanVerdict,
} from './play-scan.ts';
import { openScannerKeys } from './scanner-keys.ts';
import { prepareShop, type ShopMember } from './shop.ts';
import { noteKeyTimes } from './window-state.ts';

const { values } = parseArgs({
  options: {
    n: { type: 'string', default: '500' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
    app: { type: 'string', default: projectDir },
  },
  allowPositionals: true,
});

type Tally = {
  right: number;
  swallowed: number;
  wrong: number;
  stalled: number;
  again: number;
  charactersLeft: number;
  wrongMembers: number;
};

type LearningOutcome = Awaited<ReturnType<typeof playLearning>>;
type Tallies = readonly (readonly [Hardship, Tally])[];

const newTally = (): Tally => ({
  right: 0,
  swallowed: 0,
  wrong: 0,
  stalled: 0,
  again: 0,
  charactersLeft: 0,
  wrongMembers: 0,
});

function count(tally: Tally, verdict: ScanVerdict): void {
  tally[verdict.kind] += 1;
  tally.charactersLeft += verdict.charactersLeft;
  tally.wrongMembers += verdict.wrongMember ? 1 : 0;
}

/** Plays until the keys came as a scanner sends them, however busy this machine is. */
async function playUnstalled(
  play: () => Promise<ScanVerdict>,
  onStall: () => void,
): Promise<ScanVerdict> {
  for (let tries = 1; ; tries += 1) {
    const verdict = await play();
    if (!verdict.stalled || tries >= triesMax) return verdict;
    onStall();
  }
}
const triesMax = 6;

async function playAll(deps: PlayDeps, plan: readonly PlannedScan[]): Promise<Tallies> {
  const tallies = new Map<Hardship, Tally>();
  let capsLock = false;
  for (const [index, scan] of plan.entries()) {
    if ((scan.hardship === 'caps-lock') !== capsLock) {
      await deps.keys.press('Caps_Lock');
      capsLock = !capsLock;
    }
    const tally = tallies.get(scan.hardship) ?? newTally();
    tallies.set(scan.hardship, tally);
    const what = `${index + 1} ${scan.stand.name}, ${scan.hardship}, ${textOf(scan)}`;
    try {
      const onStall = (): void => void (tally.stalled += 1);
      const verdict = await playUnstalled(() => playScan(deps, scan), onStall);
      count(tally, verdict);
      if (verdict.kind === 'wrong') console.log(`WRONG  ${what}: ${verdict.why}`);
      if (verdict.kind === 'swallowed') {
        if (!scan.stand.editable) console.log(`NOTE   swallowed outside a text field: ${what}`);
        const again = await playUnstalled(() => playAgain(deps, scan), onStall);
        if (again.kind === 'right') tally.again += 1;
        else {
          count(tally, again);
          console.log(`WRONG  ${what}, scanned again: ${again.why}`);
        }
      }
    } catch (error) {
      tally.wrong += 1;
      console.log(`WRONG  ${what}: ${String(error).split('\n')[0] ?? ''}`);
    }
    if ((index + 1) % 50 === 0) console.log(`       ${index + 1} of ${plan.length}`);
  }
  if (capsLock) await deps.keys.press('Caps_Lock');
  return [...tallies];
}

function report(tallies: Tallies, learning: LearningOutcome): boolean {
  const all = newTally();
  for (const [hardship, tally] of tallies) {
    console.log(
      `${hardship.padEnd(10)} ${tally.right} right, ${tally.swallowed} swallowed and said` +
        ` (${tally.again} of them right when scanned again), ${tally.wrong} wrong,` +
        ` ${tally.charactersLeft} characters left in fields, ${tally.wrongMembers} wrong members` +
        (tally.stalled > 0 ? `; ${tally.stalled} played again: the keys stalled here` : ''),
    );
    for (const key of Object.keys(all) as (keyof Tally)[]) all[key] += tally[key];
  }
  console.log(
    `test:wedge: ${all.charactersLeft} characters in any field, ${all.wrongMembers} wrong members`,
  );
  for (const failure of learning.failures) console.log(`WRONG  learning ${failure}`);
  console.log(`           ${learning.passed} odd scanners set up from one scan and read right`);
  const failedCount = all.wrong + learning.failures.length;
  console.log(`${all.right + all.swallowed + learning.passed} passed, ${failedCount} failed`);
  const clean = all.charactersLeft === 0 && all.wrongMembers === 0 && all.again === all.swallowed;
  return clean && failedCount === 0;
}

/** Opens the app on the shop, with or without the input method at its keys, and plays. */
async function playInApp(
  parts: {
    readonly dataDir: string;
    readonly display: string;
    readonly inputMethod: InputMethod;
    readonly env: Readonly<Record<string, string>>;
    readonly members: readonly ShopMember[];
    /** Also sets up scanners that are not as delivered, from one scan each. */
    readonly learned: ((outcome: LearningOutcome) => void) | null;
  },
  plan: readonly PlannedScan[],
): Promise<Tallies> {
  const { dataDir, display, inputMethod, env } = parts;
  const app = await launchCounterApp({ appDir: values.app, dataDir, env });
  try {
    await app.page.waitForSelector('[data-amount]');
    const keys = await openScannerKeys(display, '^Counterfoil');
    await noteKeyTimes(app.page);
    const sale = { cardCode: '' };
    const deps = { page: app.page, keys, inputMethod, sale };
    const tallies = await playAll(deps, plan);
    parts.learned?.(await playLearning(deps, parts.members));
    for (const error of app.consoleErrors) console.log(`console: ${error}`);
    return tallies;
  } finally {
    await app.close();
  }
}

async function main(): Promise<number> {
  // A display of its own: the keys must reach nothing else that is open.
  const { display, stop } = await startDisplay();
  process.env['DISPLAY'] = display;
  const folder = await mkdtemp(join(tmpdir(), 'counterfoil-wedge-'));
  const dataDir = join(folder, 'counter');
  const startedAt = performance.now();
  const inputMethod = await startInputMethod(display);
  try {
    const members = await prepareShop(dataDir);
    const all = planScans({ count: Number(values.n), seed: Number(values.seed), members });
    const plan = all.filter(({ hardship }) => hardship === (values.only ?? hardship));
    console.log(`test:wedge: ${plan.length} scans by key events, seed ${values.seed}`);
    const parts = { dataDir, display, inputMethod, members };
    let learning: LearningOutcome = { passed: 0, failures: [] };
    const learned = (outcome: LearningOutcome): void => void (learning = outcome);
    const plain = plan.filter(({ hardship }) => hardship !== 'zhuyin');
    const zhuyin = plan.filter(({ hardship }) => hardship === 'zhuyin');
    const typedPlain = { ...parts, env: {}, learned };
    const typedZhuyin = { ...parts, env: inputMethod.env, learned: null };
    const tallies = [
      ...(plain.length > 0 ? await playInApp(typedPlain, plain) : []),
      ...(zhuyin.length > 0 ? await playInApp(typedZhuyin, zhuyin) : []),
    ];
    const held = report(tallies, learning);
    console.log(`${((performance.now() - startedAt) / 1000).toFixed(0)} s`);
    return held ? 0 : 1;
  } finally {
    await inputMethod.stop();
    await stop();
    await rm(folder, { recursive: true, force: true });
  }
}

process.exit(await main());
