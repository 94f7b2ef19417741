import { SchemaTooNew } from './db/migrate-hq.ts';
import { HqStartRefusal } from './open-hq-database.ts';

/** What of HQ's settings an error at the start may be about. */
export type StartSettings = {
  readonly databaseUrl?: string;
  readonly host?: string;
  readonly port?: number;
};

type Fault = {
  readonly code?: string;
  /** What Node asked of the system: `connect`, `listen`, `getaddrinfo`, `mkdir` … */
  readonly syscall?: string;
  readonly hostname?: string;
  readonly path?: string;
  readonly message: string;
};

/** A port, 0 for any that is free. Throws `HqStartRefusal`. */
export function readPort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new HqStartRefusal(
    `HQ_PORT 必須是 0 到 65535 的連接埠號碼，不是「${text}」。\n` +
      `HQ_PORT must be the number of a port, 0 to 65535, not "${text}".`,
  );
}

/**
 * The refusal behind an error of starting HQ or of one of its commands, where it is one that an operator can
 * mend; null = a fault of HQ. Nothing it says holds the password of the database.
 */
export function explainStart(error: unknown, settings: StartSettings): HqStartRefusal | null {
  if (error instanceof HqStartRefusal) return error;
  if (!(error instanceof Error)) return null;
  const fault: Fault = error;
  const words =
    newerWords(error) ??
    databaseWords(fault, settings) ??
    listenWords(fault, settings) ??
    fileWords(fault);
  return words === null ? null : new HqStartRefusal(`${words[0]}\n${words[1]}`, { cause: error });
}

type Words = readonly [zh: string, en: string];

function newerWords(error: Error): Words | null {
  if (!(error instanceof SchemaTooNew)) return null;
  const { schema, known } = error;
  return [
    `這個資料庫已由較新版本的總部使用過（結構 ${schema}，這個版本到 ${known}）。請啟動較新的版本；不能退回舊版。`,
    `This database was used by a newer version of HQ (schema ${schema}, this one knows up to ${known}). Start the newer one: there is no way back to this.`,
  ];
}

const noAnswer = ['ECONNREFUSED', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ECONNRESET'];
const noName = ['ENOTFOUND', 'EAI_AGAIN'];

function databaseWords(fault: Fault, { databaseUrl, host }: StartSettings): Words | null {
  if (databaseUrl === undefined) return null;
  const { place, hostname, user, database } = readAddress(databaseUrl);
  const { code = '' } = fault;
  if (code === 'ERR_INVALID_URL')
    return [
      'HQ_DATABASE_URL 不是有效的位址。格式是 postgres://帳號:密碼@主機/資料庫；密碼裡的特殊字元要寫成 %23 之類的編碼。',
      'HQ_DATABASE_URL is no address. It reads postgres://user:password@host/database; special characters in the password are written as %23 and the like.',
    ];
  if (noName.includes(code) && (fault.hostname !== host || hostname === host))
    return [
      `找不到 PostgreSQL 的主機「${hostname}」。請檢查 HQ_DATABASE_URL。（${code}）`,
      `There is no host "${hostname}" to be found for PostgreSQL. Check HQ_DATABASE_URL. (${code})`,
    ];
  // The pool gives up after 10 s, long before the system does, and without a code.
  const isLate = code === '' && /connect(ion)? timeout|trying to connect/.test(fault.message);
  if (isLate || (noAnswer.includes(code) && fault.syscall !== 'listen') || isNoSocket(fault))
    return [
      `PostgreSQL 在 ${place} 沒有回應。它啟動了嗎？HQ_DATABASE_URL 的主機與連接埠對嗎？（${code || 'ETIMEDOUT'}）`,
      `PostgreSQL does not answer at ${place}. Is it running? Are host and port in HQ_DATABASE_URL right? (${code || 'ETIMEDOUT'})`,
    ];
  if (code === '57P03')
    return [
      `PostgreSQL 在 ${place} 正在啟動或停止，還不接受連線。請稍後再啟動總部。（57P03）`,
      `PostgreSQL at ${place} is starting or stopping and takes no connections yet. Start HQ again in a moment. (57P03)`,
    ];
  if (code.startsWith('28'))
    return [
      `PostgreSQL 在 ${place} 拒絕登入帳號「${user}」：密碼錯誤，或不允許它從這裡登入。請檢查 HQ_DATABASE_URL 與 pg_hba.conf。（${code}）`,
      `PostgreSQL at ${place} refuses the login "${user}": the password is wrong, or it may not log in from here. Check HQ_DATABASE_URL and pg_hba.conf. (${code})`,
    ];
  if (code === '3D000')
    return [
      `PostgreSQL 在 ${place} 沒有資料庫「${database}」。請先建立（CREATE DATABASE），或檢查 HQ_DATABASE_URL。（3D000）`,
      `PostgreSQL at ${place} has no database "${database}". Create it first (CREATE DATABASE), or check HQ_DATABASE_URL. (3D000)`,
    ];
  return null;
}

/** A socket in the file system that is not there, as where PostgreSQL was never started. */
function isNoSocket({ code, syscall }: Fault): boolean {
  return code === 'ENOENT' && syscall === 'connect';
}

function readAddress(databaseUrl: string) {
  // Without its password, also where it is no address.
  if (!URL.canParse(databaseUrl)) return { place: '?', hostname: '?', user: '?', database: '?' };
  const url = new URL(databaseUrl);
  const hostname = url.searchParams.get('host') ?? (url.hostname || 'localhost');
  const user = decode(url.username) || '?';
  const database = decode(url.pathname.slice(1)) || user;
  return { place: `${hostname}:${url.port || '5432'}`, hostname, user, database };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function listenWords({ code, syscall }: Fault, settings: StartSettings): Words | null {
  const { host = '127.0.0.1', port = 0 } = settings;
  const place = `${host}:${port}`;
  if (code === 'EADDRINUSE')
    return [
      `${place} 已被其他程式使用。總部是不是已經在執行？或用 HQ_PORT 換一個連接埠。（EADDRINUSE）`,
      `${place} is taken by another program. Is HQ running already? Or choose another port with HQ_PORT. (EADDRINUSE)`,
    ];
  if (code === 'EACCES' && syscall === 'listen')
    return [
      `這個帳號不能使用 ${place}。請用 HQ_PORT 選 1024 以上的連接埠，前面放代理。（EACCES）`,
      `This account may not listen at ${place}. Choose a port from 1024 on with HQ_PORT, and put a proxy in front. (EACCES)`,
    ];
  if (code === 'EADDRNOTAVAIL' || (code !== undefined && noName.includes(code)))
    return [
      `這台電腦沒有 HQ_HOST 的位址「${host}」。所有網路卡用 0.0.0.0，只有本機用 127.0.0.1。（${code}）`,
      `This machine has no address "${host}" (HQ_HOST). 0.0.0.0 is all its networks, 127.0.0.1 itself alone. (${code})`,
    ];
  return null;
}

const shut = ['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'ENOSPC'];

function fileWords({ code, path }: Fault): Words | null {
  if (code === undefined || path === undefined || !shut.includes(code)) return null;
  return [
    `總部不能讀寫 ${path}。路徑對嗎（HQ_DATA_DIR）？這個帳號有權限嗎？磁碟還有空間嗎？（${code}）`,
    `HQ cannot read or write ${path}. Is the path right (HQ_DATA_DIR)? May this account use it? Is there room? (${code})`,
  ];
}
