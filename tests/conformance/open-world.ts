import { clockOn, firstDay } from './clock.ts';
import { fieldsOf, unsupported } from './fields.ts';
import { readGiftCards } from './gift-card-book.ts';
import { openMember } from './member-book.ts';
import { readProgram } from './program-words.ts';
import type { Case } from './read-cases.ts';
import { memberOf, type MemberBook, type World } from './world.ts';

/** Sets a case up. Unknown fields of `given` are unsupported. */
export function openWorld({ given, when }: Case): World {
  const from = fieldsOf(given, 'given');
  const words = readProgram(from);
  const world: World = {
    words,
    members: new Map(),
    aliases: new Map(),
    valueFacts: readGiftCards(from),
    sales: new Map(),
    vouchers: [],
    parked: new Map(),
    refundKeys: new Map(),
    posted: [],
    uses: [],
    identifiedBy: 'scan',
    clock: clockOn(firstDay(from.text('today'), [given, when])),
    lotCount: 1,
  };
  const one = from.fields('member');
  const several = from.list('members') ?? [];
  if (one !== undefined && several.length > 0) unsupported('given.member with given.members');
  const opened = one !== undefined ? [one] : several;
  for (const [i, member] of opened.entries()) addMember(world, openMember(world, member, i));
  if (opened.length === 0) addMember(world, openMember(world, fieldsOf({}, 'given.member'), 0));
  from.end();
  for (const book of world.members.values()) {
    if (book.invitedBy === null) continue;
    const inviterId = memberOf(world, book.invitedBy).memberId;
    book.state = { ...book.state, inviterId };
  }
  return world;
}

function addMember(world: World, book: MemberBook): void {
  if (world.members.has(book.key)) unsupported(`two members ${book.key}`);
  world.members.set(book.key, book);
}
