import { spawn } from 'node:child_process';
import { expect, test } from 'vitest';
import { listProcessTree, readTreeMemory, totalMib } from './process-memory.ts';

test.runIf(process.platform === 'linux')(
  'memory is that of a process and its children',
  async () => {
    const child = spawn('sleep', ['20']);
    try {
      const memory = await readTreeMemory(process.pid);
      expect(await listProcessTree(process.pid)).toContain(child.pid);
      expect(memory.find(({ pid }) => pid === process.pid)?.role).toBe('main');
      expect(memory.map(({ pid }) => pid)).toContain(child.pid);
      expect(totalMib(memory)).toBeGreaterThan(10);
    } finally {
      child.kill();
    }
  },
);
