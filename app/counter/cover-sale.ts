import type { AuthoriseRequest, AuthoriseOutcome, SpendCover } from '../contract/spend-policy.ts';
import { pendingMax } from '../contract/spend-policy.ts';
import type { InstallId, RightId, VoucherId } from '../domain/ids.ts';
import { isDrawn, judgeSpend, type SpendObstacle } from '../domain/spend-policy.ts';
import type { EvaluatedScene } from './evaluate-scene.ts';
import { isPinnedHere, type Spending } from './gather-spending.ts';
import { say, type NoticeDraft } from './notice-codes.ts';
import type { Scene } from './scene.ts';
import { blockNotice, voucherName } from './voucher-block.ts';

/** A question to HQ without its id and its asker. */
export type HqQuestion = Omit<AuthoriseRequest, 'authId' | 'inst'>;

/** What HQ said to a question, or that it said nothing. */
export type HqWord = {
  readonly request: AuthoriseRequest;
  readonly outcome: AuthoriseOutcome | { readonly kind: 'unreachable' };
};

/** How the points and the class B vouchers of a sale are covered. */
export type Cover =
  /** Null = nothing to cover, or no HQ. */
  | { readonly kind: 'covered'; readonly cover: SpendCover | null }
  | { readonly kind: 'ask'; readonly question: HqQuestion }
  | { readonly kind: 'refused'; readonly notice: NoticeDraft };

type Sale = Pick<EvaluatedScene, 'program' | 'result'>;

/**
 * Judges the sale against the policy. Without `word` the answer may be a question to HQ; with it, it never
 * is. `draw` from 0 to 65,535 decides whether a sale that need not ask is checked all the same.
 */
export function coverSale(
  scene: Scene,
  sale: Sale,
  given: { readonly draw: number; readonly word: HqWord | null },
): Cover {
  const { spending, member } = scene;
  if (spending === null || member === null) return { kind: 'covered', cover: null };
  const points = sale.result.pointsSpent;
  const voucherIds = listUnpinned(scene, sale);
  const { word } = given;
  if (word !== null && word.outcome.kind !== 'unreachable') {
    const answered = readWord(scene, sale, { points, voucherIds, word });
    if (answered !== null) return answered;
  }
  // HQ did not answer, or said that it cannot judge this: what can be done without it holds.
  const hqAnswers = spending.facts.hqAnswers && word === null;
  const facts = { ...spending.facts, hqAnswers, points };
  const verdict = judgeSpend(spending.policy, {
    ...facts,
    verify: isDrawn(spending.policy, given.draw),
  });
  if (voucherIds.length > 0 && !hqAnswers) return refuseVoucher(scene, voucherIds);
  if (verdict.kind === 'ask-online' || voucherIds.length > 0) {
    if (verdict.kind === 'refused') return refuse(verdict.why, word);
    return { kind: 'ask', question: questionOf(spending, member.memberId, points, voucherIds) };
  }
  switch (verdict.kind) {
    case 'free':
      return { kind: 'covered', cover: null };
    case 'lease':
      return { kind: 'covered', cover: { by: 'lease', leaseId: verdict.leaseId } };
    case 'floor':
      return { kind: 'covered', cover: { by: 'floor', ...askedInVain(word) } };
    case 'refused':
      return refuse(verdict.why, word);
  }
}

/** HQ may have heard the question and reserved the points, though its answer was lost. */
function askedInVain(word: HqWord | null): { readonly asked?: RightId } {
  return word?.outcome.kind === 'unreachable' ? { asked: word.request.authId } : {};
}

function refuse(why: SpendObstacle, word: HqWord | null): Cover {
  if (word !== null && 'maxPoints' in why) {
    const { outcome } = word;
    const { maxPoints } = why;
    if (outcome.kind === 'unreachable')
      return { kind: 'refused', notice: say('spend-hq-silent', { maxPoints }) };
    if (outcome.kind === 'refused' && outcome.why === 'too-many-rights')
      return { kind: 'refused', notice: say('spend-hq-full', { maxPoints }) };
  }
  return { kind: 'refused', notice: obstacleNotice(why) };
}

/** Vouchers of the sale that may be used once in the whole chain at a time, and are not pinned here. */
function listUnpinned({ spending, vouchers }: Scene, { program, result }: Sale): VoucherId[] {
  const used = new Set(
    result.discounts.flatMap(({ source }) => (source.kind === 'voucher' ? [source.voucherId] : [])),
  );
  return vouchers.flatMap(({ voucherId, couponId }) => {
    const coupon = program.coupons.find((one) => one.couponId === couponId);
    const needsWord = coupon?.offlineClass === 'B' && !isPinnedHere(spending, voucherId);
    return needsWord && used.has(voucherId) ? [voucherId] : [];
  });
}

