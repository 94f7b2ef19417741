import { useState } from 'react';
import type { ReactNode } from 'react';
import type { AdminProgram, PublishAnswer } from '../../../app/contract/hq-admin-programs.ts';
import type { Program } from '../../../app/domain/program.ts';
import { Button } from '../controls/button.tsx';
import { StateText } from '../controls/panel.tsx';
import { Segments } from '../controls/segments.tsx';
import { useHq } from '../hq-context.tsx';
import { useLanguage } from '../i18n/language-context.tsx';
import { DraftChanges } from './draft-changes.tsx';
import { DraftEditor } from './draft-editor.tsx';
import type { Jump } from './draft-editor.tsx';
import { countFindings, DraftFindings, FindingCounts } from './draft-findings.tsx';
import { DraftPreview } from './draft-preview.tsx';
import css from './draft.module.css';
import { PublishDialog } from './publish-dialog.tsx';
import { RulesView } from './rules-view.tsx';
import { useDraftCheck } from './use-draft-check.ts';
import type { DraftCheck } from './use-draft-check.ts';
import { usePreview } from './use-preview.ts';

const parts = ['findings', 'words', 'changes', 'preview'] as const;
type Part = (typeof parts)[number];

type DraftProps = {
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly inForce: Program | null;
  readonly versions: readonly AdminProgram[];
  readonly today: string;
  readonly onPublished: (answer: Extract<PublishAnswer, { readonly kind: 'published' }>) => void;
};

/** The text on one side; what is wrong with it, what it means, changes and costs on the other. */
export function DraftTools(props: DraftProps) {
  const { t } = useLanguage();
  const { client } = useHq();
  const { text, inForce } = props;
  const check = useDraftCheck(client, text);
  const [preview, startPreview] = usePreview(client);
  const [part, setPart] = useState<Part>('findings');
  const [jump, setJump] = useState<Jump | null>(null);
  const [isPublishing, setIsPublishing] = useState(false);
  const { errors, warnings } = countFindings(check.findings);
  const canPublish = check.isFresh && check.program !== null && errors === 0;
  const showPart = (): ReactNode => {
    switch (part) {
      case 'findings':
        return <DraftFindings check={check} onLine={(line) => setJump({ line })} />;
      case 'preview':
        return (
          <DraftPreview
            text={text}
            canRun={check.isFresh && check.program !== null}
            preview={preview}
            onStart={startPreview}
          />
        );
      default:
        return <ProgramPart part={part} check={check} inForce={inForce} />;
    }
  };
  return (
    <div className={css['grid']}>
      <DraftEditor text={text} findings={check.findings} jump={jump} onText={props.onText} />
      <div className={css['side']}>
        <div className={css['sideHead']}>
          <Segments
            label={t.programs.edit.parts}
            value={part}
            options={parts.map((value) => ({ value, text: t.programs.edit[value] }))}
            onValue={setPart}
          />
          <Button look="primary" disabled={!canPublish} onClick={() => setIsPublishing(true)}>
            {t.programs.publish.open}
          </Button>
        </div>
        <div className={css['countRow']}>
          <FindingCounts check={check} />
        </div>
        <div
          className={css['sideBody']}
          tabIndex={0}
          role="region"
          aria-label={t.programs.edit[part]}
        >
          {showPart()}
        </div>
      </div>
      {isPublishing && check.program !== null && (
        <PublishDialog
          text={text}
          program={check.program}
          inForce={inForce}
          versions={props.versions}
          today={props.today}
          warnings={warnings}
          onPublished={props.onPublished}
          onClose={() => setIsPublishing(false)}
        />
      )}
    </div>
  );
}

function ProgramPart(props: {
  readonly part: 'words' | 'changes';
  readonly check: DraftCheck;
  readonly inForce: Program | null;
}) {
  const { t } = useLanguage();
  const { program } = props.check;
  if (program === null) return <StateText>{t.programs.edit.noProgram}</StateText>;
  if (props.part === 'words') return <RulesView program={program} />;
  if (props.inForce === null) return <StateText>{t.programs.edit.noChanges}</StateText>;
  return <DraftChanges before={props.inForce} after={program} />;
}
