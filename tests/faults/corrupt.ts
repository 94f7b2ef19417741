/**
 * Damaged files: the database, its log or the tape of a real counter is flipped, cut, zeroed, deleted or
 * replaced by yesterday's copy, then opened by the real opening. `node tests/faults/corrupt.ts --n 3000
 * [--seed 1]`. Every damage must be found (or shown to have touched nothing that is read), and every
 * sale that was answered as settled must be there afterwards, with all its effects.
 * Ends with `N passed, N failed`; exit code 1 when a check fails.
 */
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { closeDatabase } from '../../app/db/handles.ts';
import { makeRandom } from '../../app/seed/random.ts';
import { formatCheckTable, makeCheckList } from '../rig/check-list.ts';
import { damageFiles, damageKinds, damageTargets, type Damage } from './damage-files.ts';
import { copyShop, inspectShop, openWholeShop, readShop, stock, trade } from './taped-shop.ts';

type Shop = {
  readonly name: 'killed' | 'closed';
  readonly folder: string;
  readonly yesterday: string;
  readonly facts: Readonly<Record<string, string>>;
};

const { values } = parseArgs({
  options: {
    n: { type: 'string', default: '3000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
const caseCount = Number(values.n);
const seed = Number(values.seed);

/** Memory where there is some: a damaged file needs no disk. */
function workFolder(): string {
  return mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'counterfoil-corrupt-'));
}

async function makeShops(folder: string): Promise<readonly Shop[]> {
  const live = join(folder, 'live');
  const at = (name: string): string => join(folder, name);
  mkdirSync(live);
  const first = await openWholeShop(live);
  await stock(first.db);
  await trade(first, 1, 14);
  copyShop(live, at('yesterday-killed'));
  await closeDatabase(first.db);
  copyShop(live, at('yesterday-closed'));
  const second = await openWholeShop(live);
  await trade(second, 15, 16);
  copyShop(live, at('killed'));
  const facts = await readShop(second.db);
  await closeDatabase(second.db);
  copyShop(live, at('closed'));
  return (['killed', 'closed'] as const).map((name) => {
    return { name, folder: at(name), yesterday: at(`yesterday-${name}`), facts };
  });
}

type Verdict = 'found' | 'untouched' | 'missed' | 'lost' | 'refused' | 'sick';

/** What became of one damaged shop; a second opening must find everything in order again. */
async function judge(shop: Shop, folder: string): Promise<{ verdict: Verdict; words: string }> {
  const opened = await inspectShop(folder);
  if (opened.kind === 'refused')
    return { verdict: 'refused', words: `${opened.code} ${opened.detail}` };
  const differing = differences(shop.facts, opened.facts);
  const words = opened.findings.map((finding) => JSON.stringify(finding)).join(' ');
  if (differing !== '')
    return {
      verdict: opened.findings.length > 0 ? 'lost' : 'missed',
      words: `${differing} ${words}`,
    };
  const again = await inspectShop(folder);
  if (
    again.kind === 'refused' ||
    again.findings.length > 0 ||
    differences(shop.facts, again.facts) !== ''
  )
    return {
      verdict: 'sick',
      words: `${words} then ${JSON.stringify(again.kind === 'open' ? again.findings : again)}`,
    };
  return { verdict: opened.findings.length > 0 ? 'found' : 'untouched', words };
}

function differences(
  wanted: Readonly<Record<string, string>>,
  found: Readonly<Record<string, string>>,
): string {
  return Object.keys(wanted)
    .filter((name) => wanted[name] !== found[name])
    .join(' ');
}

async function main(): Promise<number> {
  const random = makeRandom(seed);
  const work = workFolder();
  console.log(`corrupt: ${caseCount} damaged files, seed ${seed}`);
  const startedAt = performance.now();
  const shops = await makeShops(work);
  const tally = new Map<string, number>();
  const list = makeCheckList(console.log);
  const bad: string[] = [];
  const add = (key: string): void => void tally.set(key, (tally.get(key) ?? 0) + 1);
  for (let i = 0; i < caseCount; i += 1) {
    const shop = shops[i % shops.length];
    if (shop === undefined) throw new Error('no shop was made');
    const target = random.pick(damageTargets);
    const kind = random.pick(damageKinds);
    const folder = join(work, 'case');
    copyShop(shop.folder, folder);
    const damage: Damage = {
      target: shop.name === 'closed' && target === 'wal' ? 'tape' : target,
      kind,
    };
    const what = damageFiles(folder, shop.yesterday, damage, random);
    const { verdict, words } = await judge(shop, folder);
    add(`${damage.target} ${kind}: ${verdict}`);
    add(verdict);
    if (verdict !== 'found' && verdict !== 'untouched')
      bad.push(`case ${i} ${shop.name} ${what}: ${verdict} ${words}`);
    rmSync(folder, { recursive: true, force: true });
    if ((i + 1) % 500 === 0) console.log(`  ${i + 1} cases`);
  }
  rmSync(work, { recursive: true, force: true });
  for (const line of bad.slice(0, 20)) console.log(`  ${line}`);
  for (const [key, n] of [...tally].sort()) if (key.includes(':')) console.log(`  ${key} ${n}`);
  const of = (key: Verdict): number => tally.get(key) ?? 0;
  list.equal('damage that was missed', of('missed'), 0);
  list.equal('sales lost although one file survived', of('lost') + of('refused'), 0);
  list.equal('not whole at the second opening', of('sick'), 0);
  console.log(`\n${formatCheckTable(list.rows)}`);
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  console.log(
    `\n${caseCount} damaged files: ${of('found')} found and put right, ${of('untouched')} where the damage ` +
      `lay in bytes nothing reads, ${seconds} s`,
  );
  console.log(`${list.passedCount()} passed, ${list.failedCount()} failed`);
  return list.failedCount() === 0 ? 0 : 1;
}

process.exit(await main());
