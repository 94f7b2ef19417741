import type { TapeView } from '../contract/house-views.ts';
import type { Tape, TapeFinding } from '../db/open-with-tape.ts';

/** The gravest first. */
const byWeight: readonly TapeFinding['kind'][] = [
  'database-rebuilt',
  'histories-differ',
  'events-put-back',
  'rolled-back',
  'tape-rewritten',
  'tape-mended',
];

/** How the second record does, for the screen. A counter without one is as well as can be. */
export function tapeView(tape: Tape | undefined): TapeView {
  const health = tape?.health() ?? { kind: 'ok' };
  const findings = tape?.findings ?? [];
  const found = byWeight.find((kind) => findings.some((finding) => finding.kind === kind)) ?? null;
  const events = findings.reduce(
    (sum, finding) => sum + ('events' in finding ? finding.events : 0),
    0,
  );
  return {
    state: health.kind,
    trouble: health.kind === 'failing' ? health.trouble : null,
    found,
    events,
  };
}
