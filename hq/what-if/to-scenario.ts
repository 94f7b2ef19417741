import type { JsonPath } from '../../app/contract/json-place.ts';
import type { CouponId, LotId, MemberId, VoucherId } from '../../app/domain/ids.ts';
import type { Lot } from '../../app/domain/lots.ts';
import type { LocalizedText } from '../../app/domain/program-text.ts';
import type { Program } from '../../app/domain/program.ts';
import { lineOfAmount } from '../../app/domain/sale.ts';
import type { MemberState, OfferedVoucher, SaleInput } from '../../app/domain/sale.ts';
import type { CalendarDate } from '../../app/domain/time.ts';
import type { WhatIfRefund, WhatIfSale, WhatIfScenario } from '../../app/domain/what-if.ts';
import type { MemberForm, RefundForm, SaleForm, ScenarioForm } from './scenario-form.ts';

/** A scenario as the rules take it, with the names its file gave to members. */
export type NamedScenario = {
  readonly kind: 'scenario';
  readonly scenario: WhatIfScenario;
  readonly memberNames: ReadonlyMap<MemberId, string>;
  /** The order in which sales and refunds stood in the file. */
  readonly steps: readonly { readonly kind: 'sale' | 'refund'; readonly index: number }[];
};

/** A name in the file that nothing has. */
export type UnknownName = {
  readonly kind: 'unknown';
  readonly path: JsonPath;
  readonly words: LocalizedText;
};

/** A name that cannot be found stops the reading; it never leaves this file. */
class NotFound extends Error {
  readonly found: UnknownName;
  constructor(path: JsonPath, chinese: string, en: string) {
    super(en);
    this.found = { kind: 'unknown', path, words: { 'zh-TW': chinese, en } };
  }
}

/** Lots that one sale or refund may make. */
const lotsPerStep = 8;

type Reading = {
  readonly program: Program;
  readonly members: ReadonlyMap<string, MemberForm>;
  readonly memberIds: ReadonlyMap<string, MemberId>;
  readonly nextId: () => string;
  readonly voucherIds: Map<string, VoucherId>;
  readonly saleNames: Map<string, number>;
};

/** Turns the friendly form into the input of `whatIf`; ids are made in order, so two runs are equal. */
export function toScenario(program: Program, form: ScenarioForm): NamedScenario | UnknownName {
  try {
    return readAll(program, form);
  } catch (error) {
    if (error instanceof NotFound) return error.found;
    throw error;
  }
}

function readAll(program: Program, form: ScenarioForm): NamedScenario {
  let ids = 0;
  // Ids sort by age, as UUIDv7 do: what is made later has the higher id.
  const nextId = () => `01980000-0000-7000-9000-${(ids += 1).toString(16).padStart(12, '0')}`;
  const members = new Map(form.members.map((one) => [one.member, one]));
  if (members.size === 0) members.set('member', blankMember);
  const memberIds = new Map([...members.keys()].map((name) => [name, nextId() as MemberId]));
  const reading: Reading = {
    program,
    members,
    memberIds,
    nextId,
    voucherIds: new Map(),
    saleNames: new Map(),
  };
  const states = [...members.values()].map((one, i) => toState(reading, one, i));
  const sales: WhatIfSale[] = [];
  const refunds: WhatIfRefund[] = [];
  const steps: { kind: 'sale' | 'refund'; index: number }[] = [];
  let { effectiveFrom: date } = program;
  form.sales.forEach((step, i) => {
    date = step.date ?? date;
    if ('refund' in step) {
      steps.push({ kind: 'refund', index: refunds.length });
      refunds.push(toRefund(reading, step, i, date, sales.length));
      return;
    }
    steps.push({ kind: 'sale', index: sales.length });
    reading.saleNames.set(step.sale ?? String(sales.length + 1), sales.length);
    sales.push(toSale(reading, step, i, date));
  });
  const memberNames = new Map([...memberIds].map(([name, id]) => [id, name]));
  return { kind: 'scenario', scenario: { members: states, sales, refunds }, memberNames, steps };
}

const blankMember: MemberForm = {
  member: 'member',
  points: 0,
  lots: [],
  tierUntil: null,
  spent: 0,
  spentSinceTier: 0,
  sales: 0,
  joined: null,
  birthday: null,
  invitedBy: null,
  storedValue: 0,
  storedValueLots: [],
  stamps: [],
};

function memberIdOf(reading: Reading, name: string, path: JsonPath): MemberId {
  const id = reading.memberIds.get(name);
  if (id !== undefined) return id;
  const known = [...reading.memberIds.keys()].join(', ');
  throw new NotFound(
    path,
    `沒有會員「${name}」。members 裡有：${known}`,
    `there is no member “${name}”. In members: ${known}`,
  );
}

