import { useState } from 'react';
import { writeOffAnswerSchema } from '../../../app/contract/hq-admin-spending.ts';
import type { SpendingAnswer } from '../../../app/contract/hq-admin-spending.ts';
import { Button } from '../controls/button.tsx';
import { DataTable } from '../controls/data-table.tsx';
import { Panel, StateText } from '../controls/panel.tsx';
import { useHq } from '../hq-context.tsx';
import { useLanguage } from '../i18n/language-context.tsx';
import { formatWhole } from '../i18n/time-words.ts';
import css from './spending.module.css';

type Held = SpendingAnswer['held'][number];

/** What is reserved at which counter, and freeing it once the counter is gone. */
export function SpendingHeld({
  held,
  onChanged,
}: {
  readonly held: readonly Held[];
  readonly onChanged: () => void;
}) {
  const { t } = useLanguage();
  const { client } = useHq();
  const words = t.spending;
  const [says, setSays] = useState<string | null>(null);
  const writeOff = async ({ inst }: Held): Promise<void> => {
    const answer = await client.post('/counters/write-off', writeOffAnswerSchema, { inst });
    if (answer.kind === 'ok') setSays(words.writtenOff(formatWhole(answer.value.rights)));
    else setSays(answer.kind === 'unreachable' ? t.connection.lost : t.common.failed);
    onChanged();
  };
  return (
    <Panel title={words.held} beside={<span className={css['quiet']}>{words.writeOffHint}</span>}>
      {held.length === 0 ? (
        <StateText>{words.heldNone}</StateText>
      ) : (
        <DataTable
          caption={words.held}
          rows={held}
          rowKey={({ inst }) => inst}
          columns={[
            { key: 'store', title: words.store, cell: (row) => row.storeName },
            { key: 'counter', title: words.counter, cell: (row) => row.counterLabel },
            {
              key: 'rights',
              title: words.rights,
              look: 'number',
              cell: (row) => formatWhole(row.rights),
            },
            {
              key: 'points',
              title: words.points,
              look: 'number',
              cell: (row) => formatWhole(row.points),
            },
            {
              key: 'free',
              title: words.writeOff,
              cell: (row) => (
                <Button disabled={!row.gone} onClick={() => void writeOff(row)}>
                  {words.writeOff}
                </Button>
              ),
            },
          ]}
        />
      )}
      <p className={css['hint']} role="status">
        {says}
      </p>
    </Panel>
  );
}
