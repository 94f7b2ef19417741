import { trainingNoticeEn } from './training-en.ts';
import { goodsNoticeEn } from './goods-en.ts';
import { lineNoticeEn } from './line-en.ts';
import { posNoticeEn } from './pos-en.ts';
import { parkedNoticeEn } from './parked-en.ts';
import { scanNoticeEn } from './scans-en.ts';
import { staffNoticeEn } from './staff-en.ts';
import type { Texts } from './texts.ts';
import { tokenNoticeEn } from './token-en.ts';

/** One sentence for each notice code: what happened, why, and what to do. */
export const noticeEn: Texts['notice'] = {
  ...trainingNoticeEn,
  'ime-swallowed': 'The input method caught the scan: press Esc and scan again.',

  ...parkedNoticeEn,
  ...tokenNoticeEn,
  ...lineNoticeEn,
  ...staffNoticeEn,
  'member-found': '{{name}}, welcome. Type the amount or scan the e-invoice.',
  'member-found-weak-code':
    '{{name}}’s code still waits for HQ: may earn, not yet use vouchers or points. Type the amount.',
  'member-changed':
    'The member is now {{name}} instead of {{before}}, the amount stays. If that is wrong, find the first member again with F3.',
  'member-enrolled': '{{name}} is a member now, card {{cardCode}}. Type the amount.',
  'member-enrolled-with':
    '{{name}} is a member now, card {{cardCode}}, {{extra}}. Type the amount.',
  'member-enrolled-inviter-unknown':
    '{{name}} is a member now, card {{cardCode}}. Inviter {{code}} is not known here; HQ will check and make it good.',
  'member-found-untold':
    'HQ was restored and no longer knows {{name}}. Points are earned as usual, and the sale registers the member with HQ again; ask HQ about earlier points. Type the amount.',
  'member-found-untold-bare':
    'HQ was restored and no longer knows {{name}}, and there is no mobile number to register with. Points are earned as usual; tell HQ about this member. Type the amount.',
  'member-known-already':
    'This mobile number belongs to member {{name}} already: taken, not made twice.',
  'member-unknown': 'This member is no longer in the list. Press F3 and search again.',
  'card-unknown':
    'No member has a card ending in {{tail}}. Check that it is our card, or press F3 and search by phone.',
  'card-misread':
    'The member’s code was not read whole (check digit). Wipe it or brighten the phone, and scan again.',
  'mobile-invalid': 'The mobile number is wrong. Type 10 digits starting with 09.',
  'birthday-invalid': 'The birthday is wrong. Type month and day as four digits: 0521.',

  'desk-scanned': 'Looked up {{text}} at the refund desk.',
  'desk-scan-other':
    'To refund, scan the left QR code of the e-invoice or the member’s card. Scan vouchers at the sale.',
  'inviter-scanned': 'Filled in the inviter’s card {{code}}.',

  'voucher-attached': '“{{name}}” applied. Check what is to pay, then press Enter.',
  'voucher-removed': '“{{name}}” taken off; it can still be used.',
  'voucher-on-sale-already': '“{{name}}” is on this sale already and counts once.',
  'voucher-needs-member':
    '“{{name}}” needs a member. Scan the member’s code first, then the voucher.',
  'voucher-needs-card':
    'A member found by phone or name cannot use “{{name}}”. Ask for the member’s code and scan it.',
  'voucher-unknown':
    'No voucher {{code}} is known. Check that it is ours; a new one may take a moment to arrive.',
  'voucher-misread': 'The voucher was not read whole (check character). Scan it again.',
  'voucher-cancelled': '“{{name}}” was cancelled. Ask the guest for another voucher.',
  'voucher-used':
    '“{{name}}” was used on {{date}} {{time}} at {{store}}. Ask the guest for another one.',
  'voucher-used-before': '“{{name}}” was used before. Ask the guest for another voucher.',
  'voucher-of-other-member':
    '“{{name}}” belongs to another member. Scan the code of the member who owns it.',
  'voucher-not-yet-valid': '“{{name}}” can be used from {{date}}. Ask the guest to come back then.',
  'voucher-expired': '“{{name}}” expired on {{date}}. Ask the guest for another voucher.',
  'voucher-unknown-coupon':
    'This counter has no rules for “{{name}}” yet. Try after the next sync, or settle without it.',
  'voucher-listed-twice': '“{{name}}” is on this sale already and cannot count twice.',
  'voucher-min-spend':
    '“{{name}}” needs {{minSpendMinor}} of goods, {{missingMinor}} are missing. Type more goods or take it off.',
  'too-many-vouchers': 'One sale may use {{max}} at most. Take off the applied voucher first.',
  'voucher-used-up': '“{{name}}” has no uses left. Ask the guest for another voucher.',
  'voucher-needs-hq':
    '“{{name}}” needs HQ, and HQ is not reached now. Try again soon, or settle without it.',
  'voucher-hq-refused':
    'HQ says “{{name}}” cannot be used any more. Take it off, and ask the guest for another.',
  'voucher-held-elsewhere':
    '“{{name}}” is reserved at another counter. Use it there, or settle without it.',
  'voucher-time-unknown':
    'This PC’s clock has jumped, so nobody can say whether “{{name}}” has expired. Check network and clock.',
  'voucher-token-invalid':
    'This voucher QR cannot be verified. Ask the guest to open the voucher again, then scan it.',
  'voucher-token-online': 'This voucher needs HQ. Scan it once connected, or settle without it.',
  'voucher-not-this-time':
    '“{{name}}” is not for this day and hour. Tell the guest when it can be used.',
  'voucher-not-this-tier': '“{{name}}” is not for the member’s tier. Ask for another voucher.',
  'voucher-not-this-store': '“{{name}}” is not for this store. Tell the guest where it is.',
  'voucher-not-this-channel':
    '“{{name}}” is not for purchases at a counter. Ask the guest for another voucher.',
  'voucher-not-birthday': '“{{name}}” is for the birthday only. Ask the guest to come back then.',
  'voucher-not-new-member': '“{{name}}” is for new members only. Ask for another voucher.',
  'voucher-not-first-purchase':
    '“{{name}}” is for the first purchase only. Ask for another voucher.',
  'voucher-needs-goods': '“{{name}}” needs certain goods that are missing. Add them and try again.',
  'voucher-needs-code': '“{{name}}” needs its code. Scan the guest’s voucher.',
  'voucher-no-goods-in-scope':
    '“{{name}}” fits none of these goods. Add some, or take another voucher.',
  'voucher-min-units':
    '“{{name}}” needs {{minUnits}} pieces, {{missingUnits}} are missing. Add goods and try again.',
  'voucher-too-many-units':
    'These are more pieces than “{{name}}” allows. Settle apart, or take it off.',
  'voucher-too-much-spend': 'The amount is above what “{{name}}” allows. Settle without it.',
  'voucher-limit-program': '“{{name}}” is all used up. Ask the guest for another voucher.',
  'voucher-limit-day': '“{{name}}” is used up for today. Ask the guest to come another day.',
  'voucher-limit-store-day':
    '“{{name}}” is used up here for today. Ask the guest to come another day.',
  'voucher-limit-member':
    'This member has used “{{name}}” as often as allowed. Take another voucher.',
  'voucher-limit-member-day':
    'This member has used “{{name}}” as often as a day allows. Come another day.',
  'voucher-no-discount-left':
    'Nothing is left for “{{name}}” to take off. Keep it for the next time.',
  'voucher-discount-too-small':
    'This sale is too small for “{{name}}” to take NT$1 off. Add goods, or keep it for the next time.',
  'voucher-outside-program':
    'The program is not running today, so “{{name}}” cannot be used. Settle without it.',
  'voucher-better-one-used':
    '“{{other}}” is used and does not go with “{{name}}”. To change, take it off first.',

  'best-used': 'Best vouchers applied: {{savesMinor}} off. Check what is to pay, then press Enter.',
  'best-none': 'What is applied saves most already. Just settle.',

  'points-on-sale': '{{points}} pts pay {{valueMinor}}. Check what is to pay, then press Enter.',
  'points-on-sale-offline':
    'While offline {{points}} pts is the most; they pay {{valueMinor}}. Check what is to pay, then press Enter.',
  'points-cut':
    '{{points}} pts is the most (typed: {{asked}}); they pay {{valueMinor}}. Check what is to pay.',
  'points-off': 'Points taken off the sale; none were spent.',
  'no-redemption': 'The rules now do not let points pay. Just settle; points are earned as usual.',
  'redeem-needs-scan':
    'A member found by phone or name cannot pay with points. Ask for the member’s code and scan it.',
  'redeem-exceeds-total': 'The points are worth more than is to pay. Use fewer points.',
  'points-short':
    'Not enough points: {{availablePoints}} can be used, {{neededPoints}} are needed. Use fewer.',
  'points-owed':
    '{{neededPoints}} points are needed; none are available and {{owedPoints}} are owed. Take another payment.',
  'redeem-above-max': 'This sale takes {{maxPoints}} pts at most. Use fewer points, or none.',
  'redeem-not-step': 'Points pay in steps of {{pointsPerStep}} only. Use a multiple of it.',
  'redeem-min-above-max':
    'At least {{pointsMin}} pts must pay, but this sale takes {{maxPoints}} at most. Settle without points.',
  'redeem-below-min': 'At least {{pointsMin}} pts are needed to pay. Use more, or none.',
  'redeem-cart-min':
    'Points pay from {{cartMinMinor}} of goods, {{missingMinor}} are missing. Type more goods first.',
  'reward-unknown': 'This counter has no rules for this reward yet. Try after the next sync.',
  'reward-refused': 'The reward’s conditions are not met; no points were spent. Check the goods.',
  'value-expired': 'The stored value or gift card has expired. Ask for another way to pay.',
  'value-short': 'The stored value or gift card does not hold enough. Use less of it.',
  'value-exceeds-total': 'That is more stored value than is to pay. Use less of it.',

  'spend-asking': 'Asking HQ about the points or voucher. A few seconds; no need to press again.',
  'spend-hq-silent':
    'HQ did not answer, so this many points cannot pay now: {{maxPoints}} at most. Use fewer, or none.',
  'spend-hq-full':
    'HQ has too much reserved for this counter: {{maxPoints}} pts at most can pay now. Use fewer, or try again in some minutes.',
  'spend-hq-short':
    'HQ says only {{availablePoints}} pts of this member can be used. Use fewer, or none.',
  'spend-held-elsewhere':
    '{{heldPoints}} pts are held for another counter and were called back. Press Enter again in 10 s, or use {{availablePoints}} now.',
  'spend-stopped':
    'This counter is comparing its records with HQ; points cannot pay now. Settle without, and tell the manager.',
  'spend-time-unknown':
    'This PC’s clock has jumped; until HQ is reached no points can pay. Check network and clock, or settle without.',
  'spend-never-synced':
    'Not all members have come from HQ yet; points cannot pay. Wait for the sync, or settle without.',
  'spend-offline-too-long':
    'Offline for more than {{hoursMax}} h: points cannot pay. Check the network, or settle without; points are still earned.',
  'spend-balance-old':
    'Balances are older than {{hoursMax}} h: points cannot pay. Check the network, or settle without.',
  'spend-balance-short':
    'While offline this member can use {{leftPoints}} pts at most. Use fewer, or none.',
  'spend-above-online': 'More than {{maxPoints}} pts need HQ. Use fewer, or try once connected.',
  'spend-above-sale':
    'While offline a sale takes {{maxPoints}} pts at most. Use fewer, or try once connected.',
  'spend-above-member':
    'While offline this member has {{maxPoints}} pts left to use here. Use fewer, or try once connected.',
  'spend-above-counter':
    'This counter has {{maxPoints}} pts left to give while offline. Use fewer, or none, and tell the manager.',
  'spend-too-often':
    'This member has used points {{salesMax}} times while offline, which is the limit. Settle without, or once connected.',

  'invoice-taken': 'Invoice {{number}} taken, {{amountMinor}}.',
  'invoice-taken-instead':
    'Invoice {{number}} taken: the amount was {{beforeMinor}} and is now {{amountMinor}}. Check it.',
  'invoice-on-sale-already': 'Invoice {{number}} is on this sale already.',
  'invoice-dropped':
    'The amount was changed, so invoice {{number}} no longer fits and was dropped. Scan it again if needed.',
  'invoice-scan-left':
    'That is the right QR of the e-invoice, which holds no amount. Now scan the left one.',
  'invoice-misread':
    'The e-invoice was not read whole ({{field}}). Flatten it and scan the left QR again.',
  'invoice-slip-code39':
    'That is the long barcode of invoice {{number}}; it holds no amount. Scan the left QR below it.',
  'invoice-foreign-seller':
    'Invoice {{number}} was issued by tax id {{sellerTaxId}}, not by this shop. Scan one of ours.',
  'invoice-no-own-tax-id':
    'This shop has no tax id set, so invoice {{number}} cannot be checked. Type the amount, and set the tax id under F10.',
  'invoice-future':
    'Invoice {{number}} is dated {{date}}, after today. Check the PC’s date, or type the amount.',
  'invoice-too-old':
    'Invoice {{number}} is of {{date}}, more than {{daysMax}} days ago. Tell the guest it is too late.',
  'invoice-used':
    'Invoice {{number}} earned points on {{date}} {{time}} at {{store}} already. Scan another one.',
  'invoice-zero': 'Invoice {{number}} is of NT$0: nothing to earn. Scan another one.',
  'invoice-too-large':
    'Invoice {{number}} is of {{amountMinor}}, above the limit of NT$9,999,999. Call the manager.',

  ...scanNoticeEn,
  'scan-carrier': 'That is a mobile invoice carrier, not a member’s code. Ask for the member card.',
  'scan-full-ascii':
    'The scanner has Code 39 Full ASCII on, which changed the text; it was not used. Switch it off by the scanner’s manual and scan again.',
  'scan-citizen-certificate':
    'That is a citizen certificate carrier, not a member’s code. Ask for the member card.',
  'scan-product': '{{code}} is a product. Scan a member’s code, a voucher or an e-invoice here.',
  'scan-bad-check': 'The check digit does not fit: the code was not read whole. Scan again.',
  'scan-gs1-coupon': 'That is a maker’s coupon for the till. Scan our own vouchers here.',
  'scan-unended':
    'What {{name}} sent has no end and was ignored. Scan again. If it happens every time, remove the scanner in Settings and add it again with Find scanner.',
  'scan-too-short': 'Too short to be a code. Aim at the whole code and scan again.',
  'scan-too-long':
    'Too long to be one of our codes. Scan a member’s code, a voucher or an e-invoice.',
  'scan-binary':
    'The scan is not text, so none of our codes. Scan a member’s code, a voucher or an e-invoice; if all scans end so, check the scanner’s settings.',
  'scan-empty': 'The scanner sent nothing. Scan again.',
  'scan-tested': 'Test mode: the code is listed below. No member, no points, nothing was changed.',
  'scan-unknown': '“{{preview}}” is not known. Scan a member’s code, a voucher or an e-invoice.',

  ...goodsNoticeEn,
  ...posNoticeEn,
  'amount-not-positive': 'The amount must be more than 0. Type it again.',
  'amount-too-large': 'An amount has 7 digits at most. Is it an amount, or a tax id or a date?',
  'amount-not-whole': 'The amount must be whole dollars. Type it again.',
  'settle-needs-member': 'No member yet, so no points. Scan the member’s code or press F3.',
  'settle-needs-amount':
    'No amount yet, so no points. Type it or scan the left QR of the e-invoice.',
  'preview-changed':
    'The result changed just now and the sale was not settled. Check the new figures, then press Enter.',
  'program-missing': 'This counter has no rules for points yet. Wait for the sync with HQ.',
  'sale-settled': '{{name}} pays {{paidMinor}}, earns {{points}} pts; balance {{balance}}.',
  'sale-settled-with':
    '{{name}} pays {{paidMinor}}, earns {{points}} pts; balance {{balance}}. {{extra}}.',

  'sale-undone':
    'Sale {{saleNo}} undone: {{moneyMinor}} back, {{clawedBack}} pts taken back, {{returned}} pts returned.',
  'sale-refunded':
    'Sale {{saleNo}} refunded: {{moneyMinor}} back, {{clawedBack}} pts taken back, {{returned}} pts returned.',
  'refund-changed':
    'The result changed just now and nothing was refunded. Check the new figures, then press Enter.',
  'refund-conflict':
    'This refund was sent before with other content; nothing was changed. Look at the last sales.',
  'refund-sale-unknown':
    'This counter does not have that sale. Check the number, or go to the counter it was made at.',
  'refund-nothing-left': 'All of this sale has been taken back. Check the number.',
  'refund-amount-not-positive': 'The amount to refund must be more than 0. Type it again.',
  'refund-amount-not-whole': 'The amount to refund must be whole dollars. Type it again.',
  'refund-line-unknown': 'The sale has no such goods. Choose again.',
  'refund-exceeds-refundable': '{{refundableMinor}} is the most to refund. Type less.',
  'refund-exceeds-line': 'Line {{line}} has {{qtyLeft}} pieces left to take back. Take fewer.',
  'refund-too-late': 'The last day for it was {{date}}. Ask the manager to call HQ.',
  'refund-points-spent':
    '{{points}} of its points are spent, so it cannot be undone. Refund it instead.',
  'refund-already-refunded':
    'A part was refunded, so it cannot be undone as a whole. Refund the rest instead.',
  'not-recorded':
    'That was not written to disk ({{trouble}}) and did not happen. Tell the manager, check the disk, try again.',

  'setup-first': 'Set up first: connect to HQ, or start without HQ.',
  'set-up': '{{brandName}} is ready. Scan a member’s code, or press F6 for the first member.',
  'already-set-up': 'This counter is set up already; nothing was changed.',
  'shop-saved': 'Name and tax id of {{brandName}} are saved.',
  'shop-is-hqs': 'HQ keeps the shop’s name and tax id; nothing was changed. Ask HQ to change them.',
  'clock-trusted':
    'The time goes on from this PC’s clock. What was recorded under the wrong date stays as it is.',
  'clock-is-hqs':
    'HQ says what time it is; nothing was changed. Check the PC’s clock and the network.',
  'tax-id-invalid': 'The tax id is wrong (check digit). Check its 8 digits.',
  connected: 'Connected to {{brandName}} HQ; everything goes up by itself.',
  'connect-busy': 'Connecting to HQ: please wait.',
  'connect-refused': 'Not connected to HQ. {{reason}}',
  'device-path-taken': '“{{name}}” uses this port already. Choose another port.',
  'too-many-devices': 'There can be {{max}} scanners. Remove one that is not used.',
  'queue-full':
    'Scans came too fast; lost: {{lost}}. Wait until the screen rests, then scan again what had no answer.',
  internal:
    'The app had an error; that was not done and no data was changed. Try again; if it stays, restart the app.',
};

/** Values of notices that are codes themselves: why, in a few words. */
export const causeEn: Texts['cause'] = {
  'bad-address':
    'The address is wrong. Type it as HQ gave it; an outside one starts with https://.',
  'code-unknown': 'There is no such code. Check its 8 characters, or ask HQ for a new one.',
  'code-expired': 'The code has expired or was used. Ask HQ for a new one.',
  'too-many-tries': 'Too many tries. Wait a few minutes.',
  'hq-unreachable': 'HQ’s server cannot be reached. Check the address and the network.',
  unreachable: 'HQ’s server cannot be reached. Check the address and the network.',
  'not-hq':
    'Something other than HQ answered, perhaps a login page. Check the address and the network’s login.',
  'hq-failing': 'HQ’s server is in trouble. Try again later.',
  refused: 'HQ refused this counter. Call HQ.',
  clock: 'This PC’s time is wrong. Set the clock first.',
  full: 'disk full',
  'read-only': 'disk read-only',
  failing: 'disk error',
  length: 'too short',
  number: 'number',
  date: 'date',
  random: 'random code',
  sales: 'sales',
  total: 'total',
  buyer: 'buyer’s tax id',
  seller: 'seller’s tax id',
  check: 'check code',
};
