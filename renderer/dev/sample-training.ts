import type { CounterCallName } from '../../app/contract/counter-calls.ts';
import type { CounterView, ReadyView } from '../../app/contract/counter-view.ts';
import type { Language } from '../../app/contract/language.ts';
import type { CustomerView, PracticeItem } from '../../app/contract/training.ts';
import { portMessage } from '../connection.ts';
import { sampleViews } from './sample-views.ts';

const shopName = '訓練商店 TRAINING';

/** A sample as it would stand in training. */
function trained(name: string): CounterView {
  const sample = sampleViews[name];
  if (sample?.kind !== 'ready') throw new Error(`no sample ${name}`);
  const { line: _line, ...rest } = sample;
  const view: ReadyView = { ...rest, training: true, mode: 'local', brandName: shopName };
  return { ...view, store: null, sync: { ...sample.sync, state: 'local', reason: null } };
}

/** Training, empty and in the midst of a sale, and a real card scanned in it. */
export const trainingViews: Readonly<Record<string, CounterView>> = {
  training: trained('full'),
  'training-idle': trained('idle'),
  'training-real-card': {
    ...(trained('idle') as ReadyView),
    notice: {
      id: 3,
      tone: 'deny',
      code: 'training-card-unknown',
      params: { tail: '8903' },
      atMs: 0,
    },
  },
};

const items: readonly PracticeItem[] = [
  { kind: 'gold-member', code: '2099999989998', nameMasked: '練○甲', phoneTail: '101' },
  { kind: 'plain-member', code: '2099999989981', nameMasked: '練○乙', phoneTail: '102' },
  { kind: 'birthday-member', code: '2099999989974', nameMasked: '練○丙', phoneTail: '103' },
  { kind: 'voucher', code: 'V7K2-M4PX-9QRT', nameMasked: '練○甲', phoneTail: null },
  { kind: 'expired-voucher', code: 'V3HD-W8YN-2ZCB', nameMasked: '練○甲', phoneTail: null },
  { kind: 'others-voucher', code: 'V5FG-T6JL-1ASD', nameMasked: '練○乙', phoneTail: null },
  { kind: 'e-invoice', code: 'Z'.repeat(120), nameMasked: null, phoneTail: null },
  { kind: 'unknown-card', code: '2099999999997', nameMasked: null, phoneTail: null },
  { kind: 'misread-card', code: '2099999989999', nameMasked: null, phoneTail: null },
  { kind: 'product', code: '9520000000011', nameMasked: null, phoneTail: null },
];

/** What the fake counter answers of training. */
export const answerTraining: Partial<Record<CounterCallName, () => unknown>> = {
  'training:practice': () => ({ items }),
  'training:begin': () => ({ kind: 'refused', code: 'training-unavailable' }),
};

const common = {
  brandName: '晴禾烘焙 永康店',
  joinUrl: 'https://liff.line.me/1234567890-AbcdEfgh',
  training: false,
} as const;
const member = { nameMasked: '歐陽○娜', points: 12_480 };

/** What the customer's window shows, by the name of a scene. */
const customerViews = {
  'customer-idle': { ...common, kind: 'idle' },
  'customer-idle-no-line': { ...common, kind: 'idle', joinUrl: null },
  'customer-training': { ...common, kind: 'idle', brandName: shopName, training: true },
  'customer-training-sale': {
    ...common,
    kind: 'sale',
    brandName: shopName,
    training: true,
    member,
    sale: { amountMinor: 400, discountMinor: 50, pointsSpent: 0, paidMinor: 350, earns: 52 },
  },
  'customer-member': { ...common, kind: 'sale', member, sale: null },
  'customer-amount': {
    ...common,
    kind: 'sale',
    member: null,
    sale: { amountMinor: 356, discountMinor: 0, pointsSpent: 0, paidMinor: 356, earns: null },
  },
  'customer-sale': {
    ...common,
    kind: 'sale',
    member,
    sale: {
      amountMinor: 1_234_567,
      discountMinor: 12_480,
      pointsSpent: 12_380,
      paidMinor: 1_222_087,
      earns: 18_331,
    },
  },
  'customer-sale-small': {
    ...common,
    kind: 'sale',
    member: { nameMasked: '王○', points: 0 },
    sale: { amountMinor: 88, discountMinor: 0, pointsSpent: 0, paidMinor: 88, earns: 1 },
  },
  'customer-thanks': {
    ...common,
    kind: 'thanks',
    nameMasked: '歐陽○娜',
    paidMinor: 1_180,
    earned: 17,
    balance: 12_497,
  },
} as const;

/** Shows the customer's window instead of the counter, if the scene is one of it. */
export async function showCustomer(scene: string, language: Language): Promise<boolean> {
  const found = Object.entries(customerViews).find(([name]) => name === scene);
  if (found === undefined) return false;
  const view: CustomerView = { ...found[1], language };
  const { port1, port2 } = new MessageChannel();
  const connect = (): void => {
    window.postMessage(portMessage, '*', [port1]);
    port2.postMessage({ kind: 'customer:changed', view });
  };
  Object.defineProperty(window, 'counterfoil', { value: { connect } });
  await import('../customer/main.tsx');
  return true;
}
