import { judge, askInstall, dropView, offersNothing, startsEmpty } from './passages.ts';
import type { PlantedBug } from './planted-bug.ts';

/** Mistakes in putting right what a restored, copied or lost disk broke. */
export const healing: readonly PlantedBug[] = [
  {
    id: 'chains-by-number',
    what: 'two histories are told apart by their length only',
    patches: [
      {
        file: judge,
        find: `return own.hashAtLast === (held.head ?? '') ? 'same' : 'other';`,
        replace: `return 'same';`,
      },
    ],
  },
  {
    id: 'reinstall-offers-nothing',
    what: 'a new install begins without what HQ lacks',
    patches: [startsEmpty],
    maskedBy: 'after the pull everything HQ has no receipt for is offered',
  },
  {
    id: 'restore-offers-nothing',
    what: 'after a restore of HQ nothing of earlier installs is offered (F7)',
    patches: [offersNothing],
  },
  {
    id: 'nothing-offered',
    what: 'neither at the new install nor after the pull',
    patches: [startsEmpty, offersNothing],
  },
  {
    id: 'offer-not-due',
    what: 'a restored HQ is not offered what it lost',
    patches: [{ file: askInstall, find: 'await setOfferDue(trx);', replace: 'void setOfferDue;' }],
  },
  {
    id: 'place-kept',
    what: 'the place in a stream that was replaced is kept',
    patches: [
      {
        file: askInstall,
        find: 'if (isPlaceKept && !state.isDropping) await keepCursor',
        replace: 'if (isPlaceKept || isAnother) await keepCursor',
      },
    ],
    maskedBy:
      'HQ refuses the place at the next pull, and on the timeline known by then it is dropped',
  },
  {
    id: 'place-never-dropped',
    what: 'a place that is not in the stream is kept on any timeline',
    patches: [
      {
        file: askInstall,
        find: 'if (isPlaceKept && !state.isDropping) await keepCursor',
        replace: 'if (nowMs > 0) await keepCursor',
      },
    ],
  },
  {
    id: 'view-not-dropped',
    what: 'what the lost part of the stream told stays',
    patches: [
      {
        file: dropView,
        find: 'if (part === undefined) return await noteMembers(trx, place);',
        replace:
          'if (part === undefined || place.table === 0) return await noteMembers(trx, { ...place, table: 99 });',
      },
    ],
  },
  {
    id: 'ghosts-unnoticed',
    what: 'members HQ lost in a restore are taken for members it knows',
    patches: [
      {
        file: dropView,
        find: 'if (part === undefined) return await noteMembers(trx, place);',
        replace: 'if (part === undefined) return await finish(trx);',
      },
    ],
  },
  {
    id: 'told-unnoticed',
    what: 'members HQ tells of again after a restore are taken for lost',
    patches: [
      {
        file: 'app/db/untold-members.ts',
        find: 'if (anybody === undefined) return;',
        replace: 'if (anybody?.member_id !== memberIds[0]) return;',
      },
    ],
  },
  {
    id: 'new-install-acked',
    what: 'what a new install offers counts as acknowledged',
    patches: [
      {
        file: 'app/db/append-to-chain.ts',
        find: '.set({ last_seq: lastSeq + links.length, head_hash: prev })',
        replace:
          '.set({ last_seq: lastSeq + links.length, head_hash: prev, acked_seq: lastSeq + links.length })',
      },
    ],
  },
];
