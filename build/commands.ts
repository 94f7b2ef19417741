import { existsSync } from 'node:fs';
import path from 'node:path';
import { startDisplay } from './display.ts';
import { findElectron, root } from './electron-runtime.ts';
import { hqNodeOptions } from './hq-node-options.ts';
import { packageApp } from './package-app.ts';
import { prepare, type Needs } from './prepare.ts';
import { runInForeground, SetupError } from './step.mjs';
import { runTestChain, runStages, stages } from './stage-chain.ts';

interface Command {
  needs: Needs;
  /** Throws where it cannot be done on this machine, before anything is prepared. */
  check?: () => void;
  /** Answers the exit code. */
  run: (args: readonly string[]) => Promise<number>;
}

const nothing: Needs = {};
const window: Needs = { electron: true, build: true };
const ownDisplay: Needs = { ...window, display: true };
const drivenWindow: Needs = { ...ownDisplay, outsideDriver: true };

const commands: Record<string, Command> = {
  setup: {
    needs: { ...drivenWindow, inputMethod: true, tracer: true, retryOfficialElectron: true },
    run: done,
  },
  build: { needs: { build: true }, run: done },
  demo: { needs: drivenWindow, run: onDisplay('tests/demo/demo.ts') },
  test: {
    needs: { ...drivenWindow, inputMethod: true, tracer: true },
    check: refuseElsewhere,
    run: () => withDisplay(runTestChain),
  },
  check: { needs: nothing, run: () => runStages([stages.format, stages.lint, stages.types]) },
  format: { needs: nothing, run: () => runStages([stages.rewriteFormat]) },
  unit: { needs: nothing, run: (args) => runStages([stages.unit(args)]) },
  e2e: {
    needs: drivenWindow,
    run: (args) => withDisplay((env) => runStages([stages.e2e(args)], env)),
  },
  start: { needs: window, check: refuseWithoutDisplay, run: startApp },
  hq: { needs: { build: true }, run: onNode('hq/main.ts', hqNodeOptions) },
  dev: { needs: { electron: true }, run: onNode('build/dev.ts') },
  properties: { needs: nothing, run: runProperties },
  mutation: { needs: nothing, run: runMutation },
  screens: {
    needs: { electron: true, display: true },
    run: onDisplay('tests/screens/write-screens.ts'),
  },
  gallery: {
    needs: { electron: true, display: true },
    run: onDisplay('tests/gallery/gallery.ts'),
  },
  'bench-members': { needs: drivenWindow, run: onDisplay('tests/bench/members.ts') },
  'bench-start': { needs: ownDisplay, run: onDisplay('tests/bench/start.ts') },
  'bench-soak': { needs: drivenWindow, run: onDisplay('tests/bench/soak.ts') },
  'bench-engine': { needs: nothing, run: onNode('tests/bench/engine.ts') },
  'bench-award': { needs: nothing, run: onNode('tests/bench/award.ts') },
  'bench-pull': { needs: nothing, run: onNode('tests/bench/first-pull.ts') },
  'bench-snapshot': { needs: nothing, run: onNode('tests/bench/snapshot.ts') },
  'bench-sync': { needs: nothing, run: onNode('tests/bench/sync.ts') },
  'bench-line': { needs: nothing, run: onNode('tests/bench/line.ts') },
  'bench-pages': { needs: ownDisplay, run: onDisplay('tests/bench/member-pages.ts') },
  'bench-scan': { needs: ownDisplay, run: onDisplay('tests/bench/scan.ts') },
  'fault-kill': { needs: nothing, run: onNode('tests/faults/kill.ts') },
  'fault-power': { needs: { tracer: true }, run: onNode('tests/faults/power.ts') },
  'fault-corrupt': { needs: nothing, run: onNode('tests/faults/corrupt.ts') },
  'fault-hq': { needs: nothing, run: onNode('tests/faults/hq-processes.ts') },
  'fault-restore': { needs: nothing, run: onNode('tests/faults/restore.ts') },
  'hid-vm': { needs: { electron: true }, run: onNode('tests/hid-vm/run.ts') },
  'fault-serial': { needs: ownDisplay, run: onNode('tests/faults/serial.ts') },
  'pos-campaign': { needs: nothing, run: onNode('tests/pos/campaign.ts') },
  'fuzz-classify': { needs: nothing, run: onNode('tests/fuzz/classify.ts') },
  'fuzz-token': { needs: nothing, run: onNode('tests/fuzz/member-token.ts') },
  'fuzz-webhook': { needs: nothing, run: onNode('tests/fuzz/line-webhook.ts') },
  'bench-classify': { needs: nothing, run: onNode('tests/bench/classify.ts') },
  wedge: { needs: { ...drivenWindow, inputMethod: true }, run: onNode('tests/wedge/run.ts') },
  'fault-line': { needs: nothing, run: onNode('tests/faults/line.ts') },
  'fault-net': { needs: nothing, run: onNode('tests/faults/net.ts') },
  'fuzz-hq': { needs: nothing, run: onNode('tests/fuzz/hq.ts') },
  sim: { needs: nothing, run: onNode('tests/simulation/sim.ts') },
  'sim-planted': { needs: nothing, run: onNode('tests/simulation/planted.ts') },
  'sim-tiers': { needs: nothing, run: onNode('tests/simulation/tiers.ts') },
  whatif: { needs: nothing, run: onNode('hq/what-if/what-if.ts') },
  'verify-log': { needs: nothing, run: onNode('hq/tape/verify-log.ts') },
  'recover-tape': { needs: nothing, run: onNode('hq/tape/recover-tape.ts') },
  'lint-program': { needs: nothing, run: onNode('hq/what-if/lint.ts') },
  conformance: { needs: nothing, run: onNode('tests/conformance/conformance.ts') },
  package: { needs: ownDisplay, run: packageApp },
};

