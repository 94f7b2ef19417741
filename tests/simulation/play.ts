import type { PosKey } from '../../app/db/pos-sales.ts';
import type { EventId, SaleId } from '../../app/domain/ids.ts';
import { markTimeline } from '../../hq/db/brand.ts';
import type { Told } from './attempt.ts';
import { createChance } from './chance.ts';
import { checkAcked, checkShown } from './check-counter.ts';
import { checkNewEvents, heldAtHq, type SeenChains } from './check-hq.ts';
import { ask, carry, drawFate, giveUp, meet, swallowOf } from './line.ts';
import { brokenBy, type Machine } from './machine.ts';
import type { Row } from './memory/tables.ts';
import { excuseLost, recordEvent } from './model.ts';
import type { Act, ActKind } from './plan.ts';
import { beginRound } from './rounds.ts';
import { enterInvoice } from './trade-pos.ts';
import { join, recordPoison, refund, sell } from './trade.ts';
import { demand } from './violation.ts';
import { addMachine, drop, restartHq, restartMachine, settle, type World } from './world.ts';

/** What a run carries beside the world. */
export type Run = {
  readonly world: World;
  readonly seen: SeenChains;
  readonly checkEvery: number;
  /** See `Config`. */
  readonly swallowed: number;
  acts: number;
};

const needsSetUp: ReadonlySet<ActKind> = new Set([
  'award',
  'scanTwice',
  'refund',
  'enrolMember',
  'enterInvoice',
  'poison',
]);
const machinesMax = 7;
const backupsMax = 3;

/** Plays one act and looks at what it touched. */
export async function playAct(run: Run, act: Act): Promise<void> {
  const { world } = run;
  world.clock.atMs += 100 + Math.floor(act.d * 2_000);
  run.acts += 1;
  const machine = pick(livingOf(world), act.a);
  // A new PC sells nothing before it is set up.
  const isSetUp = machine.store.rows('install').length > 0;
  const done = isSetUp || !needsSetUp.has(act.t) ? await acts[act.t](run, machine, act) : 'idle';
  if (done === 'idle') world.counts.idle += 1;
  if (machine.process.isOver && !machine.isDestroyed) restartMachine(world, machine);
  if (machine.process.broken !== null) throw brokenBy(machine.process);
  await world.hq.store.refresh();
  if (!machine.isDestroyed && machine.hasHeardHq) {
    checkAcked(world, machine);
    if (run.acts % run.checkEvery === 0) checkShown(world, machine);
  }
  if (run.acts % run.checkEvery === 0) checkNewEvents(world, run.seen);
}

export function livingOf({ machines }: World): Machine[] {
  return machines.filter((machine) => !machine.isDestroyed);
}

function pick<T>(list: readonly T[], at: number): T {
  const one = list[Math.floor(at * list.length)];
  if (one === undefined) throw new Error('nothing to pick from');
  return one;
}

function posKeyOf(row: Row): PosKey {
  return { posName: row['pos_name'] as string, posSaleNo: row['pos_sale_no'] as string };
}

/** A number of an act once more, for a second choice: the digits behind those used up. */
function again(n: number, factor: number): number {
  return (n * factor) % 1;
}

/** Takes down what came of a deed at the till; what was done stands on the disk as one event. */
function note({ world }: Run, told: Told, eventsMin = 1): void {
  if (told.kind === 'refused') return;
  const { length } = told.events;
  if (told.kind === 'done')
    demand(length >= eventsMin, 'I1', () => 'it was said to be done and is not on the disk');
  for (const event of told.events) {
    world.counts.events += 1;
    recordEvent(world.model, event, told.kind === 'done');
  }
}

/** `idle`: there was nothing to do it with. */
type Done = 'idle' | undefined;
type Play = (run: Run, machine: Machine, act: Act) => Promise<Done | void>;

