import { KeyCap } from '../controls/button.tsx';

/** A sentence of the help: `{F3}` in it is drawn as a key. */
export function RichText({ text }: { text: string }) {
  return text
    .split(/\{([^{}]+)\}/)
    .map((part, index) =>
      index % 2 === 1 ? <KeyCap key={`${index}-${part}`} name={part} /> : part,
    );
}
