import type { CounterCallName, MemberListRow } from '../../app/contract/counter-calls.ts';
import { appearanceDefaults, appearanceSchema } from '../../app/contract/appearance.ts';
import type { CounterView, ReadyView } from '../../app/contract/counter-view.ts';
import { calendarSchema, languageSchema } from '../../app/contract/language.ts';
import type { MemberId } from '../../app/domain/ids.ts';
import { portMessage } from '../connection.ts';
import { en } from '../i18n/en.ts';
import { makePseudo } from './pseudo.ts';
import { answerDetection } from './sample-detection.ts';
import { answerInbox } from './sample-desk.ts';
import { posSample } from './sample-pos.ts';
import { answerManager } from './sample-manager.ts';
import { answerShift, shiftViews } from './sample-shift.ts';
import { answerRefund } from './sample-refunds.ts';
import { lineViews } from './sample-line.ts';
import { answerStaff, lacksPermission, staffViews } from './sample-staff.ts';
import { tokenViews } from './sample-tokens.ts';
import { answerTraining, showCustomer, trainingViews } from './sample-training.ts';
import { sampleViews } from './sample-views.ts';

/**
 * The screens without a counter process: `dev.html#busy`, `dev.html?theme=dark#busy` and so on. A fake counter answers just
 * enough to press every key; it knows no rules.
 */
const channel = new MessageChannel();
const samples = {
  ...trainingViews,
  ...staffViews,
  ...shiftViews,
  ...sampleViews,
  ...tokenViews,
  ...lineViews,
};
const asked = new URLSearchParams(location.search);
let view = dress(samples[location.hash.slice(1)] ?? sampleViews['idle']);

/** The sample in the language and theme of `?language=en&theme=dark&targets=large&calendar=roc`. */
function dress(sample: CounterView | undefined): CounterView | undefined {
  if (sample === undefined) return undefined;
  const wanted = asked.get('language');
  // The pseudo-locale stands in the place of English.
  const language = wanted === 'pseudo' ? 'en' : languageSchema.parse(wanted ?? sample.language);
  if (sample.kind !== 'ready') return { ...sample, language };
  const appearance = appearanceSchema.parse({
    ...appearanceDefaults,
    theme: asked.get('theme') ?? 'light',
    targets: asked.get('targets') ?? 'normal',
  });
  const calendar = calendarSchema.parse(asked.get('calendar') ?? 'gregory');
  return { ...sample, language, appearance, calendar };
}

function push(change: Partial<ReadyView>): void {
  if (view?.kind !== 'ready') return;
  view = { ...view, ...change, revision: view.revision + 1 };
  channel.port2.postMessage({ kind: 'counter:changed', view });
}

const totalRows = 100_000;

function memberRow(index: number): MemberListRow {
  const digits = String(index).padStart(6, '0');
  return {
    memberId: `01970000-0000-7000-8000-000000${digits}` as MemberId,
    nameMasked: `${'王林陳張李黃吳劉蔡楊'[index % 10]}○${'明麗豪婷偉芬傑'[index % 7]}`,
    mobileMasked: `09${digits.slice(0, 2)}***${digits.slice(3)}`,
    cardCode: `27${digits}12345`,
    tierId: 'general',
    tierName: { 'zh-TW': '一般會員', en: 'Member' },
    points: (index * 37) % 20_000,
    lineState: (['none', 'bound', 'blocked'] as const)[index % 3] ?? 'none',
    joinedOn: '2024-05-21',
    lastSaleAtMs: index % 5 === 0 ? null : 1_795_000_000_000 - index * 60_000,
  };
}

type Answers = Partial<Record<CounterCallName, (input: Record<string, unknown>) => unknown>>;

const answers: Answers = {
  'counter:view': () => view,
  'member:find': ({ text, offset, limit }) => {
    const total = text === '999' ? 0 : text === '678' ? 12 : totalRows;
    const count = Math.max(0, Math.min(Number(limit), total - Number(offset)));
    const rows = Array.from({ length: count }, (_, index) => memberRow(Number(offset) + index));
    return { rows, total, searchedBy: text === '' ? 'all' : 'phone-tail' };
  },
  'member:reveal': () => ({ name: '王小明', mobile: '0912345678' }),
  'device:list-ports': () => ({
    ports: [{ path: 'COM3', label: 'COM3 · Honeywell', identity: null }],
  }),
  'pos:look': () => posSample,
  'sale:set-amount': ({ amountText }) => {
    if (view?.kind === 'ready')
      push({ sale: { ...view.sale, amountText: String(amountText) }, notice: null });
    return { kind: 'done' };
  },
  'sale:set-points': ({ points }) => {
    if (view?.kind === 'ready') push({ sale: { ...view.sale, spendPoints: Number(points) } });
    return { kind: 'done' };
  },
  'sale:use-best': () => {
    if (view?.kind === 'ready') push({ sale: { ...view.sale, best: null } });
    return { kind: 'done' };
  },
  ...answerRefund(push),
  ...answerManager(memberRow, totalRows),
  ...answerShift(push),
  ...answerDetection(),
  ...answerTraining,
  ...answerInbox(push, location.hash === '#inbox-none'),
  ...answerStaff(push, () => view),
  'sale:back': () => {
    push({ notice: null });
    return { kind: 'done' };
  },
  'scan:aim': ({ at }) => {
    const testing = at === 'test';
    if (view?.kind === 'ready' && (view.scanPage?.testing ?? false) !== testing)
      push({ scanPage: { testing, seen: [], lastScans: [], replay: null } });
    return { kind: 'done' };
  },
  'scan:wedge': ({ text, completedAtMs }) => {
    push({
      notice: {
        id: 2,
        tone: 'deny',
        code: 'scan-unknown',
        params: { preview: String(text) },
        atMs: 0,
      },
      scanCompletedAtMs: Number(completedAtMs),
    });
    return { kind: 'done' };
  },
};

channel.port2.addEventListener('message', (event: MessageEvent<unknown>) => {
  const { id, name, input } = event.data as {
    id: number;
    name: CounterCallName;
    input: Record<string, unknown>;
  };
  const permission = lacksPermission(view, name);
  if (permission !== null) {
    channel.port2.postMessage({ kind: 'failed', id, code: 'manager-needed', permission });
    return;
  }
  const output = answers[name]?.(input) ?? { kind: 'done' };
  const answer = (late: unknown): void =>
    channel.port2.postMessage({ kind: 'answer', id, output: late });
  if (output instanceof Promise) void output.then(answer);
  else answer(output);
});
channel.port2.start();

localStorage.setItem('counterfoil.theme', asked.get('theme') ?? 'light');
if (asked.get('language') === 'pseudo') Object.assign(en, makePseudo(en));
const customerLanguage = languageSchema.catch('en').parse(asked.get('language') ?? 'zh-TW');
if (!(await showCustomer(location.hash.slice(1), customerLanguage))) {
  Object.defineProperty(window, 'counterfoil', {
    value: { connect: () => window.postMessage(portMessage, '*', [channel.port1]) },
  });
  await import('../main.tsx');
}
