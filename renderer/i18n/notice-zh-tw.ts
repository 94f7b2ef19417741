/** One sentence for each notice code: what happened, why, and what to do. */
export const noticeZhTw = {
  'ime-swallowed': '輸入法攔截了掃描，請按 Esc 後重刷。',
} as const;
