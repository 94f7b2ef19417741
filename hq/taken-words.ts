import type { TakenInstall, TapeRefusal } from './take-tape.ts';

/** What came of the tape of one install, for the operator: zh-TW, then en. */
export function takenWords(taken: TakenInstall, dryRun: boolean): string {
  const { inst, storeName, counterLabel, offered, known, fresh, refused, revoked } = taken;
  const who = storeName === null ? inst : `${storeName} ${counterLabel ?? ''} (${inst})`;
  const { applied = 0, duplicate = 0, quarantined = 0, awaiting = 0 } = taken.statuses;
  const lines = [
    `${who}`,
    dryRun
      ? `  檔案內 ${offered} 筆：總部已有 ${known} 筆，會收取 ${fresh} 筆。 ${offered} events: ${known} known at HQ, ${fresh} would be taken.`
      : `  檔案內 ${offered} 筆：總部已有 ${known} 筆，新收 ${fresh} 筆。 ${offered} events: ${known} known at HQ before, ${fresh} taken.`,
  ];
  if (!dryRun && fresh > 0)
    lines.push(
      `  新收的：生效 ${applied}、先前已由其他途徑到達（不重複計算）${duplicate}、待人處理 ${quarantined}、等候原交易 ${awaiting}。`,
      `  of those: ${applied} applied, ${duplicate} had come by another way (no effect), ${quarantined} for a person to look at, ${awaiting} waiting for their sale.`,
    );
  if (revoked)
    lines.push(
      '  這台櫃台已停用：收到的交易都留待人處理。 This counter is revoked: what comes waits for a person.',
    );
  if (refused !== null) lines.push(`  ${refusalWords(refused)}`);
  return lines.join('\n');
}

function refusalWords(refused: TapeRefusal): string {
  switch (refused.kind) {
    case 'unknown-install':
      return '總部沒有這個安裝編號，什麼都沒有收。請確認是這個品牌的總部。 HQ does not know this install; nothing was taken. Is it this brand’s HQ?';
    case 'damaged':
      return `第 ${refused.seq} 筆與它的雜湊不符，從這裡起沒有收。 Event ${refused.seq} does not fit its hash; nothing from there on was taken.`;
    case 'gap':
      return `總部到第 ${refused.hqLast} 筆，檔案接著是第 ${refused.seq} 筆，中間缺漏，從那裡起沒有收。請找該電腦的其他備份。 HQ holds up to ${refused.hqLast}, the file goes on at ${refused.seq}: nothing from there on was taken. Look for another copy of that PC’s data.`;
    case 'fork':
      return `從第 ${refused.seq} 筆起，總部有這台櫃台的另一份紀錄（曾複製或還原），沒有收。請比對兩份紀錄。 From event ${refused.seq} on HQ holds another history of this counter (a copied or restored disk): not taken. Compare the two.`;
    case 'busy':
      return '資料庫忙碌或無法連線，已收的都保留，請再執行一次。 The database is busy or away; what was taken stays. Run it again.';
  }
}
