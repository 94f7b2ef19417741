/*
 * What the help knows: topics as data, the same in every language. In the texts `{F3}` is drawn as a key.
 */

/** Topics of the sale, in the order in which somebody new needs them. */
export const saleTopicIds = [
  'first-sale',
  'scanning',
  'find',
  'vouchers',
  'points',
  'enrol',
  'undo',
  'offline',
  'line',
  'invoice',
] as const;

/** Topics of the counter and who works there. */
export const houseTopicIds = [
  'parked',
  'staff',
  'shift',
  'training',
  'manager',
  'inbox',
  'scanners',
  'settings',
  'card',
  'codes',
] as const;

export const helpTopicIds = [...saleTopicIds, ...houseTopicIds] as const;
export type HelpTopicId = (typeof helpTopicIds)[number];

/** What somebody sees on the screen, what it means, and what to do. */
export type HelpCase = { readonly see: string; readonly means: string; readonly act: string };

/** One topic in one language. */
export type HelpTopic = {
  readonly title: string;
  /** One or two sentences: what it is for. */
  readonly lead: string;
  /** Further words by which people look for it; never shown. */
  readonly find: string;
  readonly steps: readonly string[];
  readonly cases: readonly HelpCase[];
  readonly notes: readonly string[];
};

export type SaleHelp = Readonly<Record<(typeof saleTopicIds)[number], HelpTopic>>;
export type HouseHelp = Readonly<Record<(typeof houseTopicIds)[number], HelpTopic>>;

/** All topics in one language. */
export type HelpWords = Readonly<Record<HelpTopicId, HelpTopic>>;

/** The open help: its topic, and what was typed to find one. */
export type HelpState = { readonly topic: HelpTopicId; readonly find: string };
