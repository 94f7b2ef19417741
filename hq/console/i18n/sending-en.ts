import type { sendingZhTw } from './sending-zh-tw.ts';

export const sendingEn: typeof sendingZhTw = {
  title: 'Hours and quota',
  month: 'This month',
  unlimited: (used) => `${used} sent, the plan has no limit`,
  used: (used, quota) => `${used} of ${quota} used`,
  pace: (perDay) => `${perDay} a day lately`,
  monthEnd: (used) => `At this pace about ${used} by the end of the month`,
  runsOut: (day) => `At this pace nothing is left on ${day}. Buy more, or send fewer campaigns.`,
  gone: 'Nothing is left this month. Messages wait at HQ and go out next month, or when more is bought.',
  unknown: 'LINE has not told of this month yet.',
  checked: (when) => `Told by LINE ${when}; about right, not exact`,
  quiet: 'Quiet hours',
  quietNote:
    'A sale just made is told at once; what comes late (a counter that was offline) waits for the morning. The same time twice = no quiet hours.',
  from: 'From',
  until: 'Until',
  save: 'Save',
  saved: 'Saved',
};
