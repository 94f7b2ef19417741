import type { FinishInput, ReceiveInput } from './receive-snapshot.ts';

/** What the thread is asked. */
export type WorkerRequest =
  | { readonly kind: 'open'; readonly input: ReceiveInput }
  /** The memory comes back with the answer: two isolates that wait for their GC would hold 100 MB of it. */
  | {
      readonly kind: 'write';
      readonly n: number;
      readonly length: number;
      readonly memory: ArrayBuffer;
    }
  | { readonly kind: 'finish'; readonly input: FinishInput }
  | { readonly kind: 'close' };

/** What `write` is answered. */
export type WrittenChunk = { readonly isGood: boolean; readonly memory: ArrayBuffer };

export type WorkerAnswer =
  | { readonly callNo: number; readonly value: unknown }
  | { readonly callNo: number; readonly code: string; readonly message: string };

/** A thread that holds little: its heap may not wait for 100 MB before it is cleaned. */
export const snapshotWorkerOptions = {
  resourceLimits: { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 4 },
};

/** What of a `Worker` is used. */
export type WorkerPort = {
  readonly postMessage: (message: unknown, transfer?: readonly ArrayBuffer[]) => void;
  on(event: 'message', listener: (message: WorkerAnswer) => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'exit', listener: () => void): unknown;
  readonly terminate: () => Promise<unknown>;
};

/** The thread behind its calls. */
export type SnapshotWorker = {
  /** Resolves with the answer; rejects with an error whose `code` is SQLite's or the system's. */
  readonly call: (request: WorkerRequest) => Promise<unknown>;
  readonly end: () => Promise<void>;
};

/** Calls go out at once and come back in their order. A thread that dies fails all that wait. */
export function callWorker(worker: WorkerPort): SnapshotWorker {
  type Waiting = {
    readonly resolve: (value: unknown) => void;
    readonly reject: (e: Error) => void;
  };
  const waiting = new Map<number, Waiting>();
  let calls = 0;
  let broken: Error | null = null;
  const breakAll = (error: Error): void => {
    broken ??= error;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  worker.on('message', (answer) => {
    const one = waiting.get(answer.callNo);
    waiting.delete(answer.callNo);
    if ('value' in answer) one?.resolve(answer.value);
    else one?.reject(Object.assign(new Error(answer.message), { code: answer.code }));
  });
  worker.on('error', breakAll);
  worker.on('exit', () => breakAll(new Error('the snapshot thread ended')));
  return {
    call: (request) => {
      if (broken !== null) return Promise.reject(broken);
      calls += 1;
      const callNo = calls;
      const answered = new Promise<unknown>((resolve, reject) => {
        waiting.set(callNo, { resolve, reject });
      });
      const transfer = request.kind === 'write' ? [request.memory] : [];
      worker.postMessage({ callNo, request }, transfer);
      return answered;
    },
    end: async () => void (await worker.terminate()),
  };
}
