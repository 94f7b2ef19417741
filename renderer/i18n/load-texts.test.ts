import { expect, test } from 'vitest';
import { languageSchema } from '../../app/contract/language.ts';
import { allTexts } from './all-texts.ts';
import { createI18n } from './i18n.ts';
import { hasTexts, loadAllTexts, loadTexts } from './load-texts.ts';

test('a screen begins with its first language; each further one comes whole and is kept', async () => {
  const i18n = createI18n('zh-TW');
  const here = () => languageSchema.options.filter((language) => hasTexts(i18n, language));
  const steps = [here()];
  await loadTexts(i18n, 'th');
  steps.push(here());
  await loadAllTexts(i18n);
  steps.push(here());
  expect(steps).toEqual([['zh-TW'], ['zh-TW', 'th'], ['zh-TW', 'en', 'ja', 'th']]);
  const bundles = languageSchema.options.map((language) => [
    language,
    i18n.getResourceBundle(language, 'translation') as unknown,
  ]);
  expect(Object.fromEntries(bundles)).toEqual(allTexts);
});
