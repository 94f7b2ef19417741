import type { Language } from '../../../app/contract/language.ts';

/** How figures, money and days are written for a reader. Days and times are those of the shop (Asia/Taipei). */
export type WriteValues = {
  readonly figure: (value: number) => string;
  /** With its sign, a plus as well. */
  readonly change: (value: number) => string;
  readonly money: (minor: number) => string;
  /** Of a `YYYY-MM-DD`. */
  readonly day: (date: string) => string;
  readonly dayOf: (atMs: number) => string;
  readonly time: (atMs: number) => string;
};

const timeZone = 'Asia/Taipei';

/** Makes the writers of one language. Thai years are of the common era here, as on the receipts. */
export function createWriteValues(language: Language): WriteValues {
  const tag = language === 'th' ? 'th-TH-u-ca-gregory-nu-latn' : language;
  const figures = new Intl.NumberFormat(tag);
  const changes = new Intl.NumberFormat(tag, { signDisplay: 'exceptZero' });
  const days = new Intl.DateTimeFormat(tag, { timeZone, dateStyle: 'medium' });
  const times = new Intl.DateTimeFormat(tag, {
    timeZone,
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    // Not `hour12: false`, which calls the first hour of a day 24 in some languages.
    hourCycle: 'h23',
  });
  return {
    figure: (value) => figures.format(value),
    change: (value) => changes.format(value).replace('-', '−'),
    money: (minor) => `${minor < 0 ? '−' : ''}NT$${figures.format(Math.abs(minor))}`,
    day: (date) => days.format(new Date(`${date}T12:00:00+08:00`)),
    dayOf: (atMs) => days.format(atMs),
    time: (atMs) => times.format(atMs),
  };
}
