import type { zhTw } from './zh-tw.ts';

/** The same keys with any text, the same inputs where a text has some. */
type SameKeys<T> = {
  readonly [K in keyof T]: T[K] extends string
    ? string
    : T[K] extends (...given: infer Given) => string
      ? (...given: Given) => string
      : SameKeys<T[K]>;
};

/** All texts of one language. */
export type Texts = SameKeys<typeof zhTw>;

/** The languages of the console. */
export type Language = 'zh-TW' | 'en';
