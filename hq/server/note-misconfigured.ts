/** The same trouble is told again after this long, in case it was mended and came back. */
const againAfterMs = 60 * 60_000;
/** There are few kinds; more would be one kind with something in its words that varies. */
const kindsMax = 50;

/**
 * Makes what tells the operator that HQ's database must be mended: loudly, once an hour per kind of trouble,
 * since every counter runs into it again and again. PostgreSQL's words name tables and columns, no data.
 */
export function createMisconfiguredNote(deps: {
  readonly log: (line: string) => void;
  readonly nowMs: () => number;
}): (error: unknown) => void {
  const toldAtMs = new Map<string, number>();
  return (error) => {
    const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
    const kind = `${String(code)} ${String(message)}`;
    const nowMs = deps.nowMs();
    if (nowMs - (toldAtMs.get(kind) ?? -Infinity) < againAfterMs) return;
    if (toldAtMs.size >= kindsMax) toldAtMs.clear();
    toldAtMs.set(kind, nowMs);
    deps.log(
      `ERROR 總部停擺，須由人修復：資料庫拒絕總部（${kind}）。櫃台資料都在各櫃台保留，修復後會自動上傳。` +
        '請以資料表擁有者執行 npm run hq -- migrate --yes，再檢查總部登入帳號的權限（npm run hq -- app-role）。\n' +
        `ERROR HQ is down until somebody mends it: the database refuses HQ (${kind}). Counters keep everything ` +
        'and send it afterwards. Run npm run hq -- migrate --yes as the owner of the tables, then check what ' +
        'the login of HQ may do (npm run hq -- app-role).',
    );
  };
}
