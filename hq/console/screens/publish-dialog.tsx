import { useState } from 'react';
import { publishAnswerSchema } from '../../../app/contract/hq-admin-programs.ts';
import type { AdminProgram, PublishAnswer } from '../../../app/contract/hq-admin-programs.ts';
import type { Program } from '../../../app/domain/program.ts';
import { addDays } from '../../../app/domain/time.ts';
import { Button } from '../controls/button.tsx';
import { Dialog, DialogFoot } from '../controls/dialog.tsx';
import { TextField } from '../controls/text-field.tsx';
import { useHq } from '../hq-context.tsx';
import { useLanguage } from '../i18n/language-context.tsx';
import type { Texts } from '../i18n/texts.ts';
import { formatDay } from '../i18n/time-words.ts';
import { DraftChanges } from './draft-changes.tsx';
import css from './draft.module.css';

type Published = Extract<PublishAnswer, { readonly kind: 'published' }>;

type PublishProps = {
  readonly text: string;
  readonly program: Program;
  /** Null where no rules are in force. */
  readonly inForce: Program | null;
  readonly versions: readonly AdminProgram[];
  readonly today: string;
  readonly warnings: number;
  readonly onPublished: (answer: Published) => void;
  readonly onClose: () => void;
};

/** Asks from which day on, shows once more what changes, and publishes. */
export function PublishDialog(props: PublishProps) {
  const { t } = useLanguage();
  const { client } = useHq();
  const words = t.programs.publish;
  const { program, today } = props;
  const own = props.versions.filter(({ programId }) => programId === program.programId);
  const afterVersion = Math.max(0, ...own.map(({ version }) => version));
  const [from, setFrom] = useState(addDays(today, 1));
  const [isBusy, setIsBusy] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const submit = async (): Promise<void> => {
    if (from === '') return setTrouble(words.empty);
    if (from < today) return setTrouble(words.past);
    setIsBusy(true);
    const body = { text: props.text, effectiveFrom: from, afterVersion };
    const answer = await client.post('/programs/publish', publishAnswerSchema, body);
    setIsBusy(false);
    if (answer.kind === 'ok' && answer.value.kind === 'published') {
      return props.onPublished(answer.value);
    }
    return setTrouble(troubleOf(t, answer.kind === 'ok' ? answer.value.kind : answer.kind));
  };

  return (
    <Dialog title={words.title} onClose={props.onClose}>
      <form
        className={css['form']}
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <TextField
          type="date"
          label={words.from}
          hint={from === today ? words.today : words.fromHint}
          min={today}
          value={from}
          error={trouble}
          onText={(text) => {
            setFrom(text);
            setTrouble(null);
          }}
        />
        <PublishOutlook {...props} version={afterVersion + 1} from={from} />
        <DialogFoot>
          <Button onClick={props.onClose}>{t.common.cancel}</Button>
          <Button look="primary" type="submit" disabled={isBusy}>
            {isBusy ? words.busy : words.submit}
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}

/** What comes of it: the version's number, what takes over later, warnings, and what changes. */
function PublishOutlook(props: PublishProps & { readonly version: number; readonly from: string }) {
  const { t } = useLanguage();
  const words = t.programs.publish;
  const { inForce, program, warnings, from } = props;
  const later = props.versions.find(
    ({ state, effectiveFrom }) => state === 'upcoming' && effectiveFrom > from,
  );
  return (
    <>
      <p>
        {words.next(String(props.version))}
        {later !== undefined &&
          ` ${words.replaces(String(later.version), formatDay(later.effectiveFrom))}`}
      </p>
      {warnings > 0 && <p className={css['stale']}>{words.warnings(String(warnings))}</p>}
      {inForce !== null && (
        <div
          className={css['scroll']}
          tabIndex={0}
          role="region"
          aria-label={t.programs.edit.changes}
        >
          <DraftChanges before={inForce} after={program} />
        </div>
      )}
    </>
  );
}

function troubleOf(t: Texts, kind: string): string {
  const words = t.programs.publish;
  switch (kind) {
    case 'in-the-past':
      return words.past;
    case 'refused':
      return words.errors;
    case 'changed-meanwhile':
      return words.meanwhile;
    default:
      return kind === 'unreachable' ? t.connection.lost : t.common.failed;
  }
}
