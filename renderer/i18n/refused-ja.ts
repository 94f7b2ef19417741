import { trainingRefusedJa } from './training-ja.ts';

import type { Texts } from './texts.ts';

/** Why a counter does not open its database, and what to do. */
export const refusedJa: Texts['refused'] = {
  ...trainingRefusedJa,
  unchanged: 'データは変更されていません。',
  code: 'コード',
  detail: '詳細',
  'database-newer': {
    title: 'データベースが新しいバージョンのものです',
    what: 'このバージョンでは読めないため、開きませんでした。',
    todo: '新しいバージョンの Counterfoil をインストールし、再起動してください。',
  },
  'database-unreadable': {
    title: 'データベースを読み込めません',
    what: 'データベースが壊れているか、このPCの鍵で暗号化されていないため、開きませんでした。',
    todo: 'ファイルは削除しないでください。バックアップから復元するか本部に連絡し、再起動してください。',
  },
  'database-in-use': {
    title: '別のプログラムがデータベースを使用中です',
    what: 'このPCの別のプログラムが同じデータベースを開いています。同時に書き込むと記録が壊れるため、開きませんでした。',
    todo: '別の Counterfoil やバックアップソフトを終了し、再起動してください。見つからない場合はPCを再起動してください。',
  },
  'key-missing': {
    title: 'データベースの鍵が見つかりません',
    what: 'このPCのユーザーでは鍵を開けないため、データベースを開きませんでした。',
    todo: 'いつものユーザーでログインし、再起動してください。PC の交換や再インストールの後は、本部にご連絡ください。',
  },
  'disk-failed': {
    title: 'ディスクを使用できません',
    what: 'ディスクが満杯、読み取り専用、または故障しています。会計を確実に記録できないため停止しました。',
    todo: 'ディスクの空きを増やして点検し、再起動してください。',
  },
  'not-durable': {
    title: 'ディスクへの書き込みを保証できません',
    what: '書き込み完了を確認する方式でデータベースを開けませんでした。停電で会計が失われる恐れがあるため停止しました。',
    todo: 'Counterfoil を再インストールし、再起動してください。直らない場合は本部にご連絡ください。',
  },
};
