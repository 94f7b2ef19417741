import type { DraftFinding } from '../../../app/contract/hq-admin-programs.ts';
import { Chip } from '../controls/chip.tsx';
import { StateText } from '../controls/panel.tsx';
import { useLanguage } from '../i18n/language-context.tsx';
import { formatWhole } from '../i18n/time-words.ts';
import css from './draft.module.css';
import type { DraftCheck } from './use-draft-check.ts';

/** What is wrong with the draft; a finding leads to its line. */
export function DraftFindings(props: {
  readonly check: DraftCheck;
  readonly onLine: (line: number) => void;
}) {
  const { t, language } = useLanguage();
  const { findings, isFresh } = props.check;
  const words = t.programs.edit;
  if (findings.length === 0) {
    return <StateText>{isFresh ? words.clean : words.checking}</StateText>;
  }
  return (
    <ol className={css['findings']} data-stale={isFresh ? undefined : ''}>
      {findings.map((finding) => (
        <li key={`${finding.line} ${finding.code} ${finding.words.en}`}>
          <button
            type="button"
            className={css['finding']}
            onClick={() => props.onLine(finding.line)}
          >
            <span className={css['findingHead']}>
              <Chip tone={finding.severity === 'error' ? 'deny' : 'warn'}>
                {words.severity[finding.severity]}
              </Chip>
              <span>{words.line(formatWhole(finding.line))}</span>
            </span>
            <span>{finding.words[language]}</span>
          </button>
        </li>
      ))}
    </ol>
  );
}

/** How many there are of each, in a word; said aloud when it changes. */
export function FindingCounts({ check }: { readonly check: DraftCheck }) {
  const { t } = useLanguage();
  const words = t.programs.edit;
  const { errors, warnings } = countFindings(check.findings);
  return (
    <span className={css['counts']} role="status">
      {check.isFailing && <Chip tone="deny">{words.unchecked}</Chip>}
      {!check.isFailing && !check.isFresh && <Chip tone="quiet">{words.checking}</Chip>}
      {check.isFresh && errors > 0 && <Chip tone="deny">{words.errors(String(errors))}</Chip>}
      {check.isFresh && warnings > 0 && <Chip tone="warn">{words.warnings(String(warnings))}</Chip>}
      {check.isFresh && errors + warnings === 0 && <Chip tone="ok">{words.clean}</Chip>}
    </span>
  );
}

/** Findings by how bad they are. */
export function countFindings(findings: readonly DraftFinding[]): {
  readonly errors: number;
  readonly warnings: number;
} {
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  return { errors, warnings: findings.length - errors };
}
