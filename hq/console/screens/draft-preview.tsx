import { useState } from 'react';
import { previewPeriodSchema } from '../../../app/contract/hq-admin-programs.ts';
import type { PreviewPeriod } from '../../../app/contract/hq-admin-programs.ts';
import { Button } from '../controls/button.tsx';
import { FieldError } from '../controls/text-field.tsx';
import { Segments } from '../controls/segments.tsx';
import { useLanguage } from '../i18n/language-context.tsx';
import css from './draft.module.css';
import { PreviewView } from './preview-result.tsx';
import type { Preview } from './use-preview.ts';

/** Runs the draft on real sales and shows what it would have cost and brought. */
export function DraftPreview(props: {
  readonly text: string;
  readonly canRun: boolean;
  readonly preview: Preview;
  readonly onStart: (text: string, period: PreviewPeriod) => Promise<void>;
}) {
  const { t } = useLanguage();
  const words = t.programs.preview;
  const [period, setPeriod] = useState<PreviewPeriod>('last-month');
  const { preview, text } = props;
  const isRunning = preview.kind === 'running';
  return (
    <div className={css['preview']}>
      <p className={css['quiet']}>{words.lead}</p>
      <div className={css['runRow']}>
        <Segments
          label={words.period}
          value={period}
          options={previewPeriodSchema.options.map((value) => ({
            value,
            text: words.periods[value],
          }))}
          onValue={setPeriod}
        />
        <Button
          look="primary"
          disabled={isRunning || !props.canRun}
          onClick={() => void props.onStart(text, period)}
        >
          {isRunning ? words.running : words.run}
        </Button>
      </div>
      {!props.canRun && <p>{t.programs.edit.noProgram}</p>}
      {preview.kind === 'busy' && <FieldError text={words.busy} />}
      {preview.kind === 'failed' && <FieldError text={words.failed} />}
      {preview.kind === 'no-program' && <FieldError text={t.programs.edit.noProgram} />}
      {preview.kind === 'running' && (
        <progress
          className={css['progress']}
          aria-label={words.progress}
          value={preview.done}
          max={preview.total}
        />
      )}
      {preview.kind === 'done' && preview.text !== text && (
        <p className={css['stale']} role="status">
          {words.stale}
        </p>
      )}
      {preview.kind === 'done' && <PreviewView result={preview.result} />}
    </div>
  );
}
