/**
 * The process that gets killed: a counter with its door for a POS open. It tells its parent one JSON line,
 * `{"kind":"ready", …}`, with tokens and card codes on its first start. Run by campaign.ts; arguments: data
 * folder, port, members, then the names of the POSes to pair.
 */
import { writeSync } from 'node:fs';
import { startPosRig } from './pos-rig.ts';

const [dataDir = '', port = '', members = '0', ...names] = process.argv.slice(2);
const rig = await startPosRig({ dataDir, port: Number(port) });
const isFirst = (await rig.look()).clients.length === 0;
const cards = isFirst ? await rig.enrol(Number(members)) : [];
const tokens: string[] = [];
if (isFirst) for (const name of names) tokens.push(await rig.pair(name));
writeSync(1, `${JSON.stringify({ kind: 'ready', cards, tokens })}\n`);
process.on('SIGTERM', () => {
  void rig.composed.stop().then(() => process.exit(0));
});
