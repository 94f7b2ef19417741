import type { lineChannelZhTw } from './line-channel-zh-tw.ts';

export const lineChannelEn: typeof lineChannelZhTw = {
  title: 'LINE channel',
  names: {
    accessToken: 'Channel access token',
    channelSecret: 'Channel secret',
    loginChannelId: 'LINE Login channel ID',
    liffId: 'LIFF ID',
  },
  uses: {
    accessToken: 'Sends messages. Issued in LINE Developers, on the Messaging API channel.',
    channelSecret: 'Proves that a webhook is from LINE. On Basic settings of the same channel.',
    loginChannelId:
      'The LINE Login channel of the member pages; it must be under the same provider as the Messaging API channel.',
    liffId: 'The LIFF ID of the member pages, such as 2000000001-AbcdEfgh.',
  },
  notSet: 'Not set',
  isSet: 'Set',
  fromEnvironment: 'Set by the environment',
  closed: 'Cannot be opened',
  lastFour: (four) => `ends in ${four}`,
  setAt: (when) => `set ${when}`,
  troubles: {
    'no-key':
      'The key it was sealed with is missing. Whoever runs HQ’s computer puts back HQ_SECRET_KEY or line-secret.key, or enter it anew here.',
    'wrong-key':
      'The key was changed. Whoever runs HQ’s computer puts the old one back, or enter it anew here.',
    damaged: 'What is in the database was changed. Enter it anew here.',
  },
  otherOrigin: (origin) => `This HQ does not speak to LINE but to ${origin}.`,
  change: 'Change settings',
  remove: 'Remove',
  sureRemove: (name) => `Really remove ${name}`,
  ownerOnly: 'Only the owner of HQ can change this.',
  dialogTitle: 'Change the LINE channel',
  keepsOld: 'Empty = unchanged. It is kept encrypted and never shown here again.',
  environmentWins: 'Set by the environment; it cannot be changed here.',
  save: 'Save',
  busy: 'Saving…',
  nothingNew: 'Nothing was entered yet.',
  wrongForm: 'This is not its form. Copy all of it, with no blanks inside.',
  liffOfOther:
    'A LIFF ID usually begins with the LINE Login channel ID: check that both are of one channel.',
  outcomes: {
    'only-owner': 'Only the owner of HQ can change this.',
    'no-key':
      'HQ has no key that would be kept, so nothing was saved. Whoever runs HQ’s computer sets HQ_SECRET_KEY.',
    'in-environment': 'One of these is set by the environment; nothing was saved.',
  },
  check: 'Ask LINE',
  checking: 'Asking…',
  checked: {
    fits: (account, id) => `The token works. It is of the official account “${account}” (${id}).`,
    refused: 'LINE refuses this token: it is expired, revoked or not copied whole.',
    unreachable: 'LINE cannot be reached. Ask again later.',
    'no-token': 'There is no token to ask about yet.',
  },
  webhookNone: 'LINE has no webhook URL yet.',
  webhookOther: (endpoint) => `LINE sends webhooks elsewhere: ${endpoint}`,
  webhookOff: 'The webhook URL is right, but “Use webhook” is off.',
  webhookRight: 'The webhook URL is right and switched on.',
  addresses: 'Addresses for LINE Developers',
  webhookAddress: 'Webhook URL',
  webhookWhere:
    'Messaging API channel → Webhook settings; also switch on Use webhook and Webhook redelivery.',
  pagesAddress: 'Endpoint URL of the LIFF app',
  pagesWhere: 'LINE Login channel → LIFF; the scope openid is needed.',
  joinAddress: 'Member pages',
  joinWhere: 'For the rich menu, or printed as a QR code: it opens the member’s pages.',
  copy: 'Copy',
  copied: 'Copied',
  notHttps:
    'LINE takes https with a valid certificate only. HQ is open in another way now: open it by its public https address, then copy.',
};
