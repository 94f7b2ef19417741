/** Texts of the panel on when LINE messages go out and how far the month's reach. */
export const sendingZhTw = {
  title: '發送時間與額度',
  month: '本月額度',
  unlimited: (used: string) => `已送 ${used} 則，方案沒有上限`,
  used: (used: string, quota: string) => `已用 ${used} / ${quota} 則`,
  pace: (perDay: string) => `最近平均每天 ${perDay} 則`,
  monthEnd: (used: string) => `照這個速度，月底約 ${used} 則`,
  runsOut: (day: string) => `照這個速度，${day} 會用完。請加購額度，或減少行銷訊息。`,
  gone: '本月額度已用完，訊息先留在總部，下個月或加購後自動續送。',
  unknown: 'LINE 還沒回報本月用量。',
  checked: (when: string) => `LINE 回報於 ${when}，數字可能有少許誤差`,
  quiet: '夜間不打擾',
  quietNote: '剛完成的消費立刻通知；晚到的通知（斷線後補送）會等到早上。兩個時間相同＝不限制。',
  from: '從',
  until: '到',
  save: '儲存',
  saved: '已儲存',
};
