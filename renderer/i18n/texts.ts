import type { zhTw } from './zh-tw.ts';

/** The same keys with any text: what every further language must have. */
type SameKeys<T> = { readonly [K in keyof T]: T[K] extends string ? string : SameKeys<T[K]> };

/** All texts of one language. */
export type Texts = SameKeys<typeof zhTw>;
