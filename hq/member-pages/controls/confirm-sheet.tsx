import type { JSX } from 'preact';
import type { Answer } from '../api/member-api.ts';
import { useMemberPage } from '../page-context.ts';
import { useCall } from '../use-call.ts';
import { Sheet } from './sheet.tsx';
import { TroubleNote } from './trouble-note.tsx';

/** What it means, and then the step that cannot be taken by a slip of the thumb. */
export function ConfirmSheet({
  title,
  text,
  confirm,
  call,
  onClose,
  onDone,
}: {
  title: string;
  text: string;
  confirm: string;
  call: () => Promise<Answer<unknown>>;
  onClose: () => void;
  onDone: () => void;
}): JSX.Element {
  const { words } = useMemberPage();
  const { isBusy, trouble, run } = useCall();
  return (
    <Sheet title={title} onClose={onClose}>
      <p>{text}</p>
      {trouble !== null && <TroubleNote code={trouble} />}
      <div class="button-row">
        <button
          type="button"
          class="button button-deny button-wide"
          disabled={isBusy}
          onClick={() => run(call, onDone)}
        >
          {confirm}
        </button>
        <button type="button" class="button button-quiet button-wide" onClick={onClose}>
          {words.cancel}
        </button>
      </div>
    </Sheet>
  );
}
