import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseSync, Visitor } from 'vite';
import { root } from './electron-runtime.ts';
import {
  folderImports,
  foldersWithoutNode,
  impureGlobals,
  impureMembers,
  impureNodeImports,
  packageOwners,
  pureFolders,
  testFileImports,
  testPackages,
} from './import-table.ts';

export interface SourceFile {
  /** Path from the root of the checkout, with forward slashes. */
  path: string;
  text: string;
}

/** One import: what is asked for, and by which names where they are named. */
interface FoundImport {
  specifier: string;
  names: string[];
}

interface Findings {
  imports: FoundImport[];
  impure: string[];
  /** An `import(…)` whose target only shows at run time. */
  hiddenTarget: boolean;
}

const linesMax = 400;

/** Every source file of ours. */
export function listSourceFiles(): SourceFile[] {
  const folders = ['app', 'build', 'hq', 'main', 'native', 'renderer', 'tests'];
  return globSync(`{${folders.join(',')}}/**/*.{ts,tsx,mts,cts,js,mjs,cjs}`, { cwd: root })
    .map((file) => file.replaceAll(path.sep, '/'))
    .filter((file) => statSync(path.join(root, file)).isFile())
    .sort()
    .map((file) => ({ path: file, text: readFileSync(path.join(root, file), 'utf8') }));
}

/** Everything in one file that the table in import-table.ts does not allow, as sentences. */
export function checkFile(file: SourceFile, exists = existsInCheckout): string[] {
  const findings = parseFile(file);
  const pure = !isTestFile(file.path) && isIn(file.path, pureFolders);
  const lines = file.text.split('\n').length - 1;
  return [
    ...findings.imports.flatMap((found) => checkImport(file.path, found.specifier, exists)),
    ...(pure ? findings.impure.map((name) => `${name} must be passed in, not called`) : []),
    ...(pure ? findings.imports.flatMap(checkImpureNames) : []),
    ...(findings.hiddenTarget && !isIn(file.path, ['build', 'tests'])
      ? ['import(…) needs a literal path, so that it can be checked']
      : []),
    ...(lines > linesMax ? [`${lines} lines, more than ${linesMax}`] : []),
  ].map((sentence) => `${file.path}: ${sentence}`);
}

/** The imports of a file: static, dynamic, re-exports and types alike. */
export function listImports(file: SourceFile): string[] {
  return parseFile(file).imports.map((found) => found.specifier);
}

function parseFile(file: SourceFile): Findings {
  const { program, errors, module } = parseSync(file.path, file.text);
  if (errors[0]) throw new Error(`${file.path} cannot be parsed: ${errors[0].message}`);
  const imports: FoundImport[] = module.staticImports.map((found) => ({
    specifier: found.moduleRequest.value,
    names: found.entries.map((entry) => entry.importName.name ?? '*'),
  }));
  for (const { entries } of module.staticExports) {
    for (const { moduleRequest, importName } of entries) {
      if (moduleRequest) {
        imports.push({ specifier: moduleRequest.value, names: [importName.name ?? '*'] });
      }
    }
  }
  const findings: Findings = { imports, impure: [], hiddenTarget: false };
  visit(program, findings);
  return findings;
}

function visit(program: Parameters<Visitor['visit']>[0], findings: Findings): void {
  const called: string[] = [];
  const bound = new Set<string>();
  const isGlobal = (node: unknown, name: string): boolean => nameOf(node) === name;
  new Visitor({
    ImportExpression({ source }) {
      if (source.type === 'Literal' && typeof source.value === 'string') {
        findings.imports.push({ specifier: source.value, names: ['*'] });
      } else findings.hiddenTarget = true;
    },
    TSImportType({ source }) {
      findings.imports.push({ specifier: source.value, names: ['*'] });
    },
    MemberExpression({ object, property }) {
      const owner = nameOf(object);
      const key = nameOf(property) ?? '';
      if (impureMembers.includes(`${owner}.${key}`)) findings.impure.push(`${owner}.${key}`);
      if (owner === 'globalThis' && [...impureGlobals, 'Date', 'Math', 'crypto'].includes(key)) {
        findings.impure.push(`globalThis.${key}`);
      }
    },
    CallExpression({ callee }) {
      const name = nameOf(callee);
      if (name !== undefined && impureGlobals.includes(name)) called.push(name);
    },
    NewExpression({ callee, arguments: given }) {
      if (isGlobal(callee, 'Date') && given.length === 0) findings.impure.push('new Date()');
    },
    VariableDeclarator({ id }) {
      collectNames(id, bound);
    },
    FunctionDeclaration({ params }) {
      collectNames(params, bound);
    },
    FunctionExpression({ params }) {
      collectNames(params, bound);
    },
    ArrowFunctionExpression({ params }) {
      collectNames(params, bound);
    },
    ImportSpecifier({ local }) {
      bound.add(local.name);
    },
  }).visit(program);
  // A parameter or a local of that name is the thing passed in.
  findings.impure.push(...called.filter((name) => !bound.has(name)));
}

