import { formatTwd } from './money.ts';
import type { LocalizedText } from './program-text.ts';
import type { RefundReason, RefundRefusal } from './refund.ts';
import { dayZh, pointsEn } from './word-parts.ts';

function stampsEn(stamps: number): string {
  return `${stamps} ${stamps === 1 ? 'stamp' : 'stamps'}`;
}

/** One reason of a refund as a sentence for cashier and member. */
export function refundReasonWords(reason: RefundReason): LocalizedText {
  switch (reason.code) {
    case 'goods-back':
      return {
        'zh-TW': `退回商品 ${formatTwd(reason.amountMinor)}`,
        en: `Goods taken back: ${formatTwd(reason.amountMinor)}`,
      };
    case 'sale-uncounted':
      return {
        'zh-TW': '總部已退回這筆，沒有點數可收回；退貨會記下並通知總部',
        en: 'HQ sent this sale back, so no points move; HQ is told of the return',
      };
    case 'value-given-back':
      return {
        'zh-TW': `儲值金與禮物卡退回 ${formatTwd(reason.valueMinor)}`,
        en: `Stored value and gift cards given back: ${formatTwd(reason.valueMinor)}`,
      };
    case 'points-taken-back':
    case 'points-given-back':
    case 'shortfall':
    case 'debt':
    case 'lapsed-counted':
      return pointsWords(reason);
    case 'voucher-cancelled':
    case 'voucher-stays':
    case 'voucher-reissued':
    case 'stamps-taken-back':
    case 'stamps-stay':
      return giftWords(reason);
  }
}

type PointsReason = Extract<
  RefundReason,
  {
    readonly code:
      'points-taken-back' | 'points-given-back' | 'shortfall' | 'debt' | 'lapsed-counted';
  }
>;

function pointsWords(reason: PointsReason): LocalizedText {
  const { points } = reason;
  switch (reason.code) {
    case 'points-taken-back':
      if (reason.kept === 0) {
        return { 'zh-TW': `收回 ${points} 點`, en: `${pointsEn(points)} taken back` };
      }
      return {
        'zh-TW': `收回 ${points} 點，這筆消費還保留 ${reason.kept} 點`,
        en: `${pointsEn(points)} taken back, ${pointsEn(reason.kept)} of this sale kept`,
      };
    case 'points-given-back': {
      const { lapsed } = reason;
      const text = {
        'zh-TW': `退回使用的 ${points} 點`,
        en: `${pointsEn(points)} spent in this sale given back`,
      };
      if (lapsed === 0) return text;
      return {
        'zh-TW': `${text['zh-TW']}，其中 ${lapsed} 點已過期，不能再用`,
        en: `${text.en}, ${lapsed} of them past their last day and no longer usable`,
      };
    }
    case 'shortfall':
      return {
        'zh-TW': `點數不足，少收 ${points} 點`,
        en: `Not enough points left: ${pointsEn(points)} could not be taken back`,
      };
    case 'debt':
      return {
        'zh-TW': `點數不足，欠 ${points} 點，之後集到的點數會先補足`,
        en: `Not enough points left: ${pointsEn(points)} owed, the next points earned repay them`,
      };
    case 'lapsed-counted':
      return {
        'zh-TW': `這筆消費的點數有 ${points} 點已過期，不再另外收回`,
        en: `${pointsEn(points)} of this sale had lapsed already and are not taken back again`,
      };
  }
}

type GiftReason = Extract<RefundReason, { readonly name: LocalizedText }>;

function giftWords(reason: GiftReason): LocalizedText {
  const { 'zh-TW': zh, en } = reason.name;
  switch (reason.code) {
    case 'voucher-cancelled':
      return {
        'zh-TW': `這筆消費送的券「${zh}」作廢`,
        en: `Voucher “${en}” given by this sale is void`,
      };
    case 'voucher-stays':
      return {
        'zh-TW': `這筆消費送的券「${zh}」已使用，不收回`,
        en: `Voucher “${en}” given by this sale was used and stays used`,
      };
    case 'voucher-reissued':
      return {
        'zh-TW': `券「${zh}」以新券退回，使用期限不變`,
        en: `Voucher “${en}” given back as a new voucher with the same last day`,
      };
    case 'stamps-taken-back':
      return {
        'zh-TW': `集點卡「${zh}」收回 ${reason.stamps} 格`,
        en: `Stamp card “${en}”: ${stampsEn(reason.stamps)} taken back`,
      };
    case 'stamps-stay':
      return {
        'zh-TW': `集點卡「${zh}」已集滿，格數不收回`,
        en: `Stamp card “${en}” is full and keeps its stamps`,
      };
  }
}

/** Why a refund cannot be made, and what to do instead. */
export function refundRefusalWords(refusal: RefundRefusal['refusal']): LocalizedText {
  switch (refusal.code) {
    case 'nothing-left':
      return {
        'zh-TW': '這筆消費已全部退完，請確認單號',
        en: 'All of this sale has been refunded. Check the sale number.',
      };
    case 'already-refunded':
      return {
        'zh-TW': '這筆消費已部分退貨，不能作廢，請改用退貨',
        en: 'Part of this sale has been refunded, so it cannot be undone. Refund the rest instead.',
      };
    case 'amount-not-positive':
      return {
        'zh-TW': '請輸入大於 0 的金額或數量',
        en: 'Enter an amount or quantity above 0.',
      };
    case 'amount-not-whole':
      return {
        'zh-TW': '金額與數量必須是整數，請重新輸入',
        en: 'Amounts and quantities must be whole numbers. Enter it again.',
      };
    case 'line-unknown':
      return {
        'zh-TW': '這筆消費沒有這項商品，請重新選擇',
        en: 'This sale has no such line. Choose again.',
      };
    case 'exceeds-refundable': {
      const left = formatTwd(refusal.refundableMinor);
      return {
        'zh-TW': `超過可退金額，最多還可退 ${left}`,
        en: `More than can be refunded. At most ${left} is left.`,
      };
    }
    case 'exceeds-line':
      return {
        'zh-TW': `第 ${refusal.line + 1} 項最多還可退 ${refusal.qtyLeft} 件，請減少數量`,
        en: `Line ${refusal.line + 1}: at most ${refusal.qtyLeft} left to take back. Enter fewer.`,
      };
    case 'too-late':
      return {
        'zh-TW': `已超過退貨期限（${dayZh(refusal.lastDay)}），請聯絡總部`,
        en: `The last day for a refund was ${refusal.lastDay}. Ask head office.`,
      };
    case 'points-spent':
      return {
        'zh-TW': `這筆消費的點數已用掉 ${refusal.points} 點，請先作廢用掉點數的那筆消費`,
        en: `${pointsEn(refusal.points)} of this sale have been spent. Undo the sale that spent them first.`,
      };
  }
}
