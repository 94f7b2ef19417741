/** HQ on a prepared PostgreSQL in a process of its own, as in a chain: a counter does not share its core. */
import { startHq } from '../../hq/start-hq.ts';
import { northStore } from '../../hq/test-rig/test-hq.ts';

const [databaseUrl, snapshotDir, membersMin] = process.argv.slice(2);
if (databaseUrl === undefined || snapshotDir === undefined)
  throw new Error('the address of the database or the folder is missing');
const hq = await startHq({
  databaseUrl,
  snapshotDir,
  snapshotMembersMin: Number(membersMin),
  consoleDir: null,
  log: (line) => process.send?.({ kind: 'log', line }),
});
process.on('message', (what) => {
  if (what === 'code')
    void hq
      .makeEnrolmentCode(northStore.storeId, '1 號機')
      .then((code) => process.send?.({ kind: 'code', code }));
  else void hq.stop().then(() => process.exit(0));
});
// Whoever started it is gone.
process.on('disconnect', () => process.exit(1));
process.send?.({ kind: 'ready', url: hq.url });
