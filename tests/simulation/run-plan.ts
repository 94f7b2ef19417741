import { createHash } from 'node:crypto';
import { copyWorld, takeDown } from './begun-world.ts';
import { checkAcked, checkEven, checkShown, isEven } from './check-counter.ts';
import { checkHq, checkNewEvents, heldAtHq } from './check-hq.ts';
import { carry } from './line.ts';
import { brokenBy } from './machine.ts';
import { createModel, type Model } from './model.ts';
import { livingOf, playAct, type Run } from './play.ts';
import type { Plan } from './plan.ts';
import { beginRound } from './rounds.ts';
import { discountMinor, openingPoints, pointsPerAmount, type Stock } from './shop.ts';
import { restartKeys } from './stand-ins/crypto.ts';
import type { Stores } from './stores.ts';
import { demand, Violation } from './violation.ts';
import { createWorld, restartMachine, type Counts, type World } from './world.ts';

/** What came of a plan. */
export type Outcome = {
  /** What everybody holds in the end, to compare tiers by. */
  readonly digest: string;
  readonly acts: number;
  readonly counts: Counts;
  readonly drainRounds: number;
  readonly violation: { readonly invariant: string; readonly message: string } | null;
};

/** As many rounds as everything may take to come even once the faults have stopped. */
const drainRoundsMax = 400;

/** How closely a run is looked at, in acts, and how long it may take to come even, in rounds. */
export type Care = { readonly checkEvery?: number; readonly roundsMax?: number };

/** Plays a plan: first with its faults, then all is mended and everything must come even. */
export async function runPlan(
  stores: Stores,
  plan: Plan,
  { checkEvery = 16, roundsMax = drainRoundsMax }: Care = {},
): Promise<Outcome> {
  restartKeys();
  const { counters, members, vouchers } = plan.config;
  const place = `${counters} ${members} ${vouchers}`;
  const begun = stores.begun?.get(place);
  const world =
    begun === undefined
      ? await createWorld(stores, plan.config, modelOf)
      : await copyWorld(stores, begun, modelOf);
  const { swallowed = 0 } = plan.config;
  const run: Run = { world, seen: new Map(), checkEvery, swallowed, acts: 0 };
  let drainRounds = 0;
  let violation: Outcome['violation'] = null;
  try {
    if (begun === undefined) {
      await begin(world);
      const taken = stores.begun === null ? null : await takeDown(world);
      if (taken !== null) stores.begun?.set(place, taken);
    }
    for (const act of plan.acts) await playAct(run, act);
    heal(world);
    drainRounds = await drain(run, roundsMax);
    await checkEnd(run);
  } catch (error) {
    violation = violationOf(error);
  }
  const digest = digestOf(world);
  for (const { store } of [world.hq, ...world.machines]) await store.close();
  return { acts: run.acts, counts: world.counts, drainRounds, violation, digest };
}

function modelOf({ members, mobiles }: Stock): Model {
  return createModel(
    { pointsPerAmount, discountMinor, openingPoints },
    members.map((memberId, i) => ({ memberId, mobile: mobiles[i] ?? '' })),
  );
}

/** The chains at HQ with what came of each event, and the points and e-invoices everybody sees. */
function digestOf({ hq, machines }: World): string {
  const events = hq.store
    .rows('event')
    .map(
      (row) =>
        `${String(row['inst'])} ${String(row['seq'])} ${String(row['hash'])} ${String(row['status'])}`,
    )
    .toSorted();
  const shown = machines.map(({ name, store, isDestroyed }) =>
    store
      .rows('member')
      .map((row) => `${name} ${isDestroyed} ${String(row['member_id'])} ${String(row['points'])}`)
      .toSorted(),
  );
  const invoices = machines.map(({ name, store }) =>
    [...store.rows('used_invoice'), ...store.rows('sale')]
      .map((row) =>
        [name, row['eid'], row['invoice_key'] ?? row['invoice_number'], row['store_name']].join(
          ' ',
        ),
      )
      .toSorted(),
  );
  return createHash('sha256')
    .update(JSON.stringify([events, shown, invoices]))
    .digest('hex')
    .slice(0, 16);
}

function violationOf(error: unknown): NonNullable<Outcome['violation']> {
  if (error instanceof Violation) return { invariant: error.invariant, message: error.message };
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { invariant: 'broke', message };
}

/** Every counter is enrolled and has read the stream; HQ has a backup from in between. */
async function begin(world: World): Promise<void> {
  for (const [i, machine] of world.machines.entries()) {
    if (i === world.machines.length - 1) world.hq.backups.push(await world.hq.store.backup());
    for (let round = 0; round < 2; round += 1) {
      await beginRound(world, machine);
      await carry(world, machine, () => 'good');
    }
    if (machine.process.broken !== null) throw brokenBy(machine.process);
    machine.backups.push(await machine.store.backup());
  }
}

/** All faults end; what stopped runs again. */
function heal(world: World): void {
  world.hq.isDown = false;
  world.hq.stopAt = null;
  world.flights.length = 0;
  for (const machine of livingOf(world)) {
    machine.isCut = false;
    machine.isCaptive = false;
    machine.isDiskFull = false;
    machine.stopAt = null;
    machine.clockOffsetMs = 0;
    restartMachine(world, machine);
  }
}

/** Rounds until every counter and HQ are even. */
async function drain({ world }: Run, roundsMax: number): Promise<number> {
  for (let round = 1; round <= roundsMax; round += 1) {
    world.clock.atMs += 61_000;
    for (const machine of livingOf(world)) {
      await beginRound(world, machine);
      await carry(world, machine, () => 'good', 400);
      if (machine.process.broken !== null) throw brokenBy(machine.process);
    }
    await world.hq.store.refresh();
    if (livingOf(world).every((machine) => isEven(world, machine))) return round;
  }
  const late = livingOf(world).filter((machine) => !isEven(world, machine));
  throw new Violation('I13', `${late.map((machine) => machine.name).join(', ')} never came even`);
}

/** I12 from the other side: where no disk was copied or put back, nobody is told that one was. */
function checkAlarms({ hq, counts }: World): void {
  if (counts.restores + counts.forks > 0) return;
  const alarms = hq.store
    .rows('exception')
    .filter((row) => ['fork', 'reinstall', 'hq-restored'].includes(row['kind'] as string));
  demand(alarms.length === 0, 'I12', () => `${String(alarms[0]?.['kind'])} was told for nothing`);
}

async function checkEnd(run: Run): Promise<void> {
  const { world, seen } = run;
  checkNewEvents(world, seen);
  const held = heldAtHq(world);
  for (const eid of world.model.raw.keys())
    demand(held.has(eid) || world.model.excused.has(eid), 'I1', () => `HQ never got ${eid}`);
  checkHq(world);
  checkAlarms(world);
  for (const machine of livingOf(world)) {
    checkAcked(world, machine);
    checkShown(world, machine);
    await checkEven(world, machine);
  }
}
