import type { SaleHelp } from './help-topics.ts';

/** The help about members and sales in English. */
export const saleHelpEn: SaleHelp = {
  'first-sale': {
    title: 'Your first sale in ten minutes',
    lead: 'A sale is three steps: scan the member, type the amount, press Enter. Scan or type first, as you like.',
    find: 'new beginner start training learn checkout earn',
    steps: [
      'Ask for the member card on the phone or in the wallet and scan it. Name, points and vouchers appear on the left.',
      'Type what was really spent, or scan the left QR code of the e-invoice.',
      'Look right: what is to be paid and the points it gives, with the reasons below.',
      'Press {Enter}. A green notice means it is done, and “Last sales” has one more.',
      'A slip: {Ctrl+Z}, then {Enter}, undoes the whole sale.',
    ],
    cases: [
      {
        see: 'Green at the top, “Done”',
        means: 'It is on the disk; a power cut cannot lose it.',
        act: 'Serve the next customer.',
      },
      {
        see: 'Yellow at the top, “Note”',
        means: 'You can go on, but one thing wants a look.',
        act: 'Read the sentence and carry on.',
      },
      {
        see: 'Red at the top, “Refused”',
        means: 'Nothing was done and nothing changed.',
        act: 'Do what the sentence says; {Enter} closes it. {F1} explains this very notice.',
      },
    ],
    notes: ['{Esc} is always one step back and breaks nothing.', 'All keys: press {?}.'],
  },
  scanning: {
    title: 'Scanning',
    lead: 'Scan on any screen: member card, changing code, voucher, e-invoice, the card of who invited. No field needs to be chosen first.',
    find: 'barcode scanner gun not reading nothing happens input method ime qr again',
    steps: [
      'Aim at the code. Turn the phone’s screen bright, lay paper flat.',
      'Read the notice at the top: every scan is answered.',
      'At the refund desk an e-invoice or a card finds its sale; everywhere else a scan leads to the counter.',
      'Nothing happens: press {F11} and see what the scanner sends.',
    ],
    cases: [
      {
        see: '“The input method caught the scan”',
        means: 'A keyboard scanner’s letters went into an input method; that scan was not used.',
        act: 'Press {Esc} and scan again. If it happens often, switch the input method to English or the scanner to HID POS.',
      },
      {
        see: '“Scanned again”',
        means: 'The same code was read again within a second and counts once.',
        act: 'Nothing to do.',
      },
      {
        see: '“No member has a card ending in …”',
        means: 'This counter does not know the card.',
        act: 'Check that it is your shop’s card, or press {F3} and use the phone number.',
      },
      {
        see: '“That is a mobile invoice carrier”',
        means: 'It is the barcode for e-invoices, not the member card.',
        act: 'Ask for the member card and scan that.',
      },
    ],
    notes: ['A code that was misread is refused, never guessed.'],
  },
  find: {
    title: 'Finding a member without a card',
    lead: 'By the end of the phone number, the whole number, name or card. Such a member earns points but cannot use vouchers or points.',
    find: 'phone mobile forgot card search name look up',
    steps: [
      'Press {F3}.',
      'Type at least 3 last digits of the phone, or 2 letters of the name.',
      'Choose with {↑} {↓}, take with {Enter}. Check the name with the customer.',
      'Nobody found: {F6} enrols; the number is taken along.',
    ],
    cases: [
      {
        see: '“Found by search: may earn only”',
        means: 'Knowing a number is no proof of who it is.',
        act: 'For vouchers or points, scan the member’s own code.',
      },
    ],
    notes: ['Even a single match is never taken by itself: you choose.'],
  },
  vouchers: {
    title: 'Vouchers',
    lead: 'The member’s vouchers stand on the left, usable ones first; the others say why not.',
    find: 'coupon discount offer use best combination redeem',
    steps: [
      'Member first, then scan the voucher; or press {F7} for the next usable one.',
      '{Alt+1} to {Alt+9} put a voucher on or take it off.',
      '{F2} takes the combination that saves most.',
      'Check what is to be paid; only {Enter} uses the voucher up.',
    ],
    cases: [
      {
        see: 'A voucher marked as not usable',
        means: 'For example too little spent, not the day, not the tier: it stands beside it.',
        act: 'Tell the customer the reason, or take another voucher.',
      },
      {
        see: '“Was used on …”',
        means: 'It has been used; time and store are on the screen.',
        act: 'Show the line and ask for another voucher.',
      },
      {
        see: 'Needs HQ',
        means: 'Such a voucher cannot be used while offline.',
        act: 'Settle without it; points are given all the same and the voucher stays.',
      },
    ],
    notes: [
      'A voucher taken off before confirming is not used.',
      'Undoing the sale gives the voucher back.',
    ],
  },
  points: {
    title: 'Paying with points',
    lead: 'The screen says how many points this sale takes and what they are worth. Nothing is taken before you confirm.',
    find: 'redeem spend discount balance value',
    steps: [
      'Scan the member, type the amount.',
      '{F8}: as many as possible. Once more: none.',
      '{Shift+F8}: type how many, {Enter} takes them over.',
      'Check what is to be paid and press {Enter}.',
    ],
    cases: [
      {
        see: 'It asks to confirm who the member is',
        means: 'Your shop wants the changing code for points.',
        act: 'Ask the member to open the changing code in the LINE card and scan it.',
      },
      {
        see: 'Offline, at most so many points',
        means: 'Without HQ there is a limit.',
        act: 'Use fewer points, or none; points are earned all the same.',
      },
      {
        see: 'Points kept at another counter',
        means: 'Another counter holds points of this member.',
        act: 'Press {Enter} again after about 10 seconds.',
      },
    ],
    notes: ['How many points make NT$1, and how few may be used, is in your shop’s rules.'],
  },
  enrol: {
    title: 'A new member',
    lead: 'Three fields, offline too. The new member is on this sale at once.',
    find: 'join register sign up enrol invited referral consent privacy',
    steps: [
      'Press {F6}.',
      'Mobile number and name; the birthday (month and day) may be left out. {Tab} goes on.',
      'Invited by somebody: with the cursor in that field, scan their member card.',
      'Show the privacy notice; tick once the member agrees.',
      'Press {Enter}. The card number is shown.',
    ],
    cases: [
      {
        see: 'The number is a member’s already',
        means: 'Nobody was made twice; the member is on the sale.',
        act: 'Go on as usual.',
      },
      {
        see: 'The inviting member is not known here',
        means: 'The new member has joined; HQ confirms who invited them.',
        act: 'Nothing to repeat; HQ gives the reward later.',
      },
    ],
    notes: ['Never tick consent for somebody.', '{Shift+F6} right after links the member’s LINE.'],
  },
  undo: {
    title: 'Undoing and refunding',
    lead: 'Undo = the whole sale never was. Refund = a part, by goods or amount. Points, vouchers and stamps go back too.',
    find: 'void cancel return money back mistake wrong amount',
    steps: [
      'The sale just made: {Ctrl+Z}, check the money, {Enter}.',
      'An earlier one: {F5}, type the end of its number, or scan its e-invoice or the member’s card; {Enter} opens it.',
      '{F8} chooses undo or refund. For a refund type the amount, or choose goods with {↑} {↓} and pieces with {+} {−}.',
      '{Alt+1} to {Alt+4} choose why. Look at the money to give back and the points taken back.',
      'Press {Enter}. Twice still refunds once.',
    ],
    cases: [
      {
        see: '“The member will owe … points”',
        means: 'The points of that sale are spent already.',
        act: 'You may refund; points earned later pay it back. Tell the member.',
      },
      {
        see: 'Too late to refund',
        means: 'Your shop’s days are over.',
        act: 'The manager asks HQ.',
      },
      {
        see: '“Sent back”',
        means: 'HQ does not count this sale for now; its points are undone already.',
        act: 'Take goods back as ever: money goes back, points stay, HQ is told.',
      },
      {
        see: 'A manager is asked for',
        means: 'More money than a cashier may give back alone.',
        act: 'The manager types their own PIN and chooses a reason.',
      },
    ],
    notes: ['Give back exactly the money on the screen.'],
  },
  offline: {
    title: 'Offline and the sync badge',
    lead: 'The badge at the top right tells how the connection to HQ is. Offline you sell as ever; what waits goes up by itself, each sale once. Usually there is nothing to do.',
    find: 'network internet connection upload sync hq wifi cable waiting',
    steps: [
      'Look at the badge: online, syncing, offline, needs attention, with how much waits.',
      'Press it: one sentence says why and what to do.',
      'Offline you scan, earn, enrol and use vouchers as ever.',
      'Do not replace or reinstall this PC until all is up.',
    ],
    cases: [
      {
        see: '“Offline”, and how many wait',
        means: 'HQ is out of reach; everything is safe on this PC.',
        act: 'Carry on. After an hour check the network cable.',
      },
      {
        see: 'Needs attention',
        means: 'Somebody at HQ has to look at something.',
        act: 'Carry on and tell the manager.',
      },
      {
        see: 'The clock is fast or slow',
        means: 'This PC’s time is wrong; changing codes and points suffer.',
        act: 'Set the PC’s date and time right.',
      },
      {
        see: '“Clock … behind the records”',
        means:
          'Something was recorded under a later date than this PC’s clock has now; the counter goes on from there.',
        act: 'Set the PC’s date and time right, and tell the manager.',
      },
    ],
    notes: ['Every state and every reason is listed below.'],
  },
  line: {
    title: 'Linking a member’s LINE',
    lead: 'The member scans a QR and is linked; points and vouchers are then told in LINE. Needs HQ.',
    find: 'line link bind official account qr message blocked friend',
    steps: [
      'With a member on the sale press {Shift+F6}; without one it is the member of the last sale.',
      'The member scans the QR with LINE; within seconds it says linked.',
      'No need to wait: go on selling. {Esc} closes it.',
    ],
    cases: [
      {
        see: 'A card number below the QR',
        means: 'HQ is out of reach; this is the public page for joining.',
        act: 'The member scans it and types that card number in LINE.',
      },
      {
        see: 'The QR has run out',
        means: 'Nobody scanned it in time.',
        act: 'Press the button for a new QR.',
      },
      {
        see: 'LINE blocked',
        means: 'The member blocked the official account and gets no messages.',
        act: 'The member can unblock it in LINE; points do not depend on it.',
      },
    ],
    notes: ['Each QR is for this one member, once.'],
  },
  invoice: {
    title: 'The e-invoice’s QR codes',
    lead: 'The left QR brings the amount, nothing to type. The right one adds the goods, so that they can be refunded one by one.',
    find: 'receipt tax id amount goods left right',
    steps: [
      'Lay the e-invoice flat and scan the left QR.',
      'For the goods scan the right one too; either order works.',
      'Check the amount, scan the member, {Enter}.',
    ],
    cases: [
      {
        see: 'Not this shop’s e-invoice',
        means: 'The seller’s tax id is another.',
        act: 'Ask for your shop’s own, or type the amount.',
      },
      {
        see: 'This shop has no tax id yet',
        means: 'It cannot be told whose e-invoice it is.',
        act: 'Type the amount now; add the tax id in settings {F10}.',
      },
      {
        see: 'Used for points before',
        means: 'One e-invoice earns once.',
        act: 'Show the customer time and store.',
      },
      {
        see: 'The amount changed, the e-invoice was taken off',
        means: 'With another amount it no longer stands for this sale.',
        act: 'Scan it again if you need it.',
      },
    ],
    notes: ['The long barcode on top has no amount; scan the QR below.'],
  },
};
