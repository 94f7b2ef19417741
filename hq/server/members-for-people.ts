import type { AdminMember, MembersAnswer } from '../../app/contract/hq-admin.ts';
import { balanceOf, lotsFromEntries } from '../../app/domain/lots.ts';
import { maskName } from '../../app/domain/member-name.ts';
import { maskMobile, normalizeMobile } from '../../app/domain/mobile-number.ts';
import { businessDate } from '../../app/domain/time.ts';
import { listEntriesByRoot } from '../db/ledger.ts';
import { listAliases } from '../db/member-aliases.ts';
import { listMemberIds, listMembersById } from '../db/members.ts';
import type { MemberSearch } from '../db/members.ts';
import type { HqDeps } from './hq-deps.ts';

/** A page of members as the console may show them: masked, with the points usable today. */
export async function findMembersForPeople(
  deps: HqDeps,
  page: { readonly text: string; readonly offset: number; readonly limit: number },
): Promise<MembersAnswer> {
  const { memberIds, total } = await listMemberIds(deps.db, readSearch(page.text), page);
  const members = await listMembersById(deps.db, memberIds);
  // A member is all the ids that were merged into it.
  const entries = await listEntriesByRoot(deps.db, await listAliases(deps.db, memberIds));
  const today = businessDate(deps.nowMs());
  const rows = memberIds.flatMap((memberId): AdminMember[] => {
    const member = members.get(memberId);
    if (member === undefined) return [];
    const balance = balanceOf(lotsFromEntries(entries.get(memberId) ?? []), today);
    return [
      {
        memberId,
        nameMasked: maskForPeople(member.name),
        mobileMasked: member.mobile === null ? null : maskMobile(member.mobile),
        cardCode: member.cardCodes[0] ?? null,
        tierId: member.tierId,
        points: balance.availablePoints,
        lineState: member.lineState,
        joinedOn: member.joinedOn,
      },
    ];
  });
  return { total, rows };
}

/** A name as the console shows it; nothing for the nameless. */
export function maskForPeople(name: string): string {
  return name === '' ? '' : maskName(name);
}

/** A card code, a mobile number, its last digits (3 or more), or part of a name. */
function readSearch(text: string): MemberSearch {
  const plain = text.normalize('NFKC').trim();
  if (plain === '') return { kind: 'all' };
  const mobile = normalizeMobile(plain);
  if (mobile !== null) return { kind: 'mobile-tail', digits: mobile.slice(4) };
  if (/^\d{13}$/.test(plain)) return { kind: 'code', code: plain };
  if (/^\d{3,9}$/.test(plain)) return { kind: 'mobile-tail', digits: plain };
  return { kind: 'name', part: plain };
}
