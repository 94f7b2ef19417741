import { trainingNoticeJa } from './training-ja.ts';
import { goodsNoticeJa } from './goods-ja.ts';
import { lineNoticeJa } from './line-ja.ts';
import { posNoticeJa } from './pos-ja.ts';
import { parkedNoticeJa } from './parked-ja.ts';
import { scanNoticeJa } from './scans-ja.ts';
import { staffNoticeJa } from './staff-ja.ts';
import type { Texts } from './texts.ts';
import { tokenNoticeJa } from './token-ja.ts';

/** One sentence for each notice code: what happened, why, and what to do. */
export const noticeJa: Texts['notice'] = {
  ...trainingNoticeJa,
  'ime-swallowed':
    '文字入力（IME）が読み取りを横取りしました。Esc を押し、もう一度読み取ってください。',

  ...parkedNoticeJa,
  ...tokenNoticeJa,
  ...lineNoticeJa,
  ...staffNoticeJa,
  'member-found': '{{name}} 様、いらっしゃいませ。金額を入力するか、電子発票を読み取ってください。',
  'member-found-weak-code':
    '{{name}} 様のコードは本部の確認待ちです。ポイントは付きますが、クーポンとポイントはまだ使えません。金額を入力してください。',
  'member-changed':
    '会員を {{before}} 様から {{name}} 様に変更しました。金額はそのままです。間違いなら F3 で元の会員を探してください。',
  'member-enrolled': '{{name}} 様を登録しました。会員番号 {{cardCode}}。金額を入力してください。',
  'member-enrolled-with':
    '{{name}} 様を登録しました。会員番号 {{cardCode}}、{{extra}}。金額を入力してください。',
  'member-enrolled-inviter-unknown':
    '{{name}} 様を登録しました。会員番号 {{cardCode}}。紹介者 {{code}} はこのレジにないため、本部が確認して付与します。',
  'member-found-untold':
    '本部の復元により {{name}} 様の情報が本部にありません。ポイントは付き、会計時に自動で再登録します。以前のポイントは本部に確認してください。金額を入力してください。',
  'member-found-untold-bare':
    '本部の復元により {{name}} 様の情報がなく、再登録用の電話番号もありません。ポイントは付きます。本部に連絡してください。金額を入力してください。',
  'member-known-already':
    'この電話番号は会員 {{name}} 様のものです。登録済みの会員を呼び出しました。',
  'member-unknown': 'この会員様は名簿にありません。F3 を押して探し直してください。',
  'card-unknown':
    '末尾 {{tail}} の会員番号がありません。当店の会員証か確認するか、F3 で電話番号から探してください。',
  'card-misread':
    '会員コードを正しく読めませんでした（検査数字不一致）。汚れを拭くか画面を明るくして、読み直してください。',
  'mobile-invalid': '電話番号が正しくありません。09 で始まる10桁を入力してください。',
  'birthday-invalid': '誕生日が正しくありません。月日を4桁で入力してください（例 0521）。',

  'desk-scanned': '{{text}} で返品する会計を検索しました。',
  'desk-scan-other':
    '返品では発票の左の QR コードか会員証を読み取ってください。クーポンは会計画面で読み取ります。',
  'inviter-scanned': '紹介者の会員番号 {{code}} を入力しました。',

  'voucher-attached': '「{{name}}」を適用しました。支払額を確認し、Enter を押してください。',
  'voucher-removed': '「{{name}}」を外しました。クーポンはまだ使えます。',
  'voucher-on-sale-already': '「{{name}}」はこの会計に適用済みです。二重には割引しません。',
  'voucher-needs-member':
    '「{{name}}」には会員が必要です。会員コード、クーポンの順に読み取ってください。',
  'voucher-needs-card':
    '電話や名前で探した会員様は「{{name}}」を使えません。会員コードを読み取ってください。',
  'voucher-unknown':
    'クーポン {{code}} がありません。当店のものか確認してください。発行直後は同期後に読み取ってください。',
  'voucher-misread': 'クーポンを正しく読めませんでした（検査数字不一致）。読み直してください。',
  'voucher-cancelled': '「{{name}}」は取消済みで使えません。別のクーポンをお願いしてください。',
  'voucher-used':
    '「{{name}}」は {{date}} {{time}} に{{store}}で使用済みです。別のクーポンをお願いしてください。',
  'voucher-used-before': '「{{name}}」は使用済みです。別のクーポンをお願いしてください。',
  'voucher-of-other-member':
    '「{{name}}」は別の会員様のものです。持ち主の会員コードを読み取ってください。',
  'voucher-not-yet-valid': '「{{name}}」は {{date}} から使えます。お客様にお伝えください。',
  'voucher-expired': '「{{name}}」は {{date}} で期限切れです。別のクーポンをお願いしてください。',
  'voucher-unknown-coupon':
    'このレジに「{{name}}」の利用条件がまだありません。同期後に試すか、クーポンなしで会計してください。',
  'voucher-listed-twice': '「{{name}}」はこの会計に適用済みで、2回は使えません。',
  'voucher-min-spend':
    '「{{name}}」は {{minSpendMinor}} 以上で使えます。あと {{missingMinor}} です。金額を追加するか、クーポンを外してください。',
  'too-many-vouchers':
    '1会計で使えるクーポンは {{max}} 枚までです。先に適用済みのものを外してください。',
  'voucher-used-up': '「{{name}}」の残り回数がありません。別のクーポンをお願いしてください。',
  'voucher-needs-hq':
    '「{{name}}」は本部への接続が必要です。後で試すか、クーポンなしで会計してください。',
  'voucher-hq-refused':
    '本部の確認で「{{name}}」はもう使えません。外して会計し、別のクーポンをお願いしてください。',
  'voucher-held-elsewhere':
    '「{{name}}」は別のレジで確保中です。そのレジで使うか、クーポンなしで会計してください。',
  'voucher-time-unknown':
    'PC の時刻が大きく変わり、「{{name}}」の期限を確認できません。ネットワークと時刻を確認してください。',
  'voucher-token-invalid':
    'このクーポンの QR コードを確認できません。画面を開き直していただき、読み直してください。',
  'voucher-token-online':
    'このクーポンは本部への接続が必要です。接続後に読み取るか、クーポンなしで会計してください。',
  'voucher-not-this-time':
    '「{{name}}」は今の日時では使えません。使える日時をお客様にお伝えください。',
  'voucher-not-this-tier':
    '「{{name}}」は現在の会員ランクでは使えません。別のクーポンをお願いしてください。',
  'voucher-not-this-store': '「{{name}}」はこの店舗では使えません。対象の店舗をお伝えください。',
  'voucher-not-this-channel':
    '「{{name}}」は店頭では使えません。別のクーポンをお願いしてください。',
  'voucher-not-birthday': '「{{name}}」は誕生日の期間限定です。お客様にお伝えください。',
  'voucher-not-new-member': '「{{name}}」は新規会員限定です。別のクーポンをお願いしてください。',
  'voucher-not-first-purchase':
    '「{{name}}」は初回購入限定です。別のクーポンをお願いしてください。',
  'voucher-needs-goods':
    '「{{name}}」の対象商品がありません。商品を追加してもう一度お試しください。',
  'voucher-needs-code': '「{{name}}」にはコードが必要です。お客様のクーポンを読み取ってください。',
  'voucher-no-goods-in-scope':
    '「{{name}}」の対象商品がありません。商品を追加するか、別のクーポンをお使いください。',
  'voucher-min-units':
    '「{{name}}」は対象商品 {{minUnits}} 個以上で使えます。あと {{missingUnits}} 個です。商品を追加してください。',
  'voucher-too-many-units':
    '商品の数が「{{name}}」の上限を超えています。会計を分けるか、クーポンを外してください。',
  'voucher-too-much-spend':
    '金額が「{{name}}」の上限を超えています。クーポンを外して会計してください。',
  'voucher-limit-program': '「{{name}}」は全枚数終了しました。別のクーポンをお願いしてください。',
  'voucher-limit-day': '「{{name}}」は本日分終了しました。後日のご利用をお伝えください。',
  'voucher-limit-store-day':
    '「{{name}}」は当店の本日分が終了しました。後日のご利用をお伝えください。',
  'voucher-limit-member': 'この会員様は「{{name}}」の利用上限です。別のクーポンをお使いください。',
  'voucher-limit-member-day': 'この会員様は「{{name}}」の本日の利用上限です。後日ご利用ください。',
  'voucher-no-discount-left': '「{{name}}」で割引できる金額がありません。次回ご利用ください。',
  'voucher-discount-too-small':
    '金額が小さく「{{name}}」で NT$1 も割引できません。商品を追加するか、次回ご利用ください。',
  'voucher-outside-program':
    '会員プログラムの期間外のため「{{name}}」は使えません。外して会計してください。',
  'voucher-better-one-used':
    '「{{other}}」を適用中のため「{{name}}」は併用できません。変更する場合は先に外してください。',

  'best-used':
    '最もお得な組み合わせで {{savesMinor}} 割引しました。支払額を確認し、Enter を押してください。',
  'best-none': '現在の適用が最もお得です。そのまま会計してください。',

  'points-on-sale':
    '{{points}} ポイントで {{valueMinor}} 割引。支払額を確認し、Enter を押してください。',
  'points-on-sale-offline':
    'オフライン中は最大 {{points}} ポイント、{{valueMinor}} 割引。支払額を確認し、Enter を押してください。',
  'points-cut':
    '上限は {{points}} ポイントです（入力 {{asked}}）。{{valueMinor}} 割引。支払額をご確認ください。',
  'points-off': 'ポイント利用を取り消しました。ポイントは減っていません。',
  'no-redemption':
    '現在ポイント払いはできません。そのまま会計してください。ポイントは通常どおり付きます。',
  'redeem-needs-scan':
    '電話や名前で探した会員様はポイント払いできません。会員コードを読み取ってください。',
  'redeem-exceeds-total': 'ポイントが支払額を超えています。減らしてください。',
  'points-short':
    'ポイント不足：利用可 {{availablePoints}}、必要 {{neededPoints}}。減らしてください。',
  'points-owed':
    '{{neededPoints}} ポイント必要ですが利用可は 0、不足 {{owedPoints}} です。他のお支払いをお願いします。',
  'redeem-above-max':
    'この会計で使えるのは {{maxPoints}} ポイントまでです。減らすか、使わずに会計してください。',
  'redeem-not-step': 'ポイントは {{pointsPerStep}} 単位です。その倍数にしてください。',
  'redeem-min-above-max':
    '最低 {{pointsMin}} ポイントですが、この会計の上限は {{maxPoints}} です。ポイントなしで会計してください。',
  'redeem-below-min': '{{pointsMin}} ポイントから使えます。増やすか、使わずに会計してください。',
  'redeem-cart-min':
    'ポイントは {{cartMinMinor}} 以上で使えます。あと {{missingMinor}} です。先に金額を追加してください。',
  'reward-unknown': 'このレジにこの特典の条件がまだありません。同期後にお試しください。',
  'reward-refused':
    'この特典の条件を満たしていません。ポイントは減っていません。商品と回数をご確認ください。',
  'value-expired': 'チャージ残高・ギフトカードは期限切れです。他のお支払いをお願いしてください。',
  'value-short': 'チャージ残高・ギフトカードの残高が足りません。金額を減らしてください。',
  'value-exceeds-total':
    'チャージ残高・ギフトカードが支払額を超えています。金額を減らしてください。',

  'spend-asking': '本部にポイント・クーポンを確認中です。数秒お待ちください。押し直しは不要です。',
  'spend-hq-silent':
    '本部の応答がありません。使えるのは {{maxPoints}} ポイントまでです。減らすか、使わずに会計してください。',
  'spend-hq-full':
    'このレジの確保が本部の上限です。使えるのは {{maxPoints}} ポイントまでです。減らすか、数分後にお試しください。',
  'spend-hq-short':
    '本部の確認では利用可は {{availablePoints}} ポイントです。減らすか、使わずに会計してください。',
  'spend-held-elsewhere':
    '{{heldPoints}} ポイントは別のレジで確保中で、解放を依頼しました。約10秒後に Enter を押すか、今は {{availablePoints}} をお使いください。',
  'spend-stopped':
    '本部と記録を照合中のため、ポイントは使えません。使わずに会計し、店長に連絡してください。',
  'spend-time-unknown':
    'PC の時刻が大きく変わり、本部に接続するまで使えません。ネットワークと時刻を確認するか、使わずに会計してください。',
  'spend-never-synced':
    '本部の会員情報を受信中のため使えません。同期を待つか、使わずに会計してください。',
  'spend-offline-too-long':
    'オフラインが {{hoursMax}} 時間を超え、ポイントは使えません。ネットワークを確認するか、使わずに会計してください。付与は通常どおりです。',
  'spend-balance-old':
    '残高が {{hoursMax}} 時間以上更新されておらず使えません。ネットワークを確認するか、使わずに会計してください。',
  'spend-balance-short':
    'オフライン中、この会員様は {{leftPoints}} ポイントまでです。減らすか、使わずに会計してください。',
  'spend-above-online':
    '{{maxPoints}} ポイントを超える利用は本部への接続が必要です。減らすか、接続後にお試しください。',
  'spend-above-sale':
    'オフライン中は1会計 {{maxPoints}} ポイントまでです。減らすか、接続後にお試しください。',
  'spend-above-member':
    'オフライン中、この会員様が当レジで使えるのはあと {{maxPoints}} ポイントです。減らすか、接続後にお試しください。',
  'spend-above-counter':
    'このレジのオフライン枠は残り {{maxPoints}} ポイントです。減らすか使わずに会計し、店長に連絡してください。',
  'spend-too-often':
    'この会員様はオフライン中に {{salesMax}} 回利用し、上限です。使わずに会計するか、接続後にお試しください。',

  'invoice-taken': '発票 {{number}}、{{amountMinor}} を取り込みました。',
  'invoice-taken-instead':
    '発票 {{number}} を取り込み、金額を {{beforeMinor}} から {{amountMinor}} に変更しました。ご確認ください。',
  'invoice-on-sale-already': '発票 {{number}} は取り込み済みです。読み取りは不要です。',
  'invoice-dropped':
    '金額が変わったため、発票 {{number}} を外しました。必要なら読み直してください。',
  'invoice-scan-left':
    '発票の右の QR コードで、金額がありません。左の QR コードを読み取ってください。',
  'invoice-misread':
    '発票を正しく読めませんでした（{{field}}）。平らにして左の QR コードを読み直してください。',
  'invoice-slip-code39':
    '発票 {{number}} の上の長いバーコードで、金額がありません。下の左の QR コードを読み取ってください。',
  'invoice-foreign-seller':
    '発票 {{number}} は統一編号 {{sellerTaxId}} の発行で、当店のものではありません。当店の発票を読み取ってください。',
  'invoice-no-own-tax-id':
    '当店の統一編号が未設定で、発票 {{number}} を確認できません。金額を入力し、設定（F10）で登録してください。',
  'invoice-future':
    '発票 {{number}} の日付 {{date}} が今日より先です。PC の日付を確認するか、金額を入力してください。',
  'invoice-too-old':
    '発票 {{number}} は {{date}} 発行で、{{daysMax}} 日の期限を過ぎています。お客様にお伝えください。',
  'invoice-used':
    '発票 {{number}} は {{date}} {{time}} に{{store}}で付与済みです。別の発票を読み取ってください。',
  'invoice-zero':
    '発票 {{number}} は NT$0 で、付与するポイントがありません。別の発票を読み取ってください。',
  'invoice-too-large':
    '発票 {{number}} の {{amountMinor}} は上限 NT$9,999,999 を超えています。店長を呼んでください。',

  ...scanNoticeJa,
  'scan-carrier':
    '発票用の携帯バーコード（載具）で、会員コードではありません。会員証をお願いしてください。',
  'scan-full-ascii':
    'スキャナーの Code 39 Full ASCII がオンのため文字が変わり、使いませんでした。説明書に従いオフにして読み直してください。',
  'scan-citizen-certificate':
    '自然人証明書のコードで、会員コードではありません。会員証をお願いしてください。',
  'scan-product': '{{code}} は商品コードです。会員コード、クーポン、電子発票を読み取ってください。',
  'scan-bad-check': '検査数字が合わず、正しく読めていません。読み直してください。',
  'scan-gs1-coupon':
    'メーカークーポンです。POS でお使いください。ここでは当店のクーポンを読み取ります。',
  'scan-unended':
    '「{{name}}」の読み取りに終わりがなく、無視しました。読み直してください。毎回なら設定で削除し、「スキャナーを検出」で追加してください。',
  'scan-too-short': '短すぎて判別できません。コード全体に当てて読み直してください。',
  'scan-too-long':
    '長すぎます。当店のコードではありません。会員コード、クーポン、電子発票を読み取ってください。',
  'scan-binary':
    '文字ではなく、当店のコードではありません。会員コード、クーポン、電子発票を読み取ってください。毎回ならスキャナーの設定を確認してください。',
  'scan-empty': '読み取り内容が空です。読み直してください。',
  'scan-tested': 'テストモード：下に表示しました。会員・ポイント・データは変わりません。',
  'scan-unknown':
    '「{{preview}}」を判別できません。会員コード、クーポン、電子発票を読み取ってください。',

  ...goodsNoticeJa,
  ...posNoticeJa,
  'amount-not-positive': '金額は 0 より大きくしてください。',
  'amount-too-large': '金額は7桁までです。統一編号や日付ではなく金額か、ご確認ください。',
  'amount-not-whole': '金額は整数で入力してください。',
  'settle-needs-member': '会員が未選択です。会員コードを読み取るか、F3 で探してください。',
  'settle-needs-amount': '金額がありません。入力するか、発票の左の QR コードを読み取ってください。',
  'preview-changed':
    '内容が変わったため、まだ会計していません。金額とポイントを確認し、もう一度 Enter を押してください。',
  'program-missing': 'このレジにポイントの条件がまだありません。本部との同期後にお試しください。',
  'sale-settled':
    '{{name}} 様 お支払い {{paidMinor}}、{{points}} ポイント付与、残高 {{balance}} ポイント。',
  'sale-settled-with':
    '{{name}} 様 お支払い {{paidMinor}}、{{points}} ポイント付与、残高 {{balance}} ポイント。{{extra}}。',

  'sale-undone':
    '会計 {{saleNo}} を取消：返金 {{moneyMinor}}、取り消し {{clawedBack}}、戻し {{returned}} ポイント。',
  'sale-refunded':
    '会計 {{saleNo}} を返品：返金 {{moneyMinor}}、取り消し {{clawedBack}}、戻し {{returned}} ポイント。',
  'refund-changed':
    '内容が変わったため、まだ返金していません。金額とポイントを確認し、もう一度 Enter を押してください。',
  'refund-conflict':
    'この返品は別の内容で送信済みのため、変更していません。最近の会計で結果をご確認ください。',
  'refund-sale-unknown':
    'このレジにこの会計がありません。番号を確認するか、元のレジで行ってください。',
  'refund-nothing-left': 'この会計はすべて返品済みです。番号をご確認ください。',
  'refund-amount-not-positive': '返品金額は 0 より大きくしてください。',
  'refund-amount-not-whole': '返品金額は整数で入力してください。',
  'refund-line-unknown': 'この会計にその商品はありません。選び直してください。',
  'refund-exceeds-refundable': '返品できるのは {{refundableMinor}} までです。減らしてください。',
  'refund-exceeds-line': '{{line}} 行目の返品は {{qtyLeft}} 点までです。減らしてください。',
  'refund-too-late': '返品期限の {{date}} を過ぎています。店長から本部に連絡してください。',
  'refund-points-spent':
    'この会計の {{points}} ポイントが使用済みのため取消できません。返品をお使いください。',
  'refund-already-refunded': '一部返品済みのため会計取消はできません。残りは返品をお使いください。',
  'not-recorded':
    'ディスクに保存できず（{{trouble}}）、実行されていません。店長に連絡し、ディスクを確認してからお試しください。',

  'setup-first': '先に設定してください：本部に接続するか、接続せずに始めます。',
  'set-up':
    '{{brandName}} の準備ができました。会員コードを読み取るか、F6 で最初の会員を登録してください。',
  'already-set-up': 'このレジは設定済みです。変更はありません。',
  'shop-saved': '{{brandName}} の店名と統一編号を保存しました。',
  'shop-is-hqs': '店名と統一編号は本部が管理しています。変更していません。本部に依頼してください。',
  'clock-trusted': 'この端末の時計で続けます。誤った日付の記録はそのまま残ります。',
  'clock-is-hqs': '時刻は本部が決めます。変更していません。端末の時計と接続をご確認ください。',
  'tax-id-invalid': '統一編号が正しくありません（検査数字不一致）。8桁をご確認ください。',
  connected: '{{brandName}} 本部に接続しました。データは自動で送信します。',
  'connect-busy': '本部に接続中です。お待ちください。',
  'connect-refused': '本部に接続できません：{{reason}}',
  'device-path-taken': 'このポートは「{{name}}」が使用中です。別のポートを選んでください。',
  'too-many-devices': 'スキャナーは {{max}} 台までです。使わないものを先に削除してください。',
  'queue-full':
    '読み取りが速すぎて {{lost}} 件を処理できませんでした。画面が落ち着いてから、反応のなかったものを読み直してください。',
  internal:
    'エラーが発生し、完了していません。データは変わっていません。もう一度試し、続く場合はアプリを再起動してください。',
};

