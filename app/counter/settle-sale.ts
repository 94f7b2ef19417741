import type { AwardEvent } from '../contract/events.ts';
import type { LotId, VoucherId } from '../domain/ids.ts';
import { balanceOf } from '../domain/lots.ts';
import { maskName } from '../domain/member-name.ts';
import type { LocalizedText } from '../domain/program.ts';
import { noticeWords } from '../domain/reason-words.ts';
import type { EvaluatedSale } from '../domain/sale.ts';
import { makeVoucherCode } from '../domain/voucher-code.ts';
import type { Trx } from '../db/handles.ts';
import { listLots } from '../db/ledger.ts';
import type { Member } from '../db/members.ts';
import { findUsedToken } from '../db/used-tokens.ts';
import { getOwnSaleCount } from '../db/sales.ts';
import { deny, done, type Act } from './act.ts';
import { composeAward } from './compose-award.ts';
import { coverSale, type HqQuestion, type HqWord } from './cover-sale.ts';
import { evaluateScene } from './evaluate-scene.ts';
import { joinWords } from './join-words.ts';
import { judgeKnown } from './judge-known.ts';
import { say, type NoticeDraft } from './notice-codes.ts';
import type { CounterDeps } from './ports.ts';
import { posOf, posScene, type PosSettling } from './pos-award.ts';
import { recordAward } from './record-award.ts';
import { rejoinMember } from './rejoin-member.ts';
import { judgeUsedInvoice } from './scan-invoice.ts';
import type { Scene } from './scene.ts';
import { blockNotice } from './voucher-block.ts';

export type SettleInput = {
  /** What the screen showed; another result is refused and nothing is posted. Null = whatever comes of it. */
  readonly expectedPaidMinor: number | null;
  readonly expectedPoints: number | null;
  /** Only if this sale of a POS stands on the counter; its e-invoice may come with the payment. */
  readonly pos?: PosSettling;
};

/** Settled, refused, or HQ has to be asked first: then nothing was written. */
export type SettleAct =
  | Act
  | {
      readonly notice: NoticeDraft;
      readonly answer: { readonly kind: 'ask'; readonly question: HqQuestion };
    };

/** As many ids as a sale can make lots (see `saleEntries`). */
const lotsPerSaleMax = 4;

/**
 * Settles the open sale: event, chain, ledgers, sale, used and given vouchers, invoice, the member's
 * tier, and the cleared open sale, all in the given transaction. When that commits the sale is on disk
 * and will reach HQ.
 */
export async function settleSale(
  trx: Trx,
  standing: Scene,
  {
    expected,
    newId,
    randomBytes,
    word = null,
  }: {
    readonly expected: SettleInput;
    /** What HQ said when it was asked for this sale; left out = it was not. */
    readonly word?: HqWord | null;
  } & Pick<CounterDeps, 'newId' | 'randomBytes'>,
): Promise<SettleAct> {
  const scene = expected.pos === undefined ? standing : await posScene(trx, standing, expected.pos);
  if ('tone' in scene) return deny(scene);
  const { member } = scene;
  if (member === null) return deny(say('settle-needs-member', {}));
  const lotIds = Array.from({ length: lotsPerSaleMax }, () => newId<LotId>());
  const evaluated = evaluateScene(scene, lotIds);
  if (evaluated === null) return deny(say('settle-needs-amount', {}));
  if (evaluated.kind === 'refused') return deny(evaluated.notice);
  const objection = await judgeAgain(trx, scene);
  if (objection !== null) return deny(objection);
  const { result } = evaluated;
  if (!isExpected(result, expected)) return deny(say('preview-changed', {}));
  const [high = 0, low = 0] = randomBytes(2);
  const covered = coverSale(scene, evaluated, { draw: high * 256 + low, word });
  if (covered.kind === 'refused') return deny(covered.notice);
  if (covered.kind === 'ask')
    return {
      notice: say('spend-asking', {}),
      answer: { kind: 'ask', question: covered.question },
    };
  const { cover } = covered;
  const saleNo = await nextSaleNo(trx, scene);
  const issued = result.issued.map((voucher) => ({
    ...voucher,
    voucherId: newId<VoucherId>(),
    code: makeVoucherCode(randomBytes(16)),
  }));
  const isByToken = scene.sale.identifiedBy === 'token';
  const token = isByToken ? await findUsedToken(trx, member.memberId) : null;
  const pos = await posOf(trx, scene);
  const event = composeAward({ scene, evaluated, saleNo, issued, cover, token, pos, newId });
  await rejoinMember(trx, scene, { member, newId });
  await recordAward(trx, scene, event, evaluated);
  return { notice: await settledNotice(trx, scene, { member, event, result }), answer: done };
}

function isExpected(
  { paidMinor, points }: EvaluatedSale,
  { expectedPaidMinor, expectedPoints }: SettleInput,
): boolean {
  return (expectedPaidMinor ?? paidMinor) === paidMinor && (expectedPoints ?? points) === points;
}

/** What may have changed since it was put on the sale: another counter's use came down by sync. */
async function judgeAgain(trx: Trx, scene: Scene): Promise<NoticeDraft | null> {
  for (const voucher of scene.vouchers) {
    const block = judgeKnown(scene, voucher);
    if (block !== null) return blockNotice(block, scene.program, voucher);
  }
  return scene.sale.invoice === null
    ? null
    : await judgeUsedInvoice(trx, scene, scene.sale.invoice);
}

/** `MMDD-0042`: the forty-second sale of this counter on that day; in training with a `T` before it. */
async function nextSaleNo(trx: Trx, { moment, settings }: Scene): Promise<string> {
  const { today } = moment;
  const count = await getOwnSaleCount(trx, today);
  const mark = settings.training === null ? '' : 'T';
  return `${mark}${today.slice(5, 7)}${today.slice(8, 10)}-${String(count + 1).padStart(4, '0')}`;
}

/** What was settled, and what the cashier must tell or hand over besides. */
async function settledNotice(
  trx: Trx,
  { moment }: Scene,
  settled: {
    readonly member: Member;
    readonly event: AwardEvent;
    readonly result: EvaluatedSale;
  },
): Promise<NoticeDraft> {
  const { member, event, result } = settled;
  const { availablePoints } = balanceOf(await listLots(trx, member.memberId), moment.today);
  const { paidMinor, points } = event.body;
  const common = { name: maskName(member.name), paidMinor, points, balance: availablePoints };
  const extra: LocalizedText | null = joinWords(result.notices.map(noticeWords));
  return extra === null
    ? say('sale-settled', common)
    : say('sale-settled-with', { ...common, extra });
}
