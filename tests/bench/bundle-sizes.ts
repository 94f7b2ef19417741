import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What the built app consists of, in bytes as they lie in the package. */
export type BundleSizes = {
  readonly mainJs: number;
  /** What the counter process loads before it opens its database. */
  readonly counterFirstJs: number;
  /** All of its scripts, those loaded later too. */
  readonly counterJs: number;
  /** What the window loads before it shows anything: the page's own scripts. */
  readonly rendererFirstJs: number;
  /** All scripts of the window, those loaded later too. */
  readonly rendererJs: number;
  readonly rendererCss: number;
  readonly rendererFonts: number;
};

/** Weighs the built app in a folder like `dist/app`. Throws when there is none. */
export function weighBundles(appDir: string): BundleSizes {
  const rendererDir = join(appDir, 'renderer');
  const html = readFileSync(join(rendererDir, 'index.html'), 'utf8');
  const first = [...html.matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.js)"/g)].map(
    ([, name]) => name,
  );
  const renderer = sizesIn(rendererDir);
  const sum = (test: (name: string) => boolean): number =>
    renderer.filter(([name]) => test(name)).reduce((all, [, bytes]) => all + bytes, 0);
  const node = new Map(
    sizesIn(appDir, (name) => name !== 'renderer').filter(([name]) => /\.c?js$/.test(name)),
  );
  const mainJs = node.get('main.cjs') ?? 0;
  const bytesOf = (names: Iterable<string>): number =>
    [...names].reduce((all, name) => all + (node.get(name) ?? 0), 0);
  return {
    mainJs,
    counterFirstJs: bytesOf(['counter-start.cjs', ...listImported(appDir, 'counter-process.cjs')]),
    counterJs: bytesOf(node.keys()) - mainJs,
    rendererFirstJs: sum((name) => first.includes(name)),
    rendererJs: sum((name) => name.endsWith('.js')),
    rendererCss: sum((name) => name.endsWith('.css')),
    rendererFonts: sum((name) => name.endsWith('.woff2')),
  };
}

/** A script and what it requires before it runs, by their paths in the folder. */
function listImported(appDir: string, entry: string): ReadonlySet<string> {
  const found = new Set<string>();
  const look = (name: string): void => {
    if (found.has(name)) return;
    found.add(name);
    const code = readFileSync(join(appDir, name), 'utf8');
    for (const [, path = ''] of code.matchAll(/^(?:const \w+ = )?require\("(\.[^"]+)"\);$/gm))
      look(join(dirname(name), path));
  };
  look(entry);
  return found;
}

/** Files below a folder, by their path in it. */
function sizesIn(
  folder: string,
  isEntered: (name: string) => boolean = () => true,
  at = '',
): [string, number][] {
  return readdirSync(join(folder, at), { withFileTypes: true }).flatMap((entry) => {
    const name = at === '' ? entry.name : `${at}/${entry.name}`;
    if (entry.isDirectory()) return isEntered(name) ? sizesIn(folder, isEntered, name) : [];
    return [[name, statSync(join(folder, name)).size] satisfies [string, number]];
  });
}

/** What is heavier than the budget says it may be. */
export function overBudget(sizes: BundleSizes, budget: BundleSizes): readonly string[] {
  return Object.entries(sizes).flatMap(([part, bytes]) => {
    const bytesMax = budget[part as keyof BundleSizes];
    return bytes > bytesMax ? [`${part}: ${bytes} bytes, budget ${bytesMax}`] : [];
  });
}

/** The checked-in budget: what is there now and a tenth; raised knowingly, with the reason in the commit. */
export function readBudget(): BundleSizes {
  const file = join(import.meta.dirname, 'bundle-budget.json');
  return JSON.parse(readFileSync(file, 'utf8')) as BundleSizes;
}
