import { expect, test } from 'vitest';
import { AskerGone, createPushGroups } from './push-groups.ts';

type Push = { readonly inst: string; readonly n: number };

/** Work that goes on only when it is let; what was taken together, in order. */
function createWork(failsAt: (push: Push) => boolean) {
  const taken: string[][] = [];
  const open: (() => void)[] = [];
  const take = async (pushes: readonly Push[]): Promise<string[]> => {
    taken.push(pushes.map(({ inst, n }) => `${inst}${n}`));
    await new Promise<void>((resolve) => open.push(resolve));
    if (pushes.some(failsAt)) throw new Error('poison');
    return pushes.map(({ inst, n }) => `took ${inst}${n}`);
  };
  const work = {
    together: take,
    alone: async (push: Push) => (await take([push])).join(''),
    concernsAll: (error: unknown) => error instanceof Error && error.message === 'all',
  };
  /** Lets everything go on until nothing is left to do. */
  const finish = async () => {
    for (let quiet = 0; quiet < 20; quiet += 1) {
      const next = open.shift();
      if (next !== undefined) {
        next();
        quiet = 0;
      }
      await Promise.resolve();
    }
  };
  return { work, taken, finish };
}

const pushesOf = (text: string): Push[] =>
  text.split(' ').map((one) => ({ inst: one.slice(0, 1), n: Number(one.slice(1)) }));

test('who finds room goes alone; who waits goes together, the first first, never two of one install', async () => {
  const { work, taken, finish } = createWork(() => false);
  const take = createPushGroups({ groupsMax: 2, groupPushesMax: 3 }, work);
  const pushes = pushesOf('a1 b1 c1 c2 d1 e1 f1');
  const outcomes = Promise.all(pushes.map((push) => take(push)));
  await finish();
  expect(await outcomes).toEqual(pushes.map(({ inst, n }) => `took ${inst}${n}`));
  expect(taken).toEqual([['a1'], ['b1'], ['c1', 'd1', 'e1'], ['c2', 'f1']]);
});

test('one with poison fails alone, its neighbours do not', async () => {
  const { work, taken, finish } = createWork(({ inst }) => inst === 'c');
  const take = createPushGroups({ groupsMax: 1, groupPushesMax: 3 }, work);
  const outcomes = Promise.allSettled(pushesOf('a1 b1 c1 d1').map((push) => take(push)));
  await finish();
  const said = (await outcomes).map((one) => (one.status === 'fulfilled' ? one.value : 'failed'));
  expect(said).toEqual(['took a1', 'took b1', 'failed', 'took d1']);
  expect(taken).toEqual([['a1'], ['b1', 'c1', 'd1'], ['b1'], ['c1'], ['d1']]);
});

test('what concerns all is told to all, without another try; the next are taken as ever', async () => {
  const { work, taken, finish } = createWork(() => false);
  let isAway = true;
  const together = async (pushes: readonly Push[]) => {
    if (isAway) throw new Error('all');
    return await work.together(pushes);
  };
  const take = createPushGroups({ groupsMax: 1, groupPushesMax: 2 }, { ...work, together });
  const first = Promise.allSettled(pushesOf('a1 b1 c1').map((push) => take(push)));
  await finish();
  expect((await first).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
  isAway = false;
  const second = Promise.all(pushesOf('a2 b2 c2').map((push) => take(push)));
  await finish();
  expect(await second).toEqual(['took a2', 'took b2', 'took c2']);
  expect(taken).toEqual([['a1'], ['a2'], ['b2', 'c2']]);
});

test('who hung up while waiting is not taken, and nobody behind waits for it', async () => {
  const { work, taken, finish } = createWork(() => false);
  const take = createPushGroups({ groupsMax: 1, groupPushesMax: 2 }, work);
  const gone = new Set<string>();
  const pushes = pushesOf('a1 b1 c1 d1');
  const outcomes = Promise.allSettled(pushes.map((push) => take(push, () => gone.has(push.inst))));
  gone.add('a').add('b');
  await finish();
  const said = (await outcomes).map((one) =>
    one.status === 'fulfilled' ? one.value : one.reason instanceof AskerGone && 'gone',
  );
  // The first was at work already.
  expect(said).toEqual(['took a1', 'gone', 'took c1', 'took d1']);
  expect(taken).toEqual([['a1'], ['c1', 'd1']]);
});
