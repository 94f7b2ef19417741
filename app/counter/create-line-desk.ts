import type { CounterCallHandlers } from '../contract/counter-calls.ts';
import type { CounterView } from '../contract/counter-view.ts';
import type {
  LineDeskView,
  lineDeskCalls,
  LineMemberWord,
  LineTicketWord,
} from '../contract/line-desk.ts';
import type { MemberId } from '../domain/ids.ts';
import { putSettings } from '../db/settings.ts';
import { done } from './act.ts';
import { createLineNews, type LineNews } from './create-line-news.ts';
import type { Engine } from './engine.ts';
import { lineBindingView } from './line-binding-view.ts';
import { pickLineMember } from './pick-line-member.ts';
import type { CounterDeps } from './ports.ts';
import {
  openLineBinding,
  stepLineBinding,
  type LineBinding,
  type LineBindingEvent,
  type LineBindingStep,
} from './step-line-binding.ts';

/**
 * HQ's word about LINE. Both asks give up within seconds and never throw for anything the network does; the
 * timer's answer stops it.
 */
export type LinePort = {
  readonly askTicket: (memberId: MemberId) => Promise<LineTicketWord>;
  readonly askMember: (memberId: MemberId, ticket: string | null) => Promise<LineMemberWord>;
  /** HQ was heard just now and has news, or waits for ours: sync at once. */
  readonly syncNow: () => void;
  readonly setTimer: (delayMs: number, fn: () => void) => () => void;
};

export type LineDesk = {
  readonly handlers: Pick<CounterCallHandlers, keyof typeof lineDeskCalls>;
  /** For the view; null where LINE has no place: without HQ. Cheap. */
  readonly view: (memberId: MemberId | null) => LineDeskView | null;
  /** A view was shown: another member closes the panel, and their news is asked for. Never waits. */
  readonly viewShown: (view: CounterView) => void;
  /** Nothing is asked any more, and what is still answered changes nothing. */
  readonly stop: () => void;
};

type DeskEngine = Pick<Engine, 'act'> & {
  /** A fresh view is wanted soon. */
  readonly publishSoon: () => void;
};

type Parts = {
  readonly deps: CounterDeps;
  readonly port: LinePort;
  readonly engine: DeskEngine;
  readonly news: LineNews;
  readonly memory: {
    binding: LineBinding | null;
    /** Counts panels: an answer to an earlier one changes nothing. */
    panel: number;
    joinUrl: string | null;
    stopped: boolean;
  };
  cancelTimer: () => void;
};

/**
 * The counter's side of LINE, all of it beside the sale: nothing here is on the way of a scan, and the
 * network is only asked outside the queue. What HQ says of LINE stays in memory, but for the address where
 * anybody joins.
 */
export function createLineDesk(deps: CounterDeps, engine: DeskEngine): LineDesk {
  const { line: port } = deps;
  if (port === undefined) return noDesk;
  const memory = { binding: null, panel: 0, joinUrl: null, stopped: false };
  const news = createLineNews({
    monoMs: deps.monoMs,
    ask: (memberId) => port.askMember(memberId, null),
    onAnswer: (word, lineState) => {
      hear(parts, word);
      // HQ knows more than the rows here: they are fetched.
      if (word.kind === 'answer' && word.answer.lineState !== lineState) port.syncNow();
    },
    onChanged: engine.publishSoon,
    onError: deps.onError,
  });
  const parts: Parts = { deps, port, engine, news, memory, cancelTimer: () => undefined };
  return {
    handlers: {
      'line:bind': () => bind(parts),
      'line:close': () => {
        take(parts, { binding: null, next: { kind: 'none' }, sync: false });
        return done;
      },
    },
    view: (memberId) => ({
      binding: lineBindingView(memory, memberId),
      lastAcceptedAtMs: memberId === null ? null : news.lastAcceptedAtMs(memberId),
    }),
    viewShown: (view) => {
      if (view.kind !== 'ready' || view.mode !== 'hq') return;
      const memberId = view.member?.memberId ?? null;
      step(parts, { kind: 'shown', memberId });
      if (view.sync.state !== 'offline') news.wonder(view.member);
    },
    stop: () => {
      memory.stopped = true;
      parts.cancelTimer();
      news.stop();
    },
  };
}

const noDesk: LineDesk = {
  handlers: {
    'line:bind': () => ({ kind: 'refused', code: 'line-needs-hq' }),
    'line:close': () => done,
  },
  view: () => null,
  viewShown: () => undefined,
  stop: () => undefined,
};

async function bind(parts: Parts) {
  const opened: { step: LineBindingStep | null } = { step: null };
  const answer = await parts.engine.act(async (trx, scene) => {
    const picked = await pickLineMember(trx, scene);
    if (picked.kind === 'act') return picked.act;
    opened.step = openLineBinding(picked.member);
    parts.memory.joinUrl = scene.settings.lineJoinUrl;
    // In the view of this very act; HQ is asked when the queue is free again.
    parts.memory.binding = opened.step.binding;
    return { notice: 'keep', answer: done } as const;
  });
  if (opened.step !== null) take(parts, opened.step, true);
  return answer;
}

/** Takes an event to the open panel; nothing without one. */
function step(parts: Parts, event: LineBindingEvent): void {
  const { binding } = parts.memory;
  if (binding === null || parts.memory.stopped) return;
  const came = stepLineBinding(binding, event);
  // The same panel goes on waiting for what it waits for.
  if (event.kind === 'shown' && came.binding === binding) return;
  take(parts, came);
}

function take(parts: Parts, { binding, next, sync }: LineBindingStep, isNew = false): void {
  const { memory, deps, engine, port } = parts;
  if (memory.stopped) return;
  parts.cancelTimer();
  const changed = isNew || memory.binding !== binding;
  if (isNew || binding === null) memory.panel += 1;
  memory.binding = binding;
  if (sync) port.syncNow();
  if (changed) engine.publishSoon();
  if (binding === null) return;
  const { panel } = memory;
  const still = (event: LineBindingEvent): void => {
    if (memory.panel === panel) step(parts, event);
  };
  const { memberId } = binding;
  switch (next.kind) {
    case 'ask-ticket':
      port
        .askTicket(memberId)
        .then((word) => still({ kind: 'ticket', word, nowMs: deps.nowMs() }), deps.onError);
      return;
    case 'ask-member':
      port.askMember(memberId, next.ticket).then((word) => {
        hear(parts, word);
        still({ kind: 'member', word, nowMs: deps.nowMs() });
      }, deps.onError);
      return;
    case 'wait':
      parts.cancelTimer = port.setTimer(next.delayMs, () => still({ kind: 'due' }));
      return;
    case 'none':
  }
}

/** Keeps what outlives a member: where anybody joins, for the time without HQ. */
function hear({ memory, engine, deps }: Parts, word: LineMemberWord): void {
  if (word.kind !== 'answer' || memory.stopped) return;
  const { joinUrl } = word.answer;
  if (joinUrl === memory.joinUrl) return;
  memory.joinUrl = joinUrl;
  engine
    .act(async (trx, { settings }) => {
      if (settings.lineJoinUrl !== joinUrl) await putSettings(trx, { lineJoinUrl: joinUrl });
      return { notice: 'keep', answer: done } as const;
    })
    .catch(deps.onError);
}
