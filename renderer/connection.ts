import type {
  CounterCallIn,
  CounterCallName,
  CounterCallOut,
  PortMessage,
} from '../app/contract/counter-calls.ts';
import type { CounterView, Tone } from '../app/contract/counter-view.ts';
import type { Permission } from '../app/contract/staff.ts';

/** Calls waiting for an answer at once; a person cannot ask for more, a broken loop can. */
export const waitingCallsMax = 64;

/**
 * Why a call has no answer: its input was not of the schema, the counter process failed inside, nobody is signed
 * in, it takes a manager, the port went away before the answer, or too many calls wait already.
 */
export type CallFailure =
  'bad-input' | 'internal' | 'locked' | 'manager-needed' | 'lost' | 'too-many';

/** Thrown by `call`; `code` is stable, there is never a stack of the other side in it. */
export class CallError extends Error {
  readonly code: CallFailure;
  /** With `manager-needed`: what a manager has to allow, where the counter says it. */
  readonly permission: Permission | null;

  constructor(code: CallFailure, permission: Permission | null = null) {
    super(`call failed: ${code}`);
    this.name = 'CallError';
    this.code = code;
    this.permission = permission;
  }
}

/** Asks the counter process; the types follow the call's name. Rejects with `CallError`. */
export type Call = <N extends CounterCallName>(
  name: N,
  input: CounterCallIn<N>,
) => Promise<CounterCallOut<N>>;

/** Whether there is a port to the counter process now. */
export type ConnectionState = 'connecting' | 'open';

export type ConnectionEvents = {
  readonly onView: (view: CounterView) => void;
  readonly onTone: (tone: Tone) => void;
  readonly onState: (state: ConnectionState) => void;
};

export type Connection = {
  readonly call: Call;
  /** Takes the port over from now on; an earlier port's waiting calls are rejected as lost. */
  readonly attachPort: (port: MessagePort) => void;
};

type Waiting = {
  readonly resolve: (output: unknown) => void;
  readonly reject: (error: CallError) => void;
};

/**
 * The screen's side of the port. A counter process that was restarted arrives as a new port: then
 * the whole view is asked for again. Views older than the newest of the same port are dropped
 * (revisions count from the start of one counter process, so they compare only within a port).
 */
export function createConnection(events: ConnectionEvents): Connection {
  const waiting = new Map<number, Waiting>();
  let current: MessagePort | null = null;
  let lastId = 0;
  let newestRevision = -1;

  const showView = (view: CounterView): void => {
    if (view.revision < newestRevision) return;
    newestRevision = view.revision;
    events.onView(view);
  };

  const dropPort = (): void => {
    current?.close();
    current = null;
    const lost = [...waiting.values()];
    waiting.clear();
    for (const call of lost) call.reject(new CallError('lost'));
  };

  const receive = (message: PortMessage): void => {
    if (message.kind === 'counter:changed') return showView(message.view);
    if (message.kind === 'sound') return events.onTone(message.tone);
    const call = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.kind === 'answer') call?.resolve(message.output);
    else call?.reject(new CallError(message.code, message.permission ?? null));
  };

  const call: Call = (name, input) =>
    new Promise((resolve, reject) => {
      if (!current) return reject(new CallError('lost'));
      if (waiting.size >= waitingCallsMax) return reject(new CallError('too-many'));
      lastId += 1;
      // The counter process holds its own answers to this call's schema.
      waiting.set(lastId, { resolve: resolve as (output: unknown) => void, reject });
      current.postMessage({ id: lastId, name, input });
    });

  const attachPort = (port: MessagePort): void => {
    dropPort();
    current = port;
    newestRevision = -1;
    port.onmessage = (event: MessageEvent<PortMessage>) => {
      if (port === current) receive(event.data);
    };
    port.addEventListener('close', () => {
      if (port !== current) return;
      dropPort();
      events.onState('connecting');
    });
    port.start();
    events.onState('open');
    call('counter:view', {}).then(
      (view) => port === current && showView(view),
      // Lost again before the answer: the next port asks anew.
      () => undefined,
    );
  };

  return { call, attachPort };
}

declare global {
  interface Window {
    /**
     * Exposed by the preload. `connect` asks main for a port; each new one comes as a window message. `shown`
     * tells main that the counter stands on the screen and takes scans.
     */
    readonly counterfoil?: { readonly connect: () => void; readonly shown?: () => void };
  }
}

/** Message that carries a port from the preload. */
export const portMessage = 'counterfoil:port';

/** Listens for ports from the preload, then asks for the first one. */
export function receivePorts(target: Window, attachPort: (port: MessagePort) => void): void {
  target.addEventListener('message', (event) => {
    const port = event.ports[0];
    if (event.source === target && event.data === portMessage && port) attachPort(port);
  });
  target.counterfoil?.connect();
}
