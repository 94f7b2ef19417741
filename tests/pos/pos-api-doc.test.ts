import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { posApiCalls, type PosCall } from '../../app/contract/pos-api.ts';
import { commonRefusals, posOpenApi } from '../../main/pos/open-api.ts';
import { posSentence, posSentenceCodes } from '../../main/pos/pos-sentences.ts';
import { dropColumns } from '../../main/pos/read-drop-file.ts';

const path = join(import.meta.dirname, '../../docs/pos-api.md');
const begin = '<!-- made by tests/pos/pos-api-doc.test.ts -->';
const end = '<!-- end -->';

/** The refusals as a table and the OpenAPI document, from the schemas the server uses. */
function madePart(): string {
  const statuses = new Map<string, string[]>();
  const note = (refusals: PosCall['refusals'], where: string): void => {
    for (const [status, codes] of Object.entries(refusals))
      for (const code of codes) {
        const key = `${status} ${code}`;
        statuses.set(key, [...(statuses.get(key) ?? []), where]);
      }
  };
  note(commonRefusals, 'any');
  for (const [name, call] of Object.entries<PosCall>(posApiCalls)) note(call.refusals, name);
  const rows = [...statuses].sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    '| Status | Code | Calls | |',
    '|---|---|---|---|',
    ...rows.map(([key, names]) => {
      const [status, code = ''] = key.split(' ');
      const calls = names.includes('any') ? 'any' : names.join(', ');
      return `| ${status} | \`${code}\` | ${calls} | ${posSentence(code)} |`;
    }),
    '',
    '## OpenAPI',
    '',
    'The counter itself answers with this at `GET /v1/openapi.json`.',
    '',
    '```yaml',
    stringify(posOpenApi(), { lineWidth: 110, aliasDuplicateObjects: false }).trimEnd(),
    '```',
  ].join('\n');
}

/** Run with `-u` to write the made part anew. */
test('docs/pos-api.md shows what the schemas say', async () => {
  const text = await readFile(path, 'utf8');
  const [head = '', rest = ''] = text.split(begin);
  const [, tail = ''] = rest.split(end);
  const fresh = `${head}${begin}\n\n${madePart()}\n\n${end}${tail}`;
  await expect(fresh).toMatchFileSnapshot(path);
});

test('every refusal has a sentence of its own, and every column of a file is told of', async () => {
  const text = await readFile(path, 'utf8');
  const calls = Object.values<PosCall>(posApiCalls).map(({ refusals }) => refusals);
  const codes = [...calls, commonRefusals].flatMap((refusals) => Object.values(refusals).flat());
  expect(codes.filter((code) => !posSentenceCodes.includes(code))).toEqual([]);
  expect(dropColumns.filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
});
