import type {
  CounterCallHandlers,
  CounterCallIn,
  CounterCallOut,
} from '../contract/counter-calls.ts';
import {
  knownTagsMax,
  noteLengthMax,
  notesMax,
  tagLengthMax,
  tagsMax,
  type RemarkKind,
} from '../contract/remarks.ts';
import type { Trx } from '../db/handles.ts';
import { findMember } from '../db/members.ts';
import {
  findRemark,
  foldTag,
  insertRemark,
  listKnownTags,
  listRemarks,
  removeRemark,
} from '../db/remarks.ts';
import type { Engine } from './engine.ts';
import type { Scene } from './scene.ts';

type RemarkCall = 'remark:add' | 'remark:remove' | 'remark:tags';
type Added = CounterCallOut<'remark:add'>;
type Wish = CounterCallIn<'remark:add'>;

/** The calls about tags and notes. What was written goes to HQ with the next round. */
export function remarkHandlers(engine: Engine): Pick<CounterCallHandlers, RemarkCall> {
  const { deps } = engine;
  return {
    'remark:add': async (wish) => {
      const added = await written(
        engine.act(async (trx, scene) => ({
          notice: 'keep' as const,
          answer: { kind: 'written' as const, out: await addRemark(trx, scene, wish) },
        })),
      );
      if (added.kind === 'added') deps.requestSync();
      return added;
    },
    'remark:remove': async ({ remarkId }) => {
      await written(
        engine.act(async (trx, { moment }) => {
          await removeRemark(trx, { remarkId, atMs: moment.nowMs });
          return { notice: 'keep' as const, answer: { kind: 'written' as const, out: null } };
        }),
      );
      deps.requestSync();
      return { kind: 'removed' };
    },
    // Reads outside the queue: no scan waits for it.
    'remark:tags': async () => ({
      tags: (await listKnownTags(deps.db, knownTagsMax)).map(({ text, members }) => ({
        text: text.slice(0, tagLengthMax),
        members,
      })),
    }),
  };
}

type Written<T> =
  | { readonly kind: 'written'; readonly out: T }
  | { readonly kind: 'refused'; readonly code: string };

/** The disk refused it: the screen's notice says so already, and no answer of the call fits. */
async function written<T>(act: Promise<Written<T>>): Promise<T> {
  const answer = await act;
  if (answer.kind === 'refused') throw new Error(`the remark was not written: ${answer.code}`);
  return answer.out;
}

async function addRemark(
  trx: Trx,
  { moment, who }: Scene,
  { remarkId, memberId: asked, kind, text: typed }: Wish,
): Promise<Added> {
  const text = kind === 'tag' ? tagText(typed) : noteText(typed);
  const by = who.staff ?? null;
  const made = { remarkId, kind, text, atMs: moment.nowMs, by };
  const known = await findRemark(trx, remarkId);
  if (known !== null) {
    const { memberId: _, removedAtMs, ...remark } = known;
    // Asked for once more after it was taken off: it was added then, and stays off.
    return { kind: 'added', remark: removedAtMs === null ? remark : { ...made, storeName: null } };
  }
  const member = await findMember(trx, asked);
  if (member === null) return refuse('no-member');
  if (text === '' || text.length > lengthOf[kind]) return refuse('too-long');
  const { memberId } = member;
  const standing = (await listRemarks(trx, memberId)).filter((one) => one.kind === kind);
  const isThere = kind === 'tag' && standing.some((one) => foldTag(one.text) === foldTag(text));
  if (isThere) return refuse('already-there');
  if (standing.length >= mostOf[kind]) return refuse('too-many');
  await insertRemark(trx, { ...made, memberId });
  return { kind: 'added', remark: { ...made, storeName: null } };
}

const mostOf: Readonly<Record<RemarkKind, number>> = { tag: tagsMax, note: notesMax };
const lengthOf: Readonly<Record<RemarkKind, number>> = { tag: tagLengthMax, note: noteLengthMax };

function refuse(code: Extract<Added, { kind: 'refused' }>['code']): Added {
  return { kind: 'refused', code };
}

/** A tag as it is kept: no sign `#` before it, which begins a search, and no control characters. */
function tagText(typed: string): string {
  const plain = typed
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cs}\s]+/gu, ' ')
    .trim();
  return plain.replace(/^[#＃]+\s*/u, '') || plain;
}

/** A note as it is kept: its lines, without spaces at their ends or control characters in them. */
function noteText(typed: string): string {
  return typed
    .normalize('NFC')
    .split(/\r\n?|\n/u)
    .map((line) => line.replace(/[\p{Cc}\p{Cs}]+/gu, ' ').trimEnd())
    .join('\n')
    .trim();
}
