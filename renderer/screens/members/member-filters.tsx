import { memo, useEffect, useId, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CounterCallOut } from '../../../app/contract/counter-calls.ts';
import type { MemberFilter, MemberSort } from '../../../app/contract/manager-views.ts';
import { Button } from '../../controls/button.tsx';
import { Icon } from '../../controls/icon.tsx';
import { useCounter, useLanguage } from '../../counter-context.tsx';
import { localized } from '../../i18n/localized.ts';
import type { KnownTag } from '../manager/tag-words.ts';
import { useKnownTags } from '../manager/use-known-tags.ts';
import styles from './members.module.css';
import type { MemberQuery } from './use-member-pages.ts';

export const noFilter: MemberFilter = {
  tierId: null,
  birthMonth: null,
  lineState: null,
  expiring: false,
  activity: null,
  tag: null,
};

const months = Array.from({ length: 12 }, (_, month) => month + 1);
const lineStates = ['bound', 'none', 'blocked'] as const;
const activities = ['active', 'away', 'never'] as const;
const sorts = ['name', 'last-sale', 'points', 'joined'] as const;

type MemberFiltersProps = {
  readonly filter: MemberFilter;
  readonly sort: MemberSort;
  /** Another one each time somebody's tags have changed. */
  readonly tagsChanged: unknown;
  readonly onChange: (change: Partial<Pick<MemberQuery, 'filter' | 'sort'>>) => void;
};

/**
 * One row of choices; a filter that is on is marked, so that a short list explains itself. Not drawn anew while
 * words are typed.
 */
export const MemberFilters = memo(function MemberFilters(props: MemberFiltersProps) {
  const { filter, sort, tagsChanged, onChange } = props;
  const { t } = useTranslation();
  const language = useLanguage();
  const tiers = useTiers();
  const known = useKnownTags(tagsChanged);
  const set = (change: Partial<MemberFilter>): void =>
    onChange({ filter: { ...filter, ...change } });
  const isFiltered = JSON.stringify(filter) !== JSON.stringify(noFilter);
  return (
    <div className={styles['filters']} role="group" aria-label={t('manager.filters.region')}>
      <Choice
        label={t('manager.filters.tier')}
        value={filter.tierId}
        options={tiers.map(({ tierId, name }) => [tierId, localized(name, language)])}
        onChoose={(tierId) => set({ tierId })}
      />
      {known.length === 0 && filter.tag === null ? null : (
        <Choice
          name="tag"
          label={t('manager.filters.tag')}
          value={filter.tag}
          options={tagOptions(known, filter.tag)}
          onChoose={(tag) => set({ tag })}
        />
      )}
      <Choice
        label={t('manager.filters.birthMonth')}
        value={filter.birthMonth === null ? null : String(filter.birthMonth)}
        options={months.map((n) => [String(n), t('manager.filters.month', { n })])}
        onChoose={(month) => set({ birthMonth: month === null ? null : Number(month) })}
      />
      <Choice
        label={t('manager.filters.line')}
        value={filter.lineState}
        options={lineStates.map((one) => [one, t(`manager.filters.lineStates.${one}`)])}
        onChoose={(value) => set({ lineState: lineStates.find((one) => one === value) ?? null })}
      />
      <Choice
        label={t('manager.filters.activity')}
        value={filter.activity}
        options={activities.map((one) => [one, t(`manager.filters.activities.${one}`)])}
        onChoose={(value) => set({ activity: activities.find((one) => one === value) ?? null })}
      />
      <Button
        size="small"
        className={styles['toggle'] ?? ''}
        aria-pressed={filter.expiring}
        onClick={() => set({ expiring: !filter.expiring })}
      >
        {t('manager.filters.expiring')}
      </Button>
      <Choice
        label={t('manager.filters.sort')}
        value={sort}
        isOrder
        options={sorts.map((one) => [one, t(`manager.filters.sorts.${one}`)])}
        onChoose={(value) => onChange({ sort: sortOf(value) })}
      />
      {isFiltered ? <ClearFilters onClear={() => onChange({ filter: noFilter })} /> : null}
    </div>
  );
});

function ClearFilters({ onClear }: { readonly onClear: () => void }) {
  const { t } = useTranslation();
  const words = t('manager.filters.clear');
  return (
    <Button size="small" className={styles['clear'] ?? ''} title={words} onClick={onClear}>
      <Icon name="close" size="1em" />
      <span>{words}</span>
    </Button>
  );
}

/** The tags to choose from; the chosen one stays among them though nobody has it any more. */
function tagOptions(
  known: readonly KnownTag[],
  chosen: string | null,
): readonly (readonly [string, string])[] {
  const options = known.map(({ text }) => [text, text] as const);
  const isThere = chosen === null || known.some(({ text }) => text === chosen);
  return isThere ? options : [[chosen, chosen], ...options];
}

function sortOf(value: string | null): MemberSort {
  return sorts.find((one) => one === value) ?? 'name';
}

type ChoiceProps = {
  readonly name?: string;
  readonly label: ReactNode;
  readonly value: string | null;
  readonly options: readonly (readonly [value: string, words: string])[];
  /** There is always one: nothing stands for "any". */
  readonly isOrder?: boolean;
  readonly onChoose: (value: string | null) => void;
};

function Choice({ name, label, value, options, isOrder = false, onChoose }: ChoiceProps) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <span
      className={styles['choice']}
      data-choice={name}
      data-on={!isOrder && value !== null ? '' : undefined}
    >
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        value={value ?? ''}
        onChange={({ currentTarget }) => onChoose(currentTarget.value || null)}
      >
        {isOrder ? null : <option value="">{t('manager.filters.any')}</option>}
        {options.map(([one, words]) => (
          <option key={one} value={one}>
            {words}
          </option>
        ))}
      </select>
    </span>
  );
}

type Tiers = CounterCallOut<'manager:tiers'>['tiers'];

function useTiers(): Tiers {
  const { call } = useCounter();
  const [tiers, setTiers] = useState<Tiers>([]);
  useEffect(() => {
    call('manager:tiers', {}).then(
      (answer) => setTiers(answer.tiers),
      () => undefined,
    );
  }, [call]);
  return tiers;
}
