import { lstat, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Null: not a file for us. What is still being written should have another ending (`.tmp`) until it is done. */
export function formatOf(name: string): 'json' | 'csv' | null {
  if (/^[.~]/.test(name) || /\.result\.(json|csv)$/i.test(name)) return null;
  const ending = /\.(json|csv)$/i.exec(name)?.[1]?.toLowerCase();
  return ending === 'json' || ending === 'csv' ? ending : null;
}

/** Beside the file, named after it. */
export function resultPath(folder: string, file: string): string {
  const ending = formatOf(file) ?? 'json';
  return join(folder, `${file.replace(/\.(json|csv)$/i, '')}.result.${ending}`);
}

/** Under its name there is never half a file. */
export async function writeWhole(path: string, text: string): Promise<void> {
  const part = `${path}.tmp`;
  await rm(part, { force: true });
  const handle = await open(part, 'wx');
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(part, path);
}

/** Into a folder beside it, under a name of its own that begins with the time (UTC ms given). */
export async function moveAway(
  { folder, nowMs }: { readonly folder: string; readonly nowMs: number },
  name: string,
  into: string,
): Promise<void> {
  const stamp = new Date(nowMs + 8 * 3_600_000)
    .toISOString()
    .replace(/[-:]/g, '')
    .replace('T', '-')
    .slice(0, 15);
  for (let n = 1; n < 1_000; n += 1) {
    const free = join(folder, into, `${stamp}-${n}-${safeName(name)}`);
    if ((await lstat(free).catch(() => null)) !== null) continue;
    await rename(join(folder, name), free);
    return;
  }
}

/** A name that every system takes, the ending kept. */
function safeName(name: string): string {
  const ending = name.slice(name.lastIndexOf('.'));
  const stem = name
    .slice(0, name.lastIndexOf('.'))
    .replace(/[<>:"/\\|?*]|\p{Cc}/gu, '_')
    .slice(0, 100)
    .replace(/[. ]+$/, '');
  return `${stem}${ending}`;
}
