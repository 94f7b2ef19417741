import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The keys of a keyboard scanner on an X display: real key events into the focused window. */
export type ScannerKeys = {
  /** Types a text as a scanner does, `gapMs` between keys (asked for; X keeps about 0.7), and Enter. */
  readonly scan: (text: string, gapMs?: number) => Promise<{ readonly tookMs: number }>;
  /** Strikes keys by their X names at a scanner's pace, and nothing after them. */
  readonly strike: (keys: readonly string[]) => Promise<void>;
  /** Presses keys by their X names, as a person does. */
  readonly press: (...keys: readonly string[]) => Promise<void>;
  /** Brings the window to the front. */
  readonly activate: () => Promise<void>;
};

/**
 * A scanner has its own clock: neither the keys nor the X server may wait for what else this machine
 * does. Real-time scheduling, where this user may ask for it.
 */
const firstInLine = ['chrt', '--fifo', '10'] as const;

/** Lifts the X server above everything else; says whether that was allowed. */
async function liftDisplay(display: string): Promise<boolean> {
  try {
    const lock = readFileSync(`/tmp/.X${display.replace(/^:/, '')}-lock`, 'utf8');
    const [chrt, ...how] = firstInLine;
    await run(chrt, [...how.slice(0, 1), '--pid', ...how.slice(1), lock.trim()]);
    return true;
  } catch {
    return false;
  }
}

/** `windowName` is a pattern of the window's title. */
export async function openScannerKeys(display: string, windowName: string): Promise<ScannerKeys> {
  const env = { ...process.env, DISPLAY: display };
  const before = (await liftDisplay(display)) ? firstInLine : [];
  const [command = 'xdotool', ...first] = [...before, 'xdotool'];
  const xdotool = (...args: string[]) =>
    run(command, [...first, ...args], { env, timeout: 60_000 });
  const { stdout } = await xdotool('search', '--sync', '--onlyvisible', '--name', windowName);
  const windowId = stdout.trim().split('\n')[0] ?? '';
  return {
    activate: async () => void (await xdotool('windowactivate', '--sync', windowId)),
    scan: async (text, gapMs = 10) => {
      const startedAt = performance.now();
      await xdotool('type', '--delay', String(gapMs), `${text}\n`);
      return { tookMs: performance.now() - startedAt };
    },
    strike: async (names) => void (await xdotool('key', '--delay', '12', ...names)),
    press: async (...keys) => void (await xdotool('key', '--delay', '50', ...keys)),
  };
}
