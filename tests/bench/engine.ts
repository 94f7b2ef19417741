/**
 * `npm run bench:engine`: how fast one core evaluates a ten-line sale against a program of 30 rules
 * with 10 vouchers, and how long the slowest hundredth takes. The yardstick in the same run is
 * parsing the sale's own JSON, which every message to and from the rules pays anyway. Exit code 1
 * when the bar is missed.
 */
import { performance } from 'node:perf_hooks';
import { programSchema } from '../../app/contract/program.ts';
import { saleInputSchema } from '../../app/contract/sale.ts';
import { evaluateSale } from '../../app/domain/evaluate-sale.ts';
import type { SaleInput } from '../../app/domain/sale.ts';
import { sampleMember, sampleProgram, sampleSale, sampleSize } from './engine-sample.ts';
import { percentilesOf } from './percentiles.ts';

const perSecondMin = 20_000;
const p99MsMax = 0.5;
const rounds = 7;
const salesPerRound = 20_000;

/** Evaluations per second of one round, and each one's milliseconds. */
function runRound(sales: readonly SaleInput[], eachMs: number[]): number {
  const startedMs = performance.now();
  let lastMs = startedMs;
  for (const sale of sales) {
    const result = evaluateSale(sampleProgram, sampleMember, sale);
    if (result.kind === 'refused') throw new Error(result.refusal.code);
    const nowMs = performance.now();
    eachMs.push(nowMs - lastMs);
    lastMs = nowMs;
  }
  return (sales.length / (lastMs - startedMs)) * 1000;
}

function parsesPerSecond(sales: readonly SaleInput[]): number {
  const texts = sales.map((sale) => JSON.stringify(sale));
  const startedMs = performance.now();
  for (const text of texts) JSON.parse(text);
  return (texts.length / (performance.now() - startedMs)) * 1000;
}

function main(): number {
  // What is measured is a program and a sale as the product would accept them.
  programSchema.parse(sampleProgram);
  const sales = Array.from({ length: salesPerRound }, (_, nth) => sampleSale(nth));
  saleInputSchema.parse(sales[0]);
  const first = evaluateSale(sampleProgram, sampleMember, sampleSale(0));
  if (first.kind === 'refused') throw new Error(first.refusal.code);
  runRound(sales.slice(0, 2_000), []);

  const eachMs: number[] = [];
  const rates = Array.from({ length: rounds }, () => runRound(sales, eachMs));
  const perSecond = percentilesOf(rates).p50;
  const { p50, p99, max } = percentilesOf(eachMs);
  const parses = parsesPerSecond(sales);

  const { lines, rules, vouchers } = sampleSize;
  const used = `${first.discounts.length} discounts applied, ${first.reasons.length} reasons`;
  console.log(`a sale of ${lines} lines, ${rules} rules, ${vouchers} vouchers (${used})`);
  console.log(
    `evaluations/s, median of ${rounds} rounds  ${perSecond.toFixed(0)}  (bar ${perSecondMin})`,
  );
  console.log(
    `one evaluation, ms  p50 ${p50.toFixed(4)}  p99 ${p99.toFixed(4)}  max ${max.toFixed(2)}  (bar p99 ${p99MsMax})`,
  );
  console.log(
    `JSON.parse of the same sales/s  ${parses.toFixed(0)}  (ratio ${(perSecond / parses).toFixed(2)})`,
  );
  return perSecond >= perSecondMin && p99 <= p99MsMax ? 0 : 1;
}

process.exitCode = main();
