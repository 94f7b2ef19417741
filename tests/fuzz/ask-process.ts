import type { ChildProcess } from 'node:child_process';

type Asked = { readonly done: (value: unknown) => void; readonly fail: (why: Error) => void };

/** Asks a process questions by number, many at once; `first` is what it tells by itself, as number 0. */
export function askProcess<Question>(child: ChildProcess): {
  readonly first: Promise<unknown>;
  readonly ask: (question: Question) => Promise<unknown>;
} {
  const waiting = new Map<number, Asked>();
  let ids = 0;
  child.on('message', (message: { id: number; value?: unknown; error?: string }) => {
    const asked = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.error === undefined) asked?.done(message.value);
    else asked?.fail(new Error(message.error));
  });
  child.once('exit', (code, signal) => {
    for (const { fail } of waiting.values()) fail(new Error(`HQ ended: ${code ?? signal}`));
  });
  const first = new Promise<unknown>((done, fail) => {
    waiting.set(0, { done, fail });
  });
  const ask = async (question: Question): Promise<unknown> =>
    await new Promise((done, fail) => {
      ids += 1;
      waiting.set(ids, { done, fail });
      child.send({ id: ids, question: question as string });
    });
  return { first, ask };
}