function nameOf(node: unknown): string | undefined {
  if (typeof node !== 'object' || node === null || !('type' in node)) return undefined;
  if (node.type === 'Identifier' && 'name' in node) return String(node.name);
  if (node.type === 'Literal' && 'value' in node) return String(node.value);
  return undefined;
}

function collectNames(node: unknown, into: Set<string>): void {
  if (Array.isArray(node)) for (const entry of node) collectNames(entry, into);
  else if (typeof node === 'object' && node !== null) {
    const name = nameOf(node);
    if (name !== undefined) into.add(name);
    for (const [key, value] of Object.entries(node)) {
      if (key !== 'typeAnnotation' && key !== 'init') collectNames(value, into);
    }
  }
}

function checkImport(from: string, specifier: string, exists: (file: string) => boolean): string[] {
  if (specifier.startsWith('.')) return checkRelative(from, specifier, exists);
  if (specifier.startsWith('node:')) {
    const forbidden = isIn(from, foldersWithoutNode) && !isTestFile(from);
    return forbidden ? [`${specifier} is not there at run time in this folder`] : [];
  }
  return checkPackage(from, specifier);
}

function checkRelative(
  from: string,
  specifier: string,
  exists: (file: string) => boolean,
): string[] {
  const [bare = ''] = specifier.split('?');
  const target = path.posix.join(path.posix.dirname(from), bare);
  if (!exists(target)) return [`${specifier} is no file; write the path with its extension`];
  const own = folderOf(from);
  const other = folderOf(target);
  if (own === undefined || other === undefined) {
    return own === other ? [] : [`${specifier} leads out of the known folders`];
  }
  if (isTestFile(target) && !isTestFile(from)) return [`${specifier} is a test file`];
  const extra = isTestFile(from) ? (testFileImports[from.split('/')[0] ?? ''] ?? []) : [];
  const allowed = own === other || [...(folderImports[own] ?? []), ...extra].includes(other);
  return allowed ? [] : [`${own} must not import ${other} (${specifier})`];
}

function checkPackage(from: string, specifier: string): string[] {
  const parts = specifier.split('/');
  const name = parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
  if (isIn(from, ['tests']) || from === 'vitest.config.ts') return [];
  if (isTestFile(from) && testPackages.includes(name)) return [];
  const owners = packageOwners[name];
  if (!owners) {
    const reason = testPackages.includes(name) ? 'is for tests only' : 'has no owner in the table';
    return [`package ${name} ${reason}`];
  }
  // Test files of a folder that owns a sub-folder's package may look at the database, say.
  const scope = isTestFile(from) ? owners.map((owner) => owner.replace(/^hq\/\w+$/, 'hq')) : owners;
  return isIn(from, scope) ? [] : [`package ${name} belongs to ${owners.join(', ')}`];
}

function checkImpureNames({ specifier, names }: FoundImport): string[] {
  const forbidden = impureNodeImports[specifier] ?? [];
  return names
    .filter((name) => forbidden.includes('*') || forbidden.includes(name))
    .map((name) => `${name} of ${specifier} must be passed in, not imported`);
}

/** Test files and what only they load: fixtures, `test-….ts` and folders called test-rig. */
function isTestFile(file: string): boolean {
  return (
    /\.(test|fixture)\.tsx?$/.test(file) ||
    /\/test-(rig\/|[^/]*\.tsx?$)/.test(file) ||
    file.startsWith('tests/')
  );
}

function folderOf(file: string): string | undefined {
  return Object.keys(folderImports)
    .filter((folder) => file.startsWith(`${folder}/`))
    .sort((a, b) => b.length - a.length)[0];
}

/** An owner is a folder, one file, or the beginning of file names (hq/webhook). */
function isIn(file: string, owners: readonly string[]): boolean {
  return owners.some(
    (owner) => file.startsWith(owner) && /^(|[/.-].*)$/.test(file.slice(owner.length)),
  );
}

function existsInCheckout(file: string): boolean {
  return existsSync(path.join(root, file));
}
