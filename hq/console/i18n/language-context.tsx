import { createContext, useContext, useEffect, useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { en } from './en.ts';
import type { Language, Texts } from './texts.ts';
import { zhTw } from './zh-tw.ts';

const textsOf: Readonly<Record<Language, Texts>> = { 'zh-TW': zhTw, en };
const htmlLangOf: Readonly<Record<Language, string>> = { 'zh-TW': 'zh-Hant-TW', en: 'en' };
const storedAs = 'counterfoil-hq-language';

type LanguageValue = {
  readonly language: Language;
  readonly t: Texts;
  readonly switchLanguage: () => void;
};

const LanguageContext = createContext<LanguageValue | null>(null);

/** Gives the page its texts; the choice is kept in this browser. */
export function LanguageProvider({ children }: { readonly children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(readStored);
  useEffect(() => {
    document.documentElement.lang = htmlLangOf[language];
  }, [language]);
  const value = useMemo(
    () => ({
      language,
      t: textsOf[language],
      switchLanguage: () => {
        const next = language === 'en' ? 'zh-TW' : 'en';
        setLanguage(next);
        store(next);
      },
    }),
    [language],
  );
  return <LanguageContext value={value}>{children}</LanguageContext>;
}

/** The texts of the language shown. */
export function useLanguage(): LanguageValue {
  const value = useContext(LanguageContext);
  if (value === null) throw new Error('there is no LanguageProvider above');
  return value;
}

// A browser may refuse its storage: the choice then lasts until the page is closed.
function readStored(): Language {
  try {
    return localStorage.getItem(storedAs) === 'en' ? 'en' : 'zh-TW';
  } catch {
    return 'zh-TW';
  }
}

function store(language: Language): void {
  try {
    localStorage.setItem(storedAs, language);
  } catch {
    // See above.
  }
}
