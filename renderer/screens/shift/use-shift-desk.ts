import { useCallback, useEffect, useState } from 'react';
import type { CounterCallOut } from '../../../app/contract/counter-calls.ts';
import type { ReadyView } from '../../../app/contract/counter-view.ts';
import type { ShiftReport } from '../../../app/contract/shift.ts';
import type { ShiftId } from '../../../app/domain/ids.ts';
import { useCounter } from '../../counter-context.tsx';

/** What the page shows: the shift now, its close being asked about, the one just closed, or an earlier one. */
export type Shown =
  | { readonly kind: 'now' | 'confirm' }
  | { readonly kind: 'closed'; readonly report: ShiftReport }
  | { readonly kind: 'earlier'; readonly shiftId: ShiftId };

export type ShiftList = CounterCallOut<'shift:list'>;

export type ShiftDesk = {
  readonly shown: Shown;
  readonly show: (shown: Shown) => void;
  /** The figures of what is shown; null where no shift is. */
  readonly report: ShiftReport | null | 'loading' | 'failed';
  /** Null until it was asked for. */
  readonly list: ShiftList | null;
  /** Reads the list of shifts, or more of it. */
  readonly listMore: () => void;
  /** A code of refusal, or `failed`; null = all is well. */
  readonly trouble: string | null;
  readonly busy: boolean;
  readonly open: () => void;
  readonly close: () => void;
};

const pageSize = 20;

/** Everything the page of the shift knows and does. */
export function useShiftDesk(view: ReadyView): ShiftDesk {
  const { call } = useCounter();
  const [shown, setShown] = useState<Shown>({ kind: 'now' });
  const [trouble, setTrouble] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const report = useReport(view, shown);
  const { list, listMore } = useList(view);
  const show = useCallback((next: Shown) => {
    setTrouble(null);
    setShown(next);
  }, []);
  const attempt = <A extends { readonly kind: string }>(
    answered: Promise<A>,
    onDone: (answer: A) => void,
  ): void => {
    setBusy(true);
    setTrouble(null);
    answered.then(
      (answer) => {
        setBusy(false);
        if ('code' in answer) setTrouble(String(answer.code));
        else onDone(answer);
      },
      () => {
        setBusy(false);
        setTrouble('failed');
      },
    );
  };
  return {
    shown,
    show,
    report,
    list,
    listMore,
    trouble,
    busy,
    open: () => {
      if (!busy) attempt(call('shift:open', {}), () => show({ kind: 'now' }));
    },
    close: () => {
      const shiftId = view.shift?.shiftId;
      if (busy || shiftId === undefined) return;
      attempt(call('shift:close', { shiftId }), (answer) => {
        if (answer.kind === 'done') show({ kind: 'closed', report: answer.report });
      });
    },
  };
}

/** The figures, read anew with every sale, refund and new member. */
function useReport(view: ReadyView, shown: Shown): ShiftDesk['report'] {
  const { call } = useCounter();
  const [read, setRead] = useState<{ key: string; report: ShiftReport | 'failed' } | null>(null);
  const closed = shown.kind === 'closed' ? shown.report : null;
  const shiftId = shown.kind === 'earlier' ? shown.shiftId : null;
  const asked = shiftId ?? view.shift?.shiftId ?? null;
  const newest = view.lastSales[0];
  const mark = `${newest?.saleId} ${newest?.undone} ${newest?.refundedMinor} ${view.memberCount} ${view.sync.unsentCount}`;
  useEffect(() => {
    if (asked === null || closed !== null) return;
    let isLeft = false;
    const take = (report: ShiftReport | 'failed'): void => {
      if (!isLeft) setRead({ key: asked, report });
    };
    call('shift:report', { shiftId }).then(
      (answer) => take(answer.kind === 'report' ? answer.report : 'failed'),
      () => take('failed'),
    );
    return () => {
      isLeft = true;
    };
  }, [call, asked, shiftId, closed, mark]);
  if (closed !== null) return closed;
  if (asked === null) return null;
  return read?.key === asked ? read.report : 'loading';
}

/** Earlier shifts: at once where everybody may see them, else when they are asked for. */
function useList(view: ReadyView): Pick<ShiftDesk, 'list' | 'listMore'> {
  const { call } = useCounter();
  const [list, setList] = useState<ShiftList | null>(null);
  const mayLook = view.staff === undefined || view.staff.current?.role === 'manager';
  const current = view.shift?.shiftId ?? null;
  useEffect(() => {
    if (!mayLook) return;
    let isLeft = false;
    call('shift:list', { offset: 0, limit: pageSize }).then(
      (answer) => {
        if (!isLeft) setList(answer);
      },
      () => undefined,
    );
    return () => {
      isLeft = true;
    };
  }, [call, mayLook, current]);
  const listMore = (): void => {
    const offset = list?.shifts.length ?? 0;
    call('shift:list', { offset, limit: pageSize }).then(
      (answer) => setList({ ...answer, shifts: [...(list?.shifts ?? []), ...answer.shifts] }),
      () => undefined,
    );
  };
  return { list, listMore };
}
