import { atHq } from './planted/at-hq.ts';
import { healing } from './planted/healing.ts';
import type { PlantedBug } from './planted/planted-bug.ts';
import { invoices } from './planted/invoices.ts';
import { pulling } from './planted/pulling.ts';
import { pushing } from './planted/pushing.ts';

/** Every planted bug; `npm run sim:planted` looks for each. */
export const plantedBugs: readonly PlantedBug[] = [
  ...pushing,
  ...pulling,
  ...healing,
  ...atHq,
  ...invoices,
];
