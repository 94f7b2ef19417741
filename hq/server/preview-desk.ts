import type { PreviewAnswer, PreviewPeriod } from '../../app/contract/hq-admin-programs.ts';
import type { Program } from '../../app/domain/program.ts';
import type { HqDeps } from './hq-deps.ts';
import { previewProgram } from './preview-program.ts';

/** How many finished previews stay to be fetched. */
const keptMax = 5;

/** Runs previews one at a time and keeps the last few results. */
export type PreviewDesk = {
  /** The preview's id, or null while another runs. */
  readonly start: (given: {
    readonly before: Program;
    readonly after: Program;
    readonly period: PreviewPeriod;
  }) => string | null;
  readonly find: (previewId: string) => PreviewAnswer;
};

export function createPreviewDesk(deps: HqDeps): PreviewDesk {
  const answers = new Map<string, PreviewAnswer>();
  let isRunning = false;
  return {
    start: (given) => {
      if (isRunning) return null;
      isRunning = true;
      const previewId: string = deps.newId();
      const put = (answer: PreviewAnswer): void => {
        answers.set(previewId, answer);
        for (const id of [...answers.keys()].slice(0, -keptMax)) answers.delete(id);
      };
      put({ kind: 'running', done: 0, total: 1 });
      previewProgram(deps, given, (done, total) => put({ kind: 'running', done, total }))
        .then(
          (result) => put({ kind: 'done', result }),
          (error: unknown) => {
            deps.log(`preview: ${error instanceof Error ? error.message : 'failed'}`);
            put({ kind: 'failed' });
          },
        )
        .finally(() => {
          isRunning = false;
        });
      return previewId;
    },
    find: (previewId) => answers.get(previewId) ?? { kind: 'gone' },
  };
}
