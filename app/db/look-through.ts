import { closeSync, openSync, rmSync, statSync, utimesSync } from 'node:fs';

// Looking a whole file through (`quick_check`) takes a second for each 400 MB that lie in the system's cache, and ten
// times that from a slow disk: a chain's counter would not come up for half a minute each morning. Every page bears a
// tag that is checked when it is read, so damage is noticed then at the latest.

/** A file up to this size is looked through at each opening. */
const alwaysBytesMax = 32 * 1024 * 1024;
/** A larger one again after so long, though each end since was an orderly one. */
const dueMs = 7 * 86_400_000;

export type LookThroughInput = {
  readonly filePath: string;
  /** This PC's wall clock; without it every file is looked through. */
  readonly nowMs?: () => number;
  /** Only a test may have another limit. */
  readonly testOnlyAlwaysBytesMax?: number;
};

/** The empty file whose time says when the database was last found whole. */
export function lookedThroughPath(filePath: string): string {
  return `${filePath}-checked`;
}

/** Whether a database whose last end was orderly has to be looked through at this opening all the same. */
export function isLookThroughDue(input: LookThroughInput): boolean {
  if (!isBig(input)) return true;
  const lastMs = statSync(lookedThroughPath(input.filePath), { throwIfNoEntry: false })?.mtimeMs;
  if (lastMs === undefined || input.nowMs === undefined) return true;
  return isLongAgo(lastMs, input.nowMs());
}

/** Whether a look of then is too old to be relied on. */
export function isLongAgo(thenMs: number, nowMs: number): boolean {
  const agoMs = nowMs - thenMs;
  // A time to come was noted by a clock that was ahead: nobody knows how long ago that was.
  return agoMs < -86_400_000 || agoMs > dueMs;
}

/** Notes that the file was found whole. A disk that takes no note has it looked through again next time. */
export function noteLookedThrough(input: LookThroughInput): void {
  const { filePath, nowMs } = input;
  if (nowMs === undefined || !isBig(input)) return;
  const path = lookedThroughPath(filePath);
  try {
    closeSync(openSync(path, 'a', 0o600));
    utimesSync(path, nowMs() / 1000, nowMs() / 1000);
  } catch {
    rmSync(path, { force: true });
  }
}

/** A page of it was found damaged: the next opening looks through the whole file. */
export function forgetLookedThrough({ filePath }: LookThroughInput): void {
  rmSync(lookedThroughPath(filePath), { force: true });
}

function isBig({ filePath, testOnlyAlwaysBytesMax }: LookThroughInput): boolean {
  const bytes = statSync(filePath, { throwIfNoEntry: false })?.size ?? 0;
  return bytes > (testOnlyAlwaysBytesMax ?? alwaysBytesMax);
}
