import type { Page } from 'playwright-core';
import type { InputMethod } from './input-method.ts';
import type { ScannerKeys } from './scanner-keys.ts';
import type { ShopMember } from './shop.ts';
import type { Stand } from './stands.ts';
import { readWindow, takeKeyTimes, waitForWindow, type WindowState } from './window-state.ts';

/** What makes scanning hard. */
export type Hardship = 'none' | 'caps-lock' | 'blocked' | 'zhuyin';

/** One scan of the campaign. */
export type PlannedScan = {
  readonly stand: Stand;
  readonly hardship: Hardship;
  readonly gapMs: number;
  /** A member's card, or a text that means nothing and is shown as it was read. */
  readonly what:
    | { readonly kind: 'card'; readonly member: ShopMember }
    | { readonly kind: 'text'; readonly text: string };
};

/** How it went. `swallowed`: the input method ruined it, the screen said so, and nothing else came of it. */
export type ScanVerdict = {
  readonly kind: 'right' | 'swallowed' | 'wrong';
  /** The keys themselves came as no scanner sends them, because this machine was busy: to be played again. */
  readonly stalled: boolean;
  readonly why: string;
  readonly charactersLeft: number;
  readonly wrongMember: boolean;
};

export type PlayDeps = {
  readonly page: Page;
  readonly keys: ScannerKeys;
  readonly inputMethod: InputMethod;
  /** The card that was put on the sale last; another panel may hide it. */
  readonly sale: { cardCode: string };
};

const answerMsMax = 4_000;
const blockedMs = 300;

export function textOf(scan: PlannedScan): string {
  return scan.what.kind === 'card' ? scan.what.member.cardCode : scan.what.text;
}

/** Brings the stand about, scans, and judges what the window then shows. */
export async function playScan(deps: PlayDeps, scan: PlannedScan): Promise<ScanVerdict> {
  const { page, keys, inputMethod } = deps;
  await inputMethod.setChinese(false);
  await keys.activate();
  await dropAmount(deps);
  await scan.stand.enter(deps);
  if (scan.hardship === 'zhuyin') await inputMethod.setChinese(true);
  // Longer than the counter takes the same keys for one burst.
  await page.waitForTimeout(250);
  const before = await readWindow(page);
  const shown = (state: WindowState): boolean => showsScan(scan, state);
  await takeKeyTimes(page);
  const sent = await sendScan(deps, scan);
  const answered = await waitForWindow(
    page,
    (state) => shown(state) || state.noticeCode === 'swallowed-ime',
    answerMsMax,
  );
  // What an input method writes late would come now.
  await page.waitForTimeout(scan.hardship === 'zhuyin' ? 300 : 60);
  const after = await readWindow(page);
  const verdict = judge({ deps, scan, before, after, answered: answered.held });
  const stalled = verdict.kind === 'wrong' && areStalled(await takeKeyTimes(page), scan, sent);
  return { ...verdict, stalled };
}

/** An amount left from before would be set aside with its member by the scan of another. */
async function dropAmount({ page, keys }: PlayDeps): Promise<void> {
  for (let step = 0; step < 10 && (await readWindow(page)).amount !== '0'; step += 1) {
    await keys.press('Escape');
    await page.waitForTimeout(80);
  }
}

/** The same scan again, as a cashier does who was told to: now it must be right. */
export async function playAgain(deps: PlayDeps, scan: PlannedScan): Promise<ScanVerdict> {
  await deps.page.waitForTimeout(400);
  const before = await readWindow(deps.page);
  await takeKeyTimes(deps.page);
  const sent = await sendScan(deps, scan);
  const answered = await waitForWindow(
    deps.page,
    (state) => showsScan(scan, state) && state.noticeCode !== 'swallowed-ime',
    answerMsMax,
  );
  const verdict = judge({ deps, scan, before, after: answered.state, answered: answered.held });
  const stalled = verdict.kind === 'wrong' && areStalled(await takeKeyTimes(deps.page), scan, sent);
  return { ...verdict, stalled };
}

/** Gaps that no scanner makes: before a scan is known as one, and after. */
const stalledGapMs = { early: 38, late: 145 } as const;
const knownAfter = 6;
/** Where an input method hides keys: xdotool's own start and end, and a gap too long. */
const stalledTookMs = 150;

