import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from './electron-runtime.ts';
import { checkFile, listImports, listSourceFiles, type SourceFile } from './import-rules.ts';

/** Far below what there is; a reader that sees nothing must not pass. */
const filesMin = 150;
const importsMin = 600;

describe('the real source files', () => {
  const files = listSourceFiles();

  test('keep to the table of imports, lengths and pure folders', () => {
    expect(files.flatMap((file) => checkFile(file))).toEqual([]);
  });

  test('were really read', () => {
    expect(files.length).toBeGreaterThan(filesMin);
    expect(files.flatMap(listImports).length).toBeGreaterThan(importsMin);
  });

  test('leave app/ without a package.json, which electron-builder would take for the app', () => {
    expect(existsSync(path.join(root, 'app/package.json'))).toBe(false);
  });
});

/** Made-up files: where, what stands in them, and what must be said about it. */
const forbidden: readonly [path: string, text: string, said: string][] = [
  ['app/domain/x.ts', "import { z } from 'zod';", 'package zod belongs to'],
  ['app/domain/x.ts', "import { a } from '../contract/a.ts';", 'must not import app/contract'],
  ['app/domain/x.ts', "import type { A } from '../db/a.ts';", 'must not import app/db'],
  ['app/domain/x.ts', "export { a } from '../db/a.ts';", 'must not import app/db'],
  ['app/domain/x.ts', "export * from '../db/a.ts';", 'must not import app/db'],
  ['app/domain/x.ts', "export const a = () => import('../db/a.ts');", 'must not import app/db'],
  ['app/domain/x.ts', "export type A = import('../db/a.ts').A;", 'must not import app/db'],
  ['app/domain/x.ts', "import '../db/a.ts';", 'must not import app/db'],
  ['app/domain/x.ts', "import { join } from 'node:path';", 'node:path is not there'],
  ['app/domain/x.ts', "import { a } from './y';", './y is no file'],
  ['app/domain/x.ts', "import { a } from './y.test.ts';", 'is a test file'],
  ['app/domain/x.ts', "import { a } from '../../elsewhere/y.ts';", 'out of the known folders'],
  ['app/domain/x.ts', "import { test } from 'vitest';", 'vitest is for tests only'],
  ['app/domain/x.test.ts', "import { a } from '../db/a.ts';", 'must not import app/db'],
  ['app/contract/x.ts', "import { a } from 'left-pad';", 'left-pad has no owner'],
  ['app/contract/x.ts', "import { a } from '../db/a.ts';", 'must not import app/db'],
  ['app/db/x.ts', "import { a } from '../counter/a.ts';", 'must not import app/counter'],
  ['app/counter/x.ts', "import { a } from '../sync/a.ts';", 'must not import app/sync'],
  ['app/counter/x.ts', "import { sql } from 'kysely';", 'package kysely belongs to'],
  ['app/counter/x.ts', "import { sql } from 'kysely/migration';", 'package kysely belongs to'],
  ['app/counter/x.ts', "import D from 'better-sqlite3';", 'package better-sqlite3 belongs to'],
  ['app/counter/x.ts', "import { a } from '../seed/a.ts';", 'must not import app/seed'],
  ['app/sync/x.ts', "import { a } from '../line/a.ts';", 'must not import app/line'],
  ['app/seed/x.ts', "import { a } from '../counter/a.ts';", 'must not import app/counter'],
  ['native/x.ts', "import { a } from '../app/db/a.ts';", 'must not import app/db'],
  ['native/x.ts', "import { app } from 'electron';", 'package electron belongs to'],
  ['hq/x.ts', "import { a } from '../native/a.ts';", 'must not import native'],
  ['hq/x.ts', "import { a } from '../renderer/a.ts';", 'must not import renderer'],
  ['hq/x.ts', "import { useState } from 'react';", 'package react belongs to'],
  ['hq/x.ts', "import { Client } from 'pg';", 'package pg belongs to'],
  ['hq/x.ts', "import { a } from '@line/bot-sdk';", 'package @line/bot-sdk belongs to'],
  ['hq/console/x.tsx', "import { a } from '../db/a.ts';", 'must not import hq'],
  ['hq/console/x.tsx', "import fs from 'node:fs';", 'node:fs is not there'],
  ['renderer/x.tsx', "import { a } from '../app/counter/a.ts';", 'must not import app/counter'],
  ['renderer/x.tsx', "import { a } from '../main/a.ts';", 'must not import main'],
  ['renderer/x.tsx', "import { ipcRenderer } from 'electron';", 'package electron belongs to'],
  ['renderer/x.tsx', "import fs from 'node:fs';", 'node:fs is not there'],
  ['main/x.ts', "import { a } from '../renderer/a.ts';", 'must not import renderer'],
  ['main/x.ts', "import { a } from '../hq/a.ts';", 'must not import hq'],
  ['main/x.ts', "import { SerialPort } from 'serialport';", 'package serialport belongs to'],
  ['main/x.ts', "import { HIDAsync } from 'node-hid';", 'package node-hid belongs to'],
  ['main/x.ts', 'export const a = (file: string) => import(file);', 'needs a literal path'],
  ['app/domain/x.ts', 'export const a = Date.now();', 'Date.now must be passed in'],
  ['app/domain/x.ts', "export const a = Date['now']();", 'Date.now must be passed in'],
  ['app/domain/x.ts', 'export const a = Math.random();', 'Math.random must be passed in'],
  ['app/domain/x.ts', 'export const a = new Date();', 'new Date() must be passed in'],
  ['app/domain/x.ts', 'export const a = crypto.randomUUID();', 'crypto.randomUUID must be'],
  ['app/domain/x.ts', 'setTimeout(() => {}, 1);', 'setTimeout must be passed in'],
  ['app/domain/x.ts', "export const a = fetch('x');", 'fetch must be passed in'],
  ['app/counter/x.ts', 'export const a = globalThis.setTimeout;', 'globalThis.setTimeout must'],
  ['app/counter/x.ts', "import { randomUUID } from 'node:crypto';", 'randomUUID of node:crypto'],
  [
    'app/sync/x.ts',
    "import { setTimeout } from 'node:timers/promises';",
    'of node:timers/promises',
  ],
  ['app/sync/x.ts', 'export const a = Date.now;', 'Date.now must be passed in'],
  ['app/domain/x.ts', '\n'.repeat(401), '401 lines, more than 400'],
];

