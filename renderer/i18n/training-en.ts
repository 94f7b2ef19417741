/** What is said about training and the window for the customer. */
export const trainingEn = {
  word: 'Training',
  strip: 'Practice data: nothing counts here, nothing is sent.',
  end: 'End training',
  card: 'Practice card',
  failed:
    'It did not change over, and no data was touched. Please try again; if it fails again, restart the program.',
  refused: {
    'training-already': 'You are in training already.',
    'setup-first': 'Finish the set-up first, then use training.',
    'training-unavailable': 'There is no training here. Use it in the program of the till.',
    'no-training': 'You are not in training.',
  },
  begin: {
    title: 'Training',
    lead: 'Try everything without worry, on data made for practice.',
    points: {
      data: 'Members, points and vouchers are made up; the shop’s own data is not touched.',
      network: 'No network: nothing goes to HQ or LINE, and no POS reaches in.',
      sale: 'An open sale stays in the shop and is there again afterwards.',
      mark: 'An orange frame stands on every screen, sale numbers begin with T, and everything is deleted at the end.',
    },
    do: 'Begin training',
    doing: 'Changing over…',
  },
  practice: {
    title: 'Practice card',
    lead: '“Scan” does what a scanner would do with this code. Members can also be found by the end of their number.',
    scan: 'Scan',
    scanOf: 'Scan: {{what}}',
    tail: 'Number ends in {{tail}}',
    kind: {
      'gold-member': 'Gold member with points and vouchers',
      'plain-member': 'Member with few points',
      'birthday-member': 'Member with a birthday this month',
      voucher: 'Voucher that can be used (NT$50 off 300)',
      'expired-voucher': 'Expired voucher',
      'others-voucher': 'Voucher of somebody else',
      'e-invoice': 'E-invoice of NT$400',
      'unknown-card': 'Card of nobody',
      'misread-card': 'Card with one digit misread',
      product: 'Code of a product',
    },
  },
  window: {
    title: 'Customer screen',
    lead: 'A second window for the customer: amount, discount and points, the name only in part. It fills a second display if there is one.',
    on: 'Shown',
    off: 'Not shown',
    asCounter: 'Counter’s',
  },
} as const;

/** Answers of the counter about training. */
export const trainingNoticeEn = {
  'training-begun':
    'This is training: nothing counts. Press Shift+F11 for the practice card and scan something.',
  'training-ended':
    'Back in the shop. Everything done in training is deleted; the shop’s data was not touched.',
  'training-cut':
    'The program was closed during training. You are back in the shop; the practice data is deleted and the shop’s data was not touched.',
  'training-failed':
    'Training could not be opened. You are back in the shop and no data was touched. Check the disk space and try again.',
  'training-card-unknown':
    'Card …{{tail}}: real cards do not work in training. Shift+F11 shows those that do.',
  'training-code-unknown':
    'Training does not know this code: codes of real members and vouchers do not work here. Use the practice card (Shift+F11), or end training first.',
} as const;

export const trainingRefusedEn = {
  'training-file': {
    title: 'This database is for training',
    what: 'The file in the place of the shop’s database holds practice data, so it was not opened.',
    todo: 'Restore the shop’s database from a backup, or ask HQ for help, then restart.',
  },
  'not-training-file': {
    title: 'This database is not for training',
    what: 'The file in the training folder does not bear the mark of training, so it was not opened.',
    todo: 'Restart the program: it begins with the shop’s own database.',
  },
} as const;

export const trainingKeysEn = {
  training: 'Training; during training: practice card',
  endTraining: 'End training',
} as const;

/** The customer's window. */
export const customerEn = {
  region: 'Customer screen',
  welcome: 'Welcome',
  hint: 'Please show your member code before you pay to earn points',
  join: 'Scan to become a member',
  joinHint: 'With LINE, in a moment',
  hello: 'Hello, {{name}}',
  yourPoints: 'Your points',
  points: '{{points}} points',
  amount: 'Amount',
  discount: 'Discount',
  withPoints: '(with {{points}} points)',
  toPay: 'To pay',
  earns: 'Points you will earn: {{points}}',
  showCode: 'Show your member code to earn points',
  thanks: 'Thank you, {{name}}',
  earned: 'Earned now',
  paid: 'Paid',
  balance: 'Your points',
  training: 'Training',
} as const;
