import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReadyView } from '../../../app/contract/counter-view.ts';
import type { StaffRow } from '../../../app/contract/staff.ts';
import { Button } from '../../controls/button.tsx';
import { Card } from '../settings/card.tsx';
import settingsStyles from '../settings/settings.module.css';
import { ActsPart } from './acts-part.tsx';
import { BadgeCard, type MadeBadge } from './badge-card.tsx';
import { PersonForm } from './person-form.tsx';
import { RulesCard } from './rules-card.tsx';
import { StaffRows } from './staff-rows.tsx';
import styles from './staff-settings.module.css';
import { usePeople, type People } from './use-people.ts';
import { useRemoval } from './use-removal.ts';

/** The people of this counter: who they are, what they may do, and what they did. */
export function StaffPart({ view }: { readonly view: ReadyView }) {
  const [page, setPage] = useState<'people' | 'acts'>('people');
  return page === 'acts' ? (
    <ActsPart
      people={view.staff?.people ?? []}
      today={view.businessDate}
      onBack={() => setPage('people')}
    />
  ) : (
    <PeoplePage view={view} onActs={() => setPage('acts')} />
  );
}

type PeoplePageProps = { readonly view: ReadyView; readonly onActs: () => void };

function PeoplePage({ view, onActs }: PeoplePageProps) {
  const { t } = useTranslation();
  const { people, refresh } = usePeople();
  if (people === 'loading' || people === 'failed') {
    return (
      <p className={settingsStyles['quiet']} role="status">
        {t(`staff.settings.${people}`)}
      </p>
    );
  }
  return <Loaded view={view} people={people} refresh={refresh} onActs={onActs} />;
}

type LoadedProps = PeoplePageProps & {
  readonly people: People;
  readonly refresh: () => Promise<void>;
};

/** Whose data stand in the form: a person’s, or a new one’s. */
type Editing = { readonly row: StaffRow | null; readonly no: number };

function Loaded({ view, people, refresh, onActs }: LoadedProps) {
  const { t } = useTranslation();
  const [editing, setEditing] = useState<Editing>({ row: null, no: 0 });
  const [badge, setBadge] = useState<MadeBadge | null>(null);
  const [saved, setSaved] = useState(false);
  const removal = useRemoval(refresh);
  const isFirst = people.staff.length === 0;
  const edit = (row: StaffRow | null): void => {
    setEditing(({ no }) => ({ row, no: no + 1 }));
    setBadge(null);
    setSaved(false);
  };
  const onSaved = async (made: MadeBadge | null): Promise<void> => {
    // First who is listed now: whether the next one is the first decides how an empty form begins.
    await refresh();
    edit(null);
    setBadge(made);
    setSaved(made === null);
  };
  const managers = people.staff.filter(({ role }) => role === 'manager');
  const isLastManager = (row: StaffRow | null): boolean =>
    managers.length === 1 && managers[0]?.staffId === row?.staffId;
  return (
    <>
      <div className={styles['side']}>
        {isFirst ? (
          <Card title={t('staff.settings.firstTitle')}>
            <p>{t('staff.settings.firstLead')}</p>
            <p>{t('staff.settings.firstThen')}</p>
          </Card>
        ) : (
          <Card title={t('staff.settings.list')}>
            <StaffRows
              rows={people.staff}
              today={view.businessDate}
              current={editing.row?.staffId ?? null}
              removal={removal}
              isKept={(row) => isLastManager(row) && people.staff.length > 1}
              onChange={edit}
            />
            <div className={styles['sideButtons']}>
              <Button size="small" onClick={() => edit(null)} data-staff-add="">
                {t('staff.settings.add')}
              </Button>
              <Button size="small" onClick={onActs} data-staff-acts="">
                {t('staff.acts.open')}
              </Button>
            </div>
          </Card>
        )}
        {isFirst ? null : <RulesCard rules={people.rules} onSaved={refresh} />}
      </div>
      {badge === null ? (
        <PersonForm
          key={editing.no}
          row={editing.row}
          isFirst={isFirst}
          mustStayManager={isLastManager(editing.row)}
          saved={saved}
          onSaved={onSaved}
          onCancel={() => edit(null)}
        />
      ) : (
        <BadgeCard view={view} badge={badge} onDone={() => edit(null)} />
      )}
    </>
  );
}
