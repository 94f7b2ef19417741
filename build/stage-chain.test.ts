import { expect, test, vi } from 'vitest';
import { countScript, countVitest, runStages, type Stage } from './stage-chain.ts';

function report(numPassedTests: number, numFailedTests = 0, numPendingTests = 0): string {
  return JSON.stringify({ numPassedTests, numFailedTests, numPendingTests, numTodoTests: 0 });
}

test.each([
  ['all good', report(7), 0, { passed: 7, failed: 0 }],
  ['failed tests', report(7, 2), 1, { passed: 7, failed: 2 }],
  ['coverage below its bar', report(7), 1, { passed: 7, failed: 1 }],
  ['a skipped test', report(7, 0, 1), 0, { passed: 7, failed: 1 }],
  ['no report', undefined, 0, { passed: 0, failed: 1 }],
] as const)('%s', (_what, json, exitCode, result) => {
  vi.spyOn(console, 'log').mockImplementation(() => {});
  expect(countVitest(json, exitCode)).toEqual(result);
});

test.each([
  ['its last count', '1 passed, 0 failed\n20 passed, 0 failed\n', 0, { passed: 20, failed: 0 }],
  ['a failed check', '19 passed, 2 failed\n', 1, { passed: 19, failed: 2 }],
  ['a crash after the count', '20 passed, 0 failed\n', 1, { passed: 20, failed: 1 }],
  ['silence', '', 0, { passed: 0, failed: 1 }],
] as const)('a script with %s', (_what, output, exitCode, result) => {
  expect(countScript(output, exitCode)).toEqual(result);
});

test('the first failing stage ends the chain; the last line alone tells the sums', async () => {
  const printed: string[] = [];
  vi.spyOn(console, 'log').mockImplementation((line: string) => void printed.push(line));
  const ran: string[] = [];
  const stage = (title: string, passed: number, failed: number): Stage => ({
    title,
    run: () => {
      ran.push(title);
      return Promise.resolve({ passed, failed });
    },
  });
  const code = await runStages([stage('a', 3, 0), stage('b', 4, 1), stage('c', 5, 0)]);
  expect({ code, ran, last: printed.join('\n').split('\n').at(-1) }).toEqual({
    code: 1,
    ran: ['a', 'b'],
    last: '7 passed, 1 failed',
  });
});
