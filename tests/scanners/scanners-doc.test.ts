import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { parseTranscript } from '../../app/domain/scan-transcript.ts';
import { classifyCode } from '../../app/domain/classify-code.ts';
import { sampleTranscripts } from '../../app/domain/sample-transcripts.ts';
import type { RawScan } from '../../app/contract/raw-scan.ts';
import type { DeviceId } from '../../app/domain/ids.ts';
import { openReplayIntake } from '../../native/replay-intake.ts';

const page = readFileSync(path.join(import.meta.dirname, '../../docs/scanners.md'), 'utf8');
const [, example = ''] = /```transcript\n([\s\S]*?)```/.exec(page) ?? [];

/** Plays a transcript to its end without waiting; what arrived. */
async function play(transcript: string): Promise<RawScan[]> {
  const parsed = parseTranscript(transcript);
  if (parsed.kind === 'bad-line') throw new Error(JSON.stringify(parsed));
  const deviceId = '00000000-0000-7000-8000-000000000100' as DeviceId;
  const scans: RawScan[] = [];
  let nowMs = 0;
  let due: (() => void) | null = null;
  openReplayIntake(
    parsed.entries.map(({ atMs, bytes }) => ({ atMs, bytes, deviceId })),
    {
      sink: { onScan: (scan) => scans.push(scan) },
      clock: {
        nowMs: () => nowMs,
        setTimer: (delayMs, fn) => {
          nowMs += delayMs;
          due = fn;
          return () => (due = null);
        },
      },
      onEnd: () => (due = null),
    },
  );
  for (let next = due as (() => void) | null; next !== null; next = due) {
    due = null;
    next();
    await turn();
  }
  return scans;
}

test('the example of the page parses and plays', async () => {
  const scans = await play(example);
  expect(
    scans.map(({ bytes, completedAtMs, terminator = new Uint8Array() }) => [
      completedAtMs,
      classifyCode(bytes).kind,
      [...terminator],
    ]),
  ).toEqual([
    [500, 'member-code', [13]],
    [1500, 'member-code', [13, 10]],
    [2500, 'member-code', [3]],
    [4000, 'einvoice-right', [13]],
    [5250, 'unknown', [9]],
  ]);
});

test('the transcripts that ship parse, and play what they promise', async () => {
  const kinds = async (name: keyof typeof sampleTranscripts) =>
    (await play(sampleTranscripts[name])).map(({ bytes }) => classifyCode(bytes).kind);
  expect(await kinds('training')).toEqual([
    'member-code',
    'member-code-bad-check',
    'einvoice-left',
    'einvoice-right',
    'voucher-code',
    'voucher-code-bad-check',
    'mobile-carrier',
    'product',
  ]);
  expect(await kinds('forms')).toEqual([
    ...Array<string>(7).fill('member-code'),
    'code39-full-ascii',
  ]);
});

/** Files of the screen, read as text: tests look at the screen from outside. */
function sourceOf(pattern: string): string {
  const root = path.join(import.meta.dirname, '../../renderer');
  const files = globSync(pattern, { cwd: root });
  return files.map((file) => readFileSync(path.join(root, file), 'utf8')).join('\n');
}

test('what the page calls by its words on the screen is on the screen', () => {
  const texts = new Set(
    [...sourceOf('i18n/*zh-tw.ts').matchAll(/'((?:[^'\\\n]|\\.)*)'/g)].map(([, text = '']) => text),
  );
  const quoted = [...page.matchAll(/「([^」]+)」/g)].map(([, words = '']) => words);
  expect(quoted.length).toBeGreaterThan(12);
  expect(quoted.filter((words) => !texts.has(words))).toEqual([]);
});
