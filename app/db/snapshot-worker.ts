import { parentPort } from 'node:worker_threads';
import { receiveSnapshot, type SnapshotReceiver } from './receive-snapshot.ts';
import type { WorkerAnswer, WorkerRequest, WrittenChunk } from './snapshot-worker-calls.ts';

// The entry of the thread that takes a snapshot in: hashing, writing and the new key would hold the till up.

let receiver: SnapshotReceiver | null = null;

function answer(request: WorkerRequest): unknown {
  if (request.kind === 'open') {
    receiver?.close();
    receiver = receiveSnapshot(request.input);
    return receiver.have();
  }
  if (receiver === null) throw new Error('no snapshot is open');
  if (request.kind === 'write') {
    const { n, length, memory } = request;
    const isGood = receiver.write(n, new Uint8Array(memory, 0, length));
    return { isGood, memory } satisfies WrittenChunk;
  }
  if (request.kind === 'finish') return receiver.finish(request.input);
  receiver.close();
  receiver = null;
  return null;
}

parentPort?.on('message', ({ callNo, request }: { callNo: number; request: WorkerRequest }) => {
  const tell = (told: WorkerAnswer): void => {
    parentPort?.postMessage(told, request.kind === 'write' ? [request.memory] : []);
  };
  try {
    tell({ callNo, value: answer(request) });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    tell({ callNo, code, message: error instanceof Error ? error.message : '' });
  }
});
