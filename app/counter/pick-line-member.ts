import { maskName } from '../domain/member-name.ts';
import type { Reader } from '../db/handles.ts';
import { findMember, type Member } from '../db/members.ts';
import { listLastSales, type OwnSale } from '../db/own-sales.ts';
import { deny, done, type Act } from './act.ts';
import { say } from './notice-codes.ts';
import type { Scene } from './scene.ts';
import type { LineBinding } from './step-line-binding.ts';

/** So long after a sale its member still stands at the counter. */
export const justSoldMsMax = 10 * 60_000;

type Picked =
  | {
      readonly kind: 'member';
      readonly member: Pick<LineBinding, 'memberId' | 'nameMasked' | 'cardCode'>;
    }
  /** There is nothing to bind; the notice says why. */
  | { readonly kind: 'act'; readonly act: Act };

/** Whose LINE is bound: the member on the sale, else the one of the sale settled just now. */
export async function pickLineMember(db: Reader, scene: Scene): Promise<Picked> {
  if (scene.settings.mode !== 'hq') return { kind: 'act', act: deny(say('line-needs-hq', {})) };
  const [newest] = await listLastSales(db, { limit: 1, nowMs: scene.moment.nowMs });
  const member = scene.member ?? (await findJustSold(db, scene, newest));
  if (member === null) return { kind: 'act', act: deny(say('line-needs-member', {})) };
  const nameMasked = maskName(member.name);
  if (member.lineState !== 'none') {
    const code = member.lineState === 'bound' ? 'line-bound-before' : 'line-blocked';
    return { kind: 'act', act: { notice: say(code, { name: nameMasked }), answer: done } };
  }
  const { memberId, cardCode } = member;
  return { kind: 'member', member: { memberId, nameMasked, cardCode } };
}

/** The member of the newest sale, while they still stand at the counter and nobody is on the next one. */
export async function findJustSold(
  db: Reader,
  { settings, member, moment }: Scene,
  newest: Pick<OwnSale, 'memberId' | 'atMs'> | undefined,
): Promise<Member | null> {
  if (settings.mode !== 'hq' || member !== null || newest === undefined) return null;
  if (moment.nowMs - newest.atMs > justSoldMsMax) return null;
  return await findMember(db, newest.memberId);
}
