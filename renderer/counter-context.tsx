import { createContext, useContext, useSyncExternalStore, type ReactNode } from 'react';
import type { Call } from './connection.ts';
import type { Language } from './i18n/i18n.ts';
import type { LockDesk } from './lock-desk.ts';
import type { OverrideDesk } from './override-desk.ts';
import type { ScreenState, ViewStore } from './view-store.ts';

type CounterAccess = {
  readonly call: Call;
  readonly store: ViewStore;
  /** Asks a manager where a call takes one; absent on pages that make no such call. */
  readonly overrides?: OverrideDesk;
  /** Finishes what was begun before the counter locks; absent on pages that cannot lock it. */
  readonly beforeLock?: LockDesk['beforeLock'];
};

const CounterAccessContext = createContext<CounterAccess | null>(null);

/** Gives the screens below their way to the counter process. */
export function CounterAccessProvider(props: { access: CounterAccess; children: ReactNode }) {
  return (
    <CounterAccessContext.Provider value={props.access}>
      {props.children}
    </CounterAccessContext.Provider>
  );
}

/** The calls and the store of the newest view. */
export function useCounter(): CounterAccess {
  const access = useContext(CounterAccessContext);
  if (!access) throw new Error('no CounterAccessProvider above');
  return access;
}

/** The newest view and the state of the connection. */
export function useScreenState(): ScreenState {
  const { store } = useCounter();
  return useSyncExternalStore(store.subscribe, store.get);
}

/** The language of the newest view. */
export function useLanguage(): Language {
  return useScreenState().view?.language ?? 'zh-TW';
}
