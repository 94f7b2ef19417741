import type { Texts } from './texts.ts';

/** Texts of the exceptions screen in English. */
export const exceptionsEn: Texts['exceptions'] = {
  title: 'Exceptions',
  lead: 'Where two sides disagree or a person must judge. What the cashier told the customer stands.',
  filter: 'State',
  open: 'Open',
  closed: 'Done',
  emptyOpen: 'No exceptions. Every transaction agrees.',
  emptyClosed: 'No exception has been dealt with yet.',
  field: 'Item',
  same: 'same',
  differs: 'differs',
  moreDetail: 'More',
  close: 'Mark as done',
  confirm: 'Yes, it is done',
  closing: 'Saving…',
  other: {
    title: 'Other exception',
    why: 'HQ noted something a person should look at. Tell whoever looks after the system.',
  },
  sides: {
    recorded: 'Counter’s result',
    recomputed: 'HQ’s result',
    first: 'First to arrive',
    second: 'Second to arrive',
    held: 'Held by HQ',
    offered: 'Sent by counter',
  },
  fields: {
    amountMinor: 'Amount of goods',
    discountMinor: 'Discount',
    paidMinor: 'Paid',
    baseMinor: 'Earning base',
    points: 'Points',
    expiresOn: 'Expires on',
    saleNo: 'Sale no.',
    storeName: 'Store',
    atMs: 'Time',
    tierId: 'Tier',
    reason: 'Why refused',
    kind: 'Kind',
    eid: 'Event id',
    saleId: 'Sale id',
    memberId: 'Member id',
    otherMemberId: 'Other member id',
    voucherId: 'Voucher id',
    code: 'Voucher code',
    cardCode: 'Card code',
    invoiceKey: 'E-invoice',
    counterLabel: 'Counter',
    last: 'Last number',
    head: 'Hash at the end',
    from: 'First number',
    count: 'Events',
    bodyHash: 'Hash now',
    firstBodyHash: 'Hash before',
    why: 'Reason',
    status: 'HTTP status',
    detail: 'Detail',
    program: 'Program',
  },
  kinds: {
    'recompute-difference': {
      title: 'Points or discount differ from HQ’s sum',
      why: 'Booked as the cashier said. Check the counter’s program version; adjust points if needed.',
    },
    'stale-tier': {
      title: 'The counter used an older member tier',
      why: 'Booked with the counter’s tier. Adjust if the member is owed the difference.',
    },
    'invoice-used-twice': {
      title: 'One e-invoice earned points twice',
      why: 'Only the first counts, the second gave no points. Ask the store which customer it was.',
    },
    'sale-recorded-twice': {
      title: 'One sale was sent twice',
      why: 'Only the first counts. Usually nothing to do; if it recurs, check that counter.',
    },
    'voucher-used-twice': {
      title: 'One voucher was used twice',
      why: 'The first counts; the second discount is the store’s loss. Ask the second store.',
    },
    'voucher-cancelled': {
      title: 'A cancelled voucher was used',
      why: 'The counter was offline and did not know yet. The discount is booked; ask the store.',
    },
    'unknown-voucher': {
      title: 'HQ does not have this voucher',
      why: 'The discount is booked. Find out where the voucher was issued.',
    },
    'unknown-member': {
      title: 'HQ does not know this member',
      why: 'The points are kept under this member id and match up once the member is known.',
    },
    'unknown-program': {
      title: 'HQ does not have this program version',
      why: 'It could not be computed again; booked as the counter said. Check that it is published.',
    },
    'member-known': {
      title: 'One member was enrolled twice',
      why: 'The second had no effect. Usually nothing to do.',
    },
    'mobile-known': {
      title: 'The mobile number belongs to another member',
      why: 'Both members are kept. Find out whether they are one person.',
    },
    'card-code-known': {
      title: 'The card code belongs to another member',
      why: 'It stays with the earlier member. Give the later one another card.',
    },
    fork: {
      title: 'The counter’s record no longer follows HQ’s',
      why: 'That PC was restored or copied. Stop using it and connect it again with a new code.',
    },
    'eid-conflict': {
      title: 'One event id with two contents',
      why: 'The later one is set aside without effect. Tell whoever looks after the system.',
    },
    'handler-failed': {
      title: 'HQ could not process this event',
      why: 'It is kept without effect. Tell whoever looks after the system.',
    },
    'cannot-be-stored': {
      title: 'The database cannot store this event',
      why: 'It is kept without effect. Tell whoever looks after the system.',
    },
    unreadable: {
      title: 'An event from a counter cannot be read',
      why: 'It is kept without effect. Check the counter’s app version.',
    },
    'unknown-type': {
      title: 'A kind of event HQ does not know yet',
      why: 'It is kept. Update HQ so that it can be processed.',
    },
    'unknown-version': {
      title: 'The counter’s app is newer than HQ',
      why: 'The event is kept. Update HQ.',
    },
    'bad-body': {
      title: 'An event is incomplete',
      why: 'It is kept without effect. Check the counter’s app version.',
    },
    'line-message-failed': {
      title: 'A LINE message could not be made',
      why: 'Points are not affected, only no message was sent. Tell whoever looks after the system.',
    },
    'line-expired': {
      title: 'A LINE message was not sent in time',
      why: 'Points are not affected. It is not tried again, so that nobody gets it twice.',
    },
    'line-refused': {
      title: 'LINE did not accept a message',
      why: 'Points are not affected; it is not tried again. See the reason below.',
    },
  },
};
