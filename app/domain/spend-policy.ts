/**
 * What a counter may spend of a member's points without asking HQ at that moment. The figures are the
 * owner's; HQ signs them. Points are whole points, hours are clock hours.
 */
export type SpendPolicy = {
  /** Rises with each change; a counter never goes back to an older one. */
  readonly revision: number;
  /** Floor limit of one sale. */
  readonly floorSalePoints: number;
  /** Of one member at one counter since HQ last heard of its sales. */
  readonly floorMemberPoints: number;
  /** Of all members together at one counter since HQ last heard of its sales. */
  readonly floorCounterPoints: number;
  /** From this many floor sales of a member on, HQ is asked first if it answers (LCOL). */
  readonly askAfterSales: number;
  /** No more floor sales of a member than this while HQ has not heard of them (UCOL). */
  readonly floorSalesMax: number;
  /** How old the counter's knowledge of balances may be. */
  readonly snapshotAgeHoursMax: number;
  /** How long ago HQ may have been heard last. */
  readonly offlineHoursMax: number;
  /** What HQ reserves for a member at the counter of his usual store; 0 = never. */
  readonly leasePoints: number;
  readonly leaseHours: number;
  /** A sale that spends more always asks HQ; null = never because of its size. */
  readonly onlineAbovePoints: number | null;
  /** Share of floor sales that ask HQ although they need not, while it answers. 10,000 = all. */
  readonly verifyShareBps: number;
  /** What HQ does about points that two counters both spent. */
  readonly onOverdraft: OverdraftAction;
};

/**
 * `absorb`: the brand gives the points back to the member. `recover`: the balance stays negative and the
 * next points fill it. `contact`: the same, and a person speaks with the member.
 */
export type OverdraftAction = 'absorb' | 'recover' | 'contact';

/** What HQ starts with, and what a counter of an HQ holds itself to before it has HQ's own. */
export const defaultSpendPolicy: SpendPolicy = {
  revision: 0,
  floorSalePoints: 100,
  floorMemberPoints: 200,
  floorCounterPoints: 3_000,
  askAfterSales: 3,
  floorSalesMax: 10,
  snapshotAgeHoursMax: 72,
  offlineHoursMax: 72,
  leasePoints: 300,
  leaseHours: 24,
  onlineAbovePoints: null,
  verifyShareBps: 100,
  onOverdraft: 'recover',
};

/** Points HQ reserved for a member at this counter. */
export type HeldLease<LeaseId extends string = string> = {
  readonly leaseId: LeaseId;
  /** Granted less what the log says was spent on it. */
  readonly leftPoints: number;
  readonly expiresAtMs: number;
};

/** What a counter knows when points are to be spent. All of it is derived from its log and from HQ's last word. */
export type SpendFacts<LeaseId extends string = string> = {
  readonly points: number;
  readonly nowMs: number;
  /** HQ answered within the last minute, so asking it is worth the wait. */
  readonly hqAnswers: boolean;
  readonly leases: readonly HeldLease<LeaseId>[];
  /** The member's points as this counter knows them, its own unsent sales taken off. */
  readonly balancePoints: number;
  /** Spent on floor limits and not yet answered by HQ. */
  readonly onFloor: {
    readonly memberPoints: number;
    readonly memberSales: number;
    readonly counterPoints: number;
  };
  /** Null = HQ was never heard, or the first pull is not complete. */
  readonly offlineMs: number | null;
  readonly snapshotAgeMs: number | null;
  /** The clock jumped and HQ has not said what time it is. */
  readonly timeUnknown: boolean;
  /** HQ and this counter tell different stories (fork, restore, not confirmed): no spending at own risk. */
  readonly stopped: boolean;
  /** This sale was drawn for asking although it need not. */
  readonly verify: boolean;
};

/** Why points cannot be spent on a floor limit. */
export type SpendObstacle =
  | { readonly code: 'spend-stopped' | 'spend-time-unknown' | 'spend-never-synced' }
  | { readonly code: 'spend-offline-too-long' | 'spend-balance-old'; readonly hoursMax: number }
  | { readonly code: 'spend-balance-short'; readonly leftPoints: number }
  | { readonly code: 'spend-above-online'; readonly maxPoints: number }
  | {
      readonly code: 'spend-above-sale' | 'spend-above-member' | 'spend-above-counter';
      /** What could be spent instead. */
      readonly maxPoints: number;
    }
  | { readonly code: 'spend-too-often'; readonly salesMax: number };

