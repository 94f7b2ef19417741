import type { MemberStory, StorySale, StoryStep, StoryVoucher } from '../contract/manager-views.ts';
import type { CounterCallOut } from '../contract/counter-calls.ts';
import { notesMax, tagsMax } from '../contract/remarks.ts';
import type { MemberId } from '../domain/ids.ts';
import { balanceOf, type Lot } from '../domain/lots.ts';
import { maskName } from '../domain/member-name.ts';
import type { LocalizedText, Program } from '../domain/program.ts';
import { openCards } from '../domain/stamps.ts';
import type { CalendarDate } from '../domain/time.ts';
import type { Reader } from '../db/handles.ts';
import { listLots } from '../db/ledger.ts';
import {
  getSaleSums,
  listHistorySales,
  listHistorySteps,
  listLotStarts,
  type HistoryStep,
  type SaleSums,
} from '../db/member-story.ts';
import { findMember, type Member } from '../db/members.ts';
import { findProgramInForce } from '../db/programs.ts';
import { listRemarks } from '../db/remarks.ts';
import { listUntold } from '../db/untold-members.ts';
import { listAllVouchers, type Voucher } from '../db/vouchers.ts';
import { listStampStates } from './gather-member-state.ts';
import { listRow } from './list-members.ts';
import { voucherName } from './voucher-block.ts';

const lotsMax = 100;
const vouchersMax = 100;
const stampsMax = 20;
const stepsMax = 60;
const stepsOfKindMax = 20;

type Asked = { readonly memberId: MemberId; readonly today: CalendarDate };

/** One member as a whole, masked; `none` when it went away meanwhile. */
export async function showMemberStory(
  db: Reader,
  { memberId: asked, today }: Asked,
): Promise<CounterCallOut<'manager:story'>> {
  const member = await findMember(db, asked);
  if (member === null) return { kind: 'none' };
  const { memberId } = member;
  const program = await findProgramInForce(db, today);
  const lots = await listLots(db, memberId);
  const { availablePoints } = balanceOf(lots, today);
  const untold = await listUntold(db, [memberId]);
  const row = listRow({ ...member, points: availablePoints }, program?.tiers ?? []);
  const sums = await getSaleSums(db, { memberId, today });
  const vouchers = await listAllVouchers(db, { memberId, limit: vouchersMax });
  const steps = await listHistorySteps(db, { memberId, limit: stepsOfKindMax });
  const inviter = member.inviterId === null ? null : await findMember(db, member.inviterId);
  const { tags, notes } = await remarkViews(db, memberId);
  const listed = tags.length === 0 ? row : { ...row, tags: tags.map(({ text }) => text) };
  const story: MemberStory = {
    member: untold.has(memberId) ? { ...listed, untold: true } : listed,
    tierUntil: member.tierUntil,
    birthMonth: member.birthday === null ? null : Number(member.birthday.slice(0, 2)),
    inviterMasked: inviter === null ? null : maskName(inviter.name),
    source: member.source,
    ...(await lotViews(db, { memberId, today, lots })),
    year: { sales: sums.yearSales, paidMinor: sums.yearPaidMinor },
    salesEver: sums.salesEver,
    vouchers: vouchers.map((voucher) => voucherView(program, voucher, today)).sort(byUse),
    stamps: program === null ? [] : await stampViews(db, program, memberId),
    steps: stepViews({ member, program, sums, vouchers, steps }),
    tags,
    notes,
    consent: member.consent,
  };
  return { kind: 'found', story };
}

/** Two counters may have remarked more than fits, each for itself: the newest tags and the oldest notes wait. */
async function remarkViews(
  db: Reader,
  memberId: MemberId,
): Promise<Pick<MemberStory, 'tags' | 'notes'>> {
  const remarks = await listRemarks(db, memberId);
  return {
    tags: remarks.filter(({ kind }) => kind === 'tag').slice(0, tagsMax),
    notes: remarks
      .filter(({ kind }) => kind === 'note')
      .toReversed()
      .slice(0, notesMax),
  };
}

/** A page of a member's sales, newest first. */
export async function listMemberSales(
  db: Reader,
  asked: { readonly memberId: MemberId; readonly offset: number; readonly limit: number },
): Promise<{ sales: StorySale[] }> {
  return { sales: [...(await listHistorySales(db, asked))] };
}

