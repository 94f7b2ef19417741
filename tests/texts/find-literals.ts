import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync, Visitor } from 'vite';

/** Which files of one surface may not hold words for people, and where its words stand instead. */
export type WordlessFolder = {
  readonly folder: string;
  /** Folders and files below it that hold words on purpose, or are no part of the product. */
  readonly except: readonly string[];
};

/** Letters of any script: what a translator would have to translate. */
const letters = /\p{L}/u;
/** The address of something, which is no sentence. */
const address = /^https?:\/\/\S*$/;
/** Letters that only a text for people can have. */
const eastAsian = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

/** What is the same in every language: currency, units, names of keys and of things. */
const neutral =
  /^(?:NT\$|LINE|QR|HQ|POS|ID|CSV|JSON|px|ms|Hz|kB|MB|OK|F\d{1,2}|Ctrl|Shift|Alt|Enter|Esc|Tab)$/;

/** Attributes and properties of our own controls whose value is read by people. */
const wordAttributes = new Set([
  'aria-label',
  'aria-description',
  'aria-placeholder',
  'aria-roledescription',
  'aria-valuetext',
  'title',
  'placeholder',
  'alt',
  'label',
  'hint',
  'error',
  'note',
  'heading',
  'caption',
  'unit',
  'summary',
  'message',
]);

/** Calls whose argument is read by people. */
const speakingCalls = new Set(['alert', 'confirm', 'prompt']);

type Node = { readonly type: string; readonly start: number } & Readonly<Record<string, unknown>>;

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}

/** The literal texts that an expression can come to, as far as they stand in it. */
function textsOf(node: unknown): readonly { readonly text: string; readonly at: number }[] {
  if (!isNode(node)) return [];
  const parts = (...names: readonly string[]) => names.flatMap((name) => textsOf(node[name]));
  switch (node.type) {
    case 'Literal':
    case 'JSXText':
      return typeof node['value'] === 'string' ? [{ text: node['value'], at: node.start }] : [];
    case 'TemplateLiteral': {
      const quasis = node['quasis'] as readonly { value: { cooked?: string | null } }[];
      const text = quasis.map(({ value }) => value.cooked ?? '').join(' ');
      return [{ text, at: node.start }];
    }
    case 'JSXExpressionContainer':
    case 'ParenthesizedExpression':
    case 'TSAsExpression':
    case 'TSNonNullExpression':
    case 'TSSatisfiesExpression':
      return parts('expression');
    case 'ConditionalExpression':
      return parts('consequent', 'alternate');
    case 'LogicalExpression':
      return parts('left', 'right');
    case 'BinaryExpression':
      return node['operator'] === '+' ? parts('left', 'right') : [];
    default:
      return [];
  }
}

function isForPeople(text: string): boolean {
  if (address.test(text.trim())) return false;
  return text.split(/[\s·,:/+()×]+/).some((word) => letters.test(word) && !neutral.test(word));
}

function attributeName(node: unknown): string {
  return isNode(node) && node.type === 'JSXIdentifier' ? String(node['name']) : '';
}

/**
 * Words for people that stand in the code itself: text between tags, attributes that are shown or read out,
 * and any literal in Chinese, Japanese or Thai. Such a word is in one language only.
 * @returns `path:line: text` for each
 */
export function findLiterals(file: { readonly path: string; readonly text: string }): string[] {
  const { program, errors } = parseSync(file.path, file.text);
  if (errors[0]) throw new Error(`${file.path} cannot be parsed: ${errors[0].message}`);
  const found = new Map<number, string>();
  const add = (texts: ReturnType<typeof textsOf>): void => {
    for (const { text, at } of texts) if (isForPeople(text)) found.set(at, text);
  };
  const addEastAsian = (texts: ReturnType<typeof textsOf>): void => {
    for (const { text, at } of texts) if (eastAsian.test(text)) found.set(at, text);
  };
  new Visitor({
    JSXElement: ({ children }) => add(children.flatMap(textsOf)),
    JSXFragment: ({ children }) => add(children.flatMap(textsOf)),
    JSXAttribute: ({ name, value }) => {
      if (wordAttributes.has(attributeName(name))) add(textsOf(value));
    },
    CallExpression: ({ callee, arguments: given }) => {
      const name = isNode(callee) && callee.type === 'Identifier' ? String(callee['name']) : '';
      if (speakingCalls.has(name)) add(given.flatMap(textsOf));
    },
    Literal: (node) => addEastAsian(textsOf(node)),
    TemplateLiteral: (node) => addEastAsian(textsOf(node)),
  }).visit(program);
  const lineOf = (at: number): number => file.text.slice(0, at).split('\n').length;
  return [...found]
    .sort(([a], [b]) => a - b)
    .map(([at, text]) => `${file.path}:${lineOf(at)}: ${text.replaceAll(/\s+/g, ' ').trim()}`);
}

/** Every source file of a folder that may hold no words, with its text. */
export function listWordless(
  root: string,
  { folder, except }: WordlessFolder,
): { readonly path: string; readonly text: string }[] {
  return (
    globSync(`${folder}/**/*.{ts,tsx}`, { cwd: root })
      .map((file) => file.replaceAll(path.sep, '/'))
      // A table of words says in its name of which language it is.
      .filter((file) => !/(?:\.test\.tsx?|[-/](?:zh-tw|en|ja|th)\.ts)$/.test(file))
      .filter((file) => !except.some((part) => file.startsWith(`${folder}/${part}`)))
      .sort()
      .map((file) => ({ path: file, text: readFileSync(path.join(root, file), 'utf8') }))
  );
}
