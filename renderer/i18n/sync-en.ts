import type { Texts } from './texts.ts';

export const syncEn: Texts['sync'] = {
  chip: {
    local: 'Local mode',
    starting: 'Loading: {{rows}} rows',
    fetching: 'Fetching members: {{percent}} %',
    online: 'Online',
    syncing: 'Syncing: {{n}}',
    offline: 'Offline · {{n}} to send',
    offlineOld: 'Offline for over 7 days · {{n}} to send',
    offlineNone: 'Offline',
    attention: 'Needs care: {{n}}',
  },
  title: 'Connection to HQ',
  state: {
    local:
      'Not connected to HQ. Everything is kept on this PC and goes up, each thing once, when you connect later.',
    starting: 'Fetching members, vouchers and rules from HQ. You can already work.',
    online: 'Connected, everything is at HQ.',
    syncing: 'Connected, sending and fetching.',
    offline: 'HQ cannot be reached. Go on as usual; it sends by itself when the line is back.',
    attention: 'Something needs HQ. Go on as usual and tell the store manager.',
  },
  reason: {
    unreachable: 'HQ’s server cannot be reached. Check the network cable or Wi-Fi.',
    'no-link': 'This PC has no network. Check the network cable or Wi-Fi.',
    'no-name':
      'HQ’s address cannot be found. Check that this PC is on the network, or ask HQ whether the address changed.',
    'not-hq':
      'Something other than HQ answered, perhaps a login page. Check whether the network wants a login first.',
    'hq-failing': 'HQ’s server is in trouble. Nothing to do: it is tried again soon.',
    'hq-misconfigured':
      'HQ is down: its database must be mended. Tell HQ. Sales go on; everything is kept on this PC and is sent afterwards.',
    refused: 'HQ refused this counter. Ask HQ about the state of this counter.',
    clock:
      'The date or time of this PC is wrong, so HQ cannot be reached. Set the PC’s clock; everything is on this PC and is sent afterwards.',
    'hq-certificate':
      'The certificate of HQ’s site has run out; this PC’s clock is right. Tell HQ; everything is on this PC and is sent later.',
    stuck:
      'HQ fails at one record again and again. It and those after it wait on this PC; nothing is lost. Call HQ.',
    fork: 'This PC’s data was restored and no longer follows HQ’s record, and could not be joined up by itself. Sales go on and nothing is lost. Call HQ.',
  },
  outbox: {
    many: '{{n}} records wait for HQ. They are safe on this PC and sales go on. The store manager should check the network, and not replace or reset this PC before they have gone up.',
    old: 'The oldest record has waited for HQ for more than 7 days. All are safe on this PC and sales go on, but HQ and the other stores cannot see them yet. The store manager should check the network, and not replace or reset this PC before they have gone up.',
  },
  healed: {
    fork: 'This PC’s data was restored or copied. It joined HQ again by itself under a new identity. Every sale reaches HQ; nothing is lost.',
    'unknown-install':
      'HQ was restored and had forgotten this counter. It registered again by itself. Every sale reaches HQ; nothing is lost.',
    'hq-restored':
      'HQ was restored from a backup. This counter sent again what HQ lacked and fetched its data anew; nothing is lost.',
  },
  healedAt: 'Put right by itself',
  unconfirmed:
    'Spending points and vouchers offline is paused until a manager agrees to this counter on HQ’s page. Online nothing changes.',
  unsent: 'To send',
  unsentCount: '{{n}}',
  oldest: 'Oldest',
  lastContact: 'Last contact',
  never: 'Never yet',
  now: 'Sync now',
};
