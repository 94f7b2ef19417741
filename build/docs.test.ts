import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { root } from './electron-runtime.ts';
import { hqNodeOptions } from './hq-node-options.ts';

const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const pages = [
  'README.md',
  'README.zh-TW.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'docs/codes.md',
  'docs/e-invoices.md',
  'docs/line.md',
  'docs/operating.md',
  'docs/pos-api.md',
  'docs/scale.md',
  'docs/scanners.md',
  'docs/shift.md',
  'docs/simulator.md',
  'docs/staff.md',
  'docs/sync.md',
];
const { scripts, version } = JSON.parse(read('package.json')) as {
  scripts: Record<string, string>;
  version: string;
};

/** Variables of the system and of tools we start. */
const foreign = new Set(['DISPLAY', 'WAYLAND_DISPLAY', 'TMPDIR', 'INIT_CWD', 'PATH', 'HOME', 'CI']);

/** A heading as links name it: lower case, spaces as hyphens, without signs. */
function anchorsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map((m) =>
    (m[1] ?? '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** What the pages claim and a machine can check. */
it.each(pages)('%s names only commands and files that exist', (page) => {
  const text = read(page);
  const commands = [...text.matchAll(/(?:`|^)npm (?:run )?(?:-s )?([a-z][a-z0-9:-]*)/gm)].map(
    (m) => m[1] ?? '',
  );
  const known = new Set([...Object.keys(scripts), 'ci', 'i']);
  expect(commands.filter((name) => !known.has(name))).toEqual([]);
  const prose = text.replace(/^```[^]*?^```/gm, '');
  const links = [...prose.matchAll(/\]\(([^)]+)\)/g)].map((m) => m[1] ?? '');
  const own = links.filter((link) => !link.startsWith('https://'));
  const leadsNowhere = (link: string): boolean => {
    const [to = '', anchor = ''] = link.split('#');
    const file = to === '' ? page : path.join(path.dirname(page), to);
    if (!existsSync(path.join(root, file))) return true;
    return anchor !== '' && !anchorsOf(read(file)).includes(anchor);
  };
  expect(own.filter(leadsNowhere)).toEqual([]);
});

const sourcesOfHqCommands = ['run-hq-command', 'run-recovery-command', 'run-line-replay'];
const hqCommands = new Set(
  sourcesOfHqCommands.flatMap((name) =>
    [...read(`hq/${name}.ts`).matchAll(/command === '([a-z][a-z-]+)'/g)].map((m) => m[1]),
  ),
);

it.each(pages)('%s names only commands that HQ has', (page) => {
  const named = [...read(page).matchAll(/npm run hq -- ([^\s`]+)/g)].map((m) => m[1]);
  expect(named.filter((name) => name !== '…' && !hqCommands.has(name))).toEqual([]);
  expect(hqCommands.size).toBeGreaterThan(6);
});

it('docs/operating.md runs HQ as npm run hq does', () => {
  const lines = read('docs/operating.md').match(/^.*bin\/node .*$/gm) ?? [];
  const asWe = lines.filter((line) => line.endsWith(`/node ${hqNodeOptions.join(' ')} hq/main.ts`));
  expect([lines.length, asWe]).toEqual([2, lines]);
});

it('README lists exactly the variables that HQ reads', () => {
  const listed = [...read('README.md').matchAll(/`((?:HQ|LINE)_[A-Z_]+)[`=]/g)].map((m) => m[1]);
  const source = read('hq/main.ts');
  const used = [...source.matchAll(/['"]((?:HQ|LINE)_[A-Z_]+)['"]/g)].map((m) => m[1]);
  expect([...new Set(listed)].sort()).toEqual([...new Set(used)].sort());
});

/** What a translation must share: headings by level, tables row by row, pictures, links, and every command. */
function bonesOf(file: string) {
  const text = read(file);
  const prose = text.replace(/^```[^]*?^```/gm, '');
  const own = (link: string): boolean => !link.startsWith('README');
  return {
    headings: [...prose.matchAll(/^(#+) /gm)].map((m) => m[1]),
    rows: prose.match(/^\|/gm)?.length,
    links: [...prose.matchAll(/\]\(([^)]+)\)/g)]
      .map((m) => m[1] ?? '')
      .filter(own)
      .sort(),
    commands: [...text.matchAll(/(?:`|^)(npm [^`\n]+)/gm)].map((m) => m[1]).sort(),
    code: [...prose.matchAll(/`([^`\n]+)`/g)].map((m) => m[1]).sort(),
    keys: [...prose.matchAll(/^\| [^|]*\b(?:F\d+|Esc|Ctrl Z)[^|]*\|/gm)].map((m) =>
      [...m[0].matchAll(/(?:Shift |Ctrl |Alt )?(?:F\d+|Esc|Z|1–9)\b/g)].map((key) => key[0]),
    ),
  };
}

it('both READMEs have the same sections, commands, links and keys, and name each other', () => {
  expect(bonesOf('README.zh-TW.md')).toEqual(bonesOf('README.md'));
  expect(read('README.md')).toContain('](README.zh-TW.md)');
  expect(read('README.zh-TW.md')).toContain('](README.md)');
});

it('the proxy of docs/operating.md passes the host on and names its callers', () => {
  const [, nginx = ''] = /```nginx\n([^]*?)```/.exec(read('docs/operating.md')) ?? [];
  expect([...nginx.matchAll(/proxy_set_header (\S+) (\S+);/g)].map(([, ...pair]) => pair)).toEqual([
    ['Connection', '""'],
    ['Host', '$http_host'],
    ['X-Forwarded-For', '$proxy_add_x_forwarded_for'],
  ]);
});

it('CHANGELOG tells of this version', () => {
  expect(read('CHANGELOG.md')).toContain(`\n## ${version}\n`);
});

it('CONTRIBUTING names every command once, and every variable that is read', () => {
  const text = read('CONTRIBUTING.md');
  const rows = text.split('\n').filter((line) => line.startsWith('| `'));
  const first = rows.map((row) => row.split('|')[1] ?? '').join(' ');
  const named = [...first.matchAll(/`npm (?:run )?(?:-s )?([a-z][a-z0-9:-]*)/g)].map((m) => m[1]);
  expect(named.toSorted()).toEqual(Object.keys(scripts).toSorted());
  const sources = globSync('{app,build,main,native,renderer,hq,tests}/**/*.{ts,tsx,mjs}', {
    cwd: root,
    exclude: ['**/node_modules/**'],
  });
  const known = read('README.md') + text;
  const unknown = new Set<string>();
  for (const file of sources)
    for (const [, dotted, quoted] of read(file).matchAll(
      /process\.env(?:\.([A-Z][A-Z_]+)|\[\s*'([A-Z][A-Z_]+)')/g,
    )) {
      const name = dotted ?? quoted ?? '';
      if (!known.includes(`\`${name}`) && !foreign.has(name)) unknown.add(name);
    }
  expect([...unknown]).toEqual([]);
});

it('CONTRIBUTING names every folder of the house', () => {
  const text = read('CONTRIBUTING.md');
  const folders = ['main', 'renderer', 'native', 'hq', 'build', 'tests'];
  const parts = ['domain', 'contract', 'db', 'counter', 'sync', 'line', 'seed'];
  const missing = [...folders, ...parts].filter((name) => !text.includes(`${name}/`));
  expect(missing).toEqual([]);
  expect(parts.filter((name) => !existsSync(path.join(root, 'app', name)))).toEqual([]);
});