const allowed: readonly [path: string, text: string][] = [
  ['app/domain/x.ts', "import { a } from './a.ts';"],
  ['app/domain/x.ts', 'export const a = new Date(0).getTime() + Math.floor(1.5);'],
  ['app/domain/x.ts', "export const a = 'Date.now() and fetch(x)'; // Math.random()"],
  ['app/domain/x.ts', 'export const a = (fetch: (x: string) => string) => fetch("x");'],
  ['app/domain/x.test.ts', "import { test } from 'vitest'; import fc from 'fast-check';"],
  ['app/domain/x.test.ts', "import fs from 'node:fs'; export const a = Date.now();"],
  ['app/contract/x.ts', "import { z } from 'zod'; import { a } from '../domain/a.ts';"],
  ['app/db/x.ts', "import { sql } from 'kysely'; import { Migrator } from 'kysely/migration';"],
  ['app/counter/x.ts', "import type { Db } from '../db/a.ts';"],
  ['app/counter/x.ts', 'export const a = (deps: { now(): number }) => deps.now();'],
  ['app/counter/x.test.ts', "import { shop } from '../seed/a.ts';"],
  ['app/sync/x.ts', "import { createHash } from 'node:crypto';"],
  ['native/x.ts', "import { SerialPort } from 'serialport'; import hid from 'node-hid';"],
  ['hq/x.ts', "import { a } from '../app/seed/a.ts'; import fastify from 'fastify';"],
  ['hq/db/x.ts', "import pg from 'pg'; import { PGlite } from '@electric-sql/pglite';"],
  ['hq/x.test.ts', "import { startPostgres } from '../build/postgres.ts';"],
  ['hq/console/x.tsx', "import { a } from '../../app/contract/a.ts'; import 'react';"],
  ['renderer/x.tsx', "import { a } from '../app/domain/a.ts'; import './a.css';"],
  ['main/x.ts', "import { app } from 'electron'; import { a } from '../native/a.ts';"],
  ['tests/x.ts', "import { a } from '../main/a.ts'; import Database from 'better-sqlite3';"],
];

function check([file, text]: readonly [path: string, text: string, ...rest: string[]]): string[] {
  const source: SourceFile = { path: file, text: `${text}\n`.replace(/\n\n$/, '\n') };
  return checkFile(source, (target) => /\.\w+$/.test(target));
}

describe('the test of the test', () => {
  test.each(forbidden)('%s: %s', (...made) => {
    expect(check(made)).toEqual([expect.stringContaining(made[2])]);
  });

  test.each(allowed)('%s may: %s', (...made) => {
    expect(check(made)).toEqual([]);
  });
});