async function award(run: Run, machine: Machine, { b, c, d }: Act): Promise<void> {
  const { world } = run;
  const memberId = pick(memberIdsOf(world), b);
  const vouchers = world.stock.vouchers.filter((one) => one.memberId === memberId);
  const wish = again(b, 977);
  const withVoucher = wish < 0.2 && vouchers.length > 0;
  const invoiceNo = Math.floor(again(c, 331) * 400);
  const told = await sell(world, machine, {
    memberId,
    amountMinor: 30 + Math.floor(c * 970),
    spendPoints: wish > 0.75 ? 10 + 10 * Math.floor(again(wish, 53) * 8) : 0,
    voucherIds: withVoucher ? [pick(vouchers, again(c, 617)).voucherId] : [],
    invoice:
      invoiceNo < 40
        ? { ...invoiceOf(`AB1000000${invoiceNo % 4}`), sellerTaxId: '04595257' }
        : null,
    // A POS never gives a number twice, whatever became of the counter's disk.
    posSaleNo:
      again(d, 811) < posShare ? `${run.acts}-${machine.store.rows('pos_sale').length}` : null,
  });
  note(run, told);
}

const invoiceOf = (number: string) => ({ number, date: '2026-11-22' });

/** How many sales the POS hands over, so that it may name their e-invoice later. */
const posShare = 0.6;

function memberIdsOf({ model }: World) {
  return [...model.people.values()].flatMap((ids) => [...ids].slice(0, 1));
}

const acts: Readonly<Record<ActKind, Play>> = {
  award,
  scanTwice: async (run, machine, act) => {
    await award(run, machine, act);
    if (!machine.process.isOver) await award(run, machine, act);
  },
  refund: async (run, machine, { b, c }) => {
    const sales = machine.store.rows('sale').filter((row) => row['origin'] === 'own');
    if (sales.length === 0) return 'idle';
    const saleId = pick(sales, b)['sale_id'] as SaleId;
    note(run, await refund(run.world, machine, { saleId, share: c < 0.7 ? null : again(c, 71) }));
    return undefined;
  },
  enrolMember: async (run, machine, { b }) => {
    const no = Math.floor(b * 3);
    const mobile = `+8869111111${String(no).padStart(2, '0')}`;
    // A number that is known already enrols nobody.
    note(run, await join(run.world, machine, { name: `新${no}`, mobile }), 0);
  },
  enterInvoice: async (run, machine, { b, c }) => {
    const sales = machine.store.rows('pos_sale').filter((row) => row['state'] === 'settled');
    if (sales.length === 0) return 'idle';
    const key = posKeyOf(pick(sales, b));
    // As often one of the few that other sales were read from as one of its own.
    const isShared = c < 0.5;
    const no = Math.floor(again(c, 2) * (isShared ? 4 : 12));
    const number = `AB${isShared ? 1 : 2}00000${String(no).padStart(2, '0')}`;
    // Told again, or of a sale that is undone, it records nothing.
    note(run, await enterInvoice(run.world, machine, { key, invoice: invoiceOf(number) }), 0);
    return undefined;
  },
  poison: async (run, machine, { b }) => {
    note(run, await recordPoison(run.world, machine, pick(run.world.stock.members, b)));
  },
  wait: async ({ world }, _, { b }) => {
    world.clock.atMs += Math.floor(b * 120_000);
    await Promise.resolve();
  },
  sync: async ({ world, swallowed }, machine, { b, c }) => {
    await beginRound(world, machine);
    const chance = createChance(Math.floor(b * 2 ** 31) ^ Math.floor(c * 2 ** 31));
    await carry(world, machine, swallowed === 0 ? () => 'good' : swallowOf(chance, swallowed));
  },
  badLine: async ({ world }, machine, { b, c }) => {
    const chance = createChance(Math.floor(b * 2 ** 31) ^ Math.floor(c * 2 ** 31));
    await beginRound(world, machine);
    await carry(world, machine, () => drawFate(chance));
  },
  deliver: async ({ world }, _, { b }) => {
    const ghost = world.ghosts.shift();
    if (ghost !== undefined && !world.hq.isDown) await ask(world, ghost);
    if (world.flights.length === 0) return ghost === undefined ? 'idle' : undefined;
    const flight = pick(world.flights, b);
    if (flight.process.isOver) drop(world, flight);
    else {
      await meet(world, flight, 'good');
      await settle(flight.machine);
    }
    return undefined;
  },
  loseMessage: async ({ world }, _, { b }) => {
    if (world.flights.length === 0) return 'idle';
    const flight = pick(world.flights, b);
    if (flight.process.isOver) drop(world, flight);
    else {
      world.counts.faults += 1;
      giveUp(world, flight, 'ETIMEDOUT');
      await settle(flight.machine);
    }
    return undefined;
  },
  ...faults(),
};

