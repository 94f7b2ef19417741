import { diskTrouble } from '../db/disk-trouble.ts';
import { inTransaction, type Trx } from '../db/handles.ts';
import type { Act } from './act.ts';
import { say, type NoticeDraft } from './notice-codes.ts';
import type { CounterDeps } from './ports.ts';
import { gatherScene, type Scene } from './scene.ts';

export type FailedAct = {
  readonly notice: NoticeDraft;
  readonly answer: { readonly kind: 'refused'; readonly code: string };
};

/**
 * Gathers and writes in one transaction. When it fails, nothing of it happened: trouble with the
 * disk is named, a bug is called one, and both go to `onError`.
 */
export async function attemptAct<A extends Pick<Act, 'notice' | 'committed'>>(
  deps: CounterDeps,
  work: (trx: Trx, scene: Scene) => Promise<A>,
): Promise<A | FailedAct> {
  try {
    const act = await inTransaction(
      deps.db,
      async (trx) => await work(trx, await gatherScene(trx, deps)),
    );
    act.committed?.();
    return act;
  } catch (error) {
    deps.onError(error);
    const trouble = diskTrouble(error);
    const notice = trouble === null ? say('internal', {}) : say('not-recorded', { trouble });
    return { notice, answer: { kind: 'refused', code: notice.code } };
  }
}
