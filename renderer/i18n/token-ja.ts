import type { tokenMemberZhTw, tokenNoticeZhTw } from './token-zh-tw.ts';

type Words<T> = { readonly [K in keyof T]: string };

/** What is said of members' signed codes, the ones that change every minute. */
export const tokenNoticeJa: Words<typeof tokenNoticeZhTw> = {
  'member-found-token':
    '{{name}} 様、いらっしゃいませ。本人確認済み：クーポンとポイントが使えます。金額を入力してください。',
  'member-token-on-sale':
    '{{name}} 様のコードは読み取り済みです。クーポンとポイントが使えます。会計を続けてください。',
  'member-token-used':
    '{{name}} 様のこのコードは使用済みです。ポイントは付きます。クーポンやポイントを使う場合は、コードを更新していただき再度読み取ってください。',
  'member-token-expired':
    '{{name}} 様のコードは期限切れです。ポイントは付きます。クーポンやポイントを使う場合は、コードを更新していただき再度読み取ってください。',
  'member-token-clock':
    'PC の時刻がずれている恐れがあり、{{name}} 様のコードを確認できません。ポイントは付きますが、クーポンとポイントは使えません。本部に接続して再度読み取り、時刻を合わせてください。',
  'member-token-invalid':
    '当社の会員コードではないか、読み取りに失敗しました。コードを更新していただくか、会員証を読み取ってください。',
  'member-token-unknown':
    'このレジにまだこの会員様の情報がありません。会員証を読み取るか、同期後に更新したコードを読み取ってください。',
  'voucher-needs-token':
    '「{{name}}」には本人確認が必要です。LINE の会員証のコードを読み取ってください。',
  'redeem-needs-token':
    'ポイント払いには本人確認が必要です。LINE の会員証のコードを読み取ってください。',
};

export const tokenMemberJa: Words<typeof tokenMemberZhTw> = {
  verified: '本人確認済み',
  needsToken: '付与のみ可。クーポンとポイントの利用は LINE の会員証のコードを読み取り',
};
