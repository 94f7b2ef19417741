import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { answerRequest } from './answer-request.ts';
import { createIdTokens } from './id-tokens.ts';
import type { IdTokenWish } from './id-tokens.ts';
import type { LineFault } from './line-faults.ts';
import { createRateBucket } from './rate-bucket.ts';
import { readLineOpenApi } from './read-line-open-api.ts';
import type { LineOpenApi } from './read-line-open-api.ts';
import { createRetryKeys } from './retry-keys.ts';
import type { AcceptedPush } from './retry-keys.ts';
import { noteBreach } from './stand-in-state.ts';
import type { StandInState, Tally } from './stand-in-state.ts';
import type { StandInCoupon } from './answer-coupon.ts';
import { writeTally } from './tally.ts';
import { createWebhookSender } from './webhook-sender.ts';
import type { WebhookSender } from './webhook-sender.ts';

/** The LINE Login channel of the member pages, when none is named. */
export const standInLoginChannelId = '2000000001';

export type LineStandInOptions = {
  /** 0 or left out = any free port, on 127.0.0.1 only. */
  readonly port?: number;
  readonly nowMs?: () => number;
  /** Folder of LINE's OpenAPI files; left out = `LINE_OPENAPI_DIR` or beside the project. */
  readonly openApiDir?: string;
  /** The same, already read (about 0.4 s): for tests that start many stand-ins. */
  readonly openApi?: LineOpenApi | null;
  /** The bearer token it takes; `stand-in-token` when left out. */
  readonly channelAccessToken?: string;
  /** Users this channel knows; all others get 400. Every user when left out. */
  readonly isKnownUser?: (userId: string) => boolean;
  /** Pushes a second it takes before it answers 429; any number when left out. LINE takes 2,000. */
  readonly pushesPerSecond?: number;
  /** Coupon calls a second (LINE: 200), and all other calls but pushes (LINE: 2,000). */
  readonly callsPerSecond?: { readonly coupon?: number; readonly other?: number };
  /** The LINE Login channels whose id tokens it vouches for. */
  readonly loginChannelIds?: readonly string[];
  /** Faults beside those that are scripted: asked once for each push. */
  readonly nextFault?: () => LineFault | null;
  /** Holds only each so many-th push against the OpenAPI document; every one when left out. */
  readonly checkEvery?: number;
  /** Where its tally goes when it stops; left out = `LINE_STAND_IN_TALLY`, '' = nowhere. */
  readonly tallyFile?: string;
};

export type LineStandIn = {
  /** Origin to give the client as its base URL. */
  readonly url: string;
  readonly port: number;
  /** Everything accepted so far, oldest first. */
  readonly accepted: readonly AcceptedPush[];
  /** Whether requests and answers are held against LINE's OpenAPI document. */
  readonly validates: boolean;
  /** Adds faults, used up one per push in this order. */
  readonly script: (...faults: LineFault[]) => void;
  /** The same for other endpoints: for the next requests to a path that begins so. */
  readonly scriptAt: (path: string, ...faults: LineFault[]) => void;
  /** An id token as LIFF would hand it to the page of this user. */
  readonly issueIdToken: (wish: IdTokenWish) => string;
  /** Users who blocked the account; also by `webhooks.unfollow`. */
  readonly blocked: Set<string>;
  /** By their id, oldest first. */
  readonly coupons: ReadonlyMap<string, StandInCoupon>;
  readonly webhooks: WebhookSender;
  /** How much was looked at in its whole life. */
  readonly tally: Readonly<Tally>;
  /** How many pushes were answered with each status. */
  readonly answered: ReadonlyMap<number, number>;
  readonly setMonthlyLimit: (messages: number | null) => void;
  /** Violations of LINE's contract so far; they are handed over, so `stop` no longer fails on them. */
  readonly takeViolations: () => string[];
  /** Stops; rejects if a request or answer broke LINE's contract and nobody took the violations. */
  readonly stop: () => Promise<void>;
};

/**
 * A real HTTP server that behaves as LINE does towards HQ: pushes (retry keys for 24 h, two kinds of 429,
 * 401, 400 for strangers, 200 for who blocked the account), the month's quota, the account and its users,
 * coupons, id tokens, and webhooks on request. Faults when asked for. Everything said to it and by it is
 * held against LINE's OpenAPI documents where those have it.
 */
export async function startLineStandIn(options: LineStandInOptions = {}): Promise<LineStandIn> {
  const state = createState(options);
  const server = createServer((request, response) => {
    answerRequest(state, request, response).catch((error: unknown) => {
      noteBreach(state, `the stand-in failed: ${String(error)}`);
      response.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const stop = async (): Promise<void> => {
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
    writeTally(options.tallyFile ?? process.env['LINE_STAND_IN_TALLY'], state.tally);
    if (state.violations.length > 0)
      throw new Error(`LINE contract broken:\n${state.violations.join('\n')}`);
  };
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    accepted: state.accepted,
    validates: state.openApi !== null,
    script: (...faults) => void state.faults.push(...faults),
    scriptAt: (path, ...faults) =>
      void state.otherFaults.push(...faults.map((fault) => ({ path, fault }))),
    issueIdToken: state.idTokens.issue,
    blocked: state.blocked,
    coupons: state.coupons,
    webhooks: createWebhookSender(state, state.openApi),
    tally: state.tally,
    answered: state.answered,
    setMonthlyLimit: (messages) => void (state.monthlyLimit = messages),
    takeViolations: () => {
      const taken = state.violations.splice(0);
      state.tally.taken += taken.length;
      return taken;
    },
    stop,
  };
}

function createState(options: LineStandInOptions): StandInState {
  const nowMs = options.nowMs ?? Date.now;
  const { pushesPerSecond, callsPerSecond = {} } = options;
  const { coupon, other } = callsPerSecond;
  const channelIds = options.loginChannelIds ?? [standInLoginChannelId];
  return {
    accepted: [],
    faults: [],
    otherFaults: [],
    violations: [],
    tally: { requests: 0, checked: 0, webhooks: 0, breaches: 0, taken: 0 },
    retryKeys: createRetryKeys(),
    openApi:
      options.openApi !== undefined
        ? options.openApi
        : readLineOpenApi(options.openApiDir ?? lineOpenApiDir()),
    channelAccessToken: options.channelAccessToken ?? 'stand-in-token',
    isKnownUser: options.isKnownUser ?? (() => true),
    blocked: new Set(),
    coupons: new Map(),
    idTokens: createIdTokens({ channelIds, nowMs }),
    nowMs,
    monthlyLimit: null,
    webhook: null,
    bucket: pushesPerSecond === undefined ? null : createRateBucket(pushesPerSecond),
    buckets: {
      ...(coupon === undefined ? {} : { coupon: createRateBucket(coupon) }),
      ...(other === undefined ? {} : { other: createRateBucket(other) }),
    },
    nextFault: options.nextFault ?? (() => null),
    checkEvery: options.checkEvery ?? 1,
    seen: 0,
    answered: new Map(),
  };
}

/** Where LINE's OpenAPI files are looked for; they need not be there. */
export function lineOpenApiDir(): string {
  const besideProject = fileURLToPath(new URL('../../../shared/line-openapi', import.meta.url));
  return process.env.LINE_OPENAPI_DIR ?? besideProject;
}
