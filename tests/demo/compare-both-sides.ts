import type { CheckList } from '../rig/check-list.ts';
import {
  pointsThatDiffer,
  readCounterFacts,
  readFileKey,
  readHqFacts,
  repeatedIn,
} from '../rig/ledger-facts.ts';
import type { DemoWorld } from './demo-world.ts';
import type { StoryTally } from './play-story.ts';

/**
 * The reckoning: stops the counter, opens its database, and holds it against HQ's and against what
 * LINE accepted.
 */
export async function compareBothSides(
  world: DemoWorld,
  list: CheckList,
  tally: StoryTally,
): Promise<void> {
  await world.app().close();
  const counter = await readCounterFacts(world.dataDir, await readFileKey(world.dataDir));
  const hq = await readHqFacts(world.hq.db);
  list.equal(
    'sales settled at the counter, and at HQ',
    [counter.saleIds.length, hq.saleIds.length],
    [tally.salesSettled, tally.salesSettled],
  );
  list.equal('events HQ holds twice', repeatedIn(hq.eids), []);
  list.that(
    'HQ holds the very events of the counter',
    JSON.stringify(hq.eids) === JSON.stringify(counter.eids),
    `${hq.eids.length} of ${counter.eids.length}`,
  );
  const differing = pointsThatDiffer(counter.pointsByMember, hq.pointsByMember);
  list.that(
    'the balance of every member is the same on both sides',
    differing.length === 0,
    `${counter.pointsByMember.size} members compared`,
  );
  list.equal('hash chain of the counter', counter.chainKind, 'whole');
  list.equal('cached balances that differ from the ledger', counter.wrongBalances, 0);
  list.equal('HQ events whose legs do not add up to 0', hq.entrySumsWrong, 0);
  const keys = world.line.accepted.map((push) => push.retryKey ?? '');
  list.equal(
    'LINE accepted each message once',
    [keys.length, repeatedIn(keys).length],
    [tally.salesOfLineMembers, 0],
  );
  const violations = world.line.takeViolations();
  list.that(
    world.line.validates
      ? "requests and answers that break LINE's OpenAPI"
      : "LINE's own rules (its OpenAPI is not beside the project)",
    violations.length === 0,
    violations.join('; ') || '0',
  );
}
