import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** One HQ process, or the one that stands for it after it was killed; `url` null while none answers. */
export type HqSlot = { child: ChildProcess | null; url: string | null };

/** Slots nobody stands in yet. */
export function emptySlots(count: number): HqSlot[] {
  return Array.from({ length: count }, () => ({ child: null, url: null }));
}

/** Starts a script that tells its parent `{ url }` once it answers. `file` is beside `tests/faults`. */
export async function startSlot(
  slot: HqSlot,
  file: string,
  args: readonly string[],
): Promise<void> {
  const path = join(import.meta.dirname, file);
  const child = fork(path, [...args], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  slot.child = child;
  const [{ url }] = (await once(child, 'message')) as [{ url: string }];
  slot.url = url;
}

/** SIGKILL; resolves when the process is gone. */
export async function killSlot(slot: HqSlot): Promise<void> {
  const { child } = slot;
  slot.url = null;
  slot.child = null;
  if (child === null) return;
  child.kill('SIGKILL');
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}