function toState(reading: Reading, form: MemberForm, i: number): MemberState {
  const { program, nextId } = reading;
  const path = ['members', i];
  const lowest = program.tiers[0]?.tierId ?? '';
  const tierId = form.tier ?? lowest;
  if (!program.tiers.some((one) => one.tierId === tierId)) {
    const known = program.tiers.map((one) => one.tierId).join(', ');
    throw new NotFound(
      [...path, 'tier'],
      `方案沒有等級「${tierId}」。有：${known}`,
      `the program has no tier “${tierId}”. It has: ${known}`,
    );
  }
  const lots = (plain: number, dated: MemberForm['lots']): Lot[] =>
    [...(plain > 0 ? [{ points: plain, until: null }] : []), ...dated].map(({ points, until }) => ({
      lotId: nextId() as LotId,
      points,
      expiresOn: until,
    }));
  return {
    memberId: memberIdOf(reading, form.member, path),
    tierId,
    tierUntil: form.tierUntil,
    joinedOn: form.joined,
    birthday: 'no',
    spentMinor: form.spent,
    spentSinceTierMinor: form.spentSinceTier,
    saleCount: form.sales,
    inviterId:
      form.invitedBy === null ? null : memberIdOf(reading, form.invitedBy, [...path, 'invitedBy']),
    lots: lots(form.points, form.lots),
    storedValue: lots(form.storedValue, form.storedValueLots),
    stamps: form.stamps.map(({ card, stamps, cardNo }) => ({
      cardId: card,
      cardNo,
      stamps,
      lastAtMs: null,
    })),
    useCounts: [],
  };
}

function toSale(reading: Reading, form: SaleForm, i: number, date: CalendarDate): WhatIfSale {
  const path = ['sales', i];
  const first = [...reading.memberIds.keys()][0] ?? '';
  const memberName = form.member ?? first;
  const memberId = memberIdOf(reading, memberName, [...path, 'member']);
  const { amount, lines } = form;
  if ((amount === undefined) === (lines === undefined)) {
    throw new NotFound(
      path,
      '每筆交易要有 amount 或 lines 其中一個',
      'a sale has either amount or lines',
    );
  }
  const sale: SaleInput = {
    date,
    time: form.time,
    atMs: Date.parse(`${date}T${form.time}:00+08:00`),
    storeId: form.store,
    channel: form.channel,
    identifiedBy: form.identifiedBy,
    lines: lines?.map(({ price, ...line }) => ({ ...line, unitMinor: price })) ?? [
      lineOfAmount(amount ?? 0),
    ],
    vouchers: form.vouchers.map((one, at) =>
      toVoucher(reading, one, [...path, 'vouchers', at], memberId, date),
    ),
    codes: form.codes,
    rewards: form.rewards.map((one) =>
      typeof one === 'string'
        ? { rewardId: one, units: 1 }
        : { rewardId: one.reward, units: one.units },
    ),
    spendPoints: form.spendPoints,
    storedValueMinor: form.useStoredValue,
    giftCards: form.giftCards.map(({ card, balance, use }) => ({
      cardId: card,
      balanceMinor: balance,
      useMinor: use,
    })),
    lotIds: Array.from({ length: lotsPerStep }, () => reading.nextId() as LotId),
  };
  return { memberId, sale, birthday: birthdayOn(reading.members.get(memberName), date) };
}

function birthdayOn(member: MemberForm | undefined, date: CalendarDate): MemberState['birthday'] {
  const birthday = member?.birthday ?? null;
  if (birthday === null || birthday.slice(0, 2) !== date.slice(5, 7)) return 'no';
  return birthday === date.slice(5) ? 'day' : 'month';
}

function toVoucher(
  reading: Reading,
  given: SaleForm['vouchers'][number],
  path: JsonPath,
  memberId: MemberId,
  date: CalendarDate,
): OfferedVoucher {
  const form = typeof given === 'string' ? { coupon: given, uses: 1 } : given;
  const { coupons } = reading.program;
  const coupon = coupons.find((one) =>
    [one.couponId, one.name['zh-TW'], one.name.en].includes(form.coupon as CouponId),
  );
  if (coupon === undefined) {
    const known = coupons.map((one) => one.name['zh-TW']).join(', ');
    throw new NotFound(
      typeof given === 'string' ? path : [...path, 'coupon'],
      `方案沒有優惠券「${form.coupon}」。有：${known}`,
      `the program has no coupon “${form.coupon}”. It has: ${known}`,
    );
  }
  return {
    voucherId: voucherIdOf(reading, form.voucher),
    couponId: coupon.couponId,
    memberId,
    validFrom: form.from ?? date,
    validUntil: form.until ?? date,
    usesLeft: form.usesLeft ?? coupon.uses,
    uses: form.uses,
  };
}

function voucherIdOf({ voucherIds, nextId }: Reading, name: string | undefined): VoucherId {
  const known = name === undefined ? undefined : voucherIds.get(name);
  if (known !== undefined) return known;
  const made = nextId() as VoucherId;
  if (name !== undefined) voucherIds.set(name, made);
  return made;
}

function toRefund(
  reading: Reading,
  form: RefundForm,
  i: number,
  date: CalendarDate,
  afterSales: number,
): WhatIfRefund {
  const saleIndex = reading.saleNames.get(String(form.refund));
  if (saleIndex === undefined) {
    throw new NotFound(
      ['sales', i, 'refund'],
      `前面沒有交易「${form.refund}」`,
      `there is no sale “${form.refund}” before this`,
    );
  }
  const { amount, lines } = form;
  return {
    saleIndex,
    afterSales,
    mode: form.mode,
    request:
      lines !== undefined
        ? { kind: 'lines', lines: lines.map(({ line, qty }) => ({ line: line - 1, qty })) }
        : amount !== undefined
          ? { kind: 'amount', amountMinor: amount }
          : { kind: 'all' },
    date,
    atMs: Date.parse(`${date}T${form.time}:00+08:00`),
    lotIds: Array.from({ length: lotsPerStep }, () => reading.nextId() as LotId),
  };
}
