import { parseArgs } from 'node:util';
import { startLineStandIn } from './start-line-stand-in.ts';

const { values } = parseArgs({
  options: { port: { type: 'string', default: '0' }, token: { type: 'string' } },
});
const port = Number(values.port);
if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error('--port is not a port');
const standIn = await startLineStandIn({
  port,
  ...(values.token === undefined ? {} : { channelAccessToken: values.token }),
});
process.stdout.write(
  `LINE stand-in ${standIn.url}${standIn.validates ? ', checking against LINE’s OpenAPI' : ''}\n`,
);
const stop = (): void => {
  standIn.stop().then(
    () => process.exit(0),
    (error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      process.exit(1);
    },
  );
};
process.once('SIGINT', stop);
process.once('SIGTERM', stop);
