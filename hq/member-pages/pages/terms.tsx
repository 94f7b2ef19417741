import type { JSX } from 'preact';
import { useMemberPage } from '../page-context.ts';

/** When and how something may be used. */
export function Terms({ terms }: { terms: readonly string[] }): JSX.Element | null {
  const { words } = useMemberPage();
  if (terms.length === 0) return null;
  return (
    <div>
      <h3>{words.vouchers.terms}</h3>
      <ul class="terms">
        {terms.map((term) => (
          <li key={term}>{term}</li>
        ))}
      </ul>
    </div>
  );
}
