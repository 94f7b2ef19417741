import type { Random } from '../../app/seed/random.ts';

const ulidLetters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A `webhookEventId` as LINE makes them; the first letter says who drew it. */
export function drawEventId(random: Random, first = '0'): string {
  return first + Array.from({ length: 25 }, () => random.pick([...ulidLetters])).join('');
}

export function drawLineUser(random: Random): string {
  return `U${random.hex(32)}`;
}

type Extra = Readonly<Record<string, unknown>>;

/** What each kind of event brings beside what all have; LINE's webhook.yml, and kinds it does not list. */
const kinds: Readonly<Record<string, (random: Random) => Extra>> = {
  follow: (random) => ({ follow: { isUnblocked: random.chance(0.5) }, replyToken: random.hex(32) }),
  unfollow: () => ({}),
  message: (random) => ({
    replyToken: random.hex(32),
    message: random.pick([
      { type: 'text', id: '468789577898262530', text: '我要查點數 🙂', quoteToken: 'q3Plxr' },
      { type: 'image', id: '354718705033693859', contentProvider: { type: 'line' } },
      { type: 'sticker', id: '1501597916', packageId: '446', stickerId: '1988' },
      { type: 'location', id: '1', latitude: 25.033, longitude: 121.5654, address: '台北市信義區' },
    ]),
  }),
  postback: (random) => ({
    replyToken: random.hex(32),
    postback: {
      data: random.pick(['unlink', 'marketing=off', 'marketing=on', 'else=1', '']),
      params: { newRichMenuAliasId: 'a', status: 'SUCCESS' },
    },
  }),
  accountLink: (random) =>
    random.chance(0.5)
      ? { link: { result: 'ok', nonce: random.hex(32) }, replyToken: random.hex(32) }
      : { link: { result: 'failed', nonce: random.hex(32) }, source: undefined },
  join: () => ({ source: { type: 'group', groupId: `C${'0'.repeat(32)}` } }),
  leave: () => ({ source: { type: 'room', roomId: `R${'0'.repeat(32)}` } }),
  memberJoined: (random) => ({
    joined: { members: [{ type: 'user', userId: drawLineUser(random) }] },
  }),
  unsend: () => ({ unsend: { messageId: '325708' } }),
  videoPlayComplete: () => ({ videoPlayComplete: { trackingId: 'track' } }),
  beacon: () => ({ beacon: { hwid: 'd41d8cd98f', type: 'enter', dm: '1234567890abcdef' } }),
  membership: () => ({ membership: { type: 'joined', membershipId: 3189 } }),
  delivery: () => ({ delivery: { data: '15034552939884E28681A7D668CEA94C' } }),
  somethingNew: (random) => ({ new: { deep: [{ value: random.whole(100) }] } }),
};

const kindNames = Object.keys(kinds);

export type DrawnEvent = Readonly<Record<string, unknown>> & { readonly webhookEventId: string };

/** An event as LINE would send it. */
export function drawEvent(
  random: Random,
  given: {
    readonly lineUserId: string;
    readonly nowMs: number;
    readonly type?: string;
    readonly idFirst?: string;
  },
): DrawnEvent {
  const type = given.type ?? random.pick(kindNames);
  return {
    type,
    mode: random.chance(0.05) ? 'standby' : 'active',
    timestamp: given.nowMs - random.whole(3_600_000),
    source: { type: 'user', userId: given.lineUserId },
    webhookEventId: drawEventId(random, given.idFirst),
    deliveryContext: { isRedelivery: random.chance(0.1) },
    ...kinds[type]?.(random),
  };
}

/** A webhook with these events, as LINE writes it. */
export function webhookText(random: Random, events: readonly unknown[]): string {
  return JSON.stringify({ destination: drawLineUser(random), events });
}
