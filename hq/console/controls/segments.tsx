import css from './controls.module.css';

/** A few choices side by side, one of them pressed. */
export function Segments<Value extends string>(props: {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly text: string }[];
  readonly onValue: (value: Value) => void;
}) {
  return (
    <div className={css['segments']} role="group" aria-label={props.label}>
      {props.options.map((option) => (
        <button
          key={option.value}
          type="button"
          className={css['segment']}
          aria-pressed={option.value === props.value}
          onClick={() => props.onValue(option.value)}
        >
          {option.text}
        </button>
      ))}
    </div>
  );
}
