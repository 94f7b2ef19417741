import { useEffect, useState } from 'react';
import { checkDraftAnswerSchema } from '../../../app/contract/hq-admin-programs.ts';
import type { DraftFinding } from '../../../app/contract/hq-admin-programs.ts';
import { programSchema } from '../../../app/contract/program.ts';
import type { Program } from '../../../app/domain/program.ts';
import type { HqClient } from '../api/hq-client.ts';

/** Typing goes on until this long a pause. */
const pauseMs = 400;
/** After no answer it is asked again. */
const againMs = 3_000;

/** What HQ thinks of the draft. `isFresh`: of the text as it stands now. */
export type DraftCheck = {
  readonly isFresh: boolean;
  readonly isFailing: boolean;
  readonly findings: readonly DraftFinding[];
  readonly program: Program | null;
};

type Judged = Omit<DraftCheck, 'isFresh'> & { readonly text: string | null };

const nothing: Judged = { text: null, isFailing: false, findings: [], program: null };

/** Has the draft judged by HQ whenever typing pauses. */
export function useDraftCheck(client: HqClient, text: string): DraftCheck {
  const [judged, setJudged] = useState<Judged>(nothing);
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let isOver = false;
    let timer = setTimeout(() => void ask(), text === '' ? 0 : pauseMs);
    const ask = async (): Promise<void> => {
      const answer = await client.post('/programs/check', checkDraftAnswerSchema, { text });
      if (isOver) return;
      if (answer.kind !== 'ok') {
        setJudged((before) => ({ ...before, isFailing: true }));
        timer = setTimeout(() => setTurn((n) => n + 1), againMs);
        return;
      }
      const { findings, program } = answer.value;
      const read = program === null ? null : programSchema.safeParse(program);
      setJudged({
        text,
        isFailing: false,
        findings,
        program: read?.success === true ? read.data : null,
      });
    };
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [client, text, turn]);
  const { text: judgedText, ...rest } = judged;
  return { ...rest, isFresh: judgedText === text };
}
