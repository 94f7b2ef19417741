import type { HouseHelp } from './help-topics.ts';

/** The help about the counter and who works there in English. */
export const houseHelpEn: HouseHelp = {
  parked: {
    title: 'Sales set aside',
    lead: 'A sale that is not settled can wait while you serve the next customer. Scanning the next member sets it aside by itself.',
    find: 'hold park parked later suspend resume next customer',
    steps: [
      'Next customer: just scan their code, the open sale is set aside; or press {Shift+F9} first.',
      'Back again: {Shift+F9}. A single one comes back at once; of several choose with {1} to {5}.',
      'Check the amount; only {Enter} settles it.',
    ],
    cases: [
      {
        see: '“Set aside n”',
        means: 'So many sales are not settled yet, 5 at most.',
        act: 'Before closing time take each back, and settle or clear it.',
      },
    ],
    notes: [
      'A sale set aside has taken no points and used no voucher.',
      'On another day the member is scanned again for vouchers or points.',
    ],
  },
  staff: {
    title: 'People and the lock',
    lead: 'Once people are listed they sign in, and what they do carries their name. While nobody is listed nobody signs in.',
    find: 'sign in login password pin switch manager cashier lock badge permission',
    steps: [
      'In settings {F10}, under people, the manager adds themselves first, then the cashiers. The first one is always a manager.',
      'Each has a PIN of 6 to 12 digits, and a badge to scan if you print one.',
      'Leaving or changing over: {F12}. The open sale stays.',
      'Coming back: type the PIN or scan the badge.',
    ],
    cases: [
      {
        see: 'The screen locked by itself',
        means: 'Nobody touched it for a while, 3 minutes to begin with.',
        act: 'Sign in; it goes on where you were.',
      },
      {
        see: 'Five wrong PINs',
        means: 'To be safe, this person waits 5 minutes.',
        act: 'Wait, scan your badge, or let somebody else sign in.',
      },
      {
        see: 'A manager has to allow it',
        means: 'A large refund, full personal data, an export and the like.',
        act: 'The manager types their own PIN and chooses why; it holds once.',
      },
    ],
    notes: ['Keep your PIN to yourself. A manager can give anybody a new PIN or badge.'],
  },
  shift: {
    title: 'Shifts',
    lead: 'What happened between opening and closing, equal to the ledger to the last point. It prints on A4 or 80 mm.',
    find: 'open close end of day report cash up hand over signature',
    steps: [
      'Press {Shift+F12}; when work begins, open the shift.',
      'When it ends press {Shift+F12} again: paid, refunds, points, vouchers, new members, and each person’s part.',
      'Press “Close shift…”, check it, then confirm.',
      'Print it for both to sign if you like. Earlier shifts are listed beside it.',
    ],
    cases: [
      {
        see: 'Some still waiting for HQ',
        means: 'HQ has not confirmed all of this shift.',
        act: 'You may close it; nothing is lost, they go up by themselves.',
      },
    ],
    notes: [
      'You can sell without a shift; those sales count in none.',
      'A closed shift never changes; later refunds count in the next one.',
    ],
  },
  training: {
    title: 'Training',
    lead: 'For practice: other data, invented members, no network. Nothing counts, and all of it is deleted afterwards.',
    find: 'practice learn new staff try demo cards',
    steps: [
      'Press {Shift+F11}, read, and begin.',
      'An orange frame stands around the screen. {Shift+F11} again opens the practice card: “Scan” works like a real scan.',
      'Sell, use vouchers and refund as usual.',
      '{Shift+F10} ends it; your shop is as it was, an open sale too.',
    ],
    cases: [
      {
        see: 'The orange frame',
        means: 'What is done now does not count; its numbers begin with T.',
        act: 'Serve no real customer; end training first.',
      },
    ],
    notes: [
      'Real cards do not work in training.',
      'Where people are listed, a manager has to allow the start.',
    ],
  },
  manager: {
    title: 'Member list and figures',
    lead: 'Find members, see one as a whole, tag them and write notes; this counter’s figures, export and print.',
    find: 'list report statistics excel csv print filter birthday revenue repeat tag note remark allergy consent privacy',
    steps: [
      '{F4}: the member list. Type phone, name or card; {#} finds a tag; filter and sort.',
      'Choose with {↑} {↓}, {Enter}: points by expiry, sales, vouchers, story, notes.',
      'On a member’s page {#} adds a tag, {+} begins a note, {Ctrl+Enter} saves it; {Ctrl+Z} puts back what was removed.',
      '{Shift+F4}: figures of today, yesterday, 7 days, this or last month.',
      'Export saves CSV or Excel; print prints the period shown.',
    ],
    cases: [
      {
        see: 'Names and numbers are masked',
        means: 'Personal data is not shown without need.',
        act: 'Reveal when you must; it hides again after 30 seconds and, where people are listed, is recorded.',
      },
      {
        see: '“n waiting for HQ; this counter’s figures include them”',
        means: 'These are this counter’s figures, all of them.',
        act: 'Nothing to do. For all stores see HQ’s page.',
      },
      {
        see: '“Notes · not saved”',
        means: 'A half-written note is still there, for example because a card was scanned.',
        act: 'Go back to that member’s notes, finish it and press {Ctrl+Enter}.',
      },
    ],
    notes: [
      'Exported files hold personal data: delete them after use.',
      'Write only what serving them needs: members may ask to see it. What is removed is gone at every counter.',
    ],
  },
  inbox: {
    title: 'To look at',
    lead: 'What HQ returned, worked out again or doubts, and this PC’s own troubles. Each says what happened, what is safe and what to do; HQ decides.',
    find: 'inbox exception conflict rejected returned notice unseen',
    steps: [
      'Press {Shift+F3}; the newest stands on top.',
      'Read what to do with each. Mostly it is nothing.',
      'Mark what you have seen; that can be taken back.',
    ],
    cases: [
      {
        see: 'A record that HQ did not count',
        means: 'HQ did not accept it; its points were put back.',
        act: 'Give HQ the sale’s number; tell the customer that HQ looks after it.',
      },
    ],
    notes: ['Nothing is taken back from a customer unless HQ decides so.'],
  },
  scanners: {
    title: 'Scanners: checking and setting',
    lead: 'F11 shows what a scanner sends, tries scans without any effect, and prints the set-up sheet.',
    find: 'barcode gun usb serial keyboard hid sheet test port',
    steps: [
      '{F11} opens the page, once more begins test mode.',
      'Scan anything: it is listed with what it is and every character.',
      'USB (HID POS) and keyboard scanners just work; a serial one is found from one scan in settings {F10}.',
      'The set-up sheet prints on one page: codes to try, and how each make should be set.',
    ],
    cases: [
      {
        see: 'A scanner is not connected',
        means: 'Power, cable, permission, or another program holds it.',
        act: 'Plug it in again; it comes back within two seconds.',
      },
      {
        see: 'The input method takes every scan',
        means: 'The scanner is in keyboard mode.',
        act: 'Best set it to HID POS or serial: see the sheet.',
      },
    ],
    notes: ['Leaving the page ends test mode.'],
  },
  settings: {
    title: 'Settings',
    lead: 'F10. Needed on the first day, and when something is wrong.',
    find: 'language dark font large keys sound hq connect tax id pos customer screen',
    steps: [
      '{F10}, then choose a tab.',
      'HQ and shop: connect to HQ, shop name and tax id.',
      'Language and look: language, dark, large keys, sound, years.',
      'POS: let the till send its amounts. Training & customer: a second window for the customer, in their language.',
    ],
    cases: [
      {
        see: '“This PC cannot protect the key”',
        means: 'Who can sign in to this PC may read the data.',
        act: 'Give the PC a password; otherwise work as usual.',
      },
    ],
    notes: ['All settings are this PC’s own.'],
  },
  card: {
    title: 'Print the cashier card',
    lead: 'One page: keys, five situations, offline, what never to do. Keep it beside the counter.',
    find: 'print card poster a4 keys paper',
    steps: [],
    cases: [],
    notes: [],
  },
  codes: {
    title: 'Every notice',
    lead: 'All yellow and red notices. Each says what happened, then what to do. “…” stands for the name or number of the moment.',
    find: 'error code message refused warning red yellow',
    steps: [],
    cases: [],
    notes: ['Red: it was not done. Yellow: go on, but look.'],
  },
};
