/** A short text for people, in each language a member or cashier may read. */
export type LocalizedText = { readonly 'zh-TW': string; readonly en: string };

/** Languages in which rules explain themselves. */
export type RuleLanguage = keyof LocalizedText;
