import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { Script } from 'node:vm';
import { crc32 } from 'node:zlib';

// V8's code cache of the counter's program: made when the app is built, shipped beside the scripts in the same
// archive, and taken at the start instead of compiling them. Never written on a shop's PC: what lies in the user's
// folder would be run without the archive's check.

/** One script as the cache keeps it: its path below the app's folder, V8's data, and a checksum of its text and that. */
export type CachedScript = {
  readonly path: string;
  readonly checksum: number;
  readonly data: Buffer;
};

/** How a start went: scripts taken from the cache, and those V8 or their checksum refused. */
export type CodeCacheUse = { readonly taken: number; readonly refused: number };

/** The cache's file for this very runtime; V8's data means nothing to another one. */
export function codeCacheName(): string {
  const { platform, arch, versions } = process;
  return `counter-${platform}-${arch}-v8-${versions.v8}.codecache`;
}

type Header = readonly (Omit<CachedScript, 'data'> & { readonly bytes: number })[];

/** One line of JSON that tells what follows, then the data of all scripts. */
export function writeCodeCache(filePath: string, scripts: readonly CachedScript[]): void {
  const header: Header = scripts.map(({ path, checksum, data }) => ({
    path,
    checksum,
    bytes: data.byteLength,
  }));
  const file = openSync(filePath, 'w');
  try {
    writeSync(file, `${JSON.stringify(header)}\n`);
    for (const { data } of scripts) writeSync(file, data);
  } finally {
    closeSync(file);
  }
}

/** The scripts of a cache by their paths; none when there is no such file or it is no cache. */
export function readCodeCache(filePath: string): ReadonlyMap<string, CachedScript> {
  try {
    const file = readFileSync(filePath);
    let at = file.indexOf(0x0a) + 1;
    const header = JSON.parse(file.toString('utf8', 0, at)) as Header;
    return new Map(
      header.map(({ path, checksum, bytes }) => {
        const data = file.subarray(at, at + bytes);
        at += bytes;
        return [path, { path, checksum, data }];
      }),
    );
  } catch {
    return new Map();
  }
}

/**
 * Of the text and of V8's data: of another text V8 itself would only notice another length, and data with a damaged
 * byte it may run. A CRC is enough: whoever can write these files can write the scripts.
 */
export function checksumOf(text: string, data: Buffer): number {
  return crc32(data, crc32(text));
}

/** Whether a module may come from a cache: `import()` in it would need Node's own way of compiling. */
export function isCacheable(text: string): boolean {
  return !/\bimport\s*\(/.test(text);
}

/** A CommonJS module's text compiled as Node does it, from V8's data when it is given and fits. */
export function compileModule(text: string, filename: string, cachedData?: Buffer): Script {
  return new Script(Module.wrap(text), {
    filename,
    ...(cachedData === undefined ? {} : { cachedData }),
  });
}

type Compiles = {
  _compile: (this: NodeJS.Module, text: string, filename: string, ...rest: unknown[]) => unknown;
};
type Wrapper = (
  this: unknown,
  exports: unknown,
  require: NodeJS.Require,
  module: NodeJS.Module,
  filename: string,
  dirname: string,
) => unknown;

/**
 * Has modules that are required from now on compiled by `compile`, or as ever where it answers null. Goes through
 * `Module.prototype._compile`, which is how compile caches have hooked in since Node 4; Node's own cache
 * (`module.enableCompileCache`) writes to a folder of the user.
 */
export function hookCompile(compile: (text: string, filename: string) => Script | null): void {
  const prototype = Module.prototype as unknown as Compiles;
  const plain = prototype._compile;
  prototype._compile = function hooked(text, filename, ...rest) {
    const script = compile(text, filename);
    if (script === null) return plain.call(this, text, filename, ...rest);
    const run = script.runInThisContext() as Wrapper;
    const require = createRequire(filename);
    return run.call(this.exports, this.exports, require, this, filename, dirname(filename));
  };
}

/**
 * Takes the cache that lies in the app's folder for all modules loaded from now on. Whatever does not fit is
 * compiled as if there were none. @returns counts that go on while modules are loaded
 */
export function takeCodeCache(appDir: string): CodeCacheUse {
  const use = { taken: 0, refused: 0 };
  const scripts = readCodeCache(join(appDir, 'dist', 'app', codeCacheName()));
  if (scripts.size === 0) return use;
  hookCompile((text, filename) => {
    const cached = scripts.get(scriptPath(appDir, filename));
    if (cached === undefined) return null;
    if (cached.checksum !== checksumOf(text, cached.data)) {
      use.refused += 1;
      return null;
    }
    const script = compileModule(text, filename, cached.data);
    if (script.cachedDataRejected === true) use.refused += 1;
    else use.taken += 1;
    return script;
  });
  return use;
}

/** A script's path below the app's folder with `/`, the same in the checkout and in the archive. */
export function scriptPath(appDir: string, filename: string): string {
  return relative(appDir, filename).replaceAll('\\', '/');
}
