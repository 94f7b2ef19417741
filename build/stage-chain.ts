import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { buildApp } from './build-app.ts';
import { root } from './electron-runtime.ts';
import { runInForeground, seconds } from './step.mjs';

/** How many checks of a stage passed and failed; a tool that only says yes or no counts as one. */
export interface StageResult {
  passed: number;
  failed: number;
}

export interface Stage {
  title: string;
  run: (env: NodeJS.ProcessEnv) => Promise<StageResult>;
}

/** Kills in `npm test`; the whole 200 are `npm run fault:kill -- --n 200`. */
const killSlice = 20;
/** Disk states after a power cut in `npm test`; `npm run fault:power` opens 20,000. */
const powerSlice = 300;
/** Damaged files in `npm test`; `npm run fault:corrupt` does 3,000. */
const corruptSlice = 100;
/** Runs over bad lines in `npm test`; `npm run fault:net` does 1,000. */
const netSlice = 25;
/** Kills of HQ processes in `npm test`; `npm run fault:hq -- --kills 50` goes on longer. */
const hqSlice = 5;
/** Postings to a bad LINE in `npm test`; `npm run fault:line` sends 10,000 through 20 kills. */
const lineSlice = 400;
/** Scans over serial lines in `npm test`; `npm run fault:serial` sends 10,000 and replugs 200 times. */
const serialSlice = 400;
/** Sales handed over by a POS in `npm test`; `npm run fault:pos` hands over 1,000. */
const posSlice = 60;
/** Scans by key strokes in `npm test`; `npm run test:wedge` types 500. */
const wedgeSlice = 44;
/** HQ put back to a backup in `npm test`; `npm run fault:restore` does it 20 times. */
const restoreSlice = 2;
/** Hostile requests in `npm test`; `npm run fuzz:hq` sends a million. */
const fuzzSlice = 10_000;
/** Seconds of the simulator in `npm test`; `npm run sim -- --minutes 10` plays longer. */
const simSliceSeconds = 20;

export const stages = {
  format: tool('format', ['prettier/bin/prettier.cjs', '--check', '--log-level=warn', '.']),
  rewriteFormat: tool('format', ['prettier/bin/prettier.cjs', '--write', '--log-level=warn', '.']),
  lint: tool('lint', ['oxlint/bin/oxlint', '--type-aware', '--deny-warnings']),
  types: tool('types', ['typescript/bin/tsc', '-b']),
  unit: (args: readonly string[]): Stage => vitest('unit tests', ['--project=unit', ...args]),
  sync: vitest('counters and HQ over HTTP', ['--project=sync']),
  rulesCovered: vitest('every branch of the rules', ['--project=unit', '--coverage', 'app/domain']),
  demoStore: vitest('HQ on the store of the demo', ['--project=pglite']),
  e2e: (args: readonly string[]): Stage => vitest('end-to-end tests', ['--project=e2e', ...args]),
  build: {
    title: 'build',
    run: async () => {
      console.log((await buildApp()) ? 'built' : 'already built from these inputs');
      return { passed: 1, failed: 0 };
    },
  },
  screens: {
    title: 'screens in both themes',
    run: (env) =>
      countingScript(
        ['tests/screens/write-screens.ts', '--sizes', '1024x768', '--languages', 'zh-TW'],
        env,
      ),
  },
  killSlice: {
    title: `${killSlice} kills under load`,
    run: (env) => countingScript(['tests/faults/kill.ts', '--n', String(killSlice)], env),
  },
  powerSlice: {
    title: `${powerSlice} disks after a power cut`,
    run: (env) =>
      countingScript(
        ['tests/faults/power.ts', '--states', String(powerSlice), '--sales', '12'],
        env,
      ),
  },
  corruptSlice: {
    title: `${corruptSlice} damaged files`,
    run: (env) => countingScript(['tests/faults/corrupt.ts', '--n', String(corruptSlice)], env),
  },
  netSlice: {
    title: `${netSlice} runs over bad lines`,
    run: (env) =>
      countingScript(['tests/faults/net.ts', '--n', String(netSlice), '--postgres'], env),
  },
  hqSlice: {
    title: `${hqSlice} kills of several HQ processes`,
    run: (env) => countingScript(['tests/faults/hq-processes.ts', '--kills', String(hqSlice)], env),
  },
  lineSlice: {
    title: `${lineSlice} postings to a bad LINE`,
    run: (env) =>
      countingScript(['tests/faults/line.ts', '--n', String(lineSlice), '--kills', '2'], env),
  },
  serialSlice: {
    title: `${serialSlice} scans over serial lines`,
    run: (env) =>
      countingScript(
        ['tests/faults/serial.ts', '--n', String(serialSlice), '--replugs', '10'],
        env,
      ),
  },
  wedgeSlice: {
    title: `${wedgeSlice} scans by key strokes`,
    run: (env) => countingScript(['tests/wedge/run.ts', '--n', String(wedgeSlice)], env),
  },
  posSlice: {
    title: `${posSlice} sales handed over by a POS`,
    run: (env) =>
      countingScript(['tests/pos/campaign.ts', '--n', String(posSlice), '--kills', '1'], env),
  },
  restoreSlice: {
    title: `${restoreSlice} restores of HQ`,
    run: (env) => countingScript(['tests/faults/restore.ts', '--n', String(restoreSlice)], env),
  },
  simSlice: {
    title: `${simSliceSeconds} seconds of the simulator`,
    run: (env) =>
      countingScript(['tests/simulation/sim.ts', '--seconds', String(simSliceSeconds)], env),
  },
  fuzzSlice: {
    title: `${fuzzSlice} hostile requests`,
    run: (env) => countingScript(['tests/fuzz/hq.ts', '--n', String(fuzzSlice)], env),
  },
  lineContract: {
    title: 'LINE’s contract over the whole run',
    run: (env) =>
      countingScript(['tests/line-stand-in/report-tally.ts', env[tallyVariable] ?? ''], env),
  },
} satisfies Record<string, Stage | ((args: readonly string[]) => Stage)>;