/** Values of notices that are codes themselves: why, in a few words. */
export const causeJa: Texts['cause'] = {
  'bad-address':
    'アドレスが正しくありません。本部の案内どおりに入力してください。外部は https:// で始まります。',
  'code-unknown': '接続コードがありません。8文字を確認するか、本部に再発行を依頼してください。',
  'code-expired': '接続コードは期限切れか使用済みです。本部に再発行を依頼してください。',
  'too-many-tries': '試行回数が多すぎます。数分お待ちください。',
  'hq-unreachable': '本部のサーバーに接続できません。アドレスとネットワークをご確認ください。',
  unreachable: '本部のサーバーに接続できません。アドレスとネットワークをご確認ください。',
  'not-hq':
    '本部以外が応答しました。ログイン画面の可能性があります。アドレスとネットワークをご確認ください。',
  'hq-failing': '本部のサーバーに問題があります。後でもう一度お試しください。',
  refused: '本部がこのレジを拒否しました。本部に連絡してください。',
  clock: 'この PC の時刻が正しくありません。先に時刻を合わせてください。',
  full: 'ディスク満杯',
  'read-only': 'ディスク読み取り専用',
  failing: 'ディスクエラー',
  length: '長さ不足',
  number: '発票番号',
  date: '日付',
  random: 'ランダムコード',
  sales: '売上額',
  total: '合計',
  buyer: '購入者の統一編号',
  seller: '販売者の統一編号',
  check: '検証コード',
};
