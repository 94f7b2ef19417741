import type { TFunction } from 'i18next';
import { endsByIdle, type WedgeSettings } from '../../../app/domain/wedge-settings.ts';

/** Keys and characters around a code as a person names them: `]C1`, `Ctrl+B`, `Enter`. */
export function affixWords(affix: readonly string[]): string {
  let words = '';
  let wasKey = false;
  for (const name of affix) {
    const isKey = [...name].length > 1;
    if (words !== '' && (isKey || wasKey)) words += ' ';
    words += name === ' ' ? '␣' : name.replace(/^Ctrl\+(?:Key|Digit)?/, 'Ctrl+');
    wasKey = isKey;
  }
  return words;
}

/** The three facts of a set-up in words. */
export function wedgeFacts(
  t: TFunction,
  settings: WedgeSettings,
): { readonly layout: string; readonly prefix: string; readonly suffix: string } {
  const { layout, prefix, suffix } = settings;
  const end = affixWords(suffix);
  const noEnd = endsByIdle(settings) && suffix.length === 0;
  return {
    layout: t(`wedge.layoutNames.${layout}`),
    prefix: affixWords(prefix) || t('wedge.none'),
    suffix: noEnd ? t('wedge.idle') : end,
  };
}