function faults() {
  const toggle =
    (change: (machine: Machine, world: World, act: Act) => unknown): Play =>
    async ({ world }, machine, act) => {
      world.counts.faults += 1;
      return (await change(machine, world, act)) === 'idle' ? 'idle' : undefined;
    };
  return {
    partition: toggle((machine) => (machine.isCut = !machine.isCut)),
    captive: toggle((machine) => (machine.isCaptive = !machine.isCaptive)),
    diskFull: toggle((machine) => (machine.isDiskFull = !machine.isDiskFull)),
    hqDown: toggle((_, world) => (world.hq.isDown = !world.hq.isDown)),
    hqCrash: toggle((_, world, { b }) => (world.hq.stopAt = b < 0.5 ? 'before' : 'after')),
    crash: toggle((machine) => machine.process.end()),
    crashAtCommit: toggle((machine, _, { b }) => (machine.stopAt = b < 0.5 ? 'before' : 'after')),
    clockJump: toggle((machine, _, { b, c }) => {
      const reach = c < 0.5 ? 7_200_000 : 400 * 86_400_000;
      machine.clockOffsetMs = c < 0.2 ? 0 : Math.floor((b - 0.5) * 2 * reach);
    }),
    backup: toggle(async (machine) => keep(machine.backups, await machine.store.backup())),
    hqBackup: toggle(async (_, { hq }) => keep(hq.backups, await hq.store.backup())),
    restore: toggle(async (machine, world, { b }) => {
      if (machine.backups.length === 0) return 'idle';
      machine.process.end();
      await machine.store.load(pick(machine.backups, b));
      world.counts.restores += 1;
      // An old disk may have been written before HQ itself was restored.
      machine.hasHeardHq = false;
      return await excuse(world);
    }),
    clone: toggle(async (machine, world) => {
      if (world.machines.length >= machinesMax) return 'idle';
      const twin = addMachine(world, machine.storeNo);
      await twin.store.load(await machine.store.backup());
      twin.hasHeardHq = machine.hasHeardHq;
      world.counts.forks += 1;
      return undefined;
    }),
    destroy: toggle(async (machine, world) => {
      if (world.machines.length >= machinesMax) return 'idle';
      machine.process.end();
      machine.isDestroyed = true;
      addMachine(world, machine.storeNo);
      return await excuse(world);
    }),
    hqRestore,
  } satisfies Partial<Record<ActKind, Play>>;
}

/** HQ's disk is yesterday's. The operator says so, or nobody does and HQ has to notice. */
async function hqRestore({ world, seen }: Run, _: Machine, { b, c }: Act): Promise<'idle' | void> {
  const { hq } = world;
  if (hq.backups.length === 0) return 'idle';
  world.counts.faults += 1;
  world.counts.restores += 1;
  hq.restores += 1;
  await hq.store.load(pick(hq.backups, b));
  if (c < 0.6) await markTimeline(hq.deps.db, world.ids.next());
  await restartHq(hq);
  seen.clear();
  for (const machine of world.machines) machine.hasHeardHq = false;
  return await excuse(world);
}

function keep(backups: unknown[], backup: unknown): void {
  backups.push(backup);
  if (backups.length > backupsMax) backups.shift();
}

/** Who holds what, after a disk was lost or set back. */
async function excuse(world: World): Promise<void> {
  await world.hq.store.refresh();
  const reachable = heldAtHq(world);
  for (const { store } of livingOf(world))
    for (const row of store.rows('event')) reachable.add(row['eid'] as EventId);
  excuseLost(world.model, reachable);
}