/**
 * Whether the pretended scanner itself stopped in mid-scan. Only asked of scans that went wrong, so
 * that a busy machine does not count against the app, nor for it.
 */
function areStalled(
  times: readonly number[],
  scan: PlannedScan,
  { tookMs }: { readonly tookMs: number },
): boolean {
  if (scan.hardship === 'zhuyin' && scan.stand.editable) {
    const keyCount = textOf(scan).length + 1;
    return tookMs > keyCount * scan.gapMs + stalledTookMs;
  }
  return times.some((time, index) => {
    const gapMs = index === 0 ? 0 : time - (times[index - 1] ?? 0);
    return gapMs > (index < knownAfter ? stalledGapMs.early : stalledGapMs.late);
  });
}

async function sendScan(
  { page, keys }: PlayDeps,
  scan: PlannedScan,
): Promise<{ readonly tookMs: number }> {
  const scanning = keys.scan(textOf(scan), scan.gapMs);
  if (scan.hardship === 'blocked') {
    await page.waitForTimeout(40);
    await page.evaluate((ms) => {
      const until = performance.now() + ms;
      while (performance.now() < until);
    }, blockedMs);
  }
  return await scanning;
}

/** What the scan should lead to, by where it is aimed. */
function showsScan({ stand, what }: PlannedScan, state: WindowState): boolean {
  if (what.kind === 'text') {
    return state.noticeCode === 'scan-unknown' && state.sentence.includes(what.text);
  }
  const code = what.member.cardCode;
  if (stand.aim === 'refund') return state.fields['refundFind'] === code;
  if (stand.aim === 'inviter') return state.fields['invitedByCode'] === code;
  return state.cardCode === code;
}

type Judged = {
  readonly deps: PlayDeps;
  readonly scan: PlannedScan;
  readonly before: WindowState;
  readonly after: WindowState;
  readonly answered: boolean;
};

function judge({ deps, scan, before, after, answered }: Judged): ScanVerdict {
  const { what, stand } = scan;
  const swallowed = after.noticeCode === 'swallowed-ime' && scan.hardship === 'zhuyin';
  const intended = swallowed ? null : intendedField(scan);
  const left = Object.entries(after.fields).filter(
    ([name, value]) => name !== intended && name in before.fields && before.fields[name] !== value,
  );
  const charactersLeft =
    left.reduce((sum, [name, value]) => sum + changedCount(before.fields[name] ?? '', value), 0) +
    (after.amount === before.amount ? 0 : changedCount(before.amount, after.amount));
  const { sale } = deps;
  if (before.cardCode !== '') sale.cardCode = before.cardCode;
  const puts = what.kind === 'card' && stand.aim === 'sale' && !swallowed;
  const expected = puts ? what.member.cardCode : sale.cardCode;
  const wrongMember = answered && after.cardCode !== expected && (puts || after.cardCode !== '');
  if (after.cardCode !== '') sale.cardCode = after.cardCode;
  const trouble = [
    answered ? '' : `no answer: ${after.noticeCode} ${after.sentence}`,
    charactersLeft > 0
      ? `left ${JSON.stringify(left)} amount ${before.amount}→${after.amount}`
      : '',
    wrongMember ? `member ${after.cardCode}, not ${expected}` : '',
    after.salesCount === before.salesCount || after.salesCount === 0 || before.salesCount === 0
      ? ''
      : 'a sale was made',
  ].filter((one) => one !== '');
  const kind = trouble.length > 0 ? 'wrong' : swallowed ? 'swallowed' : 'right';
  return { kind, stalled: false, why: trouble.join('; '), charactersLeft, wrongMember };
}

/** The field that a scan aimed at a desk is shown in. */
function intendedField({ stand, what }: PlannedScan): string | null {
  if (what.kind !== 'card') return null;
  return stand.aim === 'refund' ? 'refundFind' : stand.aim === 'inviter' ? 'invitedByCode' : null;
}

function changedCount(before: string, after: string): number {
  let same = 0;
  while (same < before.length && before[same] === after[same]) same += 1;
  return Math.max(1, after.length - same);
}
