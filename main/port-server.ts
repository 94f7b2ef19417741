import {
  callRequestSchema,
  counterCalls,
  type CounterCallHandlers,
  type CounterCallName,
  type PortMessage,
} from '../app/contract/counter-calls.ts';
import type { Admission } from '../app/counter/admit-call.ts';
import type { Counter } from '../app/counter/create-counter.ts';

/** Bytes of JSON one request may have; the largest honest one is a 4,096-character scan. */
export const requestBytesMax = 1024 * 1024;
/** Calls of one screen that may run at once; the screen itself stops at 64. */
export const runningCallsMax = 128;

/** One end of a message channel, as Node's own MessagePort is; Electron's is adapted to it. */
export type ScreenPort<Message = PortMessage> = {
  postMessage(message: Message): void;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  start(): void;
  close(): void;
};

export type ServeOptions = {
  /** A handler that threw, for the log; the screen learns only that the call failed. */
  readonly onTrouble: (name: CounterCallName | null, error: unknown) => void;
  readonly onClose: () => void;
  /** Whether a call may be made now, asked once its input is parsed; left out = all may. */
  readonly admit?: Counter['admit'];
  /** Does something when the screen has what it waits for; left out = at once. */
  readonly later?: (work: () => void) => void;
};

/** A screen that is being served. */
export type ServedScreen = {
  readonly push: (message: PortMessage) => void;
  readonly close: () => void;
};

/**
 * Answers a screen's calls, each parsed by its schema and admitted before any handler sees it. A request that
 * names no id cannot be answered and is dropped; every other gets exactly one answer.
 */
export function serveScreen(
  port: ScreenPort,
  handlers: CounterCallHandlers,
  options: ServeOptions,
): ServedScreen {
  const later = options.later ?? ((work: () => void) => work());
  let open = true;
  let runningCalls = 0;

  function push(message: PortMessage): void {
    if (open) port.postMessage(message);
  }

  async function answer(id: number, request: unknown): Promise<void> {
    const call = callRequestSchema.safeParse(request);
    const input = call.success && counterCalls[call.data.name].in.safeParse(call.data.input);
    if (!call.success || !input || !input.success) {
      push({ kind: 'failed', id, code: 'bad-input' });
      return;
    }
    const { name } = call.data;
    try {
      const admission = await options.admit?.({ name, input: input.data });
      if (admission !== undefined && admission.kind !== 'admitted') {
        push(failedAs(id, admission));
        return;
      }
      const output = await running(admission, () => run(handlers, name, input.data));
      // As with every push of the view: sent first, then checked. The first check of a process prepares the whole
      // schema, and what a start waits for is this answer.
      const isView = name === 'counter:view';
      push({ kind: 'answer', id, output: isView ? output : counterCalls[name].out.parse(output) });
      if (isView) later(() => checkView(output, options));
    } catch (error) {
      options.onTrouble(name, error);
      push({ kind: 'failed', id, code: 'internal' });
    }
  }

  function receive(request: unknown): void {
    const id = readId(request);
    if (id === null) return;
    if (!isWithinSize(request) || runningCalls >= runningCallsMax) {
      push({ kind: 'failed', id, code: 'bad-input' });
      return;
    }
    runningCalls += 1;
    void answer(id, request)
      // An answer that cannot be cloned into a message is a broken handler as well.
      .catch((error: unknown) => options.onTrouble(null, error))
      .finally(() => (runningCalls -= 1));
  }

  function closed(): void {
    if (!open) return;
    open = false;
    options.onClose();
  }

  port.on('message', receive);
  port.on('close', closed);
  port.start();
  return {
    push,
    close: () => {
      closed();
      port.close();
    },
  };
}

function checkView(view: unknown, { onTrouble }: Pick<ServeOptions, 'onTrouble'>): void {
  const { error } = counterCalls['counter:view'].out.safeParse(view);
  if (error) onTrouble('counter:view', error);
}

function failedAs(id: number, admission: Exclude<Admission, { kind: 'admitted' }>): PortMessage {
  return admission.kind === 'locked'
    ? { kind: 'failed', id, code: 'locked' }
    : { kind: 'failed', id, code: 'manager-needed', permission: admission.permission };
}

/** A call that is refused or breaks has not used up what a manager allowed for it. */
async function running(
  admission: Extract<Admission, { kind: 'admitted' }> | undefined,
  work: () => Promise<unknown>,
): Promise<unknown> {
  try {
    const output = await work();
    if (isRecord(output) && output['kind'] === 'refused') admission?.refused();
    return output;
  } catch (error) {
    admission?.refused();
    throw error;
  }
}

/** Runs one handler; the registry's types say that input and handler belong together. */
async function run(
  handlers: CounterCallHandlers,
  name: CounterCallName,
  input: unknown,
): Promise<unknown> {
  const handler = handlers[name] as (input: unknown) => unknown;
  return await handler(input);
}

function readId(request: unknown): number | null {
  const id = isRecord(request) ? request['id'] : null;
  return typeof id === 'number' && Number.isSafeInteger(id) ? id : null;
}

function isWithinSize(request: unknown): boolean {
  try {
    return JSON.stringify(request).length <= requestBytesMax;
  } catch {
    // Cyclic, or holding what JSON does not know: not a request of ours.
    return false;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
