import type { Chance } from './chance.ts';
import type { WireAnswer, WireRequest } from './hq-server.ts';
import type { Flight, Machine } from './machine.ts';
import { drop, isPush, lose, restartHq, settle, type World } from './world.ts';

/** What becomes of one exchange between a counter and HQ. */
export type Fate =
  | 'good'
  | 'request-lost'
  | 'answer-lost'
  | 'twice'
  | 'again-later'
  | 'request-late'
  | 'answer-late'
  | 'busy'
  | 'old-answer';

const badFates: readonly Fate[] = [
  'request-lost',
  'answer-lost',
  'answer-lost',
  'twice',
  'again-later',
  'request-late',
  'answer-late',
  'answer-late',
  'busy',
  'old-answer',
];

/** Most exchanges of a bad line still go well, or nothing would ever get far. */
export function drawFate(chance: Chance): Fate {
  if (chance.hit(0.5)) return 'good';
  return badFates[chance.whole(badFates.length)] ?? 'good';
}

/** An ordinary round on a line that loses this share of HQ's answers to pushes. */
export function swallowOf(chance: Chance, share: number): (flight: Flight) => Fate {
  return ({ request }) => (isPush(request) && chance.hit(share) ? 'answer-lost' : 'good');
}

/** Answers whatever a machine waits for, one exchange after another, until it waits no more or must. */
export async function carry(
  world: World,
  machine: Machine,
  fateOf: (flight: Flight) => Fate,
  exchangesMax = 60,
): Promise<void> {
  await settle(machine);
  for (let i = 0; i < exchangesMax; i += 1) {
    const { flight } = machine.process;
    if (flight === null || machine.process.isOver) return;
    await meet(world, flight, fateOf(flight));
    await settle(machine);
    if (machine.process.flight === flight) return;
  }
}

/** One exchange meets its fate. */
export async function meet(world: World, flight: Flight, fate: Fate): Promise<void> {
  const { machine } = flight;
  if (fate !== 'good') world.counts.faults += 1;
  if (flight.answer !== null) return await landLate(world, flight, fate);
  if (machine.isCaptive) return land(world, flight, captiveAnswer(world));
  if (machine.isCut || world.hq.isDown) return giveUp(world, flight, 'ECONNREFUSED');
  switch (fate) {
    case 'request-lost':
      return giveUp(world, flight, 'ECONNRESET');
    case 'request-late':
      return;
    case 'busy':
      return land(world, flight, busy);
    case 'old-answer': {
      const old = world.oldAnswers.get(placeOf(flight));
      if (old !== undefined) {
        machine.oldAnswers += 1;
        return land(world, flight, old);
      }
      break;
    }
    case 'again-later':
      world.ghosts.push(flight.request);
      break;
    default:
  }
  let answer = await ask(world, flight.request);
  if (fate === 'twice' && answer !== null) answer = (await ask(world, flight.request)) ?? answer;
  if (answer === null) return giveUp(world, flight, 'ECONNRESET');
  flight.answer = answer;
  if (fate === 'answer-lost') return giveUp(world, flight, 'ECONNRESET');
  if (answer.status === 200) world.oldAnswers.set(placeOf(flight), answer);
  if (fate !== 'answer-late') land(world, flight, answer);
}

async function landLate(world: World, flight: Flight, fate: Fate): Promise<void> {
  const { answer, machine } = flight;
  if (fate === 'answer-lost' || machine.isCut) return giveUp(world, flight, 'ECONNRESET');
  if (answer !== null) land(world, flight, answer);
  return await Promise.resolve();
}

/** Old answers are kept by what was asked of HQ, whatever the cursor. */
function placeOf({ machine, request }: Flight): string {
  return `${machine.name} ${request.method} ${request.target.split('?')[0] ?? ''}`;
}

function land(world: World, flight: Flight, answer: WireAnswer): void {
  drop(world, flight);
  flight.land(answer);
}

export function giveUp(world: World, flight: Flight, code: string): void {
  lose(world, flight);
  flight.fail(code);
}

/** HQ does what is asked; null when it stops while it does. */
export async function ask(world: World, request: WireRequest): Promise<WireAnswer | null> {
  const { hq } = world;
  world.counts.messages += 1;
  const answer = await Promise.race([hq.stopped.then(() => null), hq.handle(request)]);
  if (hq.isOver) await restartHq(hq);
  return answer;
}

const json = { 'content-type': 'application/json' };
const busy: WireAnswer = {
  status: 503,
  headers: { ...json, 'retry-after': '5' },
  body: JSON.stringify({ error: 'busy', message: 'try again' }),
};

/** What a box between us and HQ says in its place. */
const portals: readonly WireAnswer[] = [
  { status: 200, headers: { 'content-type': 'text/html' }, body: '<h1>Welcome</h1>' },
  { status: 200, headers: json, body: '{"ok":true}' },
  { status: 302, headers: { location: 'http://portal/' }, body: '' },
  { status: 511, headers: { 'content-type': 'text/html' }, body: '' },
  { status: 404, headers: json, body: '{"error":"not here"}' },
];

function captiveAnswer(world: World): WireAnswer {
  world.counts.faults += 1;
  return portals[world.counts.faults % portals.length] ?? busy;
}
