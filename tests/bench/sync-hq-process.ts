/** HQ on a given PostgreSQL, in a process of its own, so that a benchmark's load does not share its core. */
import { startHq } from '../../hq/start-hq.ts';

const databaseUrl = process.argv[2];
if (databaseUrl === undefined) throw new Error('the address of the database is missing');
const hq = await startHq({ databaseUrl, consoleDir: null, log: console.error });
process.send?.({ url: hq.url });
process.on('message', () => void hq.stop().then(() => process.exit(0)));
// Whoever started it is gone.
process.on('disconnect', () => process.exit(1));
