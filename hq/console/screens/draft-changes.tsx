import { memo } from 'react';
import type { Program } from '../../../app/domain/program.ts';
import { Chip } from '../controls/chip.tsx';
import type { Tone } from '../controls/chip.tsx';
import { StateText } from '../controls/panel.tsx';
import { useLanguage } from '../i18n/language-context.tsx';
import { programChanges } from '../rule-words/program-changes.ts';
import type { RuleChange } from '../rule-words/program-changes.ts';
import css from './draft.module.css';
import { Sentences } from './rules-view.tsx';

const toneOf: Readonly<Record<RuleChange['kind'], Tone>> = {
  added: 'ok',
  removed: 'deny',
  changed: 'accent',
};

/** What is different from the rules in force, rule by rule. */
export const DraftChanges = memo(function DraftChanges(props: {
  readonly before: Program;
  readonly after: Program;
}) {
  const { t } = useLanguage();
  const words = t.programs.edit;
  const changes = programChanges(props.before, props.after);
  if (changes.length === 0) return <StateText>{words.noChanges}</StateText>;
  return (
    <>
      <p className={css['note']}>{words.comparedWith(String(props.before.version))}</p>
      <ul className={css['changes']}>
        {changes.map((change) => (
          <Change key={`${change.section} ${change.id}`} change={change} />
        ))}
      </ul>
    </>
  );
});

function Change({ change }: { readonly change: RuleChange }) {
  const { t, language } = useLanguage();
  const words = t.programs.edit;
  return (
    <li className={css['change']}>
      <p className={css['changeHead']}>
        <Chip tone={toneOf[change.kind]}>{words[change.kind]}</Chip>
        <strong>{change.name?.[language] ?? t.programs.general}</strong>
        <span className={css['quiet']}>{t.programs.sections[change.section]}</span>
      </p>
      {change.wordsSame ? (
        <p>{words.wordsSame}</p>
      ) : (
        <div className={css['beforeAfter']}>
          {change.before.length > 0 && <Side title={words.before} words={change.before} isGone />}
          {change.after.length > 0 && <Side title={words.after} words={change.after} />}
        </div>
      )}
    </li>
  );
}

function Side(props: {
  readonly title: string;
  readonly words: RuleChange['before'];
  readonly isGone?: boolean;
}) {
  return (
    <div data-gone={props.isGone === true ? '' : undefined}>
      <p className={css['quiet']}>{props.title}</p>
      <Sentences words={props.words} />
    </div>
  );
}
