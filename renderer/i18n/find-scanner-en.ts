/** Finding a serial scanner's port and settings by one scan, and typing them by hand. */
export const findScannerEn = {
  lead: 'Plug the scanner in, press Find scanner, then scan any code: the port and its settings are found. Scans made meanwhile earn nothing.',
  start: 'Find scanner',
  startOn: 'Find on {{path}}',
  scanNow: 'Scan any code now…',
  attempt: 'Settings {{attempt}} of {{max}}',
  listeningAll: 'Listening on {{n}} ports',
  listeningOne: 'Listening on {{path}}',
  unreadable:
    'Something came but cannot be read with those settings. Scan once more with the next.',
  secondsLeft: '{{n}} s left',
  next: 'Nothing happens? Next settings',
  foundAt: 'Scanner found: {{path}}',
  read: 'Read: {{what}}',
  codes: {
    member: 'a member card',
    voucher: 'a voucher',
    product: 'a product code',
    einvoice: 'an e-invoice code',
    carrier: 'a carrier code',
    text: 'a code',
  },
  save: 'Add this scanner',
  again: 'Search again',
  failed: {
    'no-ports':
      'No free port was found. Check that the scanner is plugged in and switched on, then search again. Scanners of the list need no search.',
    'not-found': 'This port is not there. Check the cable or choose another port.',
    busy: 'Another program uses the port. Close it and search again.',
    'no-permission': 'You may not use this port. Ask your administrator for the right.',
    failed: 'The port does not open. Unplug the scanner, plug it in again and search again.',
    timeout:
      'No scan came in time. Check that the scanner is set to serial (USB-COM) mode, then search again.',
    'none-fits':
      'No settings fit. Reset the scanner with the code in its manual (mostly 9600, 8N1), then search again.',
  },
  manual: 'Set it by hand',
  format: 'Bits, parity',
  formats: {
    '8none': '8N1',
    '8even': '8E1 (even)',
    '8odd': '8O1 (odd)',
    '7none': '7N1',
    '7even': '7E1 (even)',
    '7odd': '7O1 (odd)',
  },
  ending: 'End of a scan',
  endings: { suffix: 'CR, LF, Tab or ETX (usual)', silence: 'None: ended by a pause' },
};
