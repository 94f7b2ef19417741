/**
 * `node tests/bench/classify.ts [--n 20000]`: what it costs to say what a scan is, for one good code of each
 * kind and for the strings of the fuzzer, one call at a time. The yardstick beside it, in the same run, is
 * JSON.parse of a text of the same size. Exit code 1 when the bar (median ≤ 20 µs for each) is missed.
 */
import { parseArgs } from 'node:util';
import { classifyCode } from '../../app/domain/classify-code.ts';
import { makeRandom } from '../../app/seed/random.ts';
import { goodCodes, makeCode } from '../fuzz/make-codes.ts';
import { percentilesOf } from './percentiles.ts';

const medianUsMax = 20;
const { values } = parseArgs({ options: { n: { type: 'string', default: '20000' } } });
const calls = Number(values.n);

/** A JSON text of as many bytes, at least the shortest of this shape. */
function jsonOfSize(bytes: number): string {
  const frame = JSON.stringify({ kind: 'x', value: '' }).length;
  return JSON.stringify({ kind: 'x', value: 'v'.repeat(Math.max(0, bytes - frame)) });
}

/** Microseconds of each call. */
function timesOf(work: (nth: number) => unknown): number[] {
  const times: number[] = [];
  for (let nth = 0; nth < calls; nth += 1) {
    const startedNs = process.hrtime.bigint();
    work(nth);
    times.push(Number(process.hrtime.bigint() - startedNs) / 1000);
  }
  return times;
}

function row(name: string, codes: readonly Uint8Array[]): number {
  const at = (nth: number): Uint8Array => codes[nth % codes.length] ?? new Uint8Array();
  const texts = codes.map((code) => jsonOfSize(code.length));
  const bytes = codes.reduce((sum, code) => sum + code.length, 0) / codes.length;
  const kind = codes.length === 1 ? classifyCode(at(0)).kind : '';
  timesOf((nth) => classifyCode(at(nth)));
  const own = percentilesOf(timesOf((nth) => classifyCode(at(nth))));
  const yard = percentilesOf(timesOf((nth) => JSON.parse(texts[nth % texts.length] ?? '')));
  const us = (value: number): string => value.toFixed(2).padStart(8);
  console.log(
    `${name.padEnd(24)}${kind.padEnd(22)}${bytes.toFixed(0).padStart(5)} B  p50${us(own.p50)} p99${us(own.p99)} µs   JSON.parse p50${us(yard.p50)} p99${us(yard.p99)} µs`,
  );
  return own.p50;
}

const good = goodCodes(makeRandom(7));
const random = makeRandom(8);
const fuzzed = Array.from({ length: 2_000 }, () => makeCode(random, Object.values(good)));
const medians = [
  ...Object.entries(good).map(([name, code]) => row(name, [code])),
  row('all of these', Object.values(good)),
  row('strings of the fuzzer', fuzzed),
  row('longest there is', [new TextEncoder().encode('x'.repeat(1024))]),
];
const worst = Math.max(...medians);
console.log(`worst median ${worst.toFixed(2)} µs, at most ${medianUsMax} allowed`);
process.exitCode = worst <= medianUsMax ? 0 : 1;
