/**
 * What the stand-ins of a whole run saw: each adds a line to the file named by `LINE_STAND_IN_TALLY` when it
 * stops. `node tests/line-stand-in/report-tally.ts FILE` sums them up; exit code 1 when a breach of LINE's
 * contract was left that no test had asked for, or nothing was checked although LINE's documents are there. They
 * are not part of this repository: without them only our own limits are held.
 */
import { existsSync } from 'node:fs';
import { lineOpenApiDir } from './start-line-stand-in.ts';
import { sumTallies } from './tally.ts';

const [file] = process.argv.slice(2);
if (file === undefined) throw new Error('which file?');
const { standIns, requests, checked, webhooks, taken, left } = sumTallies(file);
console.log(
  `${standIns} stand-ins of LINE: ${requests} requests, ${checked} held against LINE's OpenAPI, ` +
    `${webhooks} webhooks; ${left} breaches (bar 0), ${taken} more that tests made on purpose`,
);
const hasDocuments = existsSync(lineOpenApiDir());
if (!hasDocuments)
  console.log('LINE’s OpenAPI is not beside this checkout: nothing was held against it');
const held = left === 0 && (checked > 0 || !hasDocuments);
console.log(held ? '1 passed, 0 failed' : '0 passed, 1 failed');
process.exitCode = held ? 0 : 1;
