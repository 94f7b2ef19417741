import { trialCodes } from './trial-codes.ts';

const { card, cardWrong, voucher, voucherWrong, invoiceLeft, invoiceRight, carrier, product } =
  trialCodes;

/**
 * Transcripts that ship with the app, in the form of docs/scanners.md. Every code in them is a test code
 * that belongs to nobody.
 */
export const sampleTranscripts = {
  /** What a counter sees in an hour: right and wrong ones. */
  training: `# A member, a misread card, an e-invoice pair, a voucher, and codes of other things.
0.5 "Training" ${card}\\r
2.0 "Training" ${cardWrong}\\r
3.5 "Training" ${invoiceLeft}\\r
4.5 "Training" ${invoiceRight}\\r
6.0 "Training" ${voucher}\\r
7.5 "Training" ${voucherWrong}\\r
9.0 "Training" ${carrier}\\r
10.5 "Training" ${product}\\r
`,
  /** One code as scanners differently set up send it. */
  forms: `# The same card with CR, CR+LF, TAB, STX and ETX, with an AIM id, from two scanners.
0.5 "Counter 1" ${card}\\r
1.5 "Counter 2" ${card}\\r\\n
2.5 "Counter 1" ${card}\\t
3.5 "Counter 2" \\x02${card}\\x03
4.5 "Counter 1" ]E0${card}\\r
# Read twice at once: shown as repeated.
5.5 "Counter 2" ${card}\\r
5.7 "Counter 2" ${card}\\r
# A mobile carrier read with the option Full ASCII: it should be off.
7.0 "Counter 1" !${carrier.slice(2)}\\r
`,
} as const;

export type SampleTranscript = keyof typeof sampleTranscripts;
