import type { StaffView } from '../contract/staff.ts';
import { waitLeftMs } from './check-pin.ts';
import type { Scene } from './scene.ts';
import { refOf, type StaffSession } from './staff-session.ts';

/** What the screen shows of the people; nothing while none is listed. */
export function staffOnView(
  { people, here, moment, settings }: Scene,
  session: StaffSession | undefined,
): { readonly staff?: StaffView } {
  if (session === undefined || here.kind === 'unstaffed') return {};
  const { wallMs, monoMs } = moment.eventTime;
  const waitUntil = (person: Scene['people'][number]): number | null => {
    const leftMs = waitLeftMs(person, session, moment);
    return leftMs === 0 ? null : wallMs + leftMs;
  };
  const tried = people.find(({ staffId }) => staffId === session.lastTried());
  const word = session.allowed(monoMs);
  const { person } = here;
  return {
    staff: {
      people: people.map((one) => {
        const waitUntilMs = waitUntil(one);
        const { role } = one;
        return { ...refOf(one), role, ...(waitUntilMs === null ? {} : { waitUntilMs }) };
      }),
      current: person === null ? null : { ...refOf(person), role: person.role },
      locked: here.kind === 'locked',
      lockAfterMinutes: settings.staffRules.lockAfterMinutes,
      waitUntilMs: tried === undefined ? null : waitUntil(tried),
      allowed: word === null ? null : { permission: word.permission, by: word.by },
    },
  };
}
