import { useState } from 'react';
import { programTextMax } from '../../../app/contract/hq-admin-programs.ts';
import type { AdminProgram, PublishAnswer } from '../../../app/contract/hq-admin-programs.ts';
import type { Program } from '../../../app/domain/program.ts';
import { Button } from '../controls/button.tsx';
import { Panel, StateText } from '../controls/panel.tsx';
import { useLanguage } from '../i18n/language-context.tsx';
import { formatDay } from '../i18n/time-words.ts';
import { keepDraftText, readDraftText } from './draft-store.ts';
import { DraftTools } from './draft-tools.tsx';
import css from './draft.module.css';
import { useProgram, usePrograms } from './use-programs.ts';

type Published = Extract<PublishAnswer, { readonly kind: 'published' }>;

/** A draft of the rules: begins as the version in force, or as what this browser kept. */
export function DraftScreen() {
  const { t } = useLanguage();
  const [turn, setTurn] = useState(0);
  const { data, isFailing } = usePrograms(turn);
  const inForceRow = data?.rows.find(({ state }) => state === 'in-force') ?? data?.rows[0] ?? null;
  const inForce = useProgram(inForceRow);
  const [kept, setKept] = useState(readDraftText);
  const [published, setPublished] = useState<Published | null>(null);
  const isReady = data !== null && (inForce !== null || inForceRow === null);

  if (published !== null) return <PublishedPanel published={published} />;
  if (!isReady) {
    return (
      <Panel title={t.programs.edit.title}>
        <StateText>{isFailing ? t.connection.lost : t.common.loading}</StateText>
      </Panel>
    );
  }
  const startText = inForce === null ? '' : draftOf(inForce);
  return (
    <Draft
      startText={startText}
      text={kept ?? startText}
      onText={(text) => {
        setKept(text);
        keepDraftText(text === startText ? null : text);
      }}
      inForce={inForce}
      versions={data.rows}
      today={data.today}
      onPublished={(answer) => {
        keepDraftText(null);
        setKept(null);
        setPublished(answer);
        setTurn((n) => n + 1);
      }}
    />
  );
}

/** A program as people edit it. */
function draftOf(program: Program): string {
  return JSON.stringify(program, null, 2);
}

function PublishedPanel({ published }: { readonly published: Published }) {
  const { t } = useLanguage();
  const { version, effectiveFrom } = published;
  return (
    <Panel title={t.programs.publish.title}>
      <StateText>
        {t.programs.publish.done(String(version), formatDay(effectiveFrom))}{' '}
        <a className={css['link']} href="#programs">
          {t.programs.edit.back}
        </a>
      </StateText>
    </Panel>
  );
}

function Draft(props: {
  readonly startText: string;
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly inForce: Program | null;
  readonly versions: readonly AdminProgram[];
  readonly today: string;
  readonly onPublished: (answer: Published) => void;
}) {
  const { t } = useLanguage();
  const words = t.programs.edit;
  const [trouble, setTrouble] = useState<string | null>(null);
  const put = (text: string): void => {
    if (text.length > programTextMax) return setTrouble(words.tooLong);
    setTrouble(null);
    return props.onText(text);
  };
  const { inForce } = props;
  return (
    <Panel
      title={words.title}
      beside={<span className={css['lead']}>{words.lead}</span>}
      tools={
        <>
          <a className={css['link']} href="#programs">
            {words.back}
          </a>
          <FileButton onText={put} onTrouble={() => setTrouble(words.uploadFailed)} />
          {inForce !== null && props.text !== props.startText && (
            <StartAgain version={inForce.version} onSure={() => put(props.startText)} />
          )}
        </>
      }
    >
      {trouble !== null && (
        <p className={css['trouble']} role="alert">
          {trouble}
        </p>
      )}
      <DraftTools
        text={props.text}
        onText={put}
        inForce={inForce}
        versions={props.versions}
        today={props.today}
        onPublished={props.onPublished}
      />
    </Panel>
  );
}

/** Asks once more: what was typed is gone then. */
function StartAgain(props: { readonly version: number; readonly onSure: () => void }) {
  const { t } = useLanguage();
  const [isAsked, setIsAsked] = useState(false);
  if (!isAsked) {
    return (
      <Button onClick={() => setIsAsked(true)}>
        {t.programs.edit.startFrom(String(props.version))}
      </Button>
    );
  }
  return (
    <>
      <Button look="primary" autoFocus onClick={props.onSure}>
        {t.programs.edit.startSure}
      </Button>
      <Button onClick={() => setIsAsked(false)}>{t.common.cancel}</Button>
    </>
  );
}

/** Reads a JSON file into the draft. */
function FileButton(props: {
  readonly onText: (text: string) => void;
  readonly onTrouble: () => void;
}) {
  const { t } = useLanguage();
  const read = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    try {
      const bytes = await file.arrayBuffer();
      props.onText(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    } catch {
      props.onTrouble();
    }
  };
  return (
    <label className={css['file']}>
      {t.programs.edit.upload}
      <input
        type="file"
        accept=".json,application/json"
        className="visually-hidden"
        onChange={(event) => {
          void read(event.target.files?.[0]);
          event.target.value = '';
        }}
      />
    </label>
  );
}
