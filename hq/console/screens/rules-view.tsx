import { memo, useState } from 'react';
import type { Program } from '../../../app/domain/program.ts';
import { Button } from '../controls/button.tsx';
import { useLanguage } from '../i18n/language-context.tsx';
import { programSections } from '../rule-words/program-sections.ts';
import type { RuleItem } from '../rule-words/program-sections.ts';
import css from './programs.module.css';

/** Parts with more rules than this may go on in the next column. */
const longFrom = 10;

/** A program in plain words, part by part, and its JSON for whoever wants it. */
export const RulesView = memo(function RulesView({ program }: { readonly program: Program }) {
  const { t } = useLanguage();
  return (
    <div className={css['rules']}>
      {programSections(program).map(({ key, items }) => (
        <section
          key={key}
          className={css['section']}
          data-long={items.length > longFrom ? '' : undefined}
        >
          <h3>{t.programs.sections[key]}</h3>
          <dl>
            {items.map((item) => (
              <Rule key={item.id} item={item} />
            ))}
          </dl>
        </section>
      ))}
      <JsonView program={program} />
    </div>
  );
});

function Rule({ item }: { readonly item: RuleItem }) {
  const { t, language } = useLanguage();
  return (
    <div className={css['rule']}>
      <dt>{item.name?.[language] ?? t.programs.general}</dt>
      <dd>
        <Sentences words={item.words} />
      </dd>
    </div>
  );
}

/** Sentences under each other. */
export function Sentences({ words }: { readonly words: RuleItem['words'] }) {
  const { language } = useLanguage();
  return (
    <ul>
      {words.map((sentence) => (
        <li key={sentence.en}>{sentence[language]}</li>
      ))}
    </ul>
  );
}

function JsonView({ program }: { readonly program: Program }) {
  const { t } = useLanguage();
  const [isCopied, setIsCopied] = useState(false);
  const text = JSON.stringify(program, null, 2);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text);
    setIsCopied(true);
  };
  return (
    <details className={css['json']}>
      <summary>{t.programs.json}</summary>
      <Button onClick={() => void copy()}>{isCopied ? t.programs.copied : t.programs.copy}</Button>
      <pre tabIndex={0} aria-label={t.programs.json}>
        {text}
      </pre>
    </details>
  );
}
