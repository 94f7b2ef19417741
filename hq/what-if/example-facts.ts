import { balanceOf } from '../../app/domain/lots.ts';
import type { EvaluatedRefund, RefundRefusal } from '../../app/domain/refund.ts';
import type { EvaluatedSale, SaleRefusal } from '../../app/domain/sale.ts';
import { lastDayOf } from './print-result.ts';
import type { WhatIfRun } from './run-what-if.ts';

/** What can be said of one step or member, by the words of docs/programs.md. */
export type Facts = Readonly<Record<string, string>>;

/** Everything an example may expect: each step by its number from 1, each member by name. */
export function factsOf({
  named,
  result,
}: Omit<WhatIfRun, 'kind' | 'program'>): Record<string, Facts> {
  const facts: Record<string, Facts> = {};
  named.steps.forEach(({ kind, index }, i) => {
    const sale = result.sales[index]?.result;
    const refund = result.refunds[index]?.result;
    if (kind === 'sale' && sale !== undefined) facts[String(i + 1)] = saleFacts(sale);
    if (kind === 'refund' && refund !== undefined) facts[String(i + 1)] = refundFacts(refund);
  });
  const today = lastDayOf(named.scenario);
  for (const member of result.members) {
    facts[named.memberNames.get(member.memberId) ?? ''] = {
      points: String(balanceOf(member.lots, today).availablePoints),
      tier: member.tierId,
      storedValue: String(balanceOf(member.storedValue, today).availablePoints),
      spent: String(member.spentMinor),
    };
  }
  facts['total'] = Object.fromEntries(
    Object.entries(result.totals).map(([name, value]) => [name, String(value)]),
  );
  return facts;
}

function words(list: readonly (string | number)[]): string {
  return list.length === 0 ? 'none' : list.join(' ');
}

function saleFacts(result: EvaluatedSale | SaleRefusal): Facts {
  if (result.kind === 'refused') return { notPossible: result.refusal.code };
  const { issued } = result;
  return {
    amount: String(result.amountMinor),
    discount: String(result.discountMinor),
    pointsValue: String(result.pointsValueMinor),
    value: String(result.valueMinor),
    paid: String(result.paidMinor),
    base: String(result.baseMinor),
    points: String(result.points),
    spent: String(result.pointsSpent),
    expires: result.expiresOn ?? 'never',
    tier: result.tier.tierId,
    refused: words(result.refused.map(({ why }) => why.code)),
    vouchers: String(issued.length),
    voucherUses: words(issued.map((one) => one.uses)),
    voucherUntil: words(issued.map((one) => one.validUntil)),
    goods: String(result.goods.reduce((sum, one) => sum + one.units, 0)),
    stamps: String(result.stamps.reduce((sum, one) => sum + one.stamps, 0)),
    notices: words(result.notices.map((one) => one.code)),
    byLine: words(result.lines.map((line) => line.discountMinor)),
  };
}

function refundFacts(result: EvaluatedRefund | RefundRefusal): Facts {
  if (result.kind === 'refused') return { notPossible: result.refusal.code };
  const back = result.result;
  return {
    back: String(back.amountMinor),
    money: String(back.moneyMinor),
    value: String(back.valueMinor),
    taken: String(back.clawedBack),
    returned: String(back.returned),
    shortfall: String(back.shortfall),
    reissued: String(back.reissued.length),
  };
}

/** Reads `1: paid 900, points 9` lines. Throws on a line that is none. */
export function readExpectations(text: string): Record<string, Facts> {
  const lines = text.trim().split('\n');
  return Object.fromEntries(
    lines.map((line) => {
      const [who, rest] = line.split(': ');
      if (who === undefined || rest === undefined) throw new Error(`no expectation: ${line}`);
      const pairs = rest.split(', ').map((part) => {
        const [key = '', ...value] = part.split(' ');
        return [key, value.join(' ')] as const;
      });
      return [who, Object.fromEntries(pairs)];
    }),
  );
}