/** How the points of a sale are covered. */
export type SpendVerdict<LeaseId extends string = string> =
  | { readonly kind: 'free' }
  | { readonly kind: 'lease'; readonly leaseId: LeaseId }
  | { readonly kind: 'floor' }
  /**
   * Ask HQ first. `otherwise` is what holds when it does not answer: the floor limit where asking was only
   * wise, a refusal where it is needed.
   */
  | {
      readonly kind: 'ask-online';
      readonly otherwise:
        { readonly kind: 'floor' } | { readonly kind: 'refused'; readonly why: SpendObstacle };
    }
  | { readonly kind: 'refused'; readonly why: SpendObstacle };

const hourMs = 3_600_000;

/**
 * Whether this counter may spend the points now, and on what: a lease (HQ reserved them: a guarantee),
 * then the floor limits (bounded risk), else only with HQ's word. The order of the checks is the order in
 * which a cashier can do something about them. Source of the tiers: EMV floor limits and LCOL/UCOL.
 */
export function judgeSpend<LeaseId extends string>(
  policy: SpendPolicy,
  facts: SpendFacts<LeaseId>,
): SpendVerdict<LeaseId> {
  const { points } = facts;
  if (points <= 0) return { kind: 'free' };
  if (policy.onlineAbovePoints !== null && points > policy.onlineAbovePoints) {
    const maxPoints = Math.min(policy.onlineAbovePoints, offlineRoom(policy, facts));
    return orAsk(facts, { code: 'spend-above-online', maxPoints });
  }
  const lease = facts.stopped ? null : findLease(facts);
  if (lease !== null) return { kind: 'lease', leaseId: lease.leaseId };
  const obstacle = findObstacle(policy, facts);
  if (obstacle !== null) return orAsk(facts, obstacle);
  const shouldAsk = facts.verify || facts.onFloor.memberSales >= policy.askAfterSales;
  return shouldAsk && facts.hqAnswers
    ? { kind: 'ask-online', otherwise: { kind: 'floor' } }
    : { kind: 'floor' };
}

function orAsk(
  { hqAnswers }: Pick<SpendFacts, 'hqAnswers'>,
  why: SpendObstacle,
): Extract<SpendVerdict, { kind: 'ask-online' | 'refused' }> {
  const refused = { kind: 'refused', why } as const;
  return hqAnswers ? { kind: 'ask-online', otherwise: refused } : refused;
}

/** The lease that covers all of it; of several the one that ends first. */
function findLease<LeaseId extends string>({
  leases,
  points,
  nowMs,
}: Pick<SpendFacts<LeaseId>, 'leases' | 'points' | 'nowMs'>): HeldLease<LeaseId> | null {
  return leases
    .filter((lease) => lease.leftPoints >= points && lease.expiresAtMs > nowMs)
    .reduce<HeldLease<LeaseId> | null>(
      (first, lease) => (first === null || lease.expiresAtMs < first.expiresAtMs ? lease : first),
      null,
    );
}

function findObstacle(policy: SpendPolicy, facts: SpendFacts): SpendObstacle | null {
  const blocked = findBlock(policy, facts);
  if (blocked !== null) return blocked;
  const { points, balancePoints } = facts;
  const limits = floorRooms(policy, facts);
  const maxPoints = Math.max(0, Math.min(...Object.values(limits)));
  if (points > limits.sale) return { code: 'spend-above-sale', maxPoints };
  if (points > limits.member) return { code: 'spend-above-member', maxPoints };
  if (points > limits.counter) return { code: 'spend-above-counter', maxPoints };
  if (points > limits.balance)
    return { code: 'spend-balance-short', leftPoints: Math.max(0, balancePoints) };
  return null;
}

/** What stands in the way of any floor sale, however small. */
function findBlock(policy: SpendPolicy, facts: SpendFacts): SpendObstacle | null {
  if (facts.stopped) return { code: 'spend-stopped' };
  if (facts.offlineMs === null || facts.snapshotAgeMs === null)
    return { code: 'spend-never-synced' };
  if (facts.timeUnknown) return { code: 'spend-time-unknown' };
  if (facts.offlineMs > policy.offlineHoursMax * hourMs)
    return { code: 'spend-offline-too-long', hoursMax: policy.offlineHoursMax };
  if (facts.snapshotAgeMs > policy.snapshotAgeHoursMax * hourMs)
    return { code: 'spend-balance-old', hoursMax: policy.snapshotAgeHoursMax };
  if (facts.onFloor.memberSales >= policy.floorSalesMax)
    return { code: 'spend-too-often', salesMax: policy.floorSalesMax };
  return null;
}

