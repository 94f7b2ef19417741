import type { StoreId } from '../../app/domain/ids.ts';
import { demoCastOf, type DemoCast } from '../../app/seed/demo-cast.ts';
import type { DemoShop } from '../../app/seed/demo-shop.ts';
import { makeDemoShop } from '../../app/seed/make-demo-shop.ts';
import type { HqDb } from '../../hq/db/hq-db.ts';
import type { GivenLineChannel } from '../../hq/line/line-channel.ts';
import { seedDemoShop } from '../../hq/seed-demo.ts';
import { startHq, type RunningHq } from '../../hq/start-hq.ts';

/** HQ with the demo shop in it, as a test or the demo uses it. */
export type RigHq = {
  readonly hq: RunningHq;
  readonly url: string;
  readonly port: number;
  readonly db: HqDb;
  readonly shop: DemoShop;
  readonly cast: DemoCast;
  /** The code on each member's card. */
  readonly cardCodes: readonly string[];
  /** A code for one more counter of a store (the home store when left out). */
  readonly makeEnrolmentCode: (storeId?: StoreId, counterLabel?: string) => Promise<string>;
  readonly stop: () => Promise<void>;
};

export type RigHqOptions = {
  readonly memberCount: number;
  readonly historyMonths?: number;
  /** A PostgreSQL server; PGlite in memory when left out. */
  readonly databaseUrl?: string;
  readonly line?: GivenLineChannel;
  /** Built member pages; those of the last build when left out. */
  readonly memberPagesDir?: string;
  readonly seed?: number;
  /** HQ's clock; this machine's when left out. */
  readonly nowMs?: () => number;
};

/** Starts HQ on loopback and fills it from the seed. */
export async function startRigHq(options: RigHqOptions): Promise<RigHq> {
  const { memberCount, historyMonths = 12, seed = 1 } = options;
  const shop = makeDemoShop({
    seed,
    memberCount,
    nowMs: Date.now(),
    ...(historyMonths === 0 ? { salesPerMember: 0 } : { historyMonths }),
  });
  const hq = await startHq({
    seed: (db) => seedDemoShop(db, shop),
    ...(options.databaseUrl === undefined ? {} : { databaseUrl: options.databaseUrl }),
    ...(options.line === undefined ? {} : { line: options.line }),
    ...(options.memberPagesDir === undefined ? {} : { memberPagesDir: options.memberPagesDir }),
    ...(options.nowMs === undefined ? {} : { nowMs: options.nowMs }),
  });
  const cast = demoCastOf(shop);
  return {
    hq,
    url: hq.url,
    port: hq.port,
    db: hq.db,
    shop,
    cast,
    cardCodes: shop.members.map((member) => member.cardCodes[0] ?? ''),
    makeEnrolmentCode: (storeId = cast.homeStore.storeId, counterLabel = '1 號櫃台') =>
      hq.makeEnrolmentCode(storeId, counterLabel),
    stop: () => hq.stop(),
  };
}
