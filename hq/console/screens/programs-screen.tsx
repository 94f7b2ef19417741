import { useState } from 'react';
import type { AdminProgram } from '../../../app/contract/hq-admin-programs.ts';
import { Button } from '../controls/button.tsx';
import { Chip } from '../controls/chip.tsx';
import type { Tone } from '../controls/chip.tsx';
import { DataTable } from '../controls/data-table.tsx';
import { Panel, StateText } from '../controls/panel.tsx';
import { useHqNow } from '../hq-context.tsx';
import { useLanguage } from '../i18n/language-context.tsx';
import { formatDay, formatRecent } from '../i18n/time-words.ts';
import { readDraftText } from './draft-store.ts';
import css from './programs.module.css';
import { RulesView } from './rules-view.tsx';
import { useProgram, usePrograms } from './use-programs.ts';

const toneOf: Readonly<Record<AdminProgram['state'], Tone>> = {
  'in-force': 'ok',
  upcoming: 'accent',
  past: 'quiet',
};

/** Every version of the rules, and one of them in words: the one in force unless another is chosen. */
export function ProgramsScreen() {
  const { t } = useLanguage();
  const { data, isFailing } = usePrograms(0);
  const [chosenKey, setChosenKey] = useState<string | null>(null);
  const rows = data?.rows ?? [];
  const chosen =
    rows.find((row) => keyOf(row) === chosenKey) ??
    rows.find(({ state }) => state === 'in-force') ??
    rows[0] ??
    null;
  const hasDraft = readDraftText() !== null;
  return (
    <div className={css['stack']}>
      <Panel
        title={t.programs.title}
        beside={<span className={css['quiet']}>{t.programs.lead}</span>}
        tools={
          <a className={css['link']} href="#programs/draft">
            {hasDraft ? t.programs.draftGoOn : t.programs.draft}
          </a>
        }
      >
        {data === null ? (
          <StateText>{isFailing ? t.connection.lost : t.common.loading}</StateText>
        ) : (
          <VersionTable
            rows={rows}
            shownKey={chosen === null ? null : keyOf(chosen)}
            onShow={(row) => setChosenKey(keyOf(row))}
          />
        )}
      </Panel>
      {chosen !== null && <ShownRules version={chosen} />}
    </div>
  );
}

function keyOf({ programId, version }: AdminProgram): string {
  return `${programId}@${version}`;
}

function VersionTable(props: {
  readonly rows: readonly AdminProgram[];
  readonly shownKey: string | null;
  readonly onShow: (row: AdminProgram) => void;
}) {
  const { t, language } = useLanguage();
  const nowMs = useHqNow(60_000);
  const words = t.programs;
  return (
    <DataTable<AdminProgram>
      caption={words.title}
      rows={props.rows}
      rowKey={keyOf}
      columns={[
        {
          key: 'version',
          title: words.columns.version,
          cell: (row) => <strong>{words.version(String(row.version))}</strong>,
        },
        { key: 'name', title: words.columns.name, cell: (row) => row.name[language] },
        {
          key: 'state',
          title: words.columns.state,
          cell: (row) => <Chip tone={toneOf[row.state]}>{words.states[row.state]}</Chip>,
        },
        { key: 'from', title: words.columns.from, cell: (row) => formatDay(row.effectiveFrom) },
        {
          key: 'until',
          title: words.columns.until,
          look: 'quiet',
          cell: (row) => lastDay(row, words.open, t.common.none),
        },
        {
          key: 'published',
          title: words.columns.published,
          look: 'quiet',
          cell: (row) =>
            row.publishedAtMs === null ? words.fromStart : formatRecent(row.publishedAtMs, nowMs),
        },
        {
          key: 'show',
          title: '',
          look: 'number',
          cell: (row) => (
            <Button
              look="quiet"
              aria-pressed={keyOf(row) === props.shownKey}
              onClick={() => props.onShow(row)}
            >
              {keyOf(row) === props.shownKey ? words.shown : words.show}
            </Button>
          ),
        },
      ]}
    />
  );
}

function lastDay(row: AdminProgram, open: string, none: string): string {
  if (row.rulesUntil !== null) return formatDay(row.rulesUntil);
  return row.state === 'past' ? none : open;
}

function ShownRules({ version }: { readonly version: AdminProgram }) {
  const { t, language } = useLanguage();
  const program = useProgram(version);
  return (
    <Panel
      title={t.programs.rulesOf(String(version.version))}
      beside={<span className={css['quiet']}>{version.name[language]}</span>}
    >
      {program === null ? (
        <StateText>{t.common.loading}</StateText>
      ) : (
        <RulesView program={program} />
      )}
    </Panel>
  );
}