function refuseVoucher(scene: Scene, voucherIds: readonly VoucherId[]): Cover {
  const voucher = scene.vouchers.find((one) => voucherIds.includes(one.voucherId));
  if (voucher === undefined) throw new Error('a voucher that is not on the sale');
  return {
    kind: 'refused',
    notice: blockNotice({ code: 'voucher-needs-hq' }, scene.program, voucher),
  };
}

/** A lease pays first, as far as it goes; HQ is asked for the rest. */
function questionOf(
  { facts, pending }: Spending,
  memberId: HqQuestion['memberId'],
  points: number,
  voucherIds: readonly VoucherId[],
): HqQuestion {
  const lease = facts.stopped ? null : largestLease(facts);
  const leased = lease === null ? 0 : Math.min(lease.leftPoints, points);
  return {
    memberId,
    points: points - leased,
    leaseId: leased === 0 ? null : (lease?.leaseId ?? null),
    voucherIds: [...voucherIds],
    pending: pending.slice(0, pendingMax),
  };
}

function largestLease({ leases, nowMs }: Spending['facts']) {
  return leases
    .filter((lease) => lease.leftPoints > 0 && lease.expiresAtMs > nowMs)
    .reduce<Spending['facts']['leases'][number] | null>(
      (most, lease) => (most === null || lease.leftPoints > most.leftPoints ? lease : most),
      null,
    );
}

/** Null = HQ cannot judge it (it has not heard of this member yet): as if it had not answered. */
function readWord(
  scene: Scene,
  sale: Sale,
  given: {
    readonly points: number;
    readonly voucherIds: readonly VoucherId[];
    readonly word: HqWord;
  },
): Cover | null {
  const { points, voucherIds, word } = given;
  const { request, outcome } = word;
  switch (outcome.kind) {
    case 'granted': {
      const leased = points - request.points;
      const lease = scene.spending?.rights.find((one) => one.rightId === request.leaseId) ?? null;
      const holds =
        request.memberId === scene.member?.memberId &&
        voucherIds.every((id) => request.voucherIds.includes(id)) &&
        (leased === 0 || (leased > 0 && lease !== null && lease.leftPoints >= leased));
      // Something else was scanned while HQ was asked: its word is for another sale.
      if (!holds) return { kind: 'refused', notice: say('preview-changed', {}) };
      const part =
        lease === null || leased === 0 ? null : { leaseId: lease.rightId, points: leased };
      return { kind: 'covered', cover: { by: 'online', authId: outcome.authId, lease: part } };
    }
    case 'points-short': {
      const { availablePoints, heldPoints } = outcome;
      const params = { availablePoints: Math.max(0, availablePoints), heldPoints };
      const notice =
        heldPoints > 0 ? say('spend-held-elsewhere', params) : say('spend-hq-short', params);
      return { kind: 'refused', notice };
    }
    case 'voucher-refused': {
      const voucher = scene.vouchers.find((one) => one.voucherId === outcome.voucherId);
      const name = voucher === undefined ? '' : voucherName(sale.program, voucher);
      const code =
        outcome.why === 'held-elsewhere' ? 'voucher-held-elsewhere' : 'voucher-hq-refused';
      return { kind: 'refused', notice: say(code, { name }) };
    }
    default:
      return null;
  }
}

/** The sentence for points that cannot be spent now. */
export function obstacleNotice(why: SpendObstacle): NoticeDraft {
  switch (why.code) {
    case 'spend-above-online':
    case 'spend-above-sale':
    case 'spend-above-member':
    case 'spend-above-counter':
      return say(why.code, { maxPoints: why.maxPoints });
    case 'spend-balance-short':
      return say(why.code, { leftPoints: why.leftPoints });
    case 'spend-offline-too-long':
    case 'spend-balance-old':
      return say(why.code, { hoursMax: why.hoursMax });
    case 'spend-too-often':
      return say(why.code, { salesMax: why.salesMax });
    default:
      return say(why.code, {});
  }
}

/** The rights a question becomes under an id of this install. */
export function askAs(
  question: HqQuestion,
  { authId, inst }: { readonly authId: RightId; readonly inst: InstallId },
): AuthoriseRequest {
  return { ...question, authId, inst };
}
