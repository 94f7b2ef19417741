import { expect, it } from 'vitest';
import { languageOf } from './language-of.ts';

it('knows our languages by any usual tag', () => {
  const tags = ['zh-TW', 'zh', 'zh-Hant-TW', 'zh_HK', 'EN', 'en-GB', 'ja_JP', 'th', 'fr', ''];
  expect(tags.map(languageOf)).toEqual([
    'zh-TW',
    'zh-TW',
    'zh-TW',
    'zh-TW',
    'en',
    'en',
    'ja',
    'th',
    null,
    null,
  ]);
});
