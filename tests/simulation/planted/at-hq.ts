import { accept, hqChanges } from './passages.ts';
import type { PlantedBug } from './planted-bug.ts';

/** Mistakes of HQ. */
export const atHq: readonly PlantedBug[] = [
  {
    id: 'hq-takes-gaps',
    what: 'HQ takes events that do not follow',
    patches: [
      {
        file: accept,
        find: `if (push.from > lastSeq + 1) return { kind: 'answered', outcome: { kind: 'gap', ...here } };`,
        replace: '',
      },
    ],
    maskedBy: 'the chain of such a push does not come to its head',
  },
  {
    id: 'hq-takes-anything',
    what: 'HQ takes gaps and does not add up the chain',
    patches: [
      {
        file: accept,
        find: `if (push.from > lastSeq + 1) return { kind: 'answered', outcome: { kind: 'gap', ...here } };`,
        replace: '',
      },
      { file: accept, find: 'isFork || events.at(-1)?.hash !== push.head', replace: 'isFork' },
    ],
  },
  {
    id: 'hq-unforked',
    what: 'HQ does not compare hashes of what it holds',
    patches: [
      {
        file: accept,
        find: 'events.some(({ seq, hash }) => seq <= lastSeq && held.get(seq) !== hash)',
        replace: 'events.some(({ seq }) => seq < 0)',
      },
    ],
  },
  {
    id: 'hq-takes-forks',
    what: 'HQ neither compares hashes nor adds up the chain',
    patches: [
      {
        file: accept,
        find: 'events.some(({ seq, hash }) => seq <= lastSeq && held.get(seq) !== hash)',
        replace: 'events.some(({ seq }) => seq < 0)',
      },
      { file: accept, find: 'isFork || events.at(-1)?.hash !== push.head', replace: 'isFork' },
    ],
  },
  {
    id: 'hq-repeats',
    what: 'HQ applies again what it has',
    patches: [
      {
        file: accept,
        find: 'events.filter(({ seq }) => seq > lastSeq)',
        replace: 'events.filter(({ seq }) => seq > 0)',
      },
    ],
  },
  {
    id: 'hq-forgets-eids',
    what: 'an event offered under another install is new to HQ',
    patches: [
      {
        file: 'hq/apply/apply-event.ts',
        find: 'if (known !== undefined) return',
        replace: "if (known !== undefined && known.bodyHash === '') return",
      },
    ],
  },
  {
    id: 'hq-head-stands',
    what: 'HQ does not move the head of a chain',
    patches: [
      {
        file: accept,
        find: 'if (last === undefined) continue;',
        replace: 'if (last === undefined || last.seq > 0) continue;',
      },
    ],
  },
  {
    id: 'hq-tells-nobody',
    what: 'HQ applies events and tells no counter',
    patches: [
      { file: accept, find: 'await insertChanges(trx, changes);', replace: 'void insertChanges;' },
    ],
  },
  {
    id: 'hq-acks-its-own',
    what: 'HQ acknowledges its own last event, not the last of the request (F2)',
    patches: [
      {
        file: accept,
        find: '    through,\n    head: push.head,',
        replace: '    through: Math.max(lastSeq, through),\n    head: push.head,',
      },
    ],
  },
  {
    id: 'hq-one-leg',
    what: 'entries at HQ do not balance',
    patches: [
      {
        file: 'hq/db/ledger.ts',
        find: 'points: -entry.points,',
        replace: 'points: 1 - entry.points,',
      },
    ],
  },
  {
    id: 'hq-marks-unread',
    what: 'HQ takes any place of the right number for a place in its stream',
    patches: [
      {
        file: hqChanges,
        find: 'if (mark !== null && page.mark != null && page.mark !== mark) return null;',
        replace: '',
      },
    ],
  },
  {
    id: 'hq-not-ahead',
    what: 'HQ does not notice that it was read further than it is',
    patches: [
      {
        file: hqChanges,
        find: 'if (here !== null && (here === undefined || here.pos !== page.cursor)) return null;',
        replace: 'if (here === undefined) return { rows: [], more: false, mark: null };',
      },
    ],
  },
  {
    id: 'hq-no-word-of-doubles',
    what: 'a voucher used twice is no exception',
    patches: [
      {
        file: 'hq/apply/award-vouchers.ts',
        find: `kind: 'voucher-used-twice',`,
        replace: `kind: 'voucher-differs',`,
      },
    ],
  },
  {
    id: 'hq-nonce-stale',
    what: 'HQ takes no nonce it gave',
    patches: [
      {
        file: 'hq/server/request-nonce.ts',
        find: 'return [slot, slot - 1, slot + 1].some((one) => isSame(nonce, nonceOf(one)));',
        replace: 'return isSame(nonce, nonceOf(slot - 9));',
      },
    ],
  },
  {
    id: 'hq-lost-invoices',
    what: 'an award that waits for its e-invoice is forgotten',
    patches: [
      {
        file: 'hq/apply/write-effects.ts',
        find: "await insertInvoiceWaits(trx, of('begins'));",
        replace: 'void insertInvoiceWaits;',
      },
    ],
  },
  {
    id: 'hq-void-twice',
    what: 'HQ does not remember what was taken back of a sale',
    patches: [
      {
        file: 'hq/apply/write-effects.ts',
        find: 'await markSaleRefunded(trx, { saleId, amountMinor, spentMinor, complete });',
        replace:
          'await markSaleRefunded(trx, { saleId, amountMinor: amountMinor * 2, spentMinor, complete });',
      },
    ],
  },
];
