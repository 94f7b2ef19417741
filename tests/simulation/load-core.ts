/**
 * Loads the core as the simulator runs it. Nothing of it is changed but: HQ's bulk insert and the counter's
 * compiled queries go into memory, Ed25519 is a stand-in, and (for the planted bugs) one passage of one file reads otherwise. All
 * of it happens while modules are loaded in this process; the product holds no switch for it.
 */
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** A passage to read otherwise. */
export type Patch = { readonly file: string; readonly find: string; readonly replace: string };

const root = path.resolve(import.meta.dirname, '..', '..');
const cryptoUrl = pathToFileURL(path.join(import.meta.dirname, 'stand-ins/crypto.ts')).href;
const insertManyUrl = pathToFileURL(path.join(root, 'hq/db/insert-many.ts')).href;
const fixedQueryUrl = pathToFileURL(path.join(root, 'app/db/fixed-query.ts')).href;
const memoryQueryUrl = pathToFileURL(
  path.join(import.meta.dirname, 'stand-ins/fixed-query.ts'),
).href;
const programUrl = pathToFileURL(path.join(root, 'app/contract/program.ts')).href;
const hqProgramsUrl = pathToFileURL(path.join(root, 'hq/db/programs.ts')).href;
const memoryProgramUrl = pathToFileURL(path.join(import.meta.dirname, 'stand-ins/program.ts')).href;
const memoryInsertUrl = pathToFileURL(
  path.join(import.meta.dirname, 'memory/hq-statements.ts'),
).href;

function isCore(url: string | undefined): boolean {
  if (url === undefined) return false;
  return ['app', 'hq'].some((folder) => url.startsWith(`${pathToFileURL(root).href}/${folder}/`));
}

/** Call it before anything of the core is imported. */
export function prepareCore(patches: readonly Patch[], tier: 1 | 2 = 1): void {
  const byUrl = new Map<string, Patch[]>();
  for (const patch of patches) {
    const url = pathToFileURL(path.join(root, patch.file)).href;
    byUrl.set(url, [...(byUrl.get(url) ?? []), patch]);
  }
  registerHooks({
    resolve: (specifier, context, next) => {
      if (specifier === 'node:crypto' && isCore(context.parentURL))
        return { url: cryptoUrl, shortCircuit: true };
      const resolved = next(specifier, context);
      const { parentURL } = context;
      const inMemory = tier === 1 && isCore(parentURL) ? memoryOf(resolved.url, parentURL) : null;
      return inMemory === null ? resolved : { ...resolved, url: inMemory };
    },
    load: (url, context, next) => {
      const loaded = next(url, context);
      const patched = byUrl.get(url);
      if (patched === undefined || loaded.source == null) return loaded;
      return { ...loaded, source: patchText(loaded.source.toString(), patched) };
    },
  });
}

/** What stands in for a module that is about the real database's ways. */
function memoryOf(url: string, parent: string | undefined): string | null {
  if (url === insertManyUrl) return memoryInsertUrl;
  if (url === programUrl && parent === hqProgramsUrl) return memoryProgramUrl;
  return url === fixedQueryUrl ? memoryQueryUrl : null;
}

/** Every passage exactly once, or the bug is not planted where its list says. */
function patchText(text: string, patches: readonly Patch[]): string {
  return patches.reduce((before, { file, find, replace }) => {
    const parts = before.split(find);
    if (parts.length !== 2) throw new Error(`${file} has ${parts.length - 1} times: ${find}`);
    return parts.join(replace);
  }, text);
}

/** Whether a patch still fits the file it is for. */
export function fits({ file, find }: Patch): boolean {
  return readFileSync(path.join(root, file), 'utf8').split(find).length === 2;
}