function done(): Promise<number> {
  return Promise.resolve(0);
}

/** The property tests at full length; PROPERTY_RUNS asks for another, PROPERTY_SEED for a known seed. */
function runProperties(args: readonly string[]): Promise<number> {
  const env = { ...process.env, PROPERTY_RUNS: process.env['PROPERTY_RUNS'] ?? '20000' };
  return runStages([stages.unit(['tests/properties', ...args])], env);
}

/**
 * Mutates the rules and counts what their tests notice; arguments go to Stryker. `--vitest` takes Stryker's own
 * runner, a hundred times slower, to hold ours against.
 */
function runMutation(args: readonly string[]): Promise<number> {
  const stryker = path.join(root, 'node_modules/@stryker-mutator/core/bin/stryker.js');
  const rest = args.filter((arg) => arg !== '--vitest');
  const name = rest.length < args.length ? 'stryker' : 'in-process';
  const config = `tests/mutation/${name}.config.json`;
  return runInForeground(process.execPath, [stryker, 'run', config, ...rest], { cwd: root });
}

function onNode(script: string, nodeOptions: readonly string[] = []): Command['run'] {
  return (args) => runScript(script, args, process.env, nodeOptions);
}

function onDisplay(script: string): Command['run'] {
  return (args) => withDisplay((env) => runScript(script, args, env));
}

function runScript(
  script: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  nodeOptions: readonly string[] = [],
): Promise<number> {
  const file = path.join(root, script);
  if (!existsSync(file)) throw new SetupError(`${script} is not in this checkout.`);
  return runInForeground(process.execPath, [...nodeOptions, file, ...args], { cwd: root, env });
}

/** Runs on the person's own display when there is one, else on a virtual one made for this run. */
async function withDisplay(run: (env: NodeJS.ProcessEnv) => Promise<number>): Promise<number> {
  if (process.platform !== 'linux' || process.env['DISPLAY']) return run(process.env);
  const { display, stop } = await startDisplay();
  try {
    return await run({ ...process.env, DISPLAY: display, COUNTERFOIL_VIRTUAL_DISPLAY: '1' });
  } finally {
    await stop();
  }
}

function hasDisplay({ DISPLAY, WAYLAND_DISPLAY }: NodeJS.ProcessEnv): boolean {
  return process.platform !== 'linux' || Boolean(DISPLAY) || Boolean(WAYLAND_DISPLAY);
}

function refuseWithoutDisplay(): void {
  if (hasDisplay(process.env)) return;
  throw new SetupError(
    'There is no display to open the window on. Log in to a desktop and run it there, or see ' +
      'the app at work without one: npm run demo',
  );
}

function refuseElsewhere(): void {
  if (process.platform === 'linux') return;
  throw new SetupError(
    'All tests together need Linux: keys by xdotool, an input method, system calls by strace. ' +
      'Here these run: npm run check, npm run test:unit, npm run demo',
  );
}

function startApp(args: readonly string[]): Promise<number> {
  const { env } = process;
  const electron = findElectron();
  return runInForeground(electron.executablePath, [...electron.args, root, ...args], {
    cwd: root,
    env: { ...env, ...electron.env },
  });
}

async function main(): Promise<number> {
  const [name = '', ...rest] = process.argv.slice(2);
  // `npm run X -- …` swallows it; the same typed behind `node build/run.mjs X` means the same.
  const args = rest[0] === '--' ? rest.slice(1) : rest;
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) {
    throw new SetupError(`Unknown command "${name}". Known: ${Object.keys(commands).join(', ')}`);
  }
  command.check?.();
  await prepare(command.needs);
  return command.run(args);
}

try {
  process.exit(await main());
} catch (error) {
  console.error(error instanceof SetupError ? `\n${error.message}` : error);
  process.exit(1);
}
