import { explainStart, readPort } from './explain-start.ts';
import type { StartSettings } from './explain-start.ts';
import { runHqCommand } from './run-hq-command.ts';
import type { GivenLineChannel } from './line/line-channel.ts';
import { startHq } from './start-hq.ts';
import type { StartHqOptions } from './start-hq.ts';
import { seedDemo } from './seed-demo.ts';

/** `npm run hq`: HQ alone, set up by environment variables (see README). */
function readOptions(env: NodeJS.ProcessEnv): StartHqOptions {
  const given = (name: string): string | undefined => (env[name] === '' ? undefined : env[name]);
  const databaseUrl = given('HQ_DATABASE_URL');
  const adminToken = given('HQ_ADMIN_TOKEN');
  const brandName = given('HQ_BRAND_NAME');
  const brand = given('HQ_BRAND');
  const secretKey = given('HQ_SECRET_KEY');
  return {
    port: readPort(given('HQ_PORT') ?? '8787'),
    host: given('HQ_HOST') ?? '127.0.0.1',
    dataDir: given('HQ_DATA_DIR') ?? '.hq-data',
    log: (line) => console.error(line),
    ...(databaseUrl === undefined ? {} : { databaseUrl }),
    ...(adminToken === undefined ? {} : { adminToken }),
    ...(brandName === undefined ? {} : { brandName }),
    ...(brand === undefined ? {} : { brand }),
    ...(secretKey === undefined ? {} : { secretKey }),
    line: readLine(given),
    warmSnapshot: true,
    ...(env['HQ_DEMO'] === '1' ? { seed: seedDemo } : {}),
  };
}

/** LINE's channel; what is not in the environment may be set on HQ's page. */
function readLine(given: (name: string) => string | undefined): GivenLineChannel {
  const [channelAccessToken, channelSecret] = [
    given('LINE_CHANNEL_ACCESS_TOKEN'),
    given('LINE_CHANNEL_SECRET'),
  ];
  const [loginChannelId, liffId] = [given('LINE_LOGIN_CHANNEL_ID'), given('LINE_LIFF_ID')];
  const baseUrl = given('LINE_API_BASE_URL');
  return {
    ...(channelAccessToken === undefined ? {} : { channelAccessToken }),
    ...(channelSecret === undefined ? {} : { channelSecret }),
    ...(loginChannelId === undefined ? {} : { loginChannelId }),
    ...(liffId === undefined ? {} : { liffId }),
    ...(baseUrl === undefined ? {} : { baseUrl }),
  };
}

/** What an operator can mend is told as a sentence; all else is a fault and keeps its trace. */
function tellRefusal(error: unknown, settings: StartSettings = {}): never {
  const refusal = explainStart(error, settings);
  if (refusal === null) throw error;
  console.error(refusal.message);
  process.exit(1);
}

function readOrTell(env: NodeJS.ProcessEnv): StartHqOptions {
  try {
    return readOptions(env);
  } catch (error) {
    return tellRefusal(error);
  }
}

const options = readOrTell(process.env);
const refuse = (error: unknown): never => tellRefusal(error, options);
const [command, ...rest] = process.argv.slice(2);
if (command !== undefined) {
  process.exit(await runHqCommand([command, ...rest], options).catch(refuse));
}

const hq = await startHq(options).catch(refuse);
console.log(`總部已啟動 HQ is running: ${hq.url}`);
if (hq.storeKind === 'pglite') {
  console.log(
    '注意：使用內建資料庫，僅供試用，資料不會強制寫入磁碟（不做 fsync），停電可能遺失資料。\n' +
      'Note: the built-in database is for trying out only: it never fsyncs, a power cut may lose data.\n' +
      '正式使用請設定 HQ_DATABASE_URL（PostgreSQL）。 For real use set HQ_DATABASE_URL to a PostgreSQL server.',
  );
}
if (hq.adminToken !== null && options.adminToken === undefined) {
  console.log(
    `管理權杖（只顯示這一次，請妥善保存）: ${hq.adminToken}\n` +
      'Admin token for the web page, shown only this once: keep it. HQ_ADMIN_TOKEN sets another one.',
  );
}
if (hq.lineChannel.current().client === null) {
  console.log(
    'LINE：尚未設定頻道存取權杖（總部的 LINE 頁，或 LINE_CHANNEL_ACCESS_TOKEN），訊息會留在待送匣。\n' +
      "No LINE token yet (HQ's LINE page, or LINE_CHANNEL_ACCESS_TOKEN): messages wait in the outbox.",
  );
}

let isStopping = false;
function stop(): void {
  if (isStopping) return;
  isStopping = true;
  void hq.stop().then(() => process.exit(0));
}
process.on('SIGINT', stop);
process.on('SIGTERM', stop);
