import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';
import type { Language } from '../../app/contract/language.ts';
import { htmlLanguages, loadWords } from './i18n/load-words.ts';
import { createWriteValues } from './i18n/write-values.ts';
import type { Words } from './i18n/words.ts';
import { zhTw } from './i18n/zh-tw.ts';
import { browserLanguage, findChosenLanguage, keepChosenLanguage } from './keep/chosen-language.ts';
import type { Speech } from './page-context.ts';

export type ChosenSpeech = {
  readonly speech: Speech;
  /** The member's own choice, kept on this phone. */
  readonly setLanguage: (language: Language) => void;
  /** What LINE is set to counts unless the member chose; answers the language to speak. */
  readonly chooseLanguage: (ofLine: Language | null) => Language;
};

/** The words shown; until those of another language have come, the ones before stay. */
export function useChosenSpeech(): ChosenSpeech {
  const [language, setWanted] = useState<Language>(() => findChosenLanguage() ?? browserLanguage());
  const [spoken, setSpoken] = useState<{ language: Language; words: Words }>({
    language: 'zh-TW',
    words: zhTw,
  });
  useEffect(() => {
    let isWanted = true;
    loadWords(language).then(
      (words) => isWanted && setSpoken({ language, words }),
      () => undefined,
    );
    return () => {
      isWanted = false;
    };
  }, [language]);
  useEffect(() => {
    document.documentElement.lang = htmlLanguages[spoken.language];
    document.title = spoken.words.title;
  }, [spoken]);
  const speech = useMemo(
    () => ({ ...spoken, write: createWriteValues(spoken.language) }),
    [spoken],
  );
  const setLanguage = useCallback((chosen: Language): void => {
    keepChosenLanguage(chosen);
    setWanted(chosen);
  }, []);
  const chooseLanguage = useCallback((ofLine: Language | null): Language => {
    const chosen = findChosenLanguage() ?? ofLine ?? browserLanguage();
    setWanted(chosen);
    return chosen;
  }, []);
  return { speech, setLanguage, chooseLanguage };
}
