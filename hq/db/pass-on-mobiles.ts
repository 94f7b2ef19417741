import type { HqTrx } from './hq-db.ts';

/**
 * Numbers that somebody had until now: where nobody has one any more, of the members who gave it too the eldest
 * has it from now on, before those who only typed it in LINE. Else it would be nobody's, and whoever enrols with it
 * next would be neither merged nor told of. Counters are told nothing: to them the number was theirs all along.
 */
export async function passOnMobiles(
  trx: HqTrx,
  mobiles: readonly (string | null)[],
): Promise<void> {
  for (const mobile of new Set(mobiles)) {
    if (mobile === null) continue;
    const living = await trx
      .selectFrom('member')
      .select(['member_id', 'mobile_shared', 'mobile_from_line', 'joined_on'])
      .where('mobile', '=', mobile)
      .where('merged_into', 'is', null)
      .orderBy('member_id')
      .forUpdate()
      .execute();
    if (living.some((row) => !row.mobile_shared)) continue;
    const [heir] = living.toSorted(
      (a, b) =>
        Number(a.mobile_from_line) - Number(b.mobile_from_line) ||
        a.joined_on.localeCompare(b.joined_on) ||
        a.member_id.localeCompare(b.member_id),
    );
    if (heir === undefined) continue;
    await trx
      .updateTable('member')
      .set({ mobile_shared: false })
      .where('member_id', '=', heir.member_id)
      .execute();
  }
}
