import type { JSX } from 'preact';

/** One line to fill in, with its hint, and what is wrong with it. */
export function Field({
  id,
  label,
  hint,
  wrong,
  ...input
}: {
  id: string;
  label: string;
  hint?: string;
  /** Null = nothing is. */
  wrong: string | null;
  value: string;
  onInput: (event: JSX.TargetedInputEvent<HTMLInputElement>) => void;
  type?: 'text' | 'tel';
  inputMode?: 'numeric' | 'text' | 'tel';
  autoComplete?: string;
  maxLength?: number;
}): JSX.Element {
  const hintId = `${id}-hint`;
  const wrongId = `${id}-wrong`;
  const { type = 'text', ...rest } = input;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        {...rest}
        id={id}
        name={id}
        type={type}
        aria-invalid={wrong === null ? undefined : 'true'}
        aria-describedby={wrong === null ? (hint === undefined ? undefined : hintId) : wrongId}
      />
      {wrong === null ? (
        hint !== undefined && (
          <p id={hintId} class="field-hint">
            {hint}
          </p>
        )
      ) : (
        <p id={wrongId} class="field-wrong">
          {wrong}
        </p>
      )}
    </div>
  );
}

/** After a failed try the reader is taken to the first thing that is wrong. */
export function focusFirstWrong(form: HTMLFormElement): void {
  requestAnimationFrame(() => {
    form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  });
}
