import { createHmac, randomBytes } from 'node:crypto';
import { standInBot } from './answer-account.ts';
import { makeUlid } from './make-ulid.ts';
import type { LineOpenApi } from './read-line-open-api.ts';
import { noteBreach } from './stand-in-state.ts';
import type { StandInState } from './stand-in-state.ts';

/** An event as LINE sends it. */
export type WebhookEvent = {
  readonly type: string;
  readonly mode: 'active' | 'standby';
  readonly timestamp: number;
  readonly webhookEventId: string;
  readonly deliveryContext: { readonly isRedelivery: boolean };
  readonly [more: string]: unknown;
};

/** How the receiver answered one POST. */
export type Delivery = { readonly status: number; readonly tookMs: number };

export type WebhookTarget = { readonly url: string; readonly channelSecret: string };

/** What sends webhooks as LINE does: signed, with several events in one, again when nobody took them. */
export type WebhookSender = {
  readonly setTarget: (target: WebhookTarget) => void;
  /** An event of now, waiting to be sent. What is given wins over what LINE would fill in. */
  readonly add: (event: {
    readonly type: string;
    readonly [more: string]: unknown;
  }) => WebhookEvent;
  /** The user adds the account as a friend, or unblocks it. */
  readonly follow: (userId: string) => WebhookEvent;
  /** The user blocks the account: messages are taken and not delivered from now on. */
  readonly unfollow: (userId: string) => WebhookEvent;
  readonly postback: (userId: string, data: string) => WebhookEvent;
  readonly accountLink: (link: {
    readonly userId: string | null;
    readonly nonce: string;
  }) => WebhookEvent;
  /** Sends what waits in one POST. What is not answered with 2xx within 2 s is kept for `redeliver`. */
  readonly deliver: () => Promise<Delivery>;
  /** Sends one event in a POST of its own, duplicates included; does not touch what waits. */
  readonly send: (...events: readonly WebhookEvent[]) => Promise<Delivery>;
  /**
   * Sends what was not taken again, one by one, in the order `shuffle` makes of them, marked as LINE
   * marks it. Returns how many are still not taken.
   */
  readonly redeliver: (
    shuffle?: (events: readonly WebhookEvent[]) => readonly WebhookEvent[],
  ) => Promise<number>;
  /** Sends any bytes with the signature that fits them, or the one given; null = without one. */
  readonly sendRaw: (body: string | Uint8Array, signature?: string | null) => Promise<Delivery>;
  readonly notTaken: () => readonly WebhookEvent[];
};

/** LINE gives up after two seconds. LINE docs "Check webhook error statistics". */
const answerMsMax = 2_000;

/** The signature LINE puts into `x-line-signature`. */
export function signWebhook(channelSecret: string, body: string | Uint8Array): string {
  return createHmac('sha256', channelSecret).update(body).digest('base64');
}

export function createWebhookSender(
  state: Pick<StandInState, 'blocked' | 'nowMs' | 'violations' | 'tally'>,
  openApi: LineOpenApi | null,
): WebhookSender {
  let target: WebhookTarget | null = null;
  const waiting: WebhookEvent[] = [];
  let notTaken: WebhookEvent[] = [];

  const add: WebhookSender['add'] = (given) => {
    const event: WebhookEvent = {
      mode: 'active',
      timestamp: state.nowMs(),
      webhookEventId: makeUlid(state.nowMs()),
      deliveryContext: { isRedelivery: false },
      ...given,
    };
    waiting.push(event);
    return event;
  };
  const sourceOf = (userId: string) => ({ source: { type: 'user', userId } });
  const reply = () => ({ replyToken: randomBytes(16).toString('hex') });
  const post = async (events: readonly WebhookEvent[]): Promise<Delivery> => {
    if (target === null) throw new Error('nobody said where webhooks go: setTarget');
    const body = JSON.stringify({ destination: standInBot.userId, events });
    state.tally.webhooks += 1;
    for (const problem of openApi?.checkWebhook(body) ?? [])
      noteBreach(state, `webhook: ${problem}`);
    return await postSigned(target, body);
  };
  return {
    setTarget: (given) => {
      target = given;
    },
    add,
    follow: (userId) => {
      const isUnblocked = state.blocked.delete(userId);
      return add({ type: 'follow', ...sourceOf(userId), ...reply(), follow: { isUnblocked } });
    },
    unfollow: (userId) => {
      state.blocked.add(userId);
      return add({ type: 'unfollow', ...sourceOf(userId) });
    },
    postback: (userId, data) =>
      add({ type: 'postback', ...sourceOf(userId), ...reply(), postback: { data } }),
    accountLink: ({ userId, nonce }) =>
      userId === null
        ? add({ type: 'accountLink', link: { result: 'failed', nonce } })
        : add({
            type: 'accountLink',
            ...sourceOf(userId),
            ...reply(),
            link: { result: 'ok', nonce },
          }),
    deliver: async () => {
      const events = waiting.splice(0);
      const delivery = await post(events);
      if (!isTaken(delivery)) notTaken.push(...events);
      return delivery;
    },
    send: async (...events) => await post(events),
    redeliver: async (shuffle = (events) => events) => {
      const again = shuffle(notTaken);
      notTaken = [];
      for (const event of again) {
        const repeated = { ...event, deliveryContext: { isRedelivery: true } };
        if (!isTaken(await post([repeated]))) notTaken.push(event);
      }
      return notTaken.length;
    },
    sendRaw: async (body, signature) => {
      if (target === null) throw new Error('nobody said where webhooks go: setTarget');
      return await postSigned(target, body, signature);
    },
    notTaken: () => notTaken,
  };
}

function isTaken({ status, tookMs }: Delivery): boolean {
  return status >= 200 && status < 300 && tookMs <= answerMsMax;
}

async function postSigned(
  { url, channelSecret }: WebhookTarget,
  body: string | Uint8Array,
  signature: string | null = signWebhook(channelSecret, body),
): Promise<Delivery> {
  const startedMs = performance.now();
  const status = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'user-agent': 'LineBotWebhook/2.0',
      ...(signature === null ? {} : { 'x-line-signature': signature }),
    },
    body: body as BodyInit,
    signal: AbortSignal.timeout(answerMsMax),
  }).then(
    async (response) => {
      await response.arrayBuffer();
      return response.status;
    },
    () => 0,
  );
  return { status, tookMs: performance.now() - startedMs };
}
