import Fastify from 'fastify';
import type { FastifyReply } from 'fastify';
import { v7 } from 'uuid';
import type {
  MemberConfig,
  MemberError,
  MemberHome,
  MemberPostings,
  MemberReferral,
  MemberVouchers,
} from '../../app/contract/member-pages.ts';
import { memberApiRoot } from '../../app/contract/member-pages.ts';
import { drawCard, drawQr } from '../../hq/member/draw-code.ts';
import type { HqApp } from '../../hq/server/hq-deps.ts';
import { addMemberPages } from '../../hq/server/member-pages-route.ts';

/** What the stand-in answers; a test changes it as it goes. */
export type MemberApiScene = {
  config: MemberConfig;
  bound: boolean;
  home: MemberHome;
  vouchers: MemberVouchers;
  referral: MemberReferral;
  /** Answered page by page, in this order. */
  postings: MemberPostings['rows'];
  /** Paths (`/home`) that are refused, hang up (`offline`), or answer with a stranger's page (`broken`). */
  troubles: Map<string, MemberError['error'] | 'offline' | 'broken'>;
  /** How long a code is shown and lives. */
  codeMs: { showMs: number; lifeMs: number };
  /** Every call with its body, oldest first. */
  readonly calls: { path: string; body: unknown }[];
};

/** HQ's side of the member pages for looks and timings: follows the contract, keeps nothing. */
export type MemberApiStandIn = {
  readonly url: string;
  readonly scene: MemberApiScene;
  readonly stop: () => Promise<void>;
};

const postingsPerPage = 30;

/** Serves the built pages of `pagesDir` with a made-up member behind them. */
export async function startMemberApiStandIn(pagesDir: string): Promise<MemberApiStandIn> {
  const scene = makeScene();
  const app = Fastify();
  await addMemberPages(app as unknown as HqApp, pagesDir);
  addAnswers(app as unknown as HqApp, scene);
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    url,
    scene,
    stop: async () => {
      app.server.closeAllConnections();
      await app.close();
    },
  };
}

function addAnswers(app: HqApp, scene: MemberApiScene): void {
  const answers: Record<string, (body: unknown, query: URLSearchParams) => unknown> = {
    '/config': () => scene.config,
    '/session': () => ({
      session: 'stand-in',
      expiresAtMs: Date.now() + 3_600_000,
      bound: scene.bound,
      serverTimeMs: Date.now(),
    }),
    '/join': () => bind(scene),
    '/bind': () => bind(scene),
    '/home': () => ({ ...scene.home, serverTimeMs: Date.now() }),
    '/code': () => codeOf(scene),
    '/postings': (_body, query) => pageOf(scene, query.get('before')),
    '/vouchers': () => scene.vouchers,
    '/exchange': () => exchange(scene),
    '/referral': () => scene.referral,
    '/marketing': (body) => {
      scene.home = { ...scene.home, marketing: (body as { on: boolean }).on };
      return { kind: 'done' };
    },
    '/unlink': () => ({ kind: 'done' }),
    '/delete-request': () => {
      scene.home = { ...scene.home, deleteAskedAtMs: Date.now() };
      return { kind: 'done' };
    },
  };
  app.all(`${memberApiRoot}/*`, (request, reply) => {
    const asked = new URL(request.url, 'http://stand-in');
    const path = asked.pathname.slice(memberApiRoot.length);
    scene.calls.push({ path, body: request.body });
    const trouble = scene.troubles.get(path);
    if (trouble !== undefined) return refuseWith(reply, trouble);
    const answer = answers[path];
    if (answer === undefined) return reply.callNotFound();
    return reply.header('cache-control', 'no-store').send(answer(request.body, asked.searchParams));
  });
}

function refuseWith(reply: FastifyReply, trouble: string): FastifyReply {
  if (trouble === 'offline') {
    reply.raw.destroy();
    return reply.hijack();
  }
  if (trouble === 'broken') return reply.type('text/html').send('<h1>Sign in to our network</h1>');
  const status = trouble === 'not-signed-in' ? 401 : trouble === 'internal' ? 500 : 409;
  return reply.code(status).send({ error: trouble, message: 'stand-in' });
}

function bind(scene: MemberApiScene): MemberHome {
  scene.bound = true;
  return { ...scene.home, serverTimeMs: Date.now() };
}

function codeOf(scene: MemberApiScene): unknown {
  const nowMs = Date.now();
  const text = `CFM1*${v7().toUpperCase()}*${nowMs}`;
  return {
    text,
    svg: drawQr(text),
    expiresAtMs: nowMs + scene.codeMs.lifeMs,
    showMs: scene.codeMs.showMs,
    serverTimeMs: nowMs,
  };
}

function pageOf(scene: MemberApiScene, before: string | null): MemberPostings {
  const from = before === null ? 0 : Number(before);
  const rows = scene.postings.slice(from, from + postingsPerPage);
  const next = from + postingsPerPage;
  return { rows, older: next < scene.postings.length ? String(next) : null };
}

