import type { AwardEvent } from '../contract/events.ts';
import {
  posSaleSchema,
  type PosResult,
  type PosSale,
  type PosSaleView,
} from '../contract/pos-api.ts';
import { balanceOf } from '../domain/lots.ts';
import { maskName } from '../domain/member-name.ts';
import type { LocalizedText, Program } from '../domain/program.ts';
import type { PricedLine } from '../domain/sale.ts';
import type { Reader } from '../db/handles.ts';
import { findOwnSale } from '../db/own-sales.ts';
import type { PosSaleRow } from '../db/pos-sales.ts';
import { evaluateScene } from './evaluate-scene.ts';
import { netLines } from './pos-lines.ts';
import type { Scene } from './scene.ts';

/** What is kept of a settled sale to answer with. */
export type PosSettled = Pick<
  PosSaleView,
  'member' | 'result' | 'saleNo' | 'settledAtMs' | 'closedBy'
>;

const nothing: PosSettled & Pick<PosSaleView, 'blockedBy' | 'saleId'> = {
  member: null,
  result: null,
  blockedBy: null,
  saleNo: null,
  saleId: null,
  settledAtMs: null,
  closedBy: null,
};

/** What was handed over. Throws when it is not what was stored. */
export function requestOf(row: Pick<PosSaleRow, 'request'>): PosSale {
  return posSaleSchema.parse(JSON.parse(row.request));
}

/** A POS's sale as it stands; `scene` is the counter's, for the one that stands on it. */
export async function posSaleView(
  db: Reader,
  row: PosSaleRow,
  scene: () => Promise<Scene>,
): Promise<PosSaleView> {
  const request = requestOf(row);
  const { posSaleNo, digest, saleId, closedBy } = row;
  const common = { ...nothing, posSaleNo, digest, amountMinor: request.amountMinor, saleId };
  if (row.state === 'live') return { ...common, ...liveView(await scene(), request) };
  if (row.state !== 'settled') return { ...common, state: row.state, closedBy };
  const settled = JSON.parse(row.result ?? 'null') as PosSettled | null;
  if (settled === null || saleId === null) throw new Error('a settled sale without its result');
  // Undone at the counter's own desk, the POS is told as well.
  const isUndone = (await findOwnSale(db, saleId))?.undone === true;
  return { ...common, ...settled, saleId, state: isUndone ? 'voided' : 'settled' };
}

function liveView(
  scene: Scene,
  request: PosSale,
): Pick<PosSaleView, 'state' | 'member' | 'result' | 'blockedBy'> {
  const member = memberOf(scene);
  if (member === null)
    return { state: 'waiting-for-member', member: null, result: null, blockedBy: null };
  const evaluated = evaluateScene(scene);
  if (evaluated?.kind !== 'evaluated')
    return { state: 'open', member, result: null, blockedBy: evaluated?.notice.code ?? null };
  const { result } = evaluated;
  return { state: 'open', member, result: resultOf(result, request), blockedBy: null };
}

/** The member on the counter, masked. */
export function memberOf(scene: Scene): PosSaleView['member'] {
  const { member, program, state, lots, moment } = scene;
  if (member === null) return null;
  const { availablePoints } = balanceOf(lots, moment.today);
  return {
    nameMasked: maskName(member.name),
    tier: tierName(program, state?.tierId ?? member.tierId),
    points: availablePoints,
  };
}

/** The tier as the rules name it. */
export function tierName(program: Program | null, tierId: string): LocalizedText {
  const tier = program?.tiers.find((one) => one.tierId === tierId);
  return tier?.name ?? { 'zh-TW': tierId, en: tierId };
}

type Outcome = Pick<
  AwardEvent['body'],
  'discountMinor' | 'pointsSpent' | 'pointsValueMinor' | 'paidMinor' | 'points'
> & { readonly lines: readonly PricedLine[] };

/** What the rules said, by the lines of the POS. */
export function resultOf(outcome: Outcome, request: PosSale | null): PosResult {
  const { discountMinor, pointsSpent, pointsValueMinor, paidMinor, points } = outcome;
  return {
    discountMinor,
    pointsSpent,
    pointsValueMinor,
    paidMinor,
    pointsEarned: points,
    lines: request === null ? [] : byPosLine(outcome.lines, request),
  };
}

function byPosLine(priced: readonly PricedLine[], request: PosSale): PosResult['lines'] {
  if (request.lines === null) return [];
  const net = netLines(request.lines, request.discountBeforeMinor);
  // The cashier changed the sale after it was handed over: then it has no lines of the POS any more.
  if (net === null || net.lineOf.length !== priced.length) return [];
  const lines = request.lines.map(() => ({ discountMinor: 0, pointsValueMinor: 0, paidMinor: 0 }));
  for (const [place, line] of priced.entries()) {
    const into = lines[net.lineOf[place] ?? 0];
    if (into === undefined) continue;
    into.discountMinor += line.discountMinor;
    into.pointsValueMinor += line.pointsMinor;
    into.paidMinor += line.grossMinor - line.discountMinor - line.pointsMinor - line.valueMinor;
  }
  return lines;
}
