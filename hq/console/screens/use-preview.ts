import { useEffect, useState } from 'react';
import {
  previewAnswerSchema,
  startPreviewAnswerSchema,
} from '../../../app/contract/hq-admin-programs.ts';
import type { PreviewPeriod, PreviewResult } from '../../../app/contract/hq-admin-programs.ts';
import type { HqClient } from '../api/hq-client.ts';

const pollMs = 300;

/** How far a preview is. `text`: the draft it was run with. */
export type Preview =
  | { readonly kind: 'idle' | 'busy' | 'failed' | 'no-program' }
  | {
      readonly kind: 'running';
      readonly previewId: string;
      readonly text: string;
      readonly done: number;
      readonly total: number;
    }
  | { readonly kind: 'done'; readonly text: string; readonly result: PreviewResult };

/** Runs drafts at HQ and follows them to their end. */
export function usePreview(
  client: HqClient,
): readonly [Preview, (text: string, period: PreviewPeriod) => Promise<void>] {
  const [preview, setPreview] = useState<Preview>({ kind: 'idle' });
  const previewId = preview.kind === 'running' ? preview.previewId : null;
  useEffect(() => {
    if (previewId === null) return undefined;
    let isOver = false;
    const ask = async (): Promise<void> => {
      const answer = await client.get('/programs/previews', previewAnswerSchema, { previewId });
      if (isOver || answer.kind !== 'ok') return;
      const { value } = answer;
      setPreview((before) => {
        if (before.kind !== 'running' || before.previewId !== previewId) return before;
        if (value.kind === 'running') return { ...before, done: value.done, total: value.total };
        return value.kind === 'done'
          ? { kind: 'done', text: before.text, result: value.result }
          : { kind: 'failed' };
      });
    };
    const timer = setInterval(() => void ask(), pollMs);
    return () => {
      isOver = true;
      clearInterval(timer);
    };
  }, [client, previewId]);
  const start = async (text: string, period: PreviewPeriod): Promise<void> => {
    const body = { text, period };
    const answer = await client.post('/programs/previews', startPreviewAnswerSchema, body);
    if (answer.kind !== 'ok') return setPreview({ kind: 'failed' });
    const { value } = answer;
    if (value.kind !== 'started') {
      return setPreview({ kind: value.kind === 'busy' ? 'busy' : 'no-program' });
    }
    return setPreview({
      kind: 'running',
      previewId: value.previewId,
      text,
      done: 0,
      total: 1,
    });
  };
  return [preview, start];
}