function exchange(scene: MemberApiScene): unknown {
  const points = scene.home.points - 200;
  scene.home = { ...scene.home, points, vouchers: scene.home.vouchers + 1 };
  return { voucherId: v7(), points };
}

function makeScene(): MemberApiScene {
  return {
    config: { brandName: '巷口咖啡', liffId: '1234567890-abcdefgh', consentVersion: '2026-11' },
    bound: true,
    home: sceneHome(),
    vouchers: sceneVouchers(),
    referral: {
      url: 'https://liff.line.me/1234567890-abcdefgh?i=2012345678906',
      inviterWords: '100 點',
      inviteeWords: '首購折 NT$50',
      invited: 3,
      rewarded: 2,
    },
    postings: scenePostings(),
    troubles: new Map(),
    codeMs: { showMs: 45_000, lifeMs: 60_000 },
    calls: [],
  };
}

function sceneHome(): MemberHome {
  const cardCode = '2012345678903';
  return {
    memberId: v7() as MemberHome['memberId'],
    name: '林雅婷',
    cardCode,
    cardSvg: drawCard(cardCode),
    tier: {
      name: '金卡會員',
      until: '2027-12-31',
      next: { name: '白金卡', missingMinor: 12_400, share: 0.38 },
    },
    points: 1_284,
    expiringNext: { points: 120, on: '2026-12-31' },
    vouchers: 2,
    stampCards: [
      { cardId: 'coffee', name: '咖啡集點卡', stamps: 6, goal: 10, rewardWords: '中杯拿鐵一杯' },
    ],
    worthWords: '10 點折 NT$1',
    marketing: false,
    deleteAskedAtMs: null,
    serverTimeMs: Date.now(),
  };
}

function sceneVouchers(): MemberVouchers {
  const usable = (name: string, code: string, uses: number): MemberVouchers['usable'][number] => ({
    voucherId: v7() as MemberVouchers['usable'][number]['voucherId'],
    code,
    name,
    terms: ['消費滿 NT$300 可用', '不與其他優惠合併'],
    validFrom: '2026-11-01',
    validUntil: '2026-12-31',
    usesLeft: uses,
    uses,
    svg: drawQr(code),
  });
  const offer = (
    name: string,
    points: number,
    blocked: MemberVouchers['offers'][number]['blocked'],
  ): MemberVouchers['offers'][number] => ({
    couponId: `coupon-${points}` as MemberVouchers['offers'][number]['couponId'],
    name,
    terms: ['兌換後 30 天內有效'],
    points,
    blocked,
  });
  return {
    usable: [
      usable('生日禮 NT$100 折價券', 'V7K2M9Q4XW', 1),
      usable('手沖咖啡買一送一', 'V3H8N5R2TB', 3),
    ],
    past: [
      {
        voucherId: v7() as MemberVouchers['past'][number]['voucherId'],
        name: '首購 NT$50 折價券',
        state: 'used',
        atMs: Date.parse('2026-10-02T10:21:00+08:00'),
        storeName: '中山門市',
      },
    ],
    offers: [
      offer('NT$50 折價券', 200, null),
      offer('咖啡豆半磅', 1_200, 'limit'),
      offer('不鏽鋼隨行杯', 3_000, 'points'),
    ],
  };
}

function scenePostings(): MemberPostings['rows'] {
  const kinds = ['sale', 'sale', 'exchange', 'sale', 'refund', 'gift', 'expire'] as const;
  const facts = {
    sale: {
      points: 36,
      paidMinor: 1_280,
      reasons: ['消費 NT$1,280 得 12 點', '金卡雙倍 +12', '週三雙倍日 +12'],
    },
    exchange: { points: -200, paidMinor: null, reasons: ['兌換「NT$50 折價券」'] },
    refund: { points: -6, paidMinor: -580, reasons: ['退回 1 件，收回 6 點'] },
    gift: { points: 100, paidMinor: null, reasons: ['生日禮'] },
    expire: { points: -48, paidMinor: null, reasons: ['未使用的點數到期'] },
  } as const;
  return Array.from({ length: 75 }, (_, index) => {
    const kind = kinds[index % kinds.length] ?? 'sale';
    const { points, paidMinor, reasons } = facts[kind];
    const isAtTill = kind === 'sale' || kind === 'refund';
    return {
      id: v7() as MemberPostings['rows'][number]['id'],
      atMs: Date.parse('2026-11-21T18:24:00+08:00') - index * 61 * 3_600_000,
      kind,
      storeName: isAtTill ? '中山門市' : null,
      saleNo: isAtTill ? `A1-${String(10_452 - index)}` : null,
      paidMinor,
      points,
      reasons: [...reasons],
      expiresOn: points > 0 ? '2027-12-31' : null,
    };
  });
}
