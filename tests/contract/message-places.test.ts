import { expect, test } from 'vitest';
import { languageSchema } from '../../app/contract/language.ts';
import { expiringMessageWords } from '../../app/line/expiring-message-words.ts';
import { welcomeMessageWords } from '../../app/line/welcome-message-words.ts';

const files = { 'zh-TW': 'zh-tw', en: 'en', ja: 'ja', th: 'th' } as const;

/** What the member pages call the place where a member decides about news. */
async function placeOf(file: string): Promise<string> {
  // By address: the pages are built for browsers, in a type check of their own.
  const address = new URL(`../../hq/member-pages/i18n/${file}.ts`, import.meta.url).href;
  const [words] = Object.values((await import(address)) as object) as { tabs: { more: string } }[];
  if (words === undefined) throw new Error(`${file} has no words`);
  return words.tabs.more;
}

test('messages name the place where news is refused as the member pages call it', async () => {
  const said = languageSchema.options.map(async (language) => {
    const place = await placeOf(files[language]);
    const texts = [expiringMessageWords[language].refuse, welcomeMessageWords[language].unlink];
    return [language, texts.map((text) => text.includes(place))];
  });
  const all = languageSchema.options.map((language) => [language, [true, true]]);
  expect(await Promise.all(said)).toEqual(all);
});
