import { pull, receipts, changes, noFromCheck } from './passages.ts';
import type { PlantedBug } from './planted-bug.ts';

/** Mistakes of the counter's reading side. */
export const pulling: readonly PlantedBug[] = [
  {
    id: 'cursor-stands',
    what: 'a page is applied and the cursor stays',
    patches: [
      {
        file: changes,
        find: 'cursor: page.to, cursor_mark',
        replace: 'cursor: state.cursor, cursor_mark',
      },
    ],
  },
  {
    id: 'cursor-jumps',
    what: 'the cursor passes a row that was not in the page',
    patches: [
      {
        file: changes,
        find: 'cursor: page.to, cursor_mark',
        replace: 'cursor: page.to + 1, cursor_mark',
      },
    ],
  },
  {
    id: 'page-anywhere',
    what: 'a page that begins elsewhere is applied',
    patches: [
      noFromCheck,
      {
        file: changes,
        find: 'if (state.cursor !== page.from) return',
        replace: 'if (state.cursor < 0) return',
      },
    ],
    maskedBy: 'an old page only sets the cursor back, and every row may come twice',
  },
  {
    id: 'page-form-unchecked',
    what: 'an old page is not refused as malformed',
    patches: [noFromCheck],
    maskedBy: 'the page must begin at the stored cursor',
  },
  {
    id: 'timeline-unseen',
    what: 'another timeline is read on as if nothing had happened',
    patches: [
      {
        file: pull,
        find: `if (answer.tl !== now.timeline) return await noteProblem(trx, connection, 'timeline');`,
        replace: '',
      },
    ],
  },
  {
    id: 'duplicate-takes-back',
    what: 'the second receipt of an applied event takes its effect back',
    patches: [
      {
        file: receipts,
        find: `if (before === 'applied' && receipt.status !== 'applied') return;`,
        replace: 'void before;',
      },
    ],
  },
  {
    id: 'refused-keeps-effect',
    what: 'an event HQ gave no effect keeps its own',
    patches: [
      {
        file: receipts,
        find: 'const entries = await correctionOf(trx, receipt);',
        replace: `const entries = receipt.status === 'applied' ? await correctionOf(trx, receipt) : [];`,
      },
    ],
  },
  {
    id: 'page-drops-merges',
    what: 'merges of members are not taken from the stream',
    patches: [
      {
        file: changes,
        find: `run.flatMap((row) => (row.kind === 'merge' ? [row.merge] : [])),`,
        replace: '[],',
      },
    ],
  },
  {
    id: 'page-drops-postings',
    what: 'postings of HQ are not taken from the stream',
    patches: [
      {
        file: changes,
        find: `(row.kind === 'posting' ? [postingEffect(row.pos, row.posting)] : [])`,
        replace: '[]',
      },
    ],
  },
];