/** Names the file in which every stand-in of LINE leaves what it saw. */
const tallyVariable = 'LINE_STAND_IN_TALLY';

/** `npm test`: everything, cheap stages first, stops at the first that fails. */
export async function runTestChain(env: NodeJS.ProcessEnv): Promise<number> {
  const chain = [
    stages.format,
    stages.lint,
    stages.types,
    stages.unit([]),
    stages.rulesCovered,
    stages.sync,
    stages.demoStore,
    stages.build,
    stages.e2e([]),
    stages.screens,
    stages.serialSlice,
    stages.wedgeSlice,
    stages.posSlice,
    stages.killSlice,
    stages.powerSlice,
    stages.corruptSlice,
    stages.netSlice,
    stages.hqSlice,
    stages.lineSlice,
    stages.restoreSlice,
    stages.fuzzSlice,
    stages.lineContract,
    stages.simSlice,
  ];
  const folder = mkdtempSync(path.join(os.tmpdir(), 'counterfoil-line-'));
  try {
    return await runStages(chain, { ...env, [tallyVariable]: path.join(folder, 'tally') });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Runs stages in order until one fails. The last line printed is `N passed, N failed`.
 * @returns the exit code
 */
export async function runStages(
  chain: readonly Stage[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<number> {
  const total: StageResult = { passed: 0, failed: 0 };
  for (const stage of chain) {
    console.log(`\n== ${stage.title}`);
    const startedMs = performance.now();
    const result = await stage.run(env);
    total.passed += result.passed;
    total.failed += result.failed;
    const verdict = result.failed > 0 ? 'FAILED' : 'ok';
    console.log(`== ${stage.title}: ${verdict}  ${seconds(performance.now() - startedMs)}`);
    if (result.failed > 0) break;
  }
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
  return total.failed > 0 ? 1 : 0;
}

function tool(title: string, [script = '', ...args]: readonly string[]): Stage {
  const file = path.join(root, 'node_modules', script);
  return { title, run: (env) => yesOrNo([file, ...args], env) };
}

async function yesOrNo(args: readonly string[], env: NodeJS.ProcessEnv): Promise<StageResult> {
  const code = await runInForeground(process.execPath, args, { cwd: root, env });
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** A script of ours that ends with its own `N passed, N failed`. */
async function countingScript(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<StageResult> {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let tail = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    process.stdout.write(text);
    tail = (tail + text).slice(-1000);
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return countScript(tail, code ?? 1);
}

/** Reads a script's last count; a bad exit, or no count at all, is at least one failure. */
export function countScript(output: string, exitCode: number): StageResult {
  const [, passed, failed] = [...output.matchAll(/(\d+) passed, (\d+) failed/g)].at(-1) ?? [];
  if (passed === undefined || failed === undefined) return { passed: 0, failed: 1 };
  const failedCount = Number(failed);
  return {
    passed: Number(passed),
    failed: exitCode === 0 ? failedCount : Math.max(1, failedCount),
  };
}

function vitest(title: string, args: readonly string[]): Stage {
  return {
    title,
    run: async (env) => {
      const folder = mkdtempSync(path.join(os.tmpdir(), 'counterfoil-vitest-'));
      const outputFile = path.join(folder, 'result.json');
      const command = [
        path.join(root, 'node_modules/vitest/vitest.mjs'),
        'run',
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${outputFile}`,
        ...args,
      ];
      try {
        const code = await runInForeground(process.execPath, command, { cwd: root, env });
        const report = existsSync(outputFile) ? readFileSync(outputFile, 'utf8') : undefined;
        return countVitest(report, code);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  };
}

interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
}

/**
 * Counts vitest's own report. A bad exit without a failed test (coverage below its bar, a file
 * that does not load, an error outside a test) is one failure; so is every test that was skipped.
 */
export function countVitest(reportJson: string | undefined, exitCode: number): StageResult {
  if (reportJson === undefined) return { passed: 0, failed: 1 };
  const report = JSON.parse(reportJson) as VitestReport;
  const skipped = report.numPendingTests + report.numTodoTests;
  if (skipped > 0) console.log(`${skipped} skipped tests count as failed`);
  const failed = report.numFailedTests + skipped;
  return { passed: report.numPassedTests, failed: failed === 0 && exitCode !== 0 ? 1 : failed };
}
