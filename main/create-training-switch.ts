import type { CounterMessage, StartCounter } from '../app/contract/process-messages.ts';
import type { TrainingSetup } from '../app/contract/training.ts';
import type { CounterSupervisor } from './counter-supervisor.ts';
import type { Log } from './log-file.ts';

export type TrainingSwitch = {
  /** Follows what the counter process asks for. */
  readonly onMessage: (message: CounterMessage) => void;
  readonly isTraining: () => boolean;
};

/** Takes the counter to the training folder and back, whenever the counter asks for it. */
export function createTrainingSwitch(parts: {
  /** The start message of the shop's own counter. */
  readonly shop: StartCounter;
  readonly supervisor: () => Pick<CounterSupervisor, 'goOverTo' | 'tell'>;
  /** Makes the folder; null when that fails. */
  readonly prepare: (setup: TrainingSetup) => StartCounter | null;
  /** Lets go of the folder; may throw. */
  readonly cleanUp: () => void;
  /** For the title of the window. */
  readonly onChange: (isTraining: boolean) => void;
  readonly log: Log;
}): TrainingSwitch {
  const { shop, supervisor, log } = parts;
  let isTraining = false;

  async function begin(setup: TrainingSetup): Promise<void> {
    const start = isTraining ? null : parts.prepare(setup);
    supervisor().tell({ kind: 'training-answer', ok: start !== null });
    if (start === null || !(await supervisor().goOverTo(start))) return;
    isTraining = true;
    parts.onChange(true);
  }

  async function end(failed: boolean): Promise<void> {
    supervisor().tell({ kind: 'training-answer', ok: isTraining });
    const opening = failed ? 'training-failed' : 'training-ended';
    if (!isTraining || !(await supervisor().goOverTo({ ...shop, opening }))) return;
    isTraining = false;
    parts.onChange(false);
    try {
      parts.cleanUp();
    } catch (error) {
      log('training-not-removed', { message: error instanceof Error ? error.message : 'unknown' });
    }
  }

  return {
    onMessage: (message) => {
      if (message.kind === 'training-begin') void begin(message.setup);
      if (message.kind === 'training-end') void end(message.failed);
    },
    isTraining: () => isTraining,
  };
}
