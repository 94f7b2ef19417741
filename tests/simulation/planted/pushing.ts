import { push, events, accept, noOtherStory, noHqLast } from './passages.ts';
import type { PlantedBug } from './planted-bug.ts';

/** Mistakes of the counter's sending side. */
export const pushing: readonly PlantedBug[] = [
  {
    id: 'ack-when-sent',
    what: 'an exchange that failed counts as acknowledged',
    patches: [
      {
        file: push,
        find: `if (exchange.kind === 'failed') return exchange;`,
        replace: `if (exchange.kind === 'failed') { await inTransaction(deps.db, (trx) => markAcked(trx, { installId: last.installId, through: last.seq, head: last.hash })); return exchange; }`,
      },
    ],
  },
  {
    id: 'ack-any-hash',
    what: 'an acknowledgement is taken without comparing hashes',
    patches: [
      {
        file: events,
        find: `if (own === null || own !== (head ?? '')) return`,
        replace: 'if (own === null) return',
      },
    ],
    maskedBy: 'HQ compares the chain of every push itself',
  },
  {
    id: 'ack-blind',
    what: 'neither HQ nor the counter compares hashes when events are acknowledged',
    patches: [
      {
        file: events,
        find: `if (own === null || own !== (head ?? '')) return`,
        replace: 'if (own === null) return',
      },
      {
        file: accept,
        find: 'events.some(({ seq, hash }) => seq <= lastSeq && held.get(seq) !== hash)',
        replace: 'events.some(({ seq }) => seq < 0)',
      },
      { file: accept, find: 'isFork || events.at(-1)?.hash !== push.head', replace: 'isFork' },
      noOtherStory,
    ],
  },
  {
    id: 'ack-any-timeline',
    what: 'an acknowledgement from another timeline counts',
    patches: [
      {
        file: push,
        find: `if (timeline !== answer.tl) return await setProblem(trx, 'timeline');`,
        replace: 'void timeline;',
      },
    ],
    maskedBy: 'the pull of the same round compares timeline and hash',
  },
  {
    id: 'ack-of-another',
    what: 'an answer to another batch is taken for this one',
    patches: [
      {
        file: push,
        find: 'answer.inst !== last.installId || answer.through !== last.seq',
        replace: 'answer.inst !== last.installId',
      },
    ],
    maskedBy: 'what is acknowledged is compared hash by hash at its own place',
  },
  {
    id: 'ack-whole-chain',
    what: 'an acknowledgement reaches to the end of the chain',
    patches: [
      {
        file: events,
        find: 'const ackedSeq = choose(install.ackedSeq, through);',
        replace: 'const ackedSeq = Math.max(choose(install.ackedSeq, through), install.lastSeq);',
      },
    ],
  },
  {
    id: 'ack-never-back',
    what: 'what a restored HQ lost stays acknowledged',
    patches: [
      {
        file: events,
        find: 'moveAcked(trx, input, (_now, through) => through)',
        replace: 'moveAcked(trx, input, (now, through) => Math.max(now, through))',
      },
    ],
  },
  {
    id: 'fork-unheard',
    what: 'HQ says fork and the counter goes on',
    patches: [
      {
        file: push,
        find: 'if (problem !== null) return await inTransaction(db, (trx) => setProblem(trx, problem));',
        replace: 'if (problem !== null) return failed;',
      },
    ],
    maskedBy: 'the pull compares the chains too',
  },
  {
    id: 'fork-unseen',
    what: 'neither push nor pull looks whether HQ holds another history',
    patches: [
      {
        file: push,
        find: 'if (problem !== null) return await inTransaction(db, (trx) => setProblem(trx, problem));',
        replace: 'if (problem !== null) return failed;',
      },
      noHqLast,
      noOtherStory,
    ],
  },
  {
    id: 'ahead-unseen',
    what: 'HQ holds more than was ever recorded and nobody wonders',
    patches: [noHqLast],
    maskedBy: 'the pull compares the chains too',
  },
  {
    id: 'gap-ignored',
    what: 'HQ lacks acknowledged events and the counter only tries again',
    patches: [
      {
        file: push,
        find: `return await inTransaction(db, (trx) => setProblem(trx, 'timeline'));`,
        replace: 'return failed;',
      },
    ],
    maskedBy: 'the pull says how far HQ got',
  },
  {
    id: 'gap-and-pull-ignored',
    what: 'the same, and the pull does not say it either',
    patches: [
      {
        file: push,
        find: `return await inTransaction(db, (trx) => setProblem(trx, 'timeline'));`,
        replace: 'return failed;',
      },
      noOtherStory,
    ],
    maskedBy: 'a place that is not in the stream, or the timeline, tells it too',
  },
  {
    id: 'outbox-skips-one',
    what: 'the outbox begins one event late',
    patches: [
      {
        file: events,
        find: 'listRows(db, afterSeq, { installId, ackedSeq, limit })',
        replace: 'listRows(db, afterSeq, { installId, ackedSeq: ackedSeq + 1, limit })',
      },
    ],
  },
  {
    id: 'batch-misnumbered',
    what: 'a batch names the wrong first event',
    patches: [{ file: push, find: 'from: first.seq,', replace: 'from: first.seq + 1,' }],
  },
  {
    id: 'chain-unlinked',
    what: 'a new event does not follow the one before',
    patches: [
      { file: events, find: 'const prev = install.headHash;', replace: `const prev = '';` },
    ],
  },
  {
    id: 'sale-without-event',
    what: 'a sale is settled and no event recorded',
    patches: [
      {
        file: 'app/counter/record-award.ts',
        find: 'await appendEvent(trx, { event, recordedAtMs: atMs });',
        replace: 'void appendEvent;',
      },
    ],
  },
];