/** What each floor limit still lets through. Leased points are HQ's promise to this very counter. */
function floorRooms(policy: SpendPolicy, { onFloor, balancePoints }: SpendFacts) {
  return {
    sale: policy.floorSalePoints,
    member: policy.floorMemberPoints - onFloor.memberPoints,
    counter: policy.floorCounterPoints - onFloor.counterPoints,
    balance: balancePoints,
  };
}

/**
 * The most points a sale could spend without HQ's word: on the largest lease or on the floor limits, never
 * more than is always asked about. What the screen offers while HQ is away.
 */
export function offlineRoom(policy: SpendPolicy, facts: Omit<SpendFacts, 'points'>): number {
  const asked = { ...facts, points: 1 };
  const leased = facts.stopped
    ? []
    : facts.leases.filter((l) => l.expiresAtMs > facts.nowMs).map((l) => l.leftPoints);
  const floor =
    findBlock(policy, asked) === null ? Math.min(...Object.values(floorRooms(policy, asked))) : 0;
  const most = Math.max(0, floor, ...leased);
  return policy.onlineAbovePoints === null ? most : Math.min(most, policy.onlineAbovePoints);
}

/** Why not even one point can be spent without HQ's word; null when some can. */
export function offlineObstacle(
  policy: SpendPolicy,
  facts: Omit<SpendFacts, 'points'>,
): SpendObstacle | null {
  if (offlineRoom(policy, facts) > 0) return null;
  if (policy.onlineAbovePoints === 0) return { code: 'spend-above-online', maxPoints: 0 };
  return findObstacle(policy, { ...facts, points: 1 });
}

/** What the policy can cost at most while every counter is cut off. Points, and whole NT$ (rounded up). */
export type WorstCase = {
  /** Points one member could overspend by going to every counter. */
  readonly memberPoints: number;
  readonly memberMinor: number;
  /** Points all members together could overspend at one counter. */
  readonly counterPoints: number;
  readonly counterMinor: number;
  /** The same at all counters: the most that can be lost until HQ is heard again. */
  readonly chainPoints: number;
  readonly chainMinor: number;
  /** Points that leases may keep from being spent elsewhere, per member. No risk, but a restraint. */
  readonly leasedPoints: number;
};

/**
 * The worst case over the chain (sync-and-reliability §2.8): nothing beyond these limits can be spent
 * twice without a fork or a restored disk, which HQ detects. `pointsPerStep` points are worth
 * `minorPerStep` NT$; null = points cannot pay.
 */
export function worstCase(
  policy: SpendPolicy,
  chain: {
    readonly installs: number;
    readonly redemption: { readonly pointsPerStep: number; readonly minorPerStep: number } | null;
  },
): WorstCase {
  const { installs, redemption } = chain;
  // A sale spends whole sales: neither limit can be passed by the sum of smaller ones.
  const perSales = policy.floorSalePoints * policy.floorSalesMax;
  const counterPoints = policy.floorCounterPoints;
  const memberAtCounter = Math.min(policy.floorMemberPoints, counterPoints, perSales);
  const isOff =
    policy.floorSalePoints === 0 ||
    memberAtCounter === 0 ||
    policy.offlineHoursMax === 0 ||
    policy.snapshotAgeHoursMax === 0;
  const atCounter = isOff ? 0 : counterPoints;
  const memberPoints = isOff ? 0 : memberAtCounter * installs;
  const minorOf = (points: number): number =>
    redemption === null
      ? 0
      : Math.ceil((points * redemption.minorPerStep) / redemption.pointsPerStep);
  return {
    memberPoints,
    memberMinor: minorOf(memberPoints),
    counterPoints: atCounter,
    counterMinor: minorOf(atCounter),
    chainPoints: atCounter * installs,
    chainMinor: minorOf(atCounter * installs),
    leasedPoints: policy.leasePoints * installs,
  };
}

/** Whether a floor sale is drawn for asking HQ all the same. `draw` is a whole number from 0 to 65,535. */
export function isDrawn({ verifyShareBps }: SpendPolicy, draw: number): boolean {
  return draw * 10_000 < verifyShareBps * 65_536;
}
