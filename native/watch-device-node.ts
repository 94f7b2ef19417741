import { stat } from 'node:fs/promises';

const lookEveryMs = 500;

export type NodeWatch = {
  /** Looks now. */
  readonly isThere: () => Promise<boolean>;
  readonly stop: () => void;
};

/**
 * Calls `onGone` once when the device node behind an opened path is no longer there or is another one. For what
 * serialport 13 misses on Linux and macOS: where a line hangs up while it is being read, `read` answers 0 bytes
 * for ever, and the binding asks again for ever, at full speed, without telling anybody. Windows has no such
 * nodes and its binding tells.
 */
export async function watchDeviceNode(path: string, onGone: () => void): Promise<NodeWatch> {
  const born = await nodeOf(path);
  if (born === null) return { isThere: async () => true, stop: () => {} };
  const isThere = async (): Promise<boolean> => (await nodeOf(path)) === born;
  let isLooking = false;
  const timer = setInterval(() => {
    if (isLooking) return;
    isLooking = true;
    void isThere().then((there) => {
      isLooking = false;
      if (there) return;
      clearInterval(timer);
      onGone();
    });
  }, lookEveryMs);
  timer.unref();
  return { isThere, stop: () => clearInterval(timer) };
}

/** Which node a path leads to; null = to none, as on Windows always. */
async function nodeOf(path: string): Promise<string | null> {
  if (process.platform === 'win32') return null;
  return stat(path).then(
    ({ dev, ino, rdev }) => [dev, ino, rdev].join(':'),
    () => null,
  );
}