/** Lots that still count today, those that lapse soonest first; debts too, so that the sum is the balance. */
async function lotViews(
  db: Reader,
  { memberId, today, lots }: Asked & { readonly lots: readonly Lot[] },
): Promise<Pick<MemberStory, 'lots' | 'furtherPoints'>> {
  const live = lots.filter(
    ({ points, expiresOn }) => points < 0 || expiresOn === null || expiresOn >= today,
  );
  const shown = live.slice(0, lotsMax);
  const starts = await listLotStarts(db, { memberId, lotIds: shown.map(({ lotId }) => lotId) });
  return {
    lots: shown.map(({ lotId, points, expiresOn }) => ({
      points,
      expiresOn,
      earnedAtMs: starts.get(lotId) ?? null,
    })),
    furtherPoints: live.slice(lotsMax).reduce((sum, { points }) => sum + points, 0),
  };
}

async function stampViews(
  db: Reader,
  program: Program,
  memberId: MemberId,
): Promise<MemberStory['stamps']> {
  const states = await listStampStates(db, program, memberId);
  return openCards(program, states)
    .slice(0, stampsMax)
    .map(({ card: { cardId, name, goal }, state: { cardNo, stamps } }) => ({
      cardId,
      name,
      goal,
      cardNo,
      stamps,
    }));
}

const useOrder = { usable: 0, 'not-yet': 1, used: 2, expired: 3, cancelled: 4 } as const;

/** What can be used first, soonest to lapse; then what was. */
function byUse(a: StoryVoucher, b: StoryVoucher): number {
  const order = useOrder[a.state] - useOrder[b.state];
  if (order !== 0) return order;
  const [first, second] = a.state === 'usable' ? [a, b] : [b, a];
  return first.validUntil < second.validUntil ? -1 : first.validUntil > second.validUntil ? 1 : 0;
}

function voucherView(program: Program | null, voucher: Voucher, today: CalendarDate): StoryVoucher {
  const { voucherId, code, validFrom, validUntil, usesLeft, used } = voucher;
  return {
    voucherId,
    name: voucherName(program, { couponId: voucher.couponId, code: code.slice(-4) }),
    codeTail: code.slice(-4),
    validFrom,
    validUntil,
    state: voucherState(voucher, today),
    usesLeft,
    usedAtMs: used?.atMs ?? null,
    usedStoreName: used?.storeName ?? null,
  };
}

function voucherState(voucher: Voucher, today: CalendarDate): StoryVoucher['state'] {
  if (voucher.state === 'cancelled') return 'cancelled';
  if (voucher.usesLeft === 0) return 'used';
  if (voucher.validUntil < today) return 'expired';
  return voucher.validFrom > today ? 'not-yet' : 'usable';
}

type StepParts = {
  readonly member: Member;
  readonly program: Program | null;
  readonly sums: SaleSums;
  readonly vouchers: readonly Voucher[];
  readonly steps: readonly HistoryStep[];
};

/** The way of a member, newest first. It begins with the day of joining, whatever else is left out. */
function stepViews({ member, program, sums, vouchers, steps }: StepParts): StoryStep[] {
  const bare = { name: null, n: null, storeName: null };
  const { first } = sums;
  const last = member.lastSaleAtMs;
  const later: StoryStep[] = [
    ...(first === null ? [] : [{ ...bare, ...first, kind: 'first-sale' as const }]),
    ...(last === null || last === first?.atMs
      ? []
      : [{ ...bare, kind: 'last-sale' as const, atMs: last }]),
    ...vouchers.flatMap((voucher): StoryStep[] => {
      const { used } = voucher;
      if (used === null || used.atMs === null) return [];
      const name = voucherName(program, { ...voucher, code: voucher.code.slice(-4) });
      return [{ kind: 'voucher-used', atMs: used.atMs, name, n: null, storeName: used.storeName }];
    }),
    ...steps.map(({ kind, atMs, id, n }) => ({
      ...bare,
      kind,
      atMs,
      name: id === null ? null : stepName(program, kind, id),
      n,
    })),
  ];
  const joined = { ...bare, kind: 'joined' as const, atMs: noonOf(member.joinedOn) };
  return [...later.sort((a, b) => b.atMs - a.atMs).slice(0, stepsMax - 1), joined];
}

function stepName(program: Program | null, kind: HistoryStep['kind'], id: string): LocalizedText {
  const name =
    kind === 'tier'
      ? program?.tiers.find(({ tierId }) => tierId === id)?.name
      : program?.stampCards.find(({ cardId }) => cardId === id)?.name;
  return name ?? { 'zh-TW': id, en: id };
}

function noonOf(date: CalendarDate): number {
  return Date.parse(`${date}T12:00:00+08:00`);
}
