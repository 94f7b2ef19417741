// Plain JavaScript without dependencies: the first steps run before anything is installed,
// on whatever Node (18 or later) the machine has.
import { spawn } from 'node:child_process';

/** A step or command that cannot go on, with a sentence for the person at the keyboard. */
export class SetupError extends Error {}

/** Set to 1 in the environment of a command whose standard output is its result alone. */
export const stepsToStderr = 'COUNTERFOIL_STEPS_TO_STDERR';

/** What a step answers when it found its work done. */
export const alreadyThere = 'ok, already there';

/**
 * Runs one step and prints exactly one line: what, outcome, time.
 * @template T
 * @param {string} what
 * @param {() => Promise<{ note: string, value: T }>} work
 * @returns {Promise<T>}
 */
export async function step(what, work) {
  const startedMs = performance.now();
  // A command whose output is a result for other programs keeps the steps out of it.
  const out = process.env[stepsToStderr] === '1' ? process.stderr : process.stdout;
  out.write(`${what} … `);
  try {
    const { note, value } = await work();
    out.write(`${note}  ${seconds(performance.now() - startedMs)}\n`);
    return value;
  } catch (error) {
    out.write(`failed  ${seconds(performance.now() - startedMs)}\n`);
    throw error;
  }
}

/** @param {number} ms @returns {string} */
export function seconds(ms) {
  return `${(ms / 1000).toFixed(1)} s`;
}

/**
 * Runs a program quietly and answers what it printed; its output is only shown when it fails.
 * @param {string} file
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions & { timeoutMs?: number }} [options]
 * @returns {Promise<string>}
 */
export function runQuietly(file, args, options = {}) {
  const { timeoutMs = 30 * 60_000, ...spawnOptions } = options;
  return new Promise((resolve, reject) => {
    let output = '';
    const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'], ...spawnOptions });
    const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
    child.stdout?.on('data', (chunk) => (output += chunk));
    child.stderr?.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => {
      clearTimeout(timer);
      reject(new SetupError(`${file} could not be started: ${error.message}`));
    });
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      if (code === 0) resolve(output);
      else reject(new SetupError(failureText([file, ...args].join(' '), code ?? signal, output)));
    });
  });
}

/** @param {string} command @param {number | string | null} end @param {string} output */
function failureText(command, end, output) {
  return `${command}\nended with ${end}. Its last output:\n${output.slice(-4000).trimEnd()}`;
}

/**
 * Runs a program with our own input and output and answers its exit code. Ctrl-C and a polite
 * kill reach the child too, so that it can put its own children away.
 * @param {string} file
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<number>}
 */
export function runInForeground(file, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { stdio: 'inherit', ...options });
    // Ctrl-C goes to the whole foreground group by itself; here we only have to outlive the child.
    const ignore = () => {};
    const forward = () => child.kill('SIGTERM');
    process.on('SIGINT', ignore);
    process.on('SIGTERM', forward);
    const settle = () => {
      process.off('SIGINT', ignore);
      process.off('SIGTERM', forward);
    };
    child.on('error', (error) => {
      settle();
      reject(new SetupError(`${file} could not be started: ${error.message}`));
    });
    child.on('close', (code) => {
      settle();
      resolve(code ?? 1);
    });
  });
}
