import { useCallback, useEffect, useReducer, useRef, type Dispatch } from 'react';
import type { RefundId, SaleId } from '../../app/domain/ids.ts';
import type { Call } from '../connection.ts';
import { useCounter, useScreenState } from '../counter-context.tsx';
import type { Command } from '../input/commands.ts';
import { newId } from '../new-id.ts';
import { dropDigit } from './counter/amount-text.ts';
import { confirmRefund } from './refund/confirm-refund.ts';
import {
  askedKey,
  choosing,
  currentPreview,
  onlyScanned,
  requestOf,
  stepRefund,
  type RefundAction,
  type RefundOrder,
  type RefundState,
} from './refund/refund-state.ts';
import { useStepStore, type StepStore } from '../step-store.ts';
import { startTimer } from './start-timer.ts';

/** The desk where goods come back: its state, and what keys and buttons do there. */
export type RefundDesk = {
  readonly state: RefundState;
  readonly dispatch: Dispatch<RefundAction>;
  /** Opens the desk with this sale, or with the list of the last ones. */
  readonly start: (saleId: SaleId | null) => void;
  /** Opens a sale of the list. */
  readonly openSale: (saleId: SaleId) => void;
  /** Looks for the sales of a scanned e-invoice or card, and opens the only one. */
  readonly lookFor: (text: string) => void;
  readonly confirm: () => void;
  /** Does a command of the open desk; answers whether it meant anything here. */
  readonly run: (command: Command) => boolean;
};

type DeskPlace = {
  readonly active: boolean;
  readonly onShow: () => void;
  readonly onDone: () => void;
};

/** Typing pauses shorter than this do not ask. */
const typingPauseMs = 120;

/** Longest text of a sale's or an e-invoice's number, or of a card code. */
export const saleTextMax = 64;

/** The desk's state, its questions to the counter, and its commands. */
export function useRefund({ active, onShow, onDone }: DeskPlace): RefundDesk {
  const { call } = useCounter();
  const [state, store] = useStepStore(stepRefund, choosing);
  const { dispatch } = store;
  const [round, nextRound] = useReducer((count: number) => count + 1, 0);
  useFoundSales(state, dispatch, active, round);
  useRefundPreview(state, dispatch, active);
  const confirm = useConfirm(store, onDone);

  const openSale = useCallback(
    (saleId: SaleId, direct = false) => {
      call('refund:open', { saleId }).then(
        (outcome) => {
          if (outcome.kind === 'open') dispatch({ kind: 'opened', open: outcome.open, direct });
          else dispatch({ kind: 'not-opened', code: outcome.code });
          if (direct) onShow();
        },
        // The reconnecting sign tells it.
        () => undefined,
      );
    },
    [call, dispatch, onShow],
  );

  const start = useCallback(
    (saleId: SaleId | null) => {
      dispatch({ kind: 'start' });
      nextRound();
      if (saleId === null) onShow();
      else openSale(saleId, true);
    },
    [dispatch, onShow, openSale],
  );

  const only = onlyScanned(state);
  useEffect(() => {
    if (active && only !== null) openSale(only);
  }, [active, only, openSale]);
  const lookFor = useCallback((text: string) => dispatch({ kind: 'scanned', text }), [dispatch]);

  const run = (command: Command): boolean => {
    const now = store.get();
    if (command.kind === 'confirm') {
      const chosen = now.phase === 'choose' ? now.sales?.[now.chosen] : undefined;
      if (chosen) openSale(chosen.saleId);
      else confirm();
      return true;
    }
    if (command.kind === 'back') {
      if (now.phase === 'choose' || now.direct) return false;
      start(null);
      return true;
    }
    const action = actionOf(command, now);
    if (action) dispatch(action);
    return action !== null;
  };

  return { state, dispatch, start, openSale, lookFor, confirm, run };
}

/** What a key changes at the desk; null if nothing. */
function actionOf(command: Command, state: RefundState): RefundAction | null {
  if (state.phase === 'choose') return searchAction(command, state.text);
  switch (command.kind) {
    case 'digit':
      return { kind: 'digits', digits: command.digit };
    case 'backspace':
    case 'clear':
    case 'move':
    case 'step':
      return command;
    case 'nth-voucher':
      return { kind: 'why', index: command.index };
    case 'points':
      return { kind: 'set-mode', mode: state.mode === 'void' ? 'refund' : 'void' };
    default:
      return null;
  }
}

/** Keys of the keypad in the search, when its field has lost the focus. */
function searchAction(command: Command, text: string): RefundAction | null {
  switch (command.kind) {
    case 'digit':
      return { kind: 'text', text: `${text}${command.digit}`.slice(0, saleTextMax) };
    case 'backspace':
      return { kind: 'text', text: dropDigit(text) };
    case 'clear':
      return { kind: 'text', text: '' };
    case 'move':
      return command;
    default:
      return null;
  }
}

/** Asks for the sales that fit what is typed; the newest at once when nothing is. */
function useFoundSales(
  state: RefundState,
  dispatch: Dispatch<RefundAction>,
  active: boolean,
  round: number,
): void {
  const { call } = useCounter();
  const { connection } = useScreenState();
  const text = active && state.phase === 'choose' ? state.text : null;
  useEffect(() => {
    if (text === null || connection !== 'open') return;
    const ask = (): void => {
      call('refund:find', { text: text.trim() }).then(
        ({ sales }) => dispatch({ kind: 'found', text, sales }),
        () => undefined,
      );
    };
    return startTimer(ask, text === '' ? 0 : typingPauseMs);
  }, [call, dispatch, text, round, connection]);
}

/** Asks what would come of it, whenever what is asked for has changed or its answer went away. */
function useRefundPreview(
  state: RefundState,
  dispatch: Dispatch<RefundAction>,
  active: boolean,
): void {
  const { call } = useCounter();
  const { connection } = useScreenState();
  const asking = active && state.phase === 'open' && !state.sent && !currentPreview(state);
  const key = asking ? askedKey(state) : null;
  const asked = useRef(state);
  useEffect(() => {
    asked.current = state;
  }, [state]);
  useEffect(() => {
    const now = asked.current;
    if (key === null || now.phase !== 'open' || connection !== 'open') return;
    const { saleId } = now.open.sale;
    call('refund:preview', { saleId, mode: now.mode, request: requestOf(now) }).then(
      (answer) => dispatch({ kind: 'previewed', key, answer }),
      () => undefined,
    );
  }, [call, dispatch, key, connection]);
}

/** Sends the order; two quick presses of Enter are one wish. */
function useConfirm(store: StepStore<RefundState, RefundAction>, onDone: () => void): () => void {
  const { call } = useCounter();
  const sending = useRef(false);
  return () => {
    if (sending.current) return;
    sending.current = true;
    const done = () => (sending.current = false);
    const send = (order: RefundOrder) => settle(call, order);
    confirmRefund({
      store,
      settle: send,
      newId: () => newId<RefundId>(),
      setTimer: startTimer,
      onDone,
    }).then(done, done);
  };
}

/** Null when it was done, else why not. */
async function settle(call: Call, order: RefundOrder): Promise<string | null> {
  const outcome = await call('refund:settle', order);
  return outcome.kind === 'done' ? null : outcome.code;
}
